/** From a pasted text and what its context says to evidence. */
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { ExplainContext } from '../../explain/context.ts';
import type { ReadReply } from '../../explain/types.ts';
import { type Evidence, evidence } from '../evidence.ts';
import { isTokenMechanism } from '../mechanisms.ts';
import { withSpeaker } from '../stranger.ts';
import { clientWords, portIn } from './client.ts';

/** What security there was; "auto" and what depends on the server's offer say nothing. */
function securityOf(given: ExplainContext['security']): Evidence['target']['security'] {
  switch (given) {
    case 'none':
    case 'plain':
      return 'none';
    case 'starttls':
    case 'tls':
      return given;
    default:
      return null;
  }
}

/** .NET, Thunderbird and others put a sentence of their own before what the server said. */
const quotedBehind = /^.{0,300}?server (?:response was|responded|said|replied|returned): {1,3}/i;

const afterTls: ReadonlySet<Phase> = new Set(['ehlo-tls', 'auth', 'ehlo-auth', 'mail', 'rcpt', 'data']);
const afterLogin: ReadonlySet<Phase> = new Set(['ehlo-auth', 'mail', 'rcpt', 'data']);

/** Whether TLS was on, where security or the answers to EHLO leave no doubt. */
function tlsOn(phase: Phase | null, { security, ehloBeforeTls }: ExplainContext): boolean | null {
  if (security === 'tls') return true;
  if (security === 'none' || security === 'plain') return false;
  const begun = security === 'starttls' || (ehloBeforeTls !== undefined && ehloBeforeTls !== null);
  return begun && phase !== null && afterTls.has(phase) ? true : null;
}

const opinion = /dsn=|^[ \t]{0,20}status:|^[ \t]{0,20}diagnostic-code: ?x-/m;

export function evidenceOf(reply: ReadReply, phase: Phase | null, context: ExplainContext): Evidence {
  // A log's own dsn= and a report's Status are the program's opinion, not a reply.
  const spoken = reply.code !== null || (reply.enhanced !== null && !opinion.test(reply.whole));
  const mechanism = context.mechanism ?? null;
  const complaint = [context.clientError?.toLowerCase(), reply.whole].filter((one) => one !== undefined).join('\n');
  const seen = evidence({
    origin: spoken ? 'server' : 'client',
    phase,
    reply: {
      code: reply.code,
      enhanced: reply.enhanced,
      words: spoken ? reply.words.replace(quotedBehind, '') : clientWords(complaint),
    },
    session: {
      greeting: context.greeting ?? null,
      ehlo: context.ehlo ?? null,
      ehloBeforeTls: context.ehloBeforeTls ?? null,
      tls: tlsOn(phase, context),
      user: context.user ?? null,
      // Whoever got to MAIL with a mechanism and a user had logged in before.
      loggedIn:
        mechanism !== null && (context.user ?? null) !== null && phase !== null && afterLogin.has(phase) ? true : null,
      mechanism,
      secret: mechanism === null ? null : isTokenMechanism(mechanism) ? 'token' : 'password',
      mailFrom: context.mailFrom ?? null,
    },
    target: {
      host: context.host ?? reply.host,
      port: context.port ?? (spoken ? null : portIn(complaint)),
      security: securityOf(context.security),
      protocol: context.protocol ?? null,
    },
    message: { bytes: context.messageBytes ?? null },
  });
  return withSpeaker(seen, reply, context);
}

/** What the client says behind a reply that is no refusal: a banner or "250 OK" before the error decides nothing. */
export function clientEvidenceOf(reply: ReadReply, phase: Phase | null, context: ExplainContext): Evidence {
  return evidenceOf({ ...reply, code: null, enhanced: null }, phase, context);
}
