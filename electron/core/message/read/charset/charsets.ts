/**
 * Charsets of mail: which one a label means, and octets decoded by one. Labels are those of the WHATWG Encoding Standard, with the
 * names that mail programs write besides. UTF-7 and other shifts that browsers gave up are not among them: they hide what stands there.
 */
import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { decodeKorean } from './korean.ts';
import { singleOctetTables } from './single-octet-tables.ts';
import { limits } from '../../limits.ts';

/** Names that TextDecoder does not know, without hyphens, underscores and blanks. */
const ALIASES: Readonly<Record<string, string>> = {
  ascii: 'us-ascii',
  usascii: 'us-ascii',
  us: 'us-ascii',
  iso646us: 'us-ascii',
  'iso646.irv:1991': 'us-ascii',
  'ansix3.41968': 'us-ascii',
  'ansix3.41986': 'us-ascii',
  cp367: 'us-ascii',
  ibm367: 'us-ascii',
  csascii: 'us-ascii',
  utf8: 'utf-8',
  utf8mb4: 'utf-8',
  cp65001: 'utf-8',
  ucs2: 'utf-16',
  iso10646ucs2: 'utf-16',
  unicode: 'utf-16',
  utf16: 'utf-16',
  utf16be: 'utf-16be',
  utf16le: 'utf-16le',
  ucs4: 'utf-32',
  iso10646ucs4: 'utf-32',
  utf32: 'utf-32',
  utf32be: 'utf-32be',
  utf32le: 'utf-32le',
  cp932: 'shift_jis',
  shiftjis: 'shift_jis',
  iso2022jp1: 'iso-2022-jp',
  iso2022jp2: 'iso-2022-jp',
  iso2022jp3: 'iso-2022-jp',
  iso2022jp2004: 'iso-2022-jp',
  iso2022jpms: 'iso-2022-jp',
  iso2022jpext: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  eucjp: 'euc-jp',
  eucjpms: 'euc-jp',
  cp51932: 'euc-jp',
  eucjisx0213: 'euc-jp',
  euckr: 'euc-kr',
  cp949: 'cp949',
  ms949: 'cp949',
  uhc: 'cp949',
  cp936: 'gbk',
  ms936: 'gbk',
  windows936: 'gbk',
  euccn: 'gb2312',
  gb2312: 'gb2312',
  gb231280: 'gb2312',
  chinese: 'gb2312',
  csgb2312: 'gb2312',
  csiso58gb231280: 'gb2312',
  gb180302000: 'gb18030',
  gb180302005: 'gb18030',
  gb180302022: 'gb18030',
  cp950: 'big5',
  ms950: 'big5',
  big5eten: 'big5',
  big5hkscs2004: 'big5',
  koi8: 'koi8-r',
  koi8ru: 'koi8-u',
  maccyrillic: 'x-mac-cyrillic',
  macroman: 'macintosh',
  latin9: 'iso-8859-15',
  latin10: 'iso-8859-16',
  l10: 'iso-8859-16',
  tis620: 'windows-874',
  cp874: 'windows-874',
  cp819: 'iso-8859-1',
};

/** Where browsers read another charset than the one that is named: a larger one, whose further characters are then no surprise. */
const NARROW = /^iso-8859-(?:1|9|11)$/;

const known = new Map<string, string | null>();

