/** What may stand in a command line that we write, and what stands in one that we read. */
import type { Anomaly } from '../../protocol/values/session/reply.ts';
import type { OutcomeOf } from '../../protocol/values/session/outcome.ts';
import type { WireLine } from './line-reader.ts';
import { hasControl, hasLoneSurrogate } from '../../protocol/parse/characters.ts';
import { NO_ANOMALIES, decodeText, escapeControls, isPlainText } from './text.ts';
import { limits } from './limits.ts';

type InvalidArgument = OutcomeOf<'invalid-argument'>;
export type ArgumentReason = InvalidArgument['params']['reason'];

/** The outcome for an argument that is refused before anything is connected. `value` null for a secret. */
export function invalidArgument(argument: string, value: string | null, reason: ArgumentReason): InvalidArgument {
  return {
    code: 'invalid-argument',
    phase: null,
    temporary: false,
    reply: null,
    params: { argument, value: value === null ? null : escapeControls(value), reason },
  };
}

/**
 * Refuses what could end a command line or begin another: C0 (TAB too), DEL, C1, U+2028, U+2029; then half surrogates,
 * which have no octets, and lengths that fit no command. `secret` keeps the value out of the outcome.
 */
export function checkArgument(name: string, value: string, options: { secret?: boolean } = {}): InvalidArgument | null {
  const shown = options.secret === true ? null : value.slice(0, 200);
  if (hasControl(value)) return invalidArgument(name, shown, 'control-character');
  if (hasLoneSurrogate(value)) return invalidArgument(name, shown, 'bad-value');
  if (value.length > limits.command.maxArgument) return invalidArgument(name, shown, 'too-long');
  return null;
}

export interface ParsedCommand {
  /** Upper case; the whole line up to the first blank, whatever it is made of. */
  readonly verb: string;
  /** After the verb and its blanks; trailing blanks are taken off (RFC 5321 section 4.1.1 tolerates them). */
  readonly args: string;
  /** The whole line. */
  readonly text: string;
  /** Of the text: nul, control, 8bit, utf8, http-request. Those of the framing are the line's. */
  readonly anomalies: Anomaly[];
}

/** A verb cut out of a line becomes the constant, which is compared and looked up many times faster. */
const VERBS = new Map(
  'EHLO HELO LHLO MAIL RCPT DATA BDAT RSET NOOP QUIT HELP VRFY EXPN ETRN AUTH STARTTLS XCLIENT'
    .split(' ')
    .map((verb) => [verb, verb]),
);

const httpForm = /^[A-Z]{3,8} \S+ HTTP\/[0-9.]+$/;

/** A line as a server reads it, without its line end. */
export function parseCommandLine(line: Pick<WireLine, 'latin' | 'content'>): ParsedCommand {
  const { latin } = line;
  const { text, anomalies } = isPlainText(latin) ? { text: latin, anomalies: NO_ANOMALIES } : decodeText(line.content);
  const blank = firstBlank(text);
  const word = (blank === -1 ? text : text.slice(0, blank)).toUpperCase();
  const verb = VERBS.get(word) ?? word;
  const args = blank === -1 ? '' : trimBlanks(text, blank);
  const http = text.includes(' HTTP/') && httpForm.test(text);
  return { verb, args, text, anomalies: http ? [...anomalies, 'http-request'] : anomalies };
}

function firstBlank(text: string): number {
  const space = text.indexOf(' ');
  const tab = text.indexOf('\t');
  return tab === -1 || (space !== -1 && space < tab) ? space : tab;
}

/** Loops, because /[ \t]+$/ is quadratic on a line of blanks. */
function trimBlanks(text: string, from: number): string {
  let start = from;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
