/** What the sentences on outcomes share: where it happened, the quoted answer, and who can act on a refusal. */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import type { Actor } from '../actors.ts';
import { phaseText } from '../session/phases.ts';
import { quotedReply } from '../replies/quoted.ts';

export interface OutcomeText {
  readonly title: string;
  /** One sentence, sometimes two: what happened, with what was seen. */
  readonly message: string;
  readonly actor: Actor;
  /** What to do, where that is certain. */
  readonly remedy: string | null;
}

export interface Where {
  /** "mx.example.org:25", the socket's path, or "the server". */
  readonly peer: string;
  /** The same at the beginning of a sentence: a host's name keeps its letters. */
  readonly subject: string;
  /** The same without the port. */
  readonly host: string;
  readonly port: number | null;
  readonly local: boolean;
  /** It is a host by name or address, not a path and not unknown. */
  readonly named: boolean;
  readonly lmtp: boolean;
  /** TLS from the first octet was asked for. */
  readonly tls: boolean;
  /** An argument's name as the user knows it. */
  readonly nameOf: (argument: string) => string;
}

export type Who = Pick<OutcomeText, 'actor' | 'remedy'>;

export const doing = (phase: Phase | null, { lmtp }: Pick<Where, 'lmtp'>): string =>
  phase === null ? '' : ` while ${phaseText(phase, lmtp ? 'lmtp' : 'smtp').doing}`;
export const answer = (reply: Reply | null): string => (reply === null ? '' : ` with ${quotedReply(reply)}`);
export const later = (temporary: boolean | null): string | null =>
  temporary === true ? 'The server calls this temporary: the same attempt may work later.' : null;

/** Of a refusal: who runs the server, and to wait where it says so. What its words mean is the diagnosis's to say. */
export const advice = (o: { readonly temporary: boolean | null }): Who => ({
  actor: 'server-admin',
  remedy: later(o.temporary),
});
