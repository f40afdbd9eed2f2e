/** The content of one part as text: its transfer encoding undone, its charset decided, its flowed lines joined. */
import { changesOctets, decodedAtOnce } from './transfer-encoding.ts';
import { latin1Charset } from './charset/charsets.ts';
import { decideText } from './charset/decide.ts';
import { unflowed } from './flowed.ts';
import type { ReadingNote } from './notes.ts';
import type { OctetSource } from './octets.ts';
import { isAsItStands, type MimePart } from './structure.ts';
import { limits } from '../limits.ts';

export interface PartText {
  readonly text: string;
  readonly notes: readonly ReadingNote[];
  /** It goes on after the octets or characters that were asked for. */
  readonly cut: boolean;
}

/** `most`: octets read, as transferred, and characters. `hint`: what else speaks for a charset. */
export function partText(
  part: MimePart,
  source: OctetSource,
  most: { readonly octets: number; readonly characters: number },
  hint: string | null,
): PartText {
  const size = part.end - part.start;
  const raw = source.slice(part.start, Math.min(size, most.octets));
  const notes: ReadingNote[] = [];
  const addNote = (code: ReadingNote['code']): void =>
    void notes.push({ code, part: part.index, field: null, declared: part.encoding, read: null, guessed: false });
  let octets: Uint8Array = raw;
  if (changesOctets(part.encoding)) {
    const undone = decodedAtOnce(part.encoding, raw);
    if (part.encoding === 'base64' && isNoBase64(raw, undone.strays)) addNote('encoding-disagrees');
    else {
      octets = undone.octets;
      if (undone.strays > 0) addNote('encoding-strays');
    }
  } else if (!isAsItStands(part)) addNote('encoding-unknown');
  let cut = raw.length < size;
  const meta = part.mimeType === 'text/html' ? metaCharset(octets) : null;
  const decided = decideText(octets, part.charset ?? meta, { hint: meta ?? hint, cut });
  if (decided.note !== null) notes.push({ ...decided.note, part: part.index, field: null });
  let { text } = decided;
  if (text.length > most.characters) {
    text = text.slice(0, wholeCharacters(text, most.characters));
    cut = true;
  }
  if (part.flowed && part.mimeType === 'text/plain') text = unflowed(text, part.delSp);
  return { text, notes, cut };
}

/** Text with blanks between its words, or hardly anything of the alphabet. */
function isNoBase64(raw: Uint8Array, strays: number): boolean {
  if (strays * 5 > raw.length) return true;
  let blanks = 0;
  for (let at = 1; at + 1 < raw.length; at += 1)
    if (raw[at] === 0x20 && (raw[at - 1] ?? 0) > 0x20 && (raw[at + 1] ?? 0) > 0x20) blanks += 1;
  return blanks * 20 > raw.length;
}

function metaCharset(octets: Uint8Array): string | null {
  const start = latin1Charset(octets.subarray(0, limits.reading.metaOctets));
  const found = /<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})/i.exec(start)?.[1] ?? null;
  // What can be read so far is none of UTF-16 (HTML Standard section 13.2.3.2).
  return found !== null && /^utf-?16/i.test(found) ? 'utf-8' : found;
}

/** Not between the halves of one. */
export function wholeCharacters(text: string, most: number): number {
  const code = text.charCodeAt(most - 1);
  return code >= 0xd800 && code <= 0xdbff ? most - 1 : most;
}
