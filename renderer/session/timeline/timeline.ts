/** The waterfall of a session: one row a phase, and one row for each address that was tried in place of the connect phase. */
import { duration } from '../../../electron/texts/units.ts';
import { outcomeText } from '../../../electron/texts/outcomes/outcomes.ts';
import { phaseText } from '../../../electron/texts/session/phases.ts';
import { replyText } from '../../../electron/texts/replies/quoted.ts';
import { systemErrorWord } from '../system-words.ts';
import type { AddressFact, PhaseFact, SessionFacts } from '../facts.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';
import type { TlsInfo } from '../../../electron/protocol/values/session/tls.ts';

export interface TimelineRow {
  readonly key: string;
  readonly phase: Phase;
  readonly label: string;
  /** What the label leaves out, such as the address. */
  readonly detail: string | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly state: 'done' | 'secure' | 'unverified' | 'passed-over' | 'failed' | 'stopped' | 'running' | 'not-tried';
  readonly value: string;
}

/** `nowMs`: how far the session has come, for the row that still runs. */
export function timelineRows(facts: SessionFacts, nowMs: number): TimelineRow[] {
  const error = facts.end?.error ?? null;
  const ended: Ended = { phase: error?.phase ?? null, state: error?.code === 'cancelled' ? 'stopped' : 'failed' };
  return facts.phases.flatMap((fact, index) => {
    // A session may connect more than once: the next mail host, TLS from the first octet, the next mechanism.
    const tried = fact.phase === 'connect' ? addressesIn(facts, fact) : [];
    if (tried.length > 0) {
      const rows = tried.map(({ address, nth }) => addressRow(address, nth, facts));
      if (fact.endMs === null) rows.push(phaseRow(fact, index, nowMs, ended, facts.tls));
      else if (index === facts.phases.findLastIndex(({ phase }) => phase === 'connect'))
        rows.push(...untriedRows(fact.endMs, facts));
      return rows;
    }
    return [phaseRow(fact, index, nowMs, ended, facts.tls)];
  });
}

function addressesIn({ addresses }: SessionFacts, { startMs, endMs }: PhaseFact) {
  return addresses
    .map((address, nth) => ({ address, nth }))
    .filter(({ address }) => address.endMs >= startMs && (endMs === null || address.startMs <= endMs));
}

/** Where the session ended early, if it did: by a failure, or because the user stopped it, which is none. */
interface Ended {
  readonly phase: Phase | null;
  readonly state: 'failed' | 'stopped';
}

function phaseRow(fact: PhaseFact, index: number, nowMs: number, ended: Ended, tls: TlsInfo | null): TimelineRow {
  const endMs = fact.endMs ?? Math.max(nowMs, fact.startMs);
  return {
    key: `${fact.phase}-${index}`,
    phase: fact.phase,
    label: phaseText(fact.phase).label,
    detail: null,
    startMs: fact.startMs,
    endMs,
    state: phaseState(fact, ended, tls),
    value: duration(endMs - fact.startMs),
  };
}

function phaseState(fact: PhaseFact, ended: Ended, tls: TlsInfo | null): TimelineRow['state'] {
  if (fact.endMs === null) return ended.phase === fact.phase ? ended.state : 'running';
  // A phase that did not go well yet did not end the session, such as QUIT without an answer, is passed over.
  if (fact.ok === false) return ended.phase === fact.phase ? ended.state : 'passed-over';
  if (fact.phase !== 'tls') return 'done';
  // Encrypted, yet nobody knows to whom: no green while the certificate passes no check and nobody has accepted it.
  return tls === null || tls.authorized || tls.pinned ? 'secure' : 'unverified';
}

function addressRow(fact: AddressFact, nth: number, facts: SessionFacts): TimelineRow {
  const { attempt } = fact;
  const anyOk = facts.addresses.some((each) => each.attempt.ok);
  return {
    key: `address-${nth}`,
    phase: 'connect',
    label: attempt.family === null ? 'Socket' : attempt.family === 6 ? 'TCP IPv6' : 'TCP',
    detail: attempt.address,
    startMs: fact.startMs,
    endMs: fact.endMs,
    state: attempt.ok ? 'done' : anyOk || facts.end === null ? 'passed-over' : 'failed',
    value: attempt.ok ? duration(attempt.durationMs) : systemErrorWord(attempt.error ?? ''),
  };
}

/** More than these are one row. */
const UNTRIED_SHOWN = 4;

/** The addresses that were known and not needed any more. */
function untriedRows(atMs: number, facts: SessionFacts): TimelineRow[] {
  const tried = new Set(facts.addresses.map((each) => each.attempt.address));
  const untried = (facts.resolved?.addresses ?? []).filter((address) => !tried.has(address));
  const row = (key: string, label: string, detail: string): TimelineRow => ({
    key,
    phase: 'connect',
    label,
    detail,
    startMs: atMs,
    endMs: atMs,
    state: 'not-tried',
    value: 'not tried',
  });
  if (untried.length > UNTRIED_SHOWN)
    return [row('untried', 'TCP', `${untried.length} more, from ${untried[0] ?? ''} on`)];
  return untried.map((address, nth) => row(`untried-${nth}`, address.includes(':') ? 'TCP IPv6' : 'TCP', address));
}

export interface TimelineFailure {
  /** Of the row it belongs to; null when the session failed outside every step. */
  readonly key: string | null;
  readonly title: string;
  /** What the server said, if that was it. */
  readonly reply: string | null;
}

/** What stands below the step that failed; null where none did, or the user stopped it. */
export function timelineFailure(facts: SessionFacts, rows: readonly TimelineRow[]): TimelineFailure | null {
  const error = facts.end?.error ?? null;
  if (error === null || error.code === 'cancelled') return null;
  return {
    key: rows.findLast((row) => row.state === 'failed')?.key ?? null,
    title: outcomeText(error, { target: facts.target }).title,
    reply: error.reply === null ? null : replyText(error.reply),
  };
}

/** Where the scale ends: never nothing, so that shares can be computed. */
export function timelineSpan(rows: readonly TimelineRow[]): number {
  return Math.max(0.1, ...rows.map((row) => row.endMs));
}

/** "412 ms · 203.0.113.25, second of 4 addresses" */
export function timelineNote(facts: SessionFacts): string {
  const parts: string[] = [];
  if (facts.end !== null) parts.push(duration(facts.end.durationMs));
  const at = facts.addresses.findIndex((each) => each.attempt.ok);
  const used = facts.addresses[at];
  const known = Math.max(facts.resolved?.addresses.length ?? 0, facts.addresses.length);
  if (used !== undefined)
    parts.push(known > 1 ? `${used.attempt.address}, ${ordinal(at + 1)} of ${known} addresses` : used.attempt.address);
  else if (facts.addresses.length > 1) parts.push(`${facts.addresses.length} addresses tried`);
  return parts.join(' · ');
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'] as const;
const ordinal = (position: number): string => ordinals[position - 1] ?? `number ${position}`;
