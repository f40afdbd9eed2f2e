/**
 * What a server offered at its three moments (before TLS, after TLS, after AUTH) side by side: one row a keyword, in the order in
 * which the server first named it. Only the moments that were reached become columns.
 */
import { joinedParameters, sameParameters } from '../facts/keyword-parameters.ts';
import { CAPABILITY_STAGES, type CapabilityStage } from '../values/session/phase.ts';
import type { Anomaly, Capability, Ehlo } from '../values/session/reply.ts';

export interface CapabilityCell {
  /** As sent. */
  readonly params: readonly string[];
  readonly change: 'same' | 'new' | 'changed';
}

export interface CapabilityRow {
  readonly keyword: string;
  /** Parameters of the last stage in which it was offered. */
  readonly params: readonly string[];
  readonly anomalies: readonly Anomaly[];
  /** One for each column; null where it was not offered. `gone` tells an absence after a presence apart. */
  readonly cells: readonly (CapabilityCell | 'gone' | null)[];
}

export interface CapabilityTable {
  readonly stages: readonly CapabilityStage[];
  readonly rows: readonly CapabilityRow[];
}

export function capabilityTable(capabilities: Readonly<Record<CapabilityStage, Ehlo | null>>): CapabilityTable {
  const stages = CAPABILITY_STAGES.filter((stage) => capabilities[stage] !== null);
  const byStage = stages.map((stage) => mergedCapabilities(capabilities[stage]?.capabilities ?? []));
  const keywords = new Set(byStage.flatMap((each) => [...each.keys()]));
  return { stages, rows: [...keywords].map((keyword) => row(keyword, byStage)) };
}

/** A keyword given several times in one answer, such as AUTH and AUTH=, is one with all its parameters. */
export function mergedCapabilities(capabilities: readonly Capability[]): ReadonlyMap<string, Capability> {
  const map = new Map<string, Capability>();
  for (const capability of capabilities) {
    const keyword = capability.keyword.toUpperCase();
    const { params, anomalies } = map.get(keyword) ?? { params: [], anomalies: [] };
    map.set(keyword, {
      keyword,
      params: [...joinedParameters(keyword, params, capability.params)],
      anomalies: [...new Set([...anomalies, ...capability.anomalies])],
    });
  }
  return map;
}

/** What a keyword says twice is no change of what it says. */
const once = (params: readonly string[] = []): string[] => [...new Set(params)];

function row(keyword: string, byStage: readonly ReadonlyMap<string, Capability>[]): CapabilityRow {
  const seen = byStage.map((stage) => stage.get(keyword));
  return {
    keyword,
    params: once(seen.findLast((each) => each !== undefined)?.params),
    anomalies: [...new Set(seen.flatMap((each) => each?.anomalies ?? []))],
    cells: seen.map((each, stage) => cell(each, seen[stage - 1], stage === 0)),
  };
}

function cell(
  capability: Capability | undefined,
  previous: Capability | undefined,
  first: boolean,
): CapabilityCell | 'gone' | null {
  // STARTTLS must not be offered again under TLS (RFC 3207 section 4.2): its absence there is no news.
  if (capability === undefined) return previous === undefined || previous.keyword === 'STARTTLS' ? null : 'gone';
  const { keyword } = capability;
  const params = once(capability.params);
  if (first) return { params, change: 'same' };
  if (previous === undefined) return { params, change: 'new' };
  return { params, change: sameParameters(keyword, once(previous.params), params) ? 'same' : 'changed' };
}
