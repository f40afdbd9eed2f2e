/**
 * What of a command that was taken is outside the grammar: a stricter server refuses it, and its client's author should know. It
 * changes nothing of what is done. Details hold verbs and names alone, since an AUTH line may pass here too.
 */
import type { Anomaly } from '../../../protocol/values/session/reply.ts';
import { parseDomain } from '../../../protocol/parse/domain.ts';
import { isIPv4 } from '../../../protocol/parse/ip.ts';
import type { ParsedCommand } from '../../wire/command.ts';
import { limits as wire } from '../../wire/limits.ts';
import { limits } from '../limits.ts';

export interface Oddity {
  readonly anomaly: Anomaly;
  readonly detail: string;
}

export interface CommandCircumstances {
  /** EHLO or LHLO was taken, and nothing since has made the server forget it. */
  readonly extended: boolean;
  /** Octets that came after the command, before its answer. */
  readonly following: number;
}

const NONE: readonly Oddity[] = [];
/** Their argument is anything at all (RFC 5321 sections 4.1.1.6 to 4.1.1.9). */
const FREE_TEXT = new Set(['NOOP', 'HELP', 'VRFY', 'EXPN']);
const GREETINGS = new Set(['EHLO', 'HELO', 'LHLO']);
/** Commands that extensions bring. AUTH is refused without EHLO, and XCLIENT is no standard's. */
const EXTENSIONS = new Set(['STARTTLS', 'BDAT', 'ETRN']);
/** Those that parameters of extensions may make longer than RFC 5321 section 4.5.3.1.4 says, or whose own RFC does. */
const LONGER = new Set(['AUTH', 'XCLIENT']);

/** `command`: one that is known, and that the server has not refused. */
export function odditiesOf(command: ParsedCommand, { extended, following }: CommandCircumstances): readonly Oddity[] {
  const { verb, args, text, anomalies } = command;
  const path = verb === 'MAIL' || verb === 'RCPT';
  const found: Oddity[] = [];
  const add = (anomaly: Anomaly, detail = verb): void => void found.push({ anomaly, detail });
  if (/[ \t]$/.test(text.slice(-1))) add('trailing-blank');
  if (args !== '' && hasExtraBlank(command, path)) add('extra-blank');
  if (path) for (const anomaly of pathOddities(verb, args)) add(anomaly);
  if (GREETINGS.has(verb) && !isName(args)) add('bad-helo-name', `${verb} ${args.slice(0, limits.server.nameShown)}`);
  // Those with an address are taken only where SMTPUTF8 was said, and VRFY and EXPN may say it (RFC 6531 section 3.7.4.2).
  if (anomalies.includes('utf8') && !path && !/ SMTPUTF8$/i.test(text)) add('utf8');
  if (isTooLong(command, path)) add('long-command');
  if (EXTENSIONS.has(verb) && !extended) add('extension-without-ehlo');
  if (verb === 'DATA' && following > 0) add('early-data', `${following} octets`);
  return found.length === 0 ? NONE : found;
}

/** More than one blank, or a tab, between two parts. Blanks at the end and after FROM: and TO: have names of their own. */
function hasExtraBlank({ verb, args, text }: ParsedCommand, path: boolean): boolean {
  const gap = text.slice(verb.length, verb.length + 2);
  if (!gap.startsWith(' ') || gap[1] === ' ' || gap[1] === '\t') return true;
  if (FREE_TEXT.has(verb) || !/[ \t]{2}|\t/.test(args)) return false;
  if (!path) return true;
  // A quoted local part may hold any number of them.
  const bare = withoutQuoted(args.replace(/^(FROM|TO):[ \t]+/i, '$1:'));
  return /[ \t]{2}|\t/.test(bare);
}

/** A string that is not closed goes on to the end. One walk: strangers write as many quotes as a line has room for. */
function withoutQuoted(text: string): string {
  let bare = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') quoted = !quoted;
    else if (!quoted) bare += character;
    else if (character === '\\') at += 1;
  }
  return bare;
}

function pathOddities(verb: string, args: string): Anomaly[] {
  const found: Anomaly[] = [];
  const path = /^(?:FROM|TO):([ \t]*)<([^>]?)/i.exec(args);
  if ((path?.[1] ?? '') !== '') found.push('blank-before-path');
  if (path?.[2] === '@') found.push('source-route');
  if (verb === 'MAIL' && /^FROM:[ \t]*<[^@>"]+>/i.test(args)) found.push('sender-without-domain');
  return found;
}

/** In ASCII: a client's name is said before it can know of SMTPUTF8 (RFC 6531 section 3.7.1). An address needs its brackets. */
function isName(text: string): boolean {
  return /^[!-~]+$/.test(text) && parseDomain(text).ok && !isIPv4(text);
}

function isTooLong({ verb, args, text }: ParsedCommand, path: boolean): boolean {
  const max = wire.reply.rfcLine - 2;
  // A character is three octets of UTF-16's one unit at most.
  if (text.length * 3 <= max || LONGER.has(verb) || (path && !args.endsWith('>'))) return false;
  return Buffer.byteLength(text) > max;
}