/** The name of the charset that a label means, in lower case; null for one that is not known here. Quotes and blanks do not count. */
export function charsetOf(label: string): string | null {
  const plain = label
    .slice(0, 80)
    .replace(/["'\0-\x20]/g, '')
    .toLowerCase();
  const found = known.get(plain);
  if (found !== undefined) return found;
  if (known.size >= limits.reading.charsetLabels) known.clear();
  const name = lookUp(plain);
  known.set(plain, name);
  return name;
}

function lookUp(plain: string): string | null {
  const bare = plain.replace(/^(?:charset=|x-)/, '').replace(/[-_]/g, '');
  if (Object.hasOwn(ALIASES, bare)) return ALIASES[bare] ?? null;
  const iso = /^(?:iso)?8859(1[0-6]|[1-9])(?::\d{4})?(?:[ei]|windows.*)?$/.exec(bare)?.[1];
  if (iso !== undefined && iso !== '12') return iso === '8' && bare.endsWith('i') ? 'iso-8859-8-i' : `iso-8859-${iso}`;
  const latin = { latin1: '1', l1: '1', latin5: '9', l5: '9' }[bare];
  if (latin !== undefined) return `iso-8859-${latin}`;
  const page = /^(?:cp|ibm|win|windows|ms|msdos|dos|oem)?(\d{3,4})$/.exec(bare)?.[1];
  if (page !== undefined) {
    if (/^125[0-8]$/.test(page)) return `windows-${page}`;
    if (page === '866') return 'ibm866';
    if (Object.hasOwn(singleOctetTables, `ibm${page}`)) return `ibm${page}`;
  }
  try {
    const { encoding } = new TextDecoder(plain);
    return encoding === 'replacement' || encoding === 'x-user-defined' ? null : encoding;
  } catch {
    return null;
  }
}

/** The charset that octets labelled so are really read by. */
export function widened(name: string): string {
  switch (name) {
    case 'iso-8859-1':
      return 'windows-1252';
    case 'iso-8859-9':
      return 'windows-1254';
    case 'iso-8859-11':
      return 'windows-874';
    case 'gb2312':
    case 'gbk':
      return 'gb18030';
    case 'cp949':
      return 'euc-kr';
    default:
      return name;
  }
}

/** Whether octets that the wider charset takes are no text of the one that was named: those of Windows' own characters, say. */
export function exceeds(name: string, octets: Uint8Array): boolean {
  if (NARROW.test(name)) return octets.some((octet) => octet >= 0x80 && octet <= 0x9f);
  const leads = name === 'gb2312' ? 0xf7 : name === 'euc-kr' ? 0xfd : null;
  if (leads === null) return false;
  for (let at = 0; at < octets.length; at += 1) {
    const lead = octets[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = octets[at + 1];
    // The last character may be cut.
    if (trail === undefined) return false;
    if (lead < 0xa1 || lead > leads || trail < 0xa1) return true;
    at += 1;
  }
  return false;
}

/**
 * Octets by a charset of charsetOf(); null where they are none of it. `cut`: they may end within a character, which is then left
 * out.
 */
export function decodeStrictly(name: string, octets: Uint8Array, cut: boolean): string | null {
  if (name === 'us-ascii') return isAscii(octets) ? latin1Charset(octets) : null;
  if (name === 'utf-8') return isUtf8(cut ? wholeUtf8(octets) : octets) ? decodeLeniently(name, octets, cut) : null;
  const table = singleOctetTables[name];
  if (table !== undefined) {
    const text = byTable(table, octets);
    return text.includes('\ufffd') ? null : text;
  }
  if (name.startsWith('utf-32')) return utf32(name, octets, cut);
  if (name === 'euc-kr') {
    const text = decodeKorean(octets, cut);
    return text.includes('\ufffd') ? null : text;
  }
  try {
    const text = new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(once(name, octets), { stream: cut });
    return text.includes('\ufffd') ? null : text;
  } catch {
    return null;
  }
}

/** The same with U+FFFD for what is none of it. */
export function decodeLeniently(name: string, octets: Uint8Array, cut: boolean): string {
  if (name === 'us-ascii') return latin1Charset(octets).replace(/[\x80-\xff]/g, '\ufffd');
  const table = singleOctetTables[name];
  if (table !== undefined) return byTable(table, octets);
  if (name.startsWith('utf-32')) return utf32(name, octets, true) ?? latin1Charset(octets);
  if (name === 'euc-kr') return decodeKorean(octets, cut);
  return new TextDecoder(name, { ignoreBOM: true }).decode(once(name, octets), { stream: cut });
}

export const latin1Charset = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');

/** A shift that another one follows at once is an error to browsers, and what words that are joined consist of. */
function once(name: string, octets: Uint8Array): Uint8Array {
  if (name !== 'iso-2022-jp') return octets;
  return Buffer.from(latin1Charset(octets).replace(/\x1b(?:\([BIJ]|\$[@B])(?=\x1b(?:\([BIJ]|\$[@B]))/g, ''), 'latin1');
}

function byTable(table: string, octets: Uint8Array): string {
  return latin1Charset(octets).replace(/[\x80-\xff]/g, (character) => table.charAt(character.charCodeAt(0) - 0x80));
}

/** Without a sequence that begins in the last three octets and does not end. */
function wholeUtf8(octets: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= octets.length; back += 1) {
    const octet = octets[octets.length - back] ?? 0;
    if ((octet & 0xc0) === 0x80) continue;
    const length = octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : octet >= 0xc0 ? 2 : 1;
    return length > back ? octets.subarray(0, octets.length - back) : octets;
  }
  return octets;
}

function utf32(name: string, octets: Uint8Array, cut: boolean): string | null {
  if (octets.length % 4 !== 0 && !cut) return null;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const little = name === 'utf-32le' || (name === 'utf-32' && octets[0] === 0xff);
  const pieces: string[] = [];
  for (let at = 0; at + 4 <= octets.length; at += 4) {
    const code = view.getUint32(at, little);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    if (at > 0 || code !== 0xfeff) pieces.push(String.fromCodePoint(code));
  }
  return pieces.join('');
}
