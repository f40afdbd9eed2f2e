/** What RFCs and the registry say of the codes of a reply, and nothing of its cause. */
import type { Phase } from '../../protocol/values/session/phase.ts';
import { noReason, reasonNotCertain, whereReasonStands } from '../../texts/diagnosis/code-only.ts';
import { enhancedMeaning, enhancedSubject } from '../../texts/replies/enhanced-codes.ts';
import { replyClassReading, replyCodeReadings, type CodeReading } from '../../texts/replies/reply-codes.ts';
import { rfc } from '../../texts/rfc.ts';
import { list, octets } from '../../texts/units.ts';
import { shorten, visible } from '../../texts/visible.ts';
import type { ExplainContext } from './context.ts';
import type { Whose } from './provider.ts';
import type { Enhanced, ReadReply } from './types.ts';
import type { FindingWords } from './words.ts';

/** What the codes say by themselves: the enhanced one says more, where it goes with the other. `named`: what the words may mean is named beside it. */
export function ofCodes(
  reply: ReadReply,
  phase: Phase | null,
  whose: Whose,
  context: ExplainContext,
  named = false,
): FindingWords[] {
  // Of AUTH, the reply code says which of its own mistakes it was; 5.5.1 and its like do not.
  const ofLogin = phase === 'auth' && reply.code !== null && reply.code >= 500 && reply.code <= 504;
  const enhanced = ofLogin ? null : ofEnhanced(reply);
  // Over LMTP what comes after the data is about one recipient.
  const step = context.protocol === 'lmtp' && phase === 'data' ? 'rcpt' : phase;
  const read = enhanced === null ? ofBasic(reply, step) : [enhanced];
  const more = beside(reply, phase, context);
  return read.map((one, index) => wordsOf(one, reply, whose, named, index === 0 ? more : ''));
}

interface CodeRead {
  readonly id: string;
  readonly title: string;
  readonly cause: string;
  /** Null where it was a refusal. */
  readonly next: string | null;
  readonly source: string;
}

/** A refusal's reason stands with the server: who runs it can look it up, and nothing else is advised. */
function wordsOf(
  { id, title, cause, next, source }: CodeRead,
  { words }: ReadReply,
  whose: Whose,
  named: boolean,
  more: string,
): FindingWords {
  const own = { id, title, source, verifiedOn: null };
  if (next !== null) return { ...own, cause, actor: 'you', remedy: next };
  const provider = whose.name === '' || whose.family === 'google-customer' ? null : whose.name;
  return {
    ...own,
    cause: `${cause} ${named ? reasonNotCertain : noReason(words !== '')}${more}`,
    actor: provider === null ? 'server-admin' : 'provider',
    remedy: whereReasonStands(provider),
  };
}

/** Facts of the context that bear on it: the advertised size, the mechanisms offered. */
function beside({ code, enhanced }: ReadReply, phase: Phase | null, context: ExplainContext): string {
  const keywords = (context.ehlo ?? []).map((line) => line.replace(/^250[ -]/, '').trim());
  if (code === 552 || enhanced?.subject === 3) {
    const limit = keywords
      .map((line) => /^SIZE ([1-9][0-9]{0,15})$/i.exec(line)?.[1])
      .find((size) => size !== undefined);
    const bytes = context.messageBytes ?? null;
    if (limit !== undefined && bytes !== null) {
      return bytes > Number(limit)
        ? ` The message has ${octets(bytes)}, and the server’s SIZE is ${octets(Number(limit))}.`
        : ` The message has ${octets(bytes)}, which is within the server’s SIZE of ${octets(Number(limit))}.`;
    }
  }
  const mechanism = context.mechanism ?? null;
  if ((code === 504 || code === 534) && phase === 'auth' && mechanism !== null) {
    const offer = keywords.find((line) => /^AUTH[ =]/i.test(line));
    const offered =
      offer === undefined
        ? []
        : offer
            .slice(5)
            .toUpperCase()
            .split(' ')
            .filter((one) => one !== '');
    if (offered.length > 0 && !offered.includes(mechanism.toUpperCase())) {
      return ` It offers ${list(offered.slice(0, 12).map((one) => shorten(visible(one), 40)))}, and ${shorten(visible(mechanism), 40)} is not among them.`;
    }
  }
  return '';
}

