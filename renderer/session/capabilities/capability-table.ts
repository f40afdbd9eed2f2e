/**
 * What a server offered at its three moments (before TLS, after TLS, after AUTH) side by side: one row a keyword, in the order in
 * which the server first named it. Only the moments that were reached become columns.
 */
import { CAPABILITY_STAGES, type CapabilityStage } from '../../../electron/protocol/values/session/phase.ts';
import { capabilityText } from '../../../electron/texts/session/capabilities.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type { Anomaly, Capability, Ehlo } from '../../../electron/protocol/values/session/reply.ts';

export interface CapabilityCell {
  /** Parameters as sent, for the stages in which they differ. */
  readonly params: readonly string[];
  readonly change: 'same' | 'new' | 'changed';
}

export interface CapabilityRow {
  readonly keyword: string;
  /** Parameters of the last stage in which it was offered. */
  readonly params: readonly string[];
  readonly meaning: string | null;
  readonly parameters: string | null;
  readonly reference: string | null;
  readonly kind: string;
  readonly anomalies: readonly Anomaly[];
  /** One for each column; null where it was not offered. `gone` tells an absence after a presence apart. */
  readonly cells: readonly (CapabilityCell | 'gone' | null)[];
}

export interface CapabilityTable {
  readonly stages: readonly CapabilityStage[];
  readonly rows: readonly CapabilityRow[];
}

type Stages = Readonly<Record<CapabilityStage, Ehlo | null>>;

export function capabilityTable(capabilities: Stages): CapabilityTable {
  const stages = CAPABILITY_STAGES.filter((stage) => capabilities[stage] !== null);
  const byStage = stages.map((stage) => merged(capabilities[stage]?.capabilities ?? []));
  const keywords = new Set(byStage.flatMap((each) => [...each.keys()]));
  return { stages, rows: [...keywords].map((keyword) => row(keyword, byStage)) };
}

/** A keyword given several times in one answer, such as AUTH and AUTH=, is one row with all its parameters. */
function merged(capabilities: readonly Capability[]): Map<string, Capability> {
  const map = new Map<string, Capability>();
  for (const capability of capabilities) {
    const known = map.get(capability.keyword);
    map.set(
      capability.keyword,
      known === undefined
        ? capability
        : {
            keyword: known.keyword,
            params: [...new Set([...known.params, ...capability.params])],
            anomalies: [...new Set([...known.anomalies, ...capability.anomalies])],
          },
    );
  }
  return map;
}

function row(keyword: string, byStage: readonly Map<string, Capability>[]): CapabilityRow {
  const seen = byStage.map((stage) => stage.get(keyword));
  const last = seen.findLast((each) => each !== undefined);
  const params = last?.params ?? [];
  const text = capabilityText(keyword, params);
  return {
    keyword: visible(keyword),
    params: params.map(visible),
    meaning: text.meaning,
    parameters: text.parameters,
    reference: text.reference,
    kind: text.kind,
    anomalies: [...new Set(seen.flatMap((each) => each?.anomalies ?? []))],
    cells: seen.map((each, stage) => cell(each, seen.slice(0, stage))),
  };
}

function cell(
  capability: Capability | undefined,
  before: readonly (Capability | undefined)[],
): CapabilityCell | 'gone' | null {
  const previous = before.at(-1);
  // STARTTLS must not be offered again under TLS (RFC 3207 section 4.2): its absence there is no news.
  if (capability === undefined) return previous === undefined || previous.keyword === 'STARTTLS' ? null : 'gone';
  const params = capability.params.map(visible);
  if (before.length === 0) return { params, change: 'same' };
  if (previous === undefined) return { params, change: 'new' };
  const same = previous.params.join(' ') === capability.params.join(' ');
  return { params, change: same ? 'same' : 'changed' };
}
