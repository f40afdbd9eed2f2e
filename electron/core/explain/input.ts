/**
 * From what was pasted to a reply: alone, with codes on each line, inside a log line, a session, a DSN's Diagnostic-Code, or the message
 * of a library's exception. Never fails; what holds no reply has no code.
 */
import { isReplyCode, phaseOf } from '../../texts/replies/known-codes.ts';
import { limits } from './limits.ts';
import { parseEnhanced } from './enhanced.ts';
import { phaseHinted, phaseInSession } from './phase-hints.ts';
import { withStatusInDigits } from './status-in-words.ts';
import type { Enhanced, ReadReply } from './types.ts';

/** Escape sequences of terminals, then every other control character but the line end. */
const sequences = /\u001b(?:\[[0-9;?]{0,20}[@-~]|[@-Z\\-_])/g;
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;
/** Backslash-n in what Python and others print of strings. */
const writtenEnds = /\\r\\n|\\n/g;

/** A reply code where one may stand: at the beginning of a line or after a separator, and not part of a longer number. */
const codes = /(?:^|[\s:;,("'`>=<|#[])([2-5][0-9][0-9])(?=$|[-\s,:)\]](?![0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.))/gm;
/** What stands before a reply where something quotes it. */
const quoting =
  /(?:said:|to me:|smtp;|failed:|login:|rejected:|message:?|message "|reply:|response:?|code:?|error:|exception:|\()\s?["'[]?$/i;
const inLog = /(?:after|command|detail:|status code:|server|:)[^\n]{0,200}$/i;
/** Lines of sources, ports and numbers of the system are no codes: "Mail.java:503)", "on line 450", "[192.0.2.1]:465". */
const noCode = /(?:\.[a-z]{1,6}:|[\])0-9]:|\bline[ :\n]{1,2}|\bport[ :=]{1,3}|\berrno[ :=]{1,3})$/i;
/** "timeout: 500 ms". */
const amounts =
  /^ ?(?:ms|msecs?|milliseconds|s|secs?|seconds|bytes|octets|kb|mb|messages|mails|emails|recipients|times|\/)\b/i;
/** Marks of a session's lines: swaks, curl, sendmail, PHPMailer, "S:". */
const prefix = /^(?:[ \t<>=~*]|S:|<-|SERVER -> CLIENT:){0,24}/;
/** The next line of a log: syslog's two ways of writing the time, and what most programs write. */
const logged =
  /^(?:<[0-9]{1,3}>)?\[?(?:[A-Z][a-z]{2} {1,2}[0-9]{1,2} |[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])[0-9]{2}:[0-9]{2}/;
/** Lines that are no part of a reply: stack frames, the client's side of a session. */
const foreign =
  /^\s{0,20}(?:at |File "|Traceback|\.\.\.|C:|->|~>|>>>|CLIENT ->|=>|--> |caused by|Final-Recipient|Action:|Status:|Remote-MTA|Reporting-MTA|Last-Attempt|X-)/i;
const enhancedAtStart = /^[-\s,"'b#(]{0,6}([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9])(?!\.[0-9])/;
const enhancedAnywhere = /(?:^|[\s(#=:;"'[-])([245]\.[0-7]\.[0-9]{1,3})(?![0-9])(?!\.[0-9])/;
/** What Postfix writes after a reply: the step, and of a refusal of its own the envelope. Neither is a reason. */
const trailers =
  / ?\(in reply to [a-z ]{2,30}(?: command)?\)|; from=<[^>\n]{0,320}>,?(?: to=<[^>\n]{0,320}>,?)?(?: proto=[a-z]{1,8},?)?(?: (?:sasl_[a-z]{1,12}|helo)=[^\s]{1,300},?){0,4}/gi;
/** And before one: "NOQUEUE: reject: RCPT from host[192.0.2.1]: ". */
const refusalHead = /^[^\n]{0,300}?(?:reject|hold|discard|defer): [a-z-]{3,20}(?: from [^ \n]{1,300})?: /i;
const logHost =
  /\b(?:host |server |relay=|H=)([A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,9}[A-Za-z]{2,24})(?![A-Za-z0-9.-])/;
const remoteMta = /^remote-mta:[ \t]{0,4}dns;[ \t]{0,4}([a-z0-9.-]{1,255})/m;

interface Candidate {
  readonly code: number;
  /** Just after the three digits. */
  readonly end: number;
  readonly rank: number;
}

export function readReply(given: string): ReadReply {
  const text = withStatusInDigits(inOrder(clean(given)));
  const whole = text.toLowerCase();
  const found = candidates(text);
  const best = found[0] ?? null;
  const said = best === null ? bare(text) : (beforeCode(text, best) ?? replyAt(text, best));
  const code = best?.code ?? null;
  const host = logHost.exec(text)?.[1] ?? remoteMta.exec(whole)?.[1] ?? null;
  return {
    code,
    enhanced: said.enhanced,
    words: normal(said.words.replace(trailers, ' ')),
    phase:
      (code === null ? null : phaseOf(code)) ?? phaseHinted(whole) ?? phaseInSession(text.slice(0, best?.end ?? 0)),
    host: host?.toLowerCase() ?? null,
    whole,
  };
}

function clean(given: string): string {
  return given
    .slice(0, limits.explain.input)
    .replace(sequences, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', ' ')
    .replace(controls, ' ')
    .replace(writtenEnds, '\n');
}

/** PHPMailer writes the code after the words: "Detail: 5.7.60 ... SMTP code: 550". */
function inOrder(text: string): string {
  const detail = text.indexOf(' Detail: ');
  const code = text.indexOf('SMTP code: ', detail);
  if (detail < 0 || code < 0) return text;
  const digits = text.slice(code + 11, code + 14);
  return /^[2-5][0-9]{2}$/.test(digits)
    ? `${text.slice(0, detail)}\n${digits} ${text.slice(detail + 9, code)}\n${text.slice(code + 14)}`
    : text;
}

const normal = (words: string): string =>
  words
    .slice(0, limits.explain.words)
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, ' ')
    .trim();

/** The best first: refusals before other replies, plainly placed ones before others, then in their order. */
function candidates(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(codes)) {
    const code = Number(match[1]);
    const end = match.index + match[0].length;
    const rank = placed(text, end, code);
    if (rank !== null) found.push({ code, end, rank });
    // No later one can be better; and numbers without end are no session.
    if ((rank === 0 && code >= 400) || found.length >= limits.explain.candidates) break;
  }
  return found
    .map((candidate, order) => ({ candidate, order }))
    .sort(
      (a, b) =>
        Number(b.candidate.code >= 400) - Number(a.candidate.code >= 400) ||
        a.candidate.rank - b.candidate.rank ||
        a.order - b.order,
    )
    .map(({ candidate }) => candidate);
}

/** What a proxy answers in HTTP's numbers. */
const ofHttp = /\bhttps?[^\n]{0,24}$/i;

/** 0: where replies stand, those with digits outside RFC 5321 (571) too; 1: its enhanced code follows; 2: a code that RFCs know, in a log. Null: just a number. */
function placed(text: string, end: number, code: number): number | null {
  const near = text.slice(Math.max(0, end - 300), end - 3);
  if (noCode.test(near.slice(-12)) || ofHttp.test(near.slice(-40))) return null;
  const before = near.slice(near.lastIndexOf('\n') + 1);
  const whole = before.length < near.length || end <= 300;
  const after = text.slice(end, end + 40);
  if (whole && before.length === (prefix.exec(before)?.[0].length ?? 0)) return 0;
  if (quoting.test(before.slice(-30)) && (isReplyCode(code) || code >= 400)) return 0;
  // In brackets it is a process or a port as well: "smtpd[450]:".
  if (before.endsWith('[')) return null;
  const follows = enhancedAtStart.exec(after)?.[1];
  if (follows !== undefined && Number(follows[0]) === Math.floor(code / 100)) return 1;
  return isReplyCode(code) && code >= 400 && !amounts.test(after) && inLog.test(before) ? 2 : null;
}

interface Said {
  readonly enhanced: Enhanced | null;
  readonly words: string;
}

/** From the code on: the rest of its line, and the lines that belong to it. */
function replyAt(text: string, { code, end }: Candidate): Said {
  const lines = text.slice(end, end + limits.explain.words * 2).split('\n');
  const own: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0) {
      own.push(line.replace(/^[-:)\]]/, ' '));
      continue;
    }
    const bareLine = line.slice(prefix.exec(line)?.[0].length ?? 0);
    if (bareLine === '' || foreign.test(line) || logged.test(line)) break;
    if (bareLine.startsWith(String(code))) own.push(bareLine.slice(3).replace(/^-/, ' '));
    else if (/^[2-5][0-9][0-9](?:[ -]|$)/.test(bareLine)) break;
    else own.push(bareLine);
  }
  return saidBehind(code, own.join(' '));
}

/** "4.7.1 Ratelimit exceeded (451)": the code stands after its words. Null where something follows it. */
function beforeCode(text: string, { end }: Candidate): Said | null {
  const before = text.slice(0, end - 3);
  if (!before.endsWith('(') || !/^\)["'\s.]{0,4}(?:\n|$)/.test(text.slice(end, end + 8))) return null;
  const line = before.slice(before.lastIndexOf('\n') + 1, -1).slice(-limits.explain.words);
  return /[a-z]{3}/i.test(line) ? bare(line) : null;
}

/** A reply of a session: its lines as they came, nothing to be looked for. */
export function readLines(code: number | null, lines: readonly string[]): ReadReply {
  const text = clean(lines.join(' ')).replaceAll('\n', ' ');
  const { enhanced, words } = code === null ? bare(text) : saidBehind(code, ` ${text}`);
  const whole = `${code ?? ''} ${text}`.trim().toLowerCase();
  return { code, enhanced, words: normal(words), phase: null, host: null, whole };
}

function saidBehind(code: number, joined: string): Said {
  // In a log a reply of several lines is one: "550-5.1.1 The ... 550-5.1.1 Please ... 550 5.1.1 https:".
  const words = joined.split(` ${code}-`).flatMap((part) => part.split(` ${code} `));
  let enhanced: Enhanced | null = null;
  const rests: string[] = [];
  for (const part of words) {
    const match = enhancedAtStart.exec(part);
    const parsed = match?.[1] === undefined ? null : parseEnhanced(match[1]);
    const first: string | undefined = enhanced?.text;
    if (match === null || parsed === null || (first !== undefined && first !== parsed.text)) rests.push(part);
    else {
      enhanced = parsed;
      rests.push(part.slice(match[0].length));
    }
  }
  const rest = rests.join(' ');
  const other = enhanced === null ? enhancedAnywhere.exec(rest)?.[1] : undefined;
  const late = other === undefined ? null : parseEnhanced(other);
  // After the words as in "(#5.7.1)", it counts where its class is that of the code.
  if (late !== null && late.class === Math.floor(code / 100)) enhanced = late;
  return { enhanced, words: rest };
}

/** Text without a reply code: it may begin with an enhanced one. */
function bare(text: string): Said {
  const headless = text.replace(refusalHead, '');
  const head = headless === text ? null : enhancedAtStart.exec(headless);
  if (head?.[1] !== undefined) return { enhanced: parseEnhanced(head[1]), words: headless.slice(head[0].length) };
  const start = enhancedAtStart.exec(text);
  const found = start?.[1] ?? enhancedAnywhere.exec(text)?.[1];
  if (found === undefined) return { enhanced: null, words: text };
  return { enhanced: parseEnhanced(found), words: start === null ? text : text.slice(start[0].length) };
}
