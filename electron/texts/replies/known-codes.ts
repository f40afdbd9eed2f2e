/** Which reply codes RFCs define, and the step that some give away. Apart from their meanings, which only explaining needs. */
import type { Phase } from '../../protocol/values/session/phase.ts';

/** Each has its readings in reply-codes.ts. */
export const REPLY_CODES = [
  211, 214, 220, 221, 235, 250, 251, 252, 334, 354, 421, 432, 450, 451, 452, 454, 455, 500, 501, 502, 503, 504, 521,
  523, 524, 525, 530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556,
] as const;
export type ReplyCode = (typeof REPLY_CODES)[number];

const known: ReadonlySet<number> = new Set(REPLY_CODES);

export const isReplyCode = (code: number): code is ReplyCode => known.has(code);

/** Codes that only AUTH uses (RFC 4954, RFC 5248), or that only DATA is answered with. */
const phaseOfCode: Readonly<Record<number, Phase>> = {
  235: 'auth',
  334: 'auth',
  354: 'data',
  432: 'auth',
  523: 'auth',
  524: 'auth',
  525: 'auth',
  534: 'auth',
  535: 'auth',
  538: 'auth',
};

/** Null where the code leaves a doubt. */
export function phaseOf(code: number): Phase | null {
  return phaseOfCode[code] ?? null;
}
