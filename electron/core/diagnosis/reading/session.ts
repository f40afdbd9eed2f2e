/** From a session's facts to evidence: what was known when a reply came, as values; nothing of it is written as text to be read again. */
import type { SessionFacts } from '../../../protocol/fold/facts.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Ehlo, Reply } from '../../../protocol/values/session/reply.ts';
import type { Target } from '../../../protocol/values/target.ts';
import type { ExplainContext } from '../../explain/context.ts';
import { readLines } from '../../explain/input.ts';
import type { ReadReply } from '../../explain/types.ts';
import { type Evidence, type RefusedReply, evidence } from '../evidence.ts';
import { certificateIn } from './certificate.ts';
import { isTokenMechanism } from '../mechanisms.ts';
import { withSpeaker } from '../stranger.ts';

/** A reply of the session, and the step that it answers. */
export interface Refusal {
  readonly reply: Reply;
  readonly phase: Phase | null;
}

export interface SessionSeen {
  /** Whether commands were sent before the ones before them were answered; null where that is not known. */
  readonly pipelined: boolean | null;
  readonly facts: SessionFacts;
  readonly target: Target;
  readonly error: Outcome | null;
}

export interface ReadRefusal {
  readonly reply: ReadReply;
  readonly seen: Evidence;
  /** The same for those parts of the answer that take a context. */
  readonly context: ExplainContext;
}

/** Steps after which TLS and login are what they will be. */
const afterLogin: ReadonlySet<Phase> = new Set(['ehlo-auth', 'mail', 'rcpt', 'data', 'rset', 'command', 'quit']);

function tlsAt(phase: Phase | null, { tls }: SessionFacts, { security }: Target): boolean {
  if (security === 'tls') return true;
  return tls !== null && phase !== 'greeting' && phase !== 'ehlo' && phase !== 'starttls';
}

function ehloAt(phase: Phase | null, encrypted: boolean, { capabilities }: SessionFacts): Ehlo | null {
  if (phase === 'greeting' || phase === 'ehlo') return null;
  const { plain, tls, auth } = capabilities;
  if (!encrypted) return plain;
  return (phase !== null && afterLogin.has(phase) ? auth : null) ?? tls ?? plain;
}

export function readSessionRefusal({ reply: given, phase }: Refusal, session: SessionSeen): ReadRefusal {
  const reply = readLines(given.code, given.lines);
  const known = evidenceAt(phase, session);
  const { code, enhanced, words } = reply;
  const { greeting, ehlo, mechanism, mailFrom } = known.session;
  const { host, port } = session.target;
  const context: ExplainContext = {
    host,
    port,
    greeting,
    ehlo: ehlo === null ? null : [...ehlo],
    mechanism,
    mailFrom,
    messageBytes: known.message.bytes,
    protocol: session.target.protocol,
  };
  return { reply, seen: withSpeaker({ ...known, reply: { code, enhanced, words } }, reply, context), context };
}

/** All that was known at this step, but for the reply to it. */
export function evidenceAt(phase: Phase | null, { facts, target, error, pipelined }: SessionSeen): Evidence {
  const encrypted = tlsAt(phase, facts, target);
  const ehlo = ehloAt(phase, encrypted, facts)?.lines ?? null;
  const greeting = phase === 'greeting' || facts.greeting === null ? null : `220 ${facts.greeting.lines.join(' ')}`;
  const last = facts.auth.at(-1);
  const mechanism = error?.code === 'auth-failed' ? error.params.mechanism : (facts.used ?? null);
  const mailFrom = facts.sender?.address ?? (error?.code === 'sender-refused' ? error.params.sender : null);
  const bytes = facts.body?.total ?? (error?.code === 'message-too-large' ? error.params.size : null);
  const longLines = facts.remarks['long-body-lines'];
  return evidence({
    origin: 'server',
    phase,
    session: {
      greeting,
      ehlo,
      ehloBeforeTls: encrypted && target.security !== 'tls' ? (facts.capabilities.plain?.lines ?? null) : null,
      tls: encrypted,
      loggedIn: phase !== null && afterLogin.has(phase) && facts.used !== null,
      mechanism,
      secret: mechanism === null ? null : isTokenMechanism(mechanism) ? 'token' : 'password',
      user: last?.user ?? null,
      mailFrom,
      ehloAfterLogin: facts.capabilities.auth?.lines ?? null,
      earlier: earlierRefusals(facts, phase),
    },
    target: {
      host: target.host,
      port: target.port,
      security: target.security === 'starttls-if-offered' ? (facts.tls === null ? null : 'starttls') : target.security,
      protocol: target.protocol,
    },
    own: {
      pipelined,
      secretBeyondAscii: error?.code === 'auth-failed' ? (error.params.secretBeyondAscii ?? false) : null,
    },
    message: {
      bytes,
      longestLine: typeof longLines?.params['longest'] === 'number' ? longLines.params['longest'] : null,
      eightBit: facts.remarks['eight-bit-body'] === undefined ? null : true,
      bareLineEnds: facts.remarks['bare-line-ends'] !== undefined,
    },
    reach: {
      tried: facts.addresses.map(({ attempt: { address, family, ok, error: why } }) => ({
        address,
        family,
        ok,
        error: why,
      })),
      viaProxy: facts.remarks['through-proxy'] !== undefined ? true : facts.addresses.length > 0 ? false : null,
    },
    certificate: certificateIn(facts.tls),
  });
}

/** Refusals of steps before this one; of a login those of the mechanisms tried before the last. */
function earlierRefusals({ auth, sender, recipients }: SessionFacts, phase: Phase | null): RefusedReply[] {
  const before: (readonly [Phase, Reply | null])[] = auth
    .slice(0, phase === 'auth' ? -1 : undefined)
    .map(({ tried }) => ['auth', tried.reply] as const);
  if (phase === 'rcpt' || phase === 'data') before.push(['mail', sender?.reply ?? null]);
  if (phase === 'data') {
    // One is enough: a thousand refused alike say no more.
    const refused = recipients.find((result) => result !== null && !result.accepted && result.reply !== null);
    before.push(['rcpt', refused?.reply ?? null]);
  }
  return before.flatMap(([step, reply]) =>
    reply?.code === null || reply === null || reply.code < 400
      ? []
      : [{ phase: step, code: reply.code, enhanced: reply.enhancedCode }],
  );
}
