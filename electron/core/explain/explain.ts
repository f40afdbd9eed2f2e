/**
 * Explains a reply: by a rule about exactly this provider and text, else by a phrase that every server shares, else by what RFCs and the
 * registry of codes say. What is not known stays unsaid. Never fails, and always gives at least one finding, the best first.
 */
import type { Phase } from '../../ipc/schemas/phase.ts';
import type { Finding } from '../../ipc/schemas/report.ts';
import { clientErrorIn } from '../../texts/client-errors.ts';
import { enhancedMeaning, enhancedSubject } from '../../texts/enhanced-codes.ts';
import { secretText, userNameText } from '../../texts/providers/forms.ts';
import { saidIn } from '../../texts/refusals.ts';
import { replyClassReading, replyCodeReadings, type CodeReading } from '../../texts/reply-codes.ts';
import { rfc } from '../../texts/rfc.ts';
import { list, octets } from '../../texts/units.ts';
import { shorten, visible } from '../../texts/visible.ts';
import type { ExplainContext } from './context.ts';
import { readReply } from './input.ts';
import { bestRule } from './match.ts';
import { type Whose, whoseReply } from './provider.ts';
import { rulesOf } from './rules/all.ts';
import type { Enhanced, ReadReply, Rule } from './types.ts';
import { type Words, ruleWords } from './words.ts';

export interface Explanation {
  readonly findings: readonly Finding[];
  /** How the text was read. */
  readonly code: number | null;
  readonly enhancedCode: string | null;
  readonly phase: Phase | null;
  /** "Google", by "its host"; null where it is not certain. */
  readonly provider: { readonly name: string; readonly by: string } | null;
}

export function explain(text: string, context: ExplainContext = {}): Explanation {
  const reply = readReply(text);
  const phase = context.phase ?? reply.phase;
  const whose = whoseReply(reply, context);
  const findings = findingsOf(reply, phase, whose, context);
  return {
    findings: findings.length > 0 ? findings : [nothingRecognised],
    code: reply.code,
    enhancedCode: reply.enhanced?.text ?? null,
    phase,
    provider: whose.name === '' ? null : { name: whose.name, by: whose.by },
  };
}

/** The rule for exactly this provider and text; null where there is none. For what is no success. */
export function specificRule(
  reply: ReadReply,
  phase: Phase | null,
  whose: Whose,
  mechanism: string | null,
): Rule | null {
  if (whose.family === null || (reply.code !== null && reply.code < 400)) return null;
  return bestRule(rulesOf[whose.family], { reply, phase, mechanism });
}

function findingsOf(reply: ReadReply, phase: Phase | null, whose: Whose, context: ExplainContext): Finding[] {
  if (reply.code === null && reply.enhanced === null) return withoutReply(reply, whose, context, phase);
  const severity = severityOf(reply);
  const rule = specificRule(reply, phase, whose, context.mechanism ?? null);
  if (rule !== null) return [finding(severity, ruleWords(rule))];
  const login = providerLogin(reply, phase, whose);
  if (login !== null) return [finding(severity, login)];
  const phrased = reply.code !== null && reply.code < 400 ? null : saidIn(spoken(reply));
  // The code says the same, with more authority.
  const said = phrased?.id === 'no-such-mailbox' && reply.enhanced?.subject === 1 ? null : phrased;
  if (said === null) {
    const codes = ofCodes(reply, phase, whose, context);
    return codes.map((words, index) => finding(index === 0 ? severity : 'info', words));
  }
  const phrase: Words = {
    id: `phrase.${said.id}`,
    title: said.title,
    cause: said.cause,
    actor: said.actor,
    remedy: said.remedy,
    source: said.source,
    verifiedOn: null,
  };
  // The code beside it says less, or something else: 5.7.1 stands behind everything.
  return [finding(severity, phrase)];
}

const spoken = ({ code, enhanced, words }: ReadReply): string =>
  [code ?? (enhanced === null ? 550 : enhanced.class * 100 + 50), enhanced?.text, words]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');

function severityOf({ code, enhanced }: ReadReply): Finding['severity'] {
  switch (code === null ? enhanced?.class : Math.floor(code / 100)) {
    case 2:
    case 3:
      return 'ok';
    case 4:
      return 'warning';
    default:
      return 'error';
  }
}

const finding = (severity: Finding['severity'], words: Words): Finding => ({
  id: words.id,
  severity,
  title: words.title,
  cause: words.cause,
  actor: words.actor,
  remedy: words.remedy,
  evidence: [],
  source: words.source,
  verifiedOn: words.verifiedOn,
});

const lists = /thunderbird\/autoconfig|well-known/;

/** 535 of a provider that is known, and whose form of user name and password has a source. */
function providerLogin({ code }: ReadReply, phase: Phase | null, { provider }: Whose): Words | null {
  if (code !== 535 || provider === null || (phase !== null && phase !== 'auth')) return null;
  // A page of the provider's own where there is one, before lists of servers.
  const own = provider.sources.find((source) => !lists.test(source.url)) ?? provider.sources[0];
  const { url, verifiedOn } = own;
  return {
    id: `${provider.reportAs ?? provider.id}.login-refused`,
    title: 'Login refused',
    cause: `${provider.name} did not accept the user name and password, or token.`,
    actor: 'you',
    remedy:
      `User name: ${userNameText(provider.userName)} Password: ${provider.secrets.map((form) => secretText[form]).join(' Or: ')} ${provider.notes.join(' ')}`.trim(),
    source: url,
    verifiedOn,
  };
}

