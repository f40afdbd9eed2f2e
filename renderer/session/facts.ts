/**
 * What is known of one session, folded from its events. Every view but the transcript reads this and nothing else; `foldFacts`
 * never changes what it is given, so that a changed part is a new object.
 */
import type {
  AddressAttempt,
  Delivery,
  Outcome,
  RecipientResult,
  TriedMechanism,
} from '../../electron/protocol/values/session/outcome.ts';
import type { Anomaly, Ehlo, Reply } from '../../electron/protocol/values/session/reply.ts';
import type { CapabilityStage, Phase } from '../../electron/protocol/values/session/phase.ts';
import type { EventOf, SessionEvent } from '../../electron/protocol/values/session/event.ts';
import type { Target } from '../../electron/protocol/values/target.ts';
import type { TlsInfo } from '../../electron/protocol/values/session/tls.ts';

export interface PhaseFact {
  readonly phase: Phase;
  readonly startMs: number;
  /** null while it lasts. */
  readonly endMs: number | null;
  readonly ok: boolean | null;
}

export interface AddressFact {
  readonly attempt: AddressAttempt;
  readonly startMs: number;
  readonly endMs: number;
}

export interface AuthFact {
  readonly tried: TriedMechanism;
  readonly offered: readonly string[];
  readonly user: string | null;
}

export interface BodyFact {
  readonly startMs: number;
  readonly lastMs: number;
  readonly octets: number;
  readonly total: number | null;
  readonly sha256: string | null;
}

export interface SessionFacts {
  readonly startedAt: string | null;
  readonly target: Target | null;
  readonly phases: readonly PhaseFact[];
  readonly resolved: { readonly name: string; readonly addresses: readonly string[] } | null;
  readonly addresses: readonly AddressFact[];
  readonly greeting: Reply | null;
  readonly capabilities: Readonly<Record<CapabilityStage, Ehlo | null>>;
  readonly tls: TlsInfo | null;
  readonly auth: readonly AuthFact[];
  readonly anomalies: readonly {
    readonly seq: number;
    readonly anomaly: Anomaly;
    readonly detail: string;
    readonly phase: Phase;
  }[];
  readonly sender: { readonly address: string; readonly reply: Reply } | null;
  /** By index in the envelope; a place is null until its answer came. */
  readonly recipients: readonly (RecipientResult | null)[];
  readonly body: BodyFact | null;
  readonly end: {
    readonly durationMs: number;
    readonly error: Outcome | null;
    readonly delivery: Delivery | null;
  } | null;
  /** Time of the newest event. */
  readonly lastMs: number;
}

export const emptyFacts: SessionFacts = {
  startedAt: null,
  target: null,
  phases: [],
  resolved: null,
  addresses: [],
  greeting: null,
  capabilities: { plain: null, tls: null, auth: null },
  tls: null,
  auth: [],
  anomalies: [],
  sender: null,
  recipients: [],
  body: null,
  end: null,
  lastMs: 0,
};

export function foldFacts(facts: SessionFacts, event: SessionEvent): SessionFacts {
  return { ...facts, ...changed(facts, event), lastMs: Math.max(facts.lastMs, event.tMs) };
}

function changed(facts: SessionFacts, event: SessionEvent): Partial<SessionFacts> {
  switch (event.type) {
    case 'session-begin':
      return { startedAt: event.startedAt, target: event.target };
    case 'phase-begin':
      return { phases: [...facts.phases, { phase: event.phase, startMs: event.tMs, endMs: null, ok: null }] };
    case 'phase-end':
      return { phases: endPhase(facts.phases, event) };
    case 'resolved':
      return { resolved: { name: event.name, addresses: event.addresses } };
    case 'address': {
      const startMs = Math.max(0, event.tMs - event.attempt.durationMs);
      return { addresses: [...facts.addresses, { attempt: event.attempt, startMs, endMs: event.tMs }] };
    }
    case 'reply':
      return event.phase === 'greeting' ? { greeting: event.reply } : {};
    case 'capabilities':
      return { capabilities: { ...facts.capabilities, [event.stage]: event.ehlo } };
    case 'tls':
      return { tls: event.info };
    case 'auth':
      return { auth: [...facts.auth, { tried: event.tried, offered: event.offered, user: event.user }] };
    case 'anomaly':
      return {
        anomalies: [
          ...facts.anomalies,
          { seq: event.seq, anomaly: event.anomaly, detail: event.detail, phase: event.phase },
        ],
      };
    case 'sender':
      return { sender: { address: event.address, reply: event.reply } };
    case 'recipient':
      return { recipients: placeRecipient(facts.recipients, event.result) };
    case 'body-progress':
      return { body: progress(facts.body, event) };
    case 'body-end': {
      const startMs = facts.body?.startMs ?? event.tMs;
      return { body: { startMs, lastMs: event.tMs, octets: event.octets, total: event.octets, sha256: event.sha256 } };
    }
    case 'session-end':
      return { end: { durationMs: event.durationMs, error: event.error, delivery: event.delivery } };
    case 'mail-route':
    case 'mail-host':
    case 'line':
    case 'note':
    case 'message':
    case 'rejected':
      return {};
  }
}

/** The phase that ends is the last open one of its name: the same phase can come more than once in a session. */
function endPhase(phases: readonly PhaseFact[], event: EventOf<'phase-end'>): readonly PhaseFact[] {
  const at = phases.findLastIndex((each) => each.phase === event.phase && each.endMs === null);
  const open = phases[at];
  return open === undefined ? phases : phases.with(at, { ...open, endMs: event.tMs, ok: event.ok });
}

/** A recipient is told of twice: when RCPT was answered, and when the message was. */
function placeRecipient(
  recipients: readonly (RecipientResult | null)[],
  result: RecipientResult,
): readonly (RecipientResult | null)[] {
  const placed = [...recipients];
  while (placed.length <= result.index) placed.push(null);
  placed[result.index] = result;
  return placed;
}

function progress(body: BodyFact | null, event: EventOf<'body-progress'>): BodyFact {
  const startMs = body?.startMs ?? event.tMs;
  return { startMs, lastMs: event.tMs, octets: event.octets, total: event.total, sha256: null };
}

/** Octets a second over the whole body so far; null until there is a span to divide by. */
export function bodyRate(body: BodyFact): number | null {
  const span = body.lastMs - body.startMs;
  return span > 0 ? (body.octets / span) * 1000 : null;
}
