/**
 * What is known of one session, folded from its events: the only such fold. Report, window, history and command line read what it gives
 * and nothing else. An event costs the same however long the session is: lists grow in place, and only when what is known so far is asked
 * for are those that change after it copied, once each.
 */
import type {
  AddressAttempt,
  Delivery,
  MailHost,
  MailRoute,
  Outcome,
  RecipientResult,
  TriedMechanism,
  TokenFacts,
} from '../values/session/outcome.ts';
import type { Anomaly, Ehlo, Reply } from '../values/session/reply.ts';
import type { CapabilityStage, Phase } from '../values/session/phase.ts';
import type { EventOf, SessionEvent } from '../values/session/event.ts';
import type { Target } from '../values/target.ts';
import type { TlsInfo } from '../values/session/tls.ts';

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

export interface LookupFact {
  readonly name: string;
  /** In the order in which they are tried. */
  readonly addresses: readonly string[];
}

export interface AuthFact {
  readonly tried: TriedMechanism;
  readonly offered: readonly string[];
  readonly user: string | null;
  readonly token?: TokenFacts;
}

export interface AnomalyFact {
  readonly seq: number;
  readonly anomaly: Anomaly;
  readonly detail: string;
  readonly phase: Phase;
}

export interface AnswerFact {
  readonly command: string;
  readonly reply: Reply;
}

export interface BodyFact {
  readonly startMs: number;
  readonly lastMs: number;
  readonly octets: number;
  readonly total: number | null;
  /** It went out to its end. */
  readonly whole: boolean;
  /** null before its end, and where nobody asked for it. */
  readonly sha256: string | null;
}

/** Notes that more hangs on than a line in the transcript; of each the last. */
const REMARKS = [
  'long-body-lines',
  'eight-bit-body',
  'bare-line-ends',
  'implicit-tls',
  'through-proxy',
  'proxy-header-sent',
] as const;
type Remark = (typeof REMARKS)[number];

interface Lists {
  readonly phases: readonly PhaseFact[];
  readonly lookups: readonly LookupFact[];
  readonly addresses: readonly AddressFact[];
  /** Of a domain's MX hosts those that were tried; each once, with what its last address came to. */
  readonly hosts: readonly MailHost[];
  readonly auth: readonly AuthFact[];
  readonly anomalies: readonly AnomalyFact[];
  /** By index in the envelope; a place is null until its answer came. */
  readonly recipients: readonly (RecipientResult | null)[];
  /** To questions that were asked for their own sake (VRFY, EXPN, ETRN, HELP). */
  readonly answers: readonly AnswerFact[];
}

export interface SessionFacts extends Lists {
  readonly startedAt: string | null;
  /** With TLS from the first octet where that was found to be spoken. */
  readonly target: Target | null;
  readonly route: MailRoute | null;
  readonly greeting: Reply | null;
  readonly capabilities: Readonly<Record<CapabilityStage, Ehlo | null>>;
  readonly tls: TlsInfo | null;
  /** The mechanism that the session went on with: what is tried over further connections is not. */
  readonly used: string | null;
  readonly sender: { readonly address: string; readonly reply: Reply } | null;
  readonly body: BodyFact | null;
  readonly remarks: Readonly<Partial<Record<Remark, EventOf<'note'>>>>;
  readonly end: {
    readonly atMs: number;
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
  lookups: [],
  addresses: [],
  route: null,
  hosts: [],
  greeting: null,
  capabilities: { plain: null, tls: null, auth: null },
  tls: null,
  auth: [],
  used: null,
  anomalies: [],
  sender: null,
  recipients: [],
  answers: [],
  body: null,
  remarks: {},
  end: null,
  lastMs: 0,
};

/** XCLIENT belongs to the phase `command` too, and is no question. */
const question = /^(?:VRFY|EXPN|ETRN|HELP)\b/;

type Grown = { -readonly [K in keyof Lists]: Lists[K][number][] };
type Single = { -readonly [K in Exclude<keyof SessionFacts, keyof Lists>]: SessionFacts[K] };

export class FactsFold {
  readonly #lists: Grown = {
    phases: [],
    lookups: [],
    addresses: [],
    hosts: [],
    auth: [],
    anomalies: [],
    recipients: [],
    answers: [],
  };
  readonly #single: Single = { ...emptyFacts };
  /** Lists that somebody holds: to be copied before they change again. */
  readonly #given = new Set<keyof Lists>();
  readonly #open = new Map<Phase, number>();
  readonly #hosts = new Map<string, number>();
  #furtherLogins = false;
  #copied = 0;

  /** Places of lists that were copied so far. */
  get copied(): number {
    return this.#copied;
  }