/** What the codes say by themselves: the enhanced one says more, where it goes with the other. */
function ofCodes(reply: ReadReply, phase: Phase | null, whose: Whose, context: ExplainContext): Words[] {
  // Of AUTH, the reply code says which of its own mistakes it was; 5.5.1 and its like do not.
  const ofLogin = phase === 'auth' && reply.code !== null && reply.code >= 500 && reply.code <= 504;
  const enhanced = ofLogin ? null : ofEnhanced(reply);
  const basic = ofBasic(reply, phase);
  const first = enhanced ?? basic[0];
  if (first === undefined) return [];
  const rest = enhanced === null ? basic.slice(1) : [];
  const strange = whose.family !== null && reply.words !== '' && (reply.code === null || reply.code >= 400);
  const own = strange
    ? ` What stands behind the code is ${whose.name}’s own wording, for which there is no rule here.`
    : '';
  return [
    { ...first, cause: `${first.cause}${own}`, remedy: `${first.remedy}${beside(reply, phase, context)}` },
    ...rest,
  ];
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

/** Codes of logins, whose meaning no other enhanced code changes: servers put all kinds of numbers behind them. */
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

function ofEnhanced({ code, enhanced }: ReadReply): Words | null {
  if (enhanced === null) return null;
  if (code !== null && !goesWith(code, enhanced)) return null;
  const { text, subject, detail } = enhanced;
  const meaning = enhancedMeaning(subject, detail);
  const id = `enhanced.${text}`;
  const lasting = enhanced.class === 4 ? ' It may work later.' : '';
  if (meaning !== null) {
    const { title, meaning: cause, actor, remedy, source } = meaning;
    const other =
      subject === 7 && contested.has(detail)
        ? ` Some providers use ${text} in a sense of their own, so the words count.`
        : '';
    return { id, title, cause: `${cause}${lasting}${other}`, actor, remedy, source, verifiedOn: null };
  }
  const area = enhancedSubject(subject);
  if (area === null || code !== null) return null;
  return {
    id,
    title: `Something about ${area}`,
    cause: `The registry of codes has no ${text}; its second number says that it is about ${area}.${lasting}`,
    actor: 'server-admin',
    remedy: 'The words behind the code, or the server’s log, say why.',
    source: rfc(3463, '2'),
    verifiedOn: null,
  };
}

function ofBasic({ code, enhanced }: ReadReply, phase: Phase | null): Words[] {
  if (code === null) return [];
  const readings = replyCodeReadings(code, phase);
  const unknown = readings.length === 0 ? replyClassReading(code) : null;
  const all: readonly CodeReading[] = unknown === null ? readings : [unknown];
  const foreign =
    enhanced !== null && enhancedMeaning(enhanced.subject, enhanced.detail) === null ? enhanced.text : null;
  return all.map(({ name, title, meaning, actor, remedy, source }, index) => ({
    id: unknown === null ? `reply.${code}${name === '' ? '' : `.${name}`}` : `reply.${Math.floor(code / 100)}yz`,
    title,
    cause: foreign === null || index > 0 ? meaning : `${meaning} The registry of codes has no ${foreign}.`,
    actor,
    remedy,
    source,
    verifiedOn: null,
  }));
}

/** A message of the client, or words of a provider or of every server without their code. */
function withoutReply(reply: ReadReply, whose: Whose, context: ExplainContext, phase: Phase | null): Finding[] {
  const complaint = [context.clientError ?? '', reply.whole].join('\n').toLowerCase();
  const rule = specificRule(reply, phase, whose, context.mechanism ?? null);
  if (rule !== null) return [finding('error', ruleWords(rule))];
  const said = saidIn(reply.words);
  if (said !== null) {
    const { id, title, cause, actor, remedy, source } = said;
    return [finding('error', { id: `phrase.${id}`, title, cause, actor, remedy, source, verifiedOn: null })];
  }
  const error = clientErrorIn(complaint, { port: context.port ?? portIn(complaint) });
  return error === null ? [] : [finding('error', error)];
}

/** "connect ETIMEDOUT 192.0.2.1:25", "port 465". */
function portIn(text: string): number | null {
  const port = /(?::|port[ :=]{1,3})(25|465|587|2525)(?![0-9.])/.exec(text)?.[1];
  return port === undefined ? null : Number(port);
}

const nothingRecognised: Finding = {
  id: 'explain.nothing-recognised',
  severity: 'info',
  title: 'Nothing recognised',
  cause: 'The text holds no SMTP reply code, no enhanced status code and no error message that is known here.',
  actor: 'you',
  remedy:
    'Give the server’s reply as it was sent, with its three digits, or the whole line of the log; --context says where it came up.',
  evidence: [],
  source: rfc(5321, '4.2'),
  verifiedOn: null,
};
