/** The report and everything else that is printed as JSON: octets become base64, everything else keeps its name and shape. */
import type { FoundMessage } from '../../protocol/values/app/arrived.ts';
import { queuedOf } from '../../protocol/parse/message/queued.ts';
import { logSearch } from '../../texts/replies/log-search.ts';
import { Buffer } from 'node:buffer';
import type { Finding, Report } from '../../protocol/values/session/report.ts';

export type JsonValue = null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };

/** Any plain value of ours; absent members are left out, as JSON.stringify does. */
export function jsonValue(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? roundedTime(value) : null;
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value === 'object') {
    const result: Record<string, JsonValue> = {};
    for (const [name, member] of Object.entries(value)) if (member !== undefined) result[name] = jsonValue(member);
    return result;
  }
  throw new TypeError(`a ${typeof value} has no JSON form`);
}

/** Times are the only fractions; a microsecond is as fine as they are worth reading. */
const roundedTime = (value: number): number => (Number.isInteger(value) ? value : Math.round(value * 1000) / 1000);

/** A finding that was judged has its diagnosis whole besides, as a report's error has; what only states a fact has none. */
export function findingJson(finding: Finding): JsonValue {
  const { severity, ...diagnosis } = finding;
  return jsonValue(diagnosis.sure === undefined ? finding : { severity, ...diagnosis, diagnosis });
}

/** The object that `check --json` and `send --json` print. */
export interface ReportJsonOptions {
  readonly transcript: boolean;
  /** What became of the message that was looked for. */
  readonly arrived?: FoundMessage;
}

export function reportJson(report: Report, options: ReportJsonOptions = { transcript: true }): JsonValue {
  const { transcript, findings, ...rest } = report;
  const named = new Set([...(rest.error?.diagnosis?.evidence ?? []), ...findings.flatMap(({ evidence }) => evidence)]);
  const lines = options.transcript ? transcript : transcript?.filter((line) => named.has(line.seq));
  const queued = queuedOf(rest.recipients).map((one) => ({ ...one, command: logSearch(one).command }));
  return jsonValue({
    ...rest,
    ...(queued.length === 0 ? {} : { queued }),
    ...(options.arrived === undefined ? {} : { arrived: options.arrived }),
    findings: findings.map(findingJson),
    ...(lines === undefined || (lines.length === 0 && !options.transcript) ? {} : { transcript: lines }),
  });
}
