/** What codes and step say of whom a refusal is about, and of how long it lasts: shared by causes whose words leave it open. */
import type { Evidence } from '../evidence.ts';

const loginCodes: readonly number[] = [432, 454, 503, 530, 534, 535, 538];
/** Of these even the answer to RCPT means what they say; the others are a server's odd choice there. */
const orderOrLogin: readonly number[] = [503, 530];

/** Answers to a login, where "user unknown" is about who logs in; and 503, which is about the order of commands. */
export const ofLogin = ({ reply: { code, enhanced }, phase }: Evidence): boolean =>
  phase === 'auth' ||
  (code !== null && (phase === 'rcpt' || phase === 'data' ? orderOrLogin : loginCodes).includes(code)) ||
  enhanced?.text === '5.7.8' ||
  enhanced?.text === '4.7.0';

/** x.1.7 and x.1.8 are about the sender's address, x.7.27 about its domain (RFC 3463, 7505). */
export const ofSender = ({ reply: { enhanced } }: Evidence): boolean =>
  enhanced !== null &&
  ((enhanced.subject === 1 && (enhanced.detail === 7 || enhanced.detail === 8)) ||
    (enhanced.subject === 7 && enhanced.detail === 27));

/** 500 to 504 are about the command, not about who is named in it. */
export const ofRecipient = (seen: Evidence): boolean =>
  forGood(seen) && (seen.reply.code === null || seen.reply.code > 504 || seen.reply.enhanced?.subject === 1);

const unknownOrFull =
  /\b(?:unknown|no such (?:user|mailbox)|not found|does not exist)\b.{0,12}\bor\b.{0,20}\b(?:full|over ?quota|disabled|inactive)\b/i;

/** Servers that have one sentence for several states of a mailbox: which of them it is stays open. */
export const oneOfSeveral = ({ reply }: Evidence): boolean => unknownOrFull.test(reply.words);

/** Every code that puts off. */
export const forNow: readonly number[] = Array.from({ length: 100 }, (_, index) => 400 + index);

/** Not with a code that puts off: that may be the server's own trouble. */
export const forGood = ({ reply: { code } }: Evidence): boolean => code === null || code >= 500;

/** A code alone is explained as a code. */
export const inWords = ({ reply }: Evidence): boolean => /[a-z]/i.test(reply.words);
