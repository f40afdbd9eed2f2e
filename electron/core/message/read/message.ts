/**
 * One reading of a message, for everything that shows it: its header decoded, its structure, its text and HTML, what is attached, and
 * what is to be said about it. Bounded in all it does; what was too much is said.
 */
import { limits } from '../limits.ts';
import { planBody, type BodyBlock } from './body.ts';
import { rawCharset, type Field } from './fields.ts';
import { htmlWords } from './html-text.ts';
import { plainNote, type NoteCode, type ReadingNote } from './notes.ts';
import type { OctetSource } from './octets.ts';
import { partText, wholeCharacters } from './part-text.ts';
import { allParts, readStructure, type MimePart } from './structure.ts';
import { fieldText } from './words.ts';

export interface HeaderLine {
  readonly name: string;
  readonly value: string;
}

export interface MessageReading {
  readonly headers: readonly HeaderLine[];
  readonly root: MimePart;
  /** Null: the message has no text part to be shown. */
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly MimePart[];
  readonly notes: readonly ReadingNote[];
  /** Something is left out of what is shown; the source is whole. */
  readonly truncated: boolean;
}

const CUTS: ReadonlySet<NoteCode> = new Set([
  'header-cut',
  'parts-cut',
  'depth-cut',
  'structure-cut',
  'text-cut',
  'attachments-cut',
]);

export function readMessage(source: OctetSource): MessageReading {
  const { root, fields, cuts } = readStructure(source);
  const { headers, notes: ofHeader } = readHeader(fields);
  const { blocks, attachments, unparted } = planBody(root);
  const notes = [...ofHeader, ...[...cuts].map((code) => plainNote(code))];
  for (const part of allParts(root))
    if (part.nameNote !== null) notes.push({ ...part.nameNote, part: part.index, field: 'filename' });
  for (const part of unparted) if (!cuts.has('depth-cut')) notes.push(plainNote('boundary-missing', part.index));
  const [instead] = cuts.has('depth-cut') ? [asSource(root, source)] : unparted;
  const isShown = blocks.length > 0 || instead === undefined;
  const body = new Body(source, root, isShown ? blocks : [{ plain: [instead], html: [] }]);
  notes.push(...body.notes);
  if (attachments.length > limits.mailbox.attachments) notes.push(plainNote('attachments-cut'));
  return {
    headers,
    root,
    text: body.text,
    html: body.html,
    attachments: attachments.slice(0, limits.mailbox.attachments),
    notes: notes.slice(0, limits.mailbox.notes),
    truncated: notes.some(({ code }) => CUTS.has(code)),
  };
}

/** The message as it stands: what a person can still read where no text was reached. */
const asSource = (root: MimePart, { size }: OctetSource): MimePart => ({
  ...{ ...root, mimeType: 'text/plain', charset: null, encoding: null, flowed: false, start: 0, end: size },
});

function readHeader(fields: readonly Field[]): { headers: HeaderLine[]; notes: ReadingNote[] } {
  const raw = rawCharset(fields);
  const notes: ReadingNote[] = [];
  const headers = fields.map((field) => {
    const name = fieldText(field.name, raw).text;
    const { text, note } = fieldText(field.raw, raw);
    if (note !== null) notes.push({ ...note, part: null, field: name });
    return { name, value: text.trim() };
  });
  return { headers, notes };
}

/** The charset that the message speaks of first; where a part has none of its own, it is likely to be this one. */
export function usualCharset(root: MimePart): string | null {
  return (
    allParts(root).find(({ charset, mimeType }) => charset !== null && mimeType.startsWith('text/'))?.charset ?? null
  );
}

class Body {
  readonly text: string | null;
  readonly html: string | null;
  readonly notes: ReadingNote[] = [];
  readonly #source: OctetSource;
  readonly #hint: string | null;
  #octets: number = limits.mailbox.viewPartOctets;
  #cut = false;

  constructor(source: OctetSource, root: MimePart, blocks: readonly BodyBlock[]) {
    this.#source = source;
    this.#hint = usualCharset(root);
    const read = blocks.map(({ plain, html }) => ({
      plain: plain.map((part) => this.#read(part)),
      html: html.map((part) => this.#read(part)),
    }));
    const hasHtml = read.some(({ html }) => html.length > 0);
    const hasPlain = read.some(({ plain }) => plain.length > 0);
    const texts = read.flatMap(({ plain, html }) => (plain.length > 0 ? plain : html.map(htmlAsText)));
    const htmls = read.flatMap(({ plain, html }) => (html.length > 0 ? html : plain.map(textAsHtml)));
    this.text = hasPlain ? this.#bounded(joined(texts)) : null;
    this.html = hasHtml ? this.#bounded(htmls.join('\n')) : null;
    if (this.#cut) this.notes.push(plainNote('text-cut'));
    if (hasHtml && this.text !== null && this.text.trim() === '') this.notes.push(plainNote('text-empty'));
  }

  #read(part: MimePart): string {
    const { text, notes, cut } = partText(
      part,
      this.#source,
      { octets: this.#octets, characters: limits.mailbox.viewText },
      this.#hint,
    );
    this.#octets = Math.max(0, this.#octets - (part.end - part.start));
    this.#cut ||= cut;
    this.notes.push(...notes);
    return text;
  }

  /** In characters and in lines: a window lays out each of them. */
  #bounded(text: string): string {
    let end = text.length > limits.mailbox.viewText ? wholeCharacters(text, limits.mailbox.viewText) : text.length;
    let lines = 0;
    for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
      lines += 1;
      if (lines >= limits.mailbox.viewLines) end = at + 1;
    }
    if (end < text.length) this.#cut = true;
    return text.slice(0, end);
  }
}

/** One after the other, each beginning its own line. */
function joined(texts: readonly string[]): string {
  return texts
    .map((text, at) => (at === texts.length - 1 || text === '' || text.endsWith('\n') ? text : `${text}\n`))
    .join('');
}

const htmlAsText = (html: string): string =>
  htmlWords(html)
    .split('\n')
    .map((line) => line.replace(/[ \t\r]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const textAsHtml = (text: string): string =>
  text === ''
    ? ''
    : `<div style="white-space:pre-wrap">${text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign)}</div>`;
