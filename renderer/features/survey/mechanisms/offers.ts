/** Every mechanism that a session saw: where it is offered, and how it fared. Pure. */
import { mechanismFact } from '../../../../electron/protocol/facts/mechanisms.ts';
import type { Report } from '../../../../electron/protocol/values/session/report.ts';
import type { StateOf } from '../../../../electron/protocol/values/survey/state.ts';
import { mergedCapabilities } from '../../../../electron/protocol/fold/capabilities.ts';

export interface OfferedMechanism {
  readonly name: string;
  readonly plain: boolean;
  readonly tls: boolean;
  /** null: not tried. */
  readonly worked: boolean | null;
  /** Asked for, and not tried, because a reply spoke of a lock-out or no connection came so far. */
  readonly leftOut: boolean;
}

export function offeredMechanisms({ cells, left }: Pick<StateOf<'mechanisms'>, 'cells' | 'left'>): OfferedMechanism[] {
  const report = cells.find((cell) => cell.report !== null)?.report ?? null;
  if (report === null) return [];
  const plain = offeredIn(report.ehlo.plain);
  const tls = offeredIn(report.ehlo.tls);
  const tried = new Map((report.auth?.tried ?? []).map(({ mechanism, ok }) => [mechanism, ok]));
  return [...new Set([...plain, ...tls, ...(report.auth?.offered ?? []), ...tried.keys()])].map((name) => ({
    name,
    plain: plain.includes(name),
    tls: tls.includes(name),
    worked: tried.get(name) ?? null,
    leftOut: left.includes(name),
  }));
}

const offeredIn = (ehlo: Report['ehlo']['plain']): readonly string[] =>
  ehlo === null
    ? []
    : (mergedCapabilities(ehlo.capabilities).get('AUTH')?.params ?? []).map((each) => each.toUpperCase());

/** Attempts that trying each once comes to, at most: what is offered where the login was tried, takes the same kind of secret and is spoken here. */
export function attemptsOfEach({ cells }: Pick<StateOf<'mechanisms'>, 'cells'>): number {
  const auth = cells.find((cell) => cell.report !== null)?.report?.auth ?? null;
  if (auth === null) return 0;
  const [first] = auth.tried;
  const kind = (first === undefined ? null : mechanismFact(first.mechanism)?.takes) ?? 'password';
  return auth.offered.filter((name) => mechanismFact(name)?.takes === kind).length;
}
