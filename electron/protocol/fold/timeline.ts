/**
 * The steps of a session with how each ended: one a phase, and one for each address that was tried in place of the connect phase. What a
 * step comes to is decided here alone, for the window's waterfall and for the reports' list.
 */
import type { AddressAttempt, Outcome } from '../values/session/outcome.ts';
import type { Phase } from '../values/session/phase.ts';
import type { TlsInfo } from '../values/session/tls.ts';
import type { PhaseFact, SessionFacts } from './facts.ts';

/**
 * unverified: encrypted, yet nobody knows to whom. passed-over: it did not go well, and the session went on. stopped: the user ended the
 * session in it, which is no failure.
 */
export type StepState =
  'done' | 'secure' | 'unverified' | 'passed-over' | 'failed' | 'stopped' | 'running' | 'not-tried';

export interface TimelineStep {
  readonly key: string;
  readonly phase: Phase;
  readonly startMs: number;
  readonly endMs: number;
  readonly state: StepState;
  /** Of the connect phase: which address it is about. */
  readonly attempt: AddressAttempt | null;
  /** Addresses that were known and not needed any more. */
  readonly untried: readonly string[];
}

export interface TimelineEnd {
  /** The session is over. */
  readonly over: boolean;
  readonly error: Pick<Outcome, 'code' | 'phase'> | null;
  readonly tls: Pick<TlsInfo, 'authorized' | 'pinned'> | null;
}

/** What each phase of a session came to, in their order. `ok` null: it lasts. */
export function phaseStates(
  phases: readonly { readonly phase: Phase; readonly ok: boolean | null }[],
  { over, error, tls }: TimelineEnd,
): StepState[] {
  // A phase can come more than once in a session: the next mail host, the next mechanism. Only the last of its name has ended it.
  // A handshake that went well has ended it too, where its certificate did not pass.
  const last = phases.findLastIndex(
    ({ phase, ok }) => phase === error?.phase && (ok !== true || error.code === 'tls-failed'),
  );
  return phases.map(({ phase, ok }, index) => {
    if (index === last) return error?.code === 'cancelled' ? 'stopped' : 'failed';
    if (ok === null && !over) return 'running';
    if (!(ok ?? error === null)) return 'passed-over';
    if (phase !== 'tls') return 'done';
    return tls === null || tls.authorized || tls.pinned ? 'secure' : 'unverified';
  });
}

/** `nowMs`: how far the session has come, for the step that still runs. */
export function timelineSteps(facts: SessionFacts, nowMs: number): TimelineStep[] {
  const { phases, end, tls } = facts;
  const states = phaseStates(phases, { over: end !== null, error: end?.error ?? null, tls });
  const lastConnect = phases.findLastIndex(({ phase }) => phase === 'connect');
  return phases.flatMap((fact, index) => {
    const own = phaseStep(fact, index, states[index] ?? 'done', nowMs);
    // A session may connect more than once: the next mail host, TLS from the first byte, the next mechanism.
    const tried = fact.phase === 'connect' ? addressSteps(facts, fact) : [];
    if (tried.length === 0) return [own];
    if (fact.endMs === null) return [...tried, own];
    return index === lastConnect ? [...tried, ...untriedSteps(fact.endMs, facts)] : tried;
  });
}

function phaseStep({ phase, startMs, endMs }: PhaseFact, index: number, state: StepState, nowMs: number): TimelineStep {
  const until = endMs ?? Math.max(nowMs, startMs);
  return { key: `${phase}-${index}`, phase, startMs, endMs: until, state, attempt: null, untried: [] };
}

function addressSteps({ addresses, end }: SessionFacts, { startMs, endMs }: PhaseFact): TimelineStep[] {
  const anyOk = addresses.some(({ attempt }) => attempt.ok);
  return addresses.flatMap((each, nth): TimelineStep[] => {
    if (each.endMs < startMs || (endMs !== null && each.startMs > endMs)) return [];
    const { attempt } = each;
    const state = attempt.ok ? 'done' : anyOk || end === null ? 'passed-over' : 'failed';
    const { startMs: from, endMs: to } = each;
    return [{ key: `address-${nth}`, phase: 'connect', startMs: from, endMs: to, state, attempt, untried: [] }];
  });
}

/** More than these are one step. */
const UNTRIED_SHOWN = 4;

function untriedSteps(atMs: number, { addresses, lookups }: SessionFacts): TimelineStep[] {
  const tried = new Set(addresses.map(({ attempt }) => attempt.address));
  const untried = (lookups.at(-1)?.addresses ?? []).filter((address) => !tried.has(address));
  const groups = untried.length > UNTRIED_SHOWN ? [untried] : untried.map((address) => [address]);
  const at = { phase: 'connect', startMs: atMs, endMs: atMs, state: 'not-tried', attempt: null } as const;
  return groups.map((group, nth) => ({ key: `untried-${nth}`, ...at, untried: group }));
}
