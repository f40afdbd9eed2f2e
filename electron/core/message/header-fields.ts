/**
 * Header fields that go out as they were given. MailComposer would change the case of a name, drop an empty field, and encode or
 * rearrange what it takes for an address; whoever tries out a server wants to see what it makes of exactly this.
 */
import MailComposer from 'nodemailer/lib/mail-composer';
import { AppError } from '../../protocol/values/app-error.ts';
import { hasControl } from '../../protocol/parse/characters.ts';
import { isAsciiText, utf8Bytes } from '../wire/text.ts';
import { limits } from '../wire/limits.ts';

export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** RFC 5322 section 2.1.1: lines should not be longer, and may be if there is nowhere to fold. */
const FOLD = 78;
/** Octets in one encoded word, whose line may have 76 characters (RFC 2047 section 2); the first follows the name. */
const FIRST_WORD_OCTETS = 36;
const WORD_OCTETS = 45;

/** @throws AppError `invalid-argument` for what would break the message, or cannot be had beside a composed body */
export function checkField({ name, value }: HeaderField, multipart: boolean): void {
  const refuse = (reason: string): AppError => new AppError('invalid-argument', { argument: 'header', reason });
  // RFC 5322 section 2.2: printable ASCII except the colon. A line end in a value would begin another field.
  if (!/^[!-9;-~]+$/.test(name)) throw refuse('its name is not one of a header field');
  // Some programs take U+0085 and U+2028 for line ends too. A TAB is a blank.
  if (hasControl(value.replaceAll('\t', ' '))) throw refuse('its value contains a control character');
  const field = name.toLowerCase();
  if (field === 'content-transfer-encoding')
    throw refuse('the body is encoded as Content-Transfer-Encoding says; give the whole message instead');
  if (field === 'content-type' && multipart)
    throw refuse('Content-Type names what separates the parts; give the whole message instead');
}

/** @throws AppError `invalid-argument`: a line end in it would begin another field */
export function checkSubject(text: string): void {
  if (hasControl(text.replaceAll('\t', ' ')))
    throw new AppError('invalid-argument', { argument: 'subject', reason: 'it contains a control character' });
}

/** With its line ends, folded at blanks alone, so that unfolding gives back what was given. Not ASCII: encoded as MIME asks. */
export function fieldLines({ name, value }: HeaderField): string {
  if (!isAsciiText(value)) return encodedField(name, value);
  const lines: string[] = [];
  let line = `${name}:`;
  for (const piece of value === '' ? [] : (` ${value}`.match(/[ \t]+[^ \t]*/g) ?? [])) {
    if (line.length + piece.length > FOLD && /[^ \t]/.test(piece) && line !== `${name}:`) {
      lines.push(line);
      line = piece;
    } else line += piece;
  }
  return `${[...lines, line].join('\r\n')}\r\n`;
}

/** A subject as it is, or in encoded words where it is not ASCII, looks like one, or has no blank to fold at in time. */
export function subjectLines(text: string): string {
  const plain = isAsciiText(text) && !text.includes('=?') && !text.startsWith(' ') && !text.endsWith(' ');
  const foldable = text.split(/[ \t]/).every((word) => word.length < limits.message.maxLine - FOLD);
  if (plain && foldable) return fieldLines({ name: 'Subject', value: text });
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (utf8Bytes(word + character).length > (words.length === 0 ? FIRST_WORD_OCTETS : WORD_OCTETS)) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  const encoded = [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`);
  return `Subject: ${encoded.join('\r\n ')}\r\n`;
}

/** Addresses, identifiers and text are encoded each in their own way; MailComposer knows how. */
function encodedField(name: string, value: string): string {
  const composer = new MailComposer({ headers: [{ key: name, value }], text: '', newline: 'win' });
  const fields = splitFields(composer.compile().buildHeaders());
  const made = fields.find((field) => nameOf(field) === name.toLowerCase());
  return made === undefined ? '' : `${name}${made.slice(made.indexOf(':'))}`;
}

/** A header section, without the empty line, as whole fields, each with its line ends. */
export function splitFields(head: string): string[] {
  const fields: string[] = [];
  for (const line of head.split('\r\n')) {
    if (line === '') continue;
    const before = /^[ \t]/.test(line) ? fields.pop() : undefined;
    if (before !== undefined) fields.push(`${before}${line}\r\n`);
    else fields.push(`${line}\r\n`);
  }
  return fields;
}

/** Lower case. */
export const nameOf = (field: string): string => field.slice(0, field.indexOf(':')).toLowerCase();
