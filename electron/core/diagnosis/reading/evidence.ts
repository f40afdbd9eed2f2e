/** From a pasted text and what its context says to evidence. */
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { ExplainContext } from '../../explain/context.ts';
import type { ReadReply } from '../../explain/types.ts';
import { type Evidence, evidence } from '../evidence.ts';
import { certificateIn } from './certificate.ts';
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

/** What the context leaves out of a certificate is not known, and decides nothing. */
function shownIn({ tls }: ExplainContext): Parameters<typeof certificateIn>[0] {
  if (tls === undefined || tls === null) return null;
  const { chainError = null, nameError = null, pinned, chain } = tls;
  const unread = { validFrom: null, validTo: null, fingerprint256: '', serial: '' };
  return {
    chainError,
    nameError,
    pinned: pinned === true,
    chain: chain.map(({ subject, issuer, altNames, key, signature }) => ({
      ...unread,
      subject,
      issuer,
      altNames: altNames ?? [],
      key: key ?? '',
      signature: signature ?? '',
    })),
  };
}

const afterTls: ReadonlySet<Phase> = new Set(['ehlo-tls', 'auth', 'ehlo-auth', 'mail', 'rcpt', 'data']);
const afterLogin: ReadonlySet<Phase> = new Set(['ehlo-auth', 'mail', 'rcpt', 'data']);

/** Whether TLS was on, where security or the answers to EHLO leave no doubt. */
function tlsOn(phase: Phase | null, { security, ehloBeforeTls, tls }: ExplainContext): boolean | null {
  if (security === 'tls') return true;
  if (security === 'none' || security === 'plain') return false;
  const begun =
    security === 'starttls' || (tls ?? null) !== null || (ehloBeforeTls !== undefined && ehloBeforeTls !== null);
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
        context.loggedIn ??
        (mechanism !== null && (context.user ?? null) !== null && phase !== null && afterLogin.has(phase)
          ? true
          : null),
      mechanism,
      secret: mechanism === null ? null : isTokenMechanism(mechanism) ? 'token' : 'password',
      mailFrom: context.mailFrom ?? null,
      ehloAfterLogin: context.ehloAfterLogin ?? null,
      earlier: (context.earlier ?? []).map(({ phase: step = null, code, enhancedCode = null }) => ({
        phase: step,
        code,
        enhanced: enhancedCode,
      })),
    },
    target: {
      host: context.host ?? reply.host,
      port: context.port ?? (spoken ? null : portIn(complaint)),
      security: securityOf(context.security),
      protocol: context.protocol ?? null,
    },
    message: {
      bytes: context.messageBytes ?? null,
      bareLineEnds: context.bareLineEnds ?? null,
      longestLine: context.longestLine ?? null,
      eightBit: context.eightBit ?? null,
    },
    own: { pipelined: context.pipelined ?? null, secretBeyondAscii: context.passwordBeyondAscii ?? null },
    reach: {
      viaProxy: context.proxy ?? null,
      tried: (context.addresses ?? []).map(({ address, family = null, ok, error = null }) => ({
        address,
        family,
        ok,
        error,
      })),
    },
    certificate: certificateIn(shownIn(context)),
  });
  return withSpeaker(seen, reply, context);
}

/** What the client says after a reply that is no refusal: a banner or "250 OK" before the error decides nothing. */
export function clientEvidenceOf(reply: ReadReply, phase: Phase | null, context: ExplainContext): Evidence {
  return evidenceOf({ ...reply, code: null, enhanced: null }, phase, context);
}
