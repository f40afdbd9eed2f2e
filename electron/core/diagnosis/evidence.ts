/**
 * Everything that is known of a refusal, typed. A session gives it from its events, a pasted text from its reading and the context that came
 * with it; what is not known is null, and null never speaks for or against a cause.
 */
import type { ChainError } from '../../protocol/values/session/tls.ts';
import type { WeakCertificate } from '../../texts/session/tls.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import { type Whose, nobody } from '../explain/provider.ts';
import type { Enhanced } from '../explain/types.ts';

/** What the words are: a server's reply, or what a client program says of its own accord. */
export type Origin = 'server' | 'client';

export interface ReplyEvidence {
  /** 200 to 599; null where the text holds none. */
  readonly code: number | null;
  readonly enhanced: Enhanced | null;
  /** What follows the codes, all lines joined by blanks. */
  readonly words: string;
}

export interface SessionEvidence {
  readonly greeting: string | null;
  /** Lines of the last EHLO answer, without code. */
  readonly ehlo: readonly string[] | null;
  readonly ehloBeforeTls: readonly string[] | null;
  /** Whether TLS was on when the reply came. */
  readonly tls: boolean | null;
  readonly loggedIn: boolean | null;
  readonly mechanism: string | null;
  readonly secret: 'password' | 'token' | null;
  readonly user: string | null;
  readonly mailFrom: string | null;
  /** Lines of the answer to an EHLO after the login; null where none was asked for, or nothing is known of it. */
  readonly ehloAfterLogin: readonly string[] | null;
  /** What was refused before in the same session, oldest first: what comes after it may be its consequence. */
  readonly earlier: readonly RefusedReply[];
}

export interface RefusedReply {
  readonly phase: Phase | null;
  readonly code: number;
  readonly enhanced: string | null;
}

export interface AddressEvidence {
  readonly address: string | null;
  readonly family: 4 | 6 | null;
  readonly ok: boolean;
  readonly error: string | null;
}

/** The way to the server. */
export interface ReachEvidence {
  readonly tried: readonly AddressEvidence[];
  readonly viaProxy: boolean | null;
}

/** What the server showed of itself in TLS. */
export interface CertificateEvidence {
  /** The user's own word for this very certificate counts as trust. */
  readonly trusted: boolean;
  readonly nameFits: boolean;
  readonly chainError: ChainError | null;
  /** Of the first certificate. */
  readonly subject: string;
  readonly issuer: string;
  readonly altNames: readonly string[];
  /** Of its chain the one that is too weak; null where none is. */
  readonly weak: WeakCertificate | null;
}

export interface TargetEvidence {
  readonly host: string | null;
  readonly port: number | null;
  readonly security: 'none' | 'starttls' | 'tls' | null;
  readonly protocol: 'smtp' | 'lmtp' | null;
}

/** Facts of our own message; null where it was not ours to see. */
export interface MessageEvidence {
  readonly bytes: number | null;
  readonly bareLineEnds: boolean | null;
  readonly longestLine: number | null;
  readonly eightBit: boolean | null;
}

/** What this side did that a server may dislike. */
export interface OwnEvidence {
  readonly pipelined: boolean | null;
  /** The password has characters beyond ASCII. */
  readonly secretBeyondAscii: boolean | null;
}

export interface Evidence {
  readonly origin: Origin;
  readonly phase: Phase | null;
  readonly reply: ReplyEvidence;
  readonly session: SessionEvidence;
  readonly target: TargetEvidence;
  readonly message: MessageEvidence;
  readonly own: OwnEvidence;
  readonly reach: ReachEvidence;
  readonly certificate: CertificateEvidence | null;
  /** Whose words they are, where that is certain and no stranger answers. */
  readonly from: Whose;
  /** The program that a pasted text came from, as `reading` names it. */
  readonly client: string | null;
}

type Known = {
  readonly [Part in 'session' | 'target' | 'message' | 'own' | 'reach' | 'reply']?: Partial<Evidence[Part]>;
} & Partial<Pick<Evidence, 'origin' | 'phase' | 'client' | 'from' | 'certificate'>>;

/** Evidence from what is known; the rest is unknown. */
export function evidence(known: Known): Evidence {
  return {
    origin: known.origin ?? 'server',
    phase: known.phase ?? null,
    client: known.client ?? null,
    from: known.from ?? nobody,
    reply: { code: null, enhanced: null, words: '', ...known.reply },
    session: {
      greeting: null,
      ehlo: null,
      ehloBeforeTls: null,
      tls: null,
      loggedIn: null,
      mechanism: null,
      secret: null,
      user: null,
      mailFrom: null,
      ehloAfterLogin: null,
      earlier: [],
      ...known.session,
    },
    target: { host: null, port: null, security: null, protocol: null, ...known.target },
    message: { bytes: null, bareLineEnds: null, longestLine: null, eightBit: null, ...known.message },
    own: { pipelined: null, secretBeyondAscii: null, ...known.own },
    reach: { tried: [], viaProxy: null, ...known.reach },
    certificate: known.certificate ?? null,
  };
}