/** Codes of logins, whose meaning no other enhanced code changes: servers put all kinds of numbers after them. */
const loginCodes: ReadonlySet<number> = new Set([235, 334, 432, 523, 524, 525, 534, 535, 538]);
/** 7.8 to 7.14 and the codes that the registry has them with. */
const loginDetails: Readonly<Record<number, readonly number[]>> = {
  8: [454, 535, 554],
  9: [534],
  10: [523],
  11: [524, 538],
  12: [432],
  13: [525],
  14: [535, 554],
};
/** Details of subject 7 that large providers use in senses of their own. */
const contested: ReadonlySet<number> = new Set([3, 12, 13, 14, 27, 28, 29, 30]);

/** Of subject 4, what RFC 3463 section 3.5 has for passing errors alone; as permanent ones they are used for anything. */
const passing: ReadonlySet<number> = new Set([1, 2, 3, 5]);

/** Whether the registry's meaning can be what is meant beside this reply code. */
function goesWith(code: number, { class: kind, subject, detail }: Enhanced): boolean {
  if (Math.floor(code / 100) !== kind) return false;
  const login = subject === 7 ? loginDetails[detail] : undefined;
  if (login !== undefined) return login.includes(code);
  if (loginCodes.has(code) || (kind === 5 && subject === 4 && passing.has(detail))) return false;
  // x.y.0 says less than most reply codes do, and 530 and 454 say what they mean.
  return (detail !== 0 && code !== 530 && code !== 454) || replyCodeReadings(code, null).length === 0;
}

function ofEnhanced({ code, enhanced }: ReadReply): CodeRead | null {
  if (enhanced === null) return null;
  if (code !== null && !goesWith(code, enhanced)) return null;
  const { text, subject, detail } = enhanced;
  const meaning = enhancedMeaning(subject, detail);
  const id = `enhanced.${text}`;
  const lasting = enhanced.class === 4 ? ' It may work later.' : '';
  const next = enhanced.class === 2 ? 'Nothing to do.' : null;
  if (meaning !== null) {
    const { title, meaning: cause, source } = meaning;
    const other =
      subject === 7 && contested.has(detail)
        ? ` Some providers use ${text} in a sense of their own, so the words count.`
        : '';
    return { id, title, cause: `${cause}${lasting}${other}`, next, source };
  }
  const area = enhancedSubject(subject);
  if (area === null || code !== null) return null;
  return {
    id,
    title: `Something about ${area}`,
    cause: `The registry of codes has no ${text}; its second number says that it is about ${area}.${lasting}`,
    next,
    source: rfc(3463, '2'),
  };
}

/** Where the step is not known, a reading says for which it is. */
const placed: Readonly<Record<string, string>> = {
  greeting: 'In the greeting or as the answer to EHLO: ',
  starttls: 'As the answer to STARTTLS: ',
  ehlo: 'As the answer to EHLO: ',
  auth: 'As the answer to AUTH: ',
  mail: 'As the answer to MAIL: ',
  rcpt: 'As the answer to RCPT: ',
  data: 'As the answer to the message: ',
};

const placedIn = (name: string, phase: Phase | null): string => (phase === null ? (placed[name] ?? '') : '');

function ofBasic({ code, enhanced }: ReadReply, phase: Phase | null): CodeRead[] {
  if (code === null) return [];
  const readings = replyCodeReadings(code, phase);
  const unknown = readings.length === 0 ? replyClassReading(code) : null;
  const all: readonly CodeReading[] = unknown === null ? readings : [unknown];
  const foreign =
    enhanced !== null && enhancedMeaning(enhanced.subject, enhanced.detail) === null ? enhanced.text : null;
  return all.map(({ name, title, meaning, next, source }, index) => ({
    id: unknown === null ? `reply.${code}${name === '' ? '' : `.${name}`}` : `reply.${Math.floor(code / 100)}yz`,
    title,
    cause: `${placedIn(name, phase)}${foreign === null || index > 0 ? meaning : `${meaning} The registry of codes has no ${foreign}.`}`,
    next,
    source,
  }));
}