  /** What is known so far; later events never change it. */
  facts(): SessionFacts {
    for (const name of Object.keys(this.#lists) as (keyof Lists)[]) this.#given.add(name);
    return { ...this.#single, ...this.#lists };
  }

  push(event: SessionEvent): void {
    const single = this.#single;
    single.lastMs = Math.max(single.lastMs, event.tMs);
    switch (event.type) {
      case 'session-begin':
        single.startedAt = event.startedAt;
        single.target = event.target;
        break;
      case 'phase-begin':
        this.#open.set(event.phase, this.#lists.phases.length);
        this.#own('phases').push({ phase: event.phase, startMs: event.tMs, endMs: null, ok: null });
        break;
      case 'phase-end':
        this.#endPhase(event);
        break;
      case 'resolved':
        this.#own('lookups').push({ name: event.name, addresses: event.addresses });
        break;
      case 'mail-route':
        single.route = event.route;
        break;
      case 'mail-host':
        this.#placeHost(event.result);
        break;
      case 'address': {
        const startMs = Math.max(0, event.tMs - event.attempt.durationMs);
        this.#own('addresses').push({ attempt: event.attempt, startMs, endMs: event.tMs });
        break;
      }
      case 'reply': {
        const { phase, command, reply } = event;
        if (phase === 'greeting') single.greeting = reply;
        if (phase === 'command' && command !== null && question.test(command))
          this.#own('answers').push({ command, reply });
        break;
      }
      case 'capabilities':
        single.capabilities = { ...single.capabilities, [event.stage]: event.ehlo };
        break;
      case 'tls':
        single.tls = event.info;
        break;
      case 'auth':
        this.#own('auth').push({
          ...{ tried: event.tried, offered: event.offered, user: event.user },
          ...(event.token === undefined ? {} : { token: event.token }),
        });
        if (event.tried.ok && !this.#furtherLogins) single.used = event.tried.mechanism;
        break;
      case 'anomaly': {
        const { seq, anomaly, detail, phase } = event;
        this.#own('anomalies').push({ seq, anomaly, detail, phase });
        break;
      }
      case 'sender':
        single.sender = { address: event.address, reply: event.reply };
        break;
      case 'recipient':
        this.#placeRecipient(event.result);
        break;
      case 'body-progress': {
        const startMs = single.body?.startMs ?? event.tMs;
        single.body = {
          startMs,
          lastMs: event.tMs,
          octets: event.octets,
          total: event.total,
          whole: false,
          sha256: null,
        };
        break;
      }
      case 'body-end': {
        const { octets, sha256 } = event;
        single.body = {
          startMs: single.body?.startMs ?? event.tMs,
          lastMs: event.tMs,
          octets,
          total: octets,
          whole: true,
          sha256,
        };
        break;
      }
      case 'note':
        this.#remark(event);
        break;
      case 'session-end': {
        const { tMs: atMs, durationMs, error, delivery } = event;
        single.end = { atMs, durationMs, error, delivery };
        break;
      }
      case 'line':
      case 'message':
      case 'rejected':
        break;
    }
  }

  /** The list, to be changed. */
  #own<K extends keyof Lists>(name: K): Grown[K] {
    const list = this.#lists[name];
    if (!this.#given.delete(name)) return list;
    this.#copied += list.length;
    const copy = [...list] as Grown[K];
    this.#lists[name] = copy;
    return copy;
  }

  /** The phase that ends is the last open one of its name: the same phase can come more than once in a session. */
  #endPhase({ phase, tMs, ok }: EventOf<'phase-end'>): void {
    const at = this.#open.get(phase);
    const begun = at === undefined ? undefined : this.#lists.phases[at];
    if (at === undefined || begun === undefined) return;
    this.#open.delete(phase);
    this.#own('phases')[at] = { ...begun, endMs: tMs, ok };
  }

  /** Of several addresses the last counts; the host keeps its place. */
  #placeHost(result: MailHost): void {
    const at = this.#hosts.get(result.host) ?? this.#lists.hosts.length;
    this.#hosts.set(result.host, at);
    this.#own('hosts')[at] = result;
  }

  /** A recipient comes twice: when RCPT was answered, and when the message was. */
  #placeRecipient(result: RecipientResult): void {
    const recipients = this.#own('recipients');
    while (recipients.length <= result.index) recipients.push(null);
    recipients[result.index] = result;
  }

  #remark(event: EventOf<'note'>): void {
    const single = this.#single;
    if (event.note === 'login-again' && single.used !== null) this.#furtherLogins = true;
    const remark = REMARKS.find((each) => each === event.note);
    if (remark === undefined) return;
    single.remarks = { ...single.remarks, [remark]: event };
    if (remark === 'implicit-tls' && single.target !== null) single.target = { ...single.target, security: 'tls' };
  }
}

/** Bytes a second over the whole body so far; null until there is a span to divide by. */
export function bodyRate(body: BodyFact): number | null {
  const span = body.lastMs - body.startMs;
  return span > 0 ? (body.octets / span) * 1000 : null;
}
