/** The words by which a message is found: of every text in it, attached ones and those of messages within it too, and of names. */
import { limits } from '../limits.ts';
import { headOf, type MessageHead } from './head.ts';
import { headerSection } from './fields.ts';
import { htmlWords } from './html-text.ts';
import { octetsInMemory, type OctetSource } from './octets.ts';
import { partText } from './part-text.ts';
import { usualCharset } from './message.ts';
import { allParts, isAsItStands, isMessage, readStructure, type MimePart } from './structure.ts';
import { decodedAtOnce } from './transfer-encoding.ts';

export interface SearchReading extends MessageHead {
  readonly body: string;
}

export function readForSearch(source: OctetSource): SearchReading {
  return read(source, 0);
}

function read(source: OctetSource, depth: number): SearchReading {
  const { root, fields } = readStructure(source);
  const hint = usualCharset(root);
  const pieces: string[] = [];
  let left: number = limits.mailbox.searchTextTotal;
  const put = (text: string | null): void => {
    if (text === null || text === '' || left <= 0) return;
    pieces.push(text.slice(0, left));
    left -= text.length + 1;
  };
  for (const part of allParts(root)) {
    if (left <= 0) break;
    put(part.filename);
    if (part.children.length > 0) {
      if (isMessage(part)) put(wordsOfHead(part, source));
    } else if (
      isMessage(part) &&
      depth < limits.reading.encodedDepth &&
      !isAsItStands(part) &&
      part.end - part.start <= limits.mailbox.searchOctets
    ) {
      const { octets } = decodedAtOnce(part.encoding, source.slice(part.start, part.end - part.start));
      const { subject, from, to, body } = read(octetsInMemory(octets), depth + 1);
      for (const each of [subject, from, to, body]) put(each);
    } else if (hasWords(part)) put(wordsOf(part, source, hint));
  }
  return { ...headOf(fields), body: pieces.join('\n') };
}

/** The longest field of a list is read from this many octets of a message within the message. */
function wordsOfHead(part: MimePart, source: OctetSource): string {
  const { fields } = headerSection(
    source.slice(part.start, Math.min(part.end - part.start, limits.mailbox.listHeadOctets)),
  );
  const { subject, from, to } = headOf(fields);
  return [subject, from, to].filter((each) => each !== null).join('\n');
}

/** An unparted multipart is shown as text, where it is the message itself. */
function hasWords(part: MimePart): boolean {
  return /^(?:text|message|multipart)\//.test(part.mimeType);
}

function wordsOf(part: MimePart, source: OctetSource, hint: string | null): string {
  const { searchOctets, searchText } = limits.mailbox;
  const isHtml = part.mimeType === 'text/html';
  const { text } = partText(
    part,
    source,
    { octets: searchOctets, characters: isHtml ? searchOctets : searchText },
    hint,
  );
  return (isHtml ? htmlWords(text) : text).slice(0, searchText);
}
