/** How a session ended, in one line and in a few sentences: the same in window, history, command line and report. */
import { hostPortText } from '../../protocol/parse/host-port.ts';
import { verdictOf, type Verdict } from '../../protocol/fold/verdict.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { Target } from '../../protocol/values/target.ts';
import { actorText } from '../actors.ts';
import { sureOfEnd, sureText } from '../diagnosis/sure.ts';
import { deliveryText } from './delivery.ts';
import { outcomeText } from './outcomes.ts';
import { recipientAdvice, recipientReasons, refusedRecipients } from './recipients.ts';
import { certificateVerdict, tlsVersion } from '../session/tls.ts';
import { list, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';

export function targetText(target: Target): string {
  if (target.path !== null) return visible(target.path);
  if (target.host === null) return 'the server';
  const host = visible(target.host);
  return target.port === null ? host : hostPortText(host, target.port);
}

/** The one line that stands above a report. */
export function verdictText(report: Report): string {
  const verdict = verdictOf(report);
  const where = targetText(report.target);
  if (report.error !== null) {
    return `${errorTitle(report.error, report)}${verdict.kind === 'unknown' ? ', delivery unknown' : ''}: ${where}`;
  }
  const good = goodVerdict(report, verdict, where);
  const { but, kind } = verdict;
  // What else is wrong is never hidden under an "accepted"; of a check that went well a warning is one of several things to be read.
  const named = but !== null && (but.severity === 'error' || kind !== 'answers');
  return named ? `${good}; but: ${lowerFirst(but.title)}` : good;
}

function goodVerdict(report: Report, verdict: Verdict, where: string): string {
  switch (verdict.kind) {
    case 'answers':
      return checkVerdict(report, verdict, where);
    case 'typed':
      return `Console session with ${where}`;
    default:
      return sendVerdict(report, verdict, where);
  }
}

/** Of several refused for different reasons no one reason is the title. */
export function errorTitle(error: NonNullable<Report['error']>, report: Report): string {
  const { diagnosis } = error;
  if (diagnosis === undefined || severalReasons(report)) return outcomeText(error, { target: report.target }).title;
  return diagnosis.title;
}

const severalReasons = ({ error, recipients }: Report): boolean =>
  error?.code === 'recipients-refused' && new Set(recipients.flatMap(({ finding }) => finding ?? [])).size > 1;

/** To go on a sentence; names and abbreviations keep their capitals. */
export const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

function checkVerdict({ tls }: Report, { login, recipients }: Verdict, where: string): string {
  const { all, refused } = recipients;
  const over = tls === null ? 'without TLS' : `over ${visible(tls.version)}`;
  const facts = login === null ? [over] : [`The login works (${loginText(login)}) ${over}`];
  if (all.length > 0) {
    facts.push(
      refused === 0
        ? `it would take mail for ${plural(all.length, 'recipient')}`
        : `it refuses ${refused} of ${plural(all.length, 'recipient')}`,
    );
  }
  // Who gave a login asked about the login.
  return login === null ? `${where} answers ${facts.join(', ')}` : `${facts.join(', ')}: ${where}`;
}

function loginText({ working, failing }: NonNullable<Verdict['login']>): string {
  return `${list(working.map(visible))}${failing.length === 0 ? '' : `; not by ${list(failing.map(visible))}`}`;
}

function sendVerdict({ delivery }: Report, { kind, recipients }: Verdict, where: string): string {
  const { all, taken, refused } = recipients;
  const [first] = all;
  const number = plural(all.length, 'recipient');
  const whom = all.length === 1 && first !== undefined ? `<${shorten(visible(first.address), 80)}>` : number;
  switch (kind) {
    case 'taken':
      return `${where} took the message for ${whom}${delivery === 'some' ? '; an address given twice was refused once' : ''}`;
    case 'taken-in-part':
      return `${where} took the message for ${taken} of ${number}`;
    case 'not-taken':
      return `${where} took the message for none of ${number}`;
    case 'unknown':
      return `Whether ${where} took the message is not known`;
    case 'would-take':
      return `${where} would take a message for ${whom}; nothing was sent`;
    default:
      return `${where} refuses ${refused} of ${number}; nothing was sent`;
  }
}

/** In a word or two, for badges. */
export function verdictBadge({ kind, tone, but, warnings, recipients: { all, refused } }: Verdict): string {
  const also = but === null ? '' : ', but';
  switch (kind) {
    case 'failed':
      return 'Failed';
    case 'stopped':
      return 'Stopped';
    case 'unknown':
      return 'Unknown';
    case 'taken':
      return `Accepted${also}`;
    case 'would-take':
      return `Would take it${also}`;
    case 'taken-in-part':
    case 'would-take-in-part':
      return 'In part';
    case 'not-taken':
      return 'Not taken';
    case 'would-not-take':
      return 'Refused';
    case 'typed':
      return but?.severity === 'error' ? 'Problem' : 'Console';
    case 'answers':
      if (but?.severity === 'error') return 'Problem';
      if (refused > 0) return refused < all.length ? 'In part' : 'Refused';
      return tone === 'ok' ? 'OK' : plural(warnings, 'warning');
  }
}

export interface VerdictWords {
  readonly tone: Verdict['tone'];
  readonly badge: string;
  readonly title: string;
  readonly sentence: string;
  /** Why, where that is more than the sentence says. */
  readonly cause: string | null;
  /** How sure that is; null where nothing is claimed. */
  readonly sure: string | null;
  /** null where nobody has to act. */
  readonly actor: string | null;
  readonly remedy: string | null;
  /** What else fits, and what would show that it is that. */
  readonly alternatives: readonly { readonly id: string; readonly title: string; readonly tellApart: string }[];
  /** Sessions that would settle it. */
  readonly experiments: readonly { readonly id: string; readonly title: string; readonly command: string }[];
  /** `seq` of the lines that prove it. */
  readonly evidence: readonly number[];
  readonly source: string | null;
}

/** `user`: who logged in, where that is known. */
export function verdictWords(report: Report, user: string | null = null): VerdictWords {
  const verdict = verdictOf(report);
  const { tone, kind, but } = verdict;
  const shown = { tone, badge: verdictBadge(verdict), title: verdictText(report) };
  if (report.error !== null) return { ...shown, ...errorWords(report.error, report, kind) };
  const who = recipientReasons(report) ?? recipientAdvice(refusedRecipients(report.recipients));
  return {
    ...shown,
    ...nothingMore,
    sentence: [sentenceOf(report, verdict, user), besides(verdict)].filter((part) => part !== '').join(' '),
    actor: who === null ? (but === null ? null : actorText(but.actor, but.id)) : actorText(who.actor),
    remedy: who?.remedy ?? but?.remedy ?? null,
  };
}

const nothingMore = { cause: null, sure: null, alternatives: [], experiments: [], evidence: [], source: null } as const;

function errorWords(
  error: NonNullable<Report['error']>,
  report: Report,
  kind: Verdict['kind'],
): Omit<VerdictWords, 'tone' | 'badge' | 'title'> {
  const { diagnosis, message } = error;
  const sentence = `${message} ${deliveryText(report)}`.trimEnd();
  const several = severalReasons(report) ? recipientReasons(report) : null;
  const { actor, remedy } = several ?? diagnosis ?? outcomeText(error, { target: report.target });
  const who = {
    sentence,
    actor: kind === 'stopped' ? null : actorText(actor, several === null ? (diagnosis?.id ?? null) : null),
    remedy: remedy === '' ? null : remedy,
  };
  if (diagnosis === undefined || several !== null || kind === 'stopped') return { ...nothingMore, ...who };
  const { cause, sure, alternatives, experiments, evidence, source } = diagnosis;
  // What is no reply's cause is the sentence itself.
  const own = cause === message;
  return {
    ...who,
    cause: own ? null : cause,
    sure: !own ? sureText(sure, alternatives.length) : isOfOurs(error) ? null : sureOfEnd(sure),
    alternatives,
    experiments,
    evidence,
    source,
  };
}

/** What was given to us cannot be used: nothing was seen of a server. */
const isOfOurs = ({ code }: NonNullable<Report['error']>): boolean => code === 'invalid-argument';

/** The title stands in the line above, or else here. */
function besides({ but, kind }: Verdict): string {
  if (but === null) return '';
  return but.severity === 'error' || kind !== 'answers' ? but.cause : `${but.title}: ${but.cause}`;
}

function sentenceOf(report: Report, verdict: Verdict, user: string | null): string {
  const only = 'Only asked, with MAIL and RCPT.';
  switch (verdict.kind) {
    case 'answers':
    case 'typed':
      return checkSentence(report, verdict, user);
    case 'taken':
      // More than that nobody can know: what becomes of it beyond the server is not ours to claim.
      return 'The server has taken responsibility for it.';
    case 'unknown':
      return deliveryText(report);
    case 'taken-in-part':
    case 'not-taken':
      return `${refusals(verdict)}; the replies are below.`;
    case 'would-take':
      return only;
    case 'would-take-in-part':
    case 'would-not-take':
      return `${refusals(verdict)}. ${only}`;
    case 'failed':
    case 'stopped':
      return '';
  }
}

function checkSentence({ tls }: Report, verdict: Verdict, user: string | null): string {
  const { all, refused, unanswered } = verdict.recipients;
  const parts = [
    tls === null ? 'The connection is not encrypted' : `${tlsVersion(tls.version)}, ${certificateVerdict(tls)}`,
    ...(verdict.login === null ? [] : [`the login of ${visible(user ?? '') || 'this client'} was taken`]),
    ...(all.length === 0 ? [] : [`${plural(all.length - refused - unanswered, 'recipient')} accepted`]),
    ...(refused === 0 ? [] : [refusals(verdict)]),
  ];
  return `${parts.join('; ')}.`;
}

/** "2 recipients refused, 1 not now (the server asks to try again later)" */
function refusals({ recipients: { refused, notNow, unanswered } }: Verdict): string {
  const forGood = refused - notNow;
  const parts = [
    forGood > 0 ? `${plural(forGood, 'recipient')} refused` : '',
    notNow > 0
      ? `${forGood > 0 ? notNow : plural(notNow, 'recipient')} not now (the server asks to try again later)`
      : '',
    unanswered > 0 ? `${refused > 0 ? unanswered : plural(unanswered, 'recipient')} not answered` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
