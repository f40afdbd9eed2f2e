/**
 * Recipients out of text pasted in any form: one a line, commas or semicolons, "Name <address>", mailto: links, columns of a
 * spreadsheet, header fields, lines of a session, lists in brackets and quotation marks. A line that is an address list is read as one
 * (address-list.ts); of others each piece is cleaned. What is no address is kept and named, never dropped.
 */
import { parseAddressList } from './address-list.ts';
import type { RecipientReports } from '../../values/target.ts';
import { parseMailbox } from './mailbox.ts';
import { type OwnReports, reportsText, splitReports } from './recipient-reports.ts';

export interface ParsedRecipients {
  readonly addresses: readonly string[];
  /** Those that an envelope cannot have as they are; over LMTP a user's name alone may do. */
  readonly doubtful: readonly string[];
  /** What stood after addresses as RCPT has it (NOTIFY=, ORCPT=). */
  readonly reports: readonly RecipientReports[];
}

export function parseRecipients(text: string): ParsedRecipients {
  const addresses: string[] = [];
  const doubtful: string[] = [];
  const reports: RecipientReports[] = [];
  // A quotation mark or bracket left open must not swallow the lines below it.
  for (const typed of text.split(/[\r\n]/)) {
    const { text: line, reports: own } = splitReports(typed);
    const first = addresses.length;
    const listed = readList(line.trim().replace(label, ''));
    if (listed !== null) addresses.push(...listed);
    for (const piece of listed === null ? pieces(line) : []) {
      const address = addressIn(piece);
      if (address === '') continue;
      addresses.push(address);
      if (!parseMailbox(address, { withoutDomain: 'postmaster' }).ok) doubtful.push(address);
    }
    if (own !== null) for (let index = first; index < addresses.length; index += 1) reports.push({ index, ...own });
  }
  return { addresses, doubtful, reports };
}

/** null where something of it is no address, or stands before one as `bob` in `bob, Erika <erika@example.org>`: it would be lost. */
function readList(line: string): readonly string[] | null {
  const { addresses, problems } = parseAddressList(line);
  const clear = problems.length === 0 && addresses.length > 0 && addresses.every(({ name }) => !name.includes(','));
  return clear ? addresses.map(({ mailbox }) => mailbox.text) : null;
}

/** Splits at tabs, commas and semicolons that stand neither in quotation marks nor in angle brackets. */
function pieces(text: string): string[] {
  const out: string[] = [];
  let piece = '';
  let quoted = false;
  let angle = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted && character === '\\') {
      piece += character + text.charAt(at + 1);
      at += 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '<') angle = true;
    else if (!quoted && character === '>') angle = false;
    if (!quoted && !angle && (character === ',' || character === ';' || character === '\t')) {
      out.push(piece);
      piece = '';
    } else piece += character;
  }
  return [...out, piece].flatMap(splitAtSpaces);
}

/** "a@b c@d" are two; "Erika Muster <e@f>" and a quoted local part stay whole. */
function splitAtSpaces(piece: string): string[] {
  const words = piece.trim().split(/\s+/);
  return words.length > 1 && words.every((word) => bare(word)) ? words : [piece];
}

/** What stands before a list of addresses in a header or a transcript. */
const label = /^(?:[<>]\s*|C:\s*)?(?:rcpt\s+to|to|cc|bcc|delivered-to|x-original-to)\s*:\s*/i;

/** Nothing around it, and something on either side of an `@`. */
const bare = (word: string): boolean => !/[\s<>"]/.test(word) && /.@./.test(word);

function addressIn(piece: string): string {
  const unlabelled = piece.trim().replace(label, '');
  const trimmed = withoutListEnd(unlabelled.replace(/^[[({]+(?=["'\w<])/, '')).trim();
  const inAngles = /<([^<>]*)>[^<>]*$/.exec(trimmed)?.[1];
  return withoutScheme((quotedIn(trimmed) ?? inAngles ?? trimmed).trim());
}

/** Brackets around a list; those of an address literal belong to the address. A loop, because an expression for it is quadratic. */
function withoutListEnd(text: string): string {
  const literal = text.lastIndexOf('@[');
  if (literal !== -1 && text.indexOf(']', literal) === text.length - 1) return text;
  let end = text.length;
  while (end > 0 && '])}'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** What stands in quotation marks of either kind, where it is an address. */
function quotedIn(text: string): string | null {
  const mark = text.charAt(0);
  const inner = text.slice(1, -1);
  return (mark === '"' || mark === "'") && text.endsWith(mark) && bare(inner) && !inner.includes(mark) ? inner : null;
}

const withoutScheme = (text: string): string => (/^mailto:/i.test(text) ? (text.slice(7).split('?')[0] ?? '') : text);

/** Each as it is typed, with its reports after it. */
export function typedRecipients(addresses: readonly string[], reports: readonly RecipientReports[] = []): string[] {
  const after = new Map(reports.map((each) => [each.index, reportsText(each)]));
  return addresses.map((address, index) => `${address}${after.get(index) ?? ''}`);
}

/** Each as it is typed, one of them with other reports than it had; null where those could not be read back as they are. */
export function withReports(
  { addresses, reports }: ParsedRecipients,
  index: number,
  own: OwnReports,
): readonly string[] | null {
  const others = reports.filter((each) => each.index !== index);
  const lines = typedRecipients(addresses, [...others, { index, ...own }]);
  const read = splitReports(lines[index] ?? '').reports;
  return reportsText(read ?? {}) === reportsText(own) ? lines : null;
}

export interface PastedEnvelope {
  readonly from: string;
  /** To be typed: with the reports of each after it. */
  readonly to: readonly string[];
}

const senderLine = /^(?:[<>]\s*|C:\s*)?(?:mail\s+from|return-path|from)\s*:/i;

/** The envelope out of a header or a transcript that names its sender; null where none is named, or nobody is written to. */
export function splitEnvelope(text: string): PastedEnvelope | null {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  const at = lines.findIndex((line) => senderLine.test(line));
  if (at === -1) return null;
  const sender = (lines[at] ?? '').replace(senderLine, '');
  // Of a header or a session only the lines with recipients are meant; of a bare list all the others.
  const others = lines.filter((_, nth) => nth !== at);
  const labelled = others.filter((line) => label.test(line));
  const { addresses, reports } = parseRecipients((labelled.length > 0 ? labelled : others).join('\n'));
  return addresses.length === 0 ? null : { from: addressIn(sender), to: typedRecipients(addresses, reports) };
}
