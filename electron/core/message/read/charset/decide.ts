/**
 * The one decision by which charset octets of a message are read: headers, parameters and bodies, for the list, the pane and the
 * search alike. What is declared counts as long as the octets agree; where they do not, they are read as what they are, and the
 * disagreement is said.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { charsetOf, decodeLeniently, decodeStrictly, exceeds, latin1Charset, widened } from './charsets.ts';
import { guessCharset } from './guess.ts';
import { limits } from '../../limits.ts';

export type CharsetTrouble =
  /** The label names no charset that is known here. */
  | 'charset-unknown'
  /** There is no label, and the octets are not ASCII. */
  | 'charset-missing'
  /** The octets are none of the charset that is named. */
  | 'charset-disagrees'
  /** They are, save for a few that are shown as U+FFFD. */
  | 'charset-broken';

export interface CharsetNote {
  readonly code: CharsetTrouble;
  /** As it was written. */
  readonly declared: string | null;
  readonly read: string;
  /** Nothing but what is frequent in texts speaks for it. */
  readonly guessed: boolean;
}

export interface DecidedText {
  readonly text: string;
  readonly charset: string;
  readonly note: CharsetNote | null;
}

export interface CharsetClues {
  /** What else speaks for a charset, such as that of the body for a header; taken where the octets have no label that holds. */
  readonly hint?: string | null;
  /** The octets may end within a character. */
  readonly cut?: boolean;
  /** They stand raw in a line of a header, where no charset of two octets a character can. */
  readonly line?: boolean;
}

/** `declared`: the label as it stands there; null where there is none. */
export function decideText(
  octets: Uint8Array,
  declared: string | null,
  { hint = null, cut = false, line = false }: CharsetClues = {},
): DecidedText {
  const named = declared === null ? null : charsetOf(declared);
  const note = (code: CharsetTrouble, read: string, guessed = false): CharsetNote => ({
    code,
    declared,
    read,
    guessed,
  });
  const whole = declared === null ? 'charset-missing' : named === null ? 'charset-unknown' : 'charset-disagrees';
  const marked = byMark(octets, cut);
  if (marked !== null) {
    const agrees = named === null ? declared === null : sameFamily(named, marked.charset);
    return { ...marked, note: agrees ? null : note(whole, marked.charset) };
  }
  if (named === null || named === 'us-ascii') return unlabelled(octets, named, { hint, cut, line }, note, whole);
  if (named === 'utf-16' || named === 'utf-32') return wide(octets, named, cut, note);
  // Most text is ASCII, which nearly all charsets share.
  if (
    isAscii(octets) &&
    !latin1Charset(octets).includes('\x1b') &&
    !named.startsWith('utf-16') &&
    !named.startsWith('utf-32')
  )
    return plainAscii(octets, named, note);
  const text = decodeStrictly(widened(named), octets, cut);
  if (text !== null) {
    if (named !== 'utf-8' && looksUtf8(octets, named, cut))
      return { ...read('utf-8', octets, cut), note: note('charset-disagrees', 'utf-8') };
    const beyond = exceeds(named, octets);
    const name = beyond ? widened(named) : named;
    return { text, charset: name, note: beyond ? note('charset-disagrees', nameBeyond(named)) : null };
  }
  if (decodeStrictly('utf-8', octets, cut) !== null && !isAscii(octets))
    return { ...read('utf-8', octets, cut), note: note('charset-disagrees', 'utf-8') };
  if (mostlyOf(named, octets, cut)) return { ...read(named, octets, cut), note: note('charset-broken', named) };
  return otherwise(octets, { hint, cut }, note, 'charset-disagrees', named);
}

/** The same without looking for what fits: what is left where many labels were wrong, at the cost of decoding alone. */
export function decideByLabel(octets: Uint8Array, declared: string | null, { hint = null }: CharsetClues): DecidedText {
  const named = declared === null ? null : charsetOf(declared);
  const spoken = hint === null ? null : charsetOf(hint);
  const charset = named ?? (isUtf8(octets) ? 'utf-8' : (spoken ?? 'windows-1252'));
  const text = decodeLeniently(widened(charset), octets, false);
  const code = declared === null ? 'charset-missing' : named === null ? 'charset-unknown' : 'charset-broken';
  const isSure = isAscii(octets) || (named !== null && !text.includes('\ufffd'));
  return { text, charset, note: isSure ? null : { code, declared, read: charset, guessed: named === null } };
}

type MakeNote = (code: CharsetTrouble, read: string, guessed?: boolean) => CharsetNote;

const read = (charset: string, octets: Uint8Array, cut: boolean): { text: string; charset: string } => ({
  text: decodeLeniently(widened(charset), octets, cut),
  charset,
});

/** EUC-KR and GB2312 have a larger successor by another name than browsers call it. */
const nameBeyond = (named: string): string => (named === 'euc-kr' ? 'cp949' : widened(named));

function sameFamily(named: string, found: string): boolean {
  return named === found || (named.length < found.length && found.startsWith(named));
}

/** Byte order marks; those of UTF-16 need text after them that is some. */
function byMark(octets: Uint8Array, cut: boolean): { text: string; charset: string } | null {
  const [a, b, c, d] = octets;
  const rest = (length: number, charset: string) => {
    const text = decodeStrictly(charset, octets.subarray(length), cut);
    return text === null ? null : { text, charset };
  };
  if (a === 0xef && b === 0xbb && c === 0xbf) return rest(3, 'utf-8');
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return rest(4, 'utf-32le');
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return rest(4, 'utf-32be');
  if (a === 0xff && b === 0xfe) return rest(2, 'utf-16le');
  if (a === 0xfe && b === 0xff) return rest(2, 'utf-16be');
  return null;
}

/** A NUL has no place in text of one octet a character: UTF-16 has one in each of its ASCII characters, at the same side. */
function wideByNuls(octets: Uint8Array): string | null {
  const some = octets.subarray(0, 4_096);
  const nuls = [0, 0];
  some.forEach((octet, at) => {
    if (octet === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = nuls;
  if (Math.max(even, odd) * 5 < some.length || Math.min(even, odd) * 10 > Math.max(even, odd)) return null;
  return even > odd ? 'utf-16be' : 'utf-16le';
}

/** UTF-16 that is called something else, or nothing. A few octets with a NUL are text with a NUL. */
function wideInDisguise(octets: Uint8Array, { line = false }: CharsetClues): string | null {
  return !line && octets.length >= limits.reading.leastWide && octets.includes(0) ? wideByNuls(octets) : null;
}

/** Without a mark: by its NULs, then big-endian (RFC 2781 section 4.3). What is UTF-8 without any NUL is no UTF-16. */
function wide(octets: Uint8Array, named: string, cut: boolean, note: MakeNote): DecidedText {
  if (!octets.includes(0) && octets.length > 0 && decodeStrictly('utf-8', octets, cut) !== null)
    return { ...read('utf-8', octets, cut), note: note('charset-disagrees', isAscii(octets) ? 'us-ascii' : 'utf-8') };
  const charset = named === 'utf-32' ? 'utf-32be' : (wideByNuls(octets) ?? 'utf-16be');
  const text = decodeStrictly(charset, octets, cut);
  if (text !== null) return { text, charset, note: null };
  return { ...read(charset, octets, cut), note: note('charset-broken', charset) };
}

/** UTF-16 in a charset of one octet a character is ASCII all the same. */
function plainAscii(octets: Uint8Array, named: string, note: MakeNote): DecidedText {
  const wider = wideInDisguise(octets, {});
  if (wider === null) return { text: latin1Charset(octets), charset: named, note: null };
  return { ...read(wider, octets, true), note: note('charset-disagrees', wider) };
}

function unlabelled(
  octets: Uint8Array,
  named: string | null,
  circumstances: CharsetClues,
  note: MakeNote,
  trouble: CharsetTrouble,
): DecidedText {
  const cut = circumstances.cut ?? false;
  if (isAscii(octets)) {
    const text = latin1Charset(octets);
    const shifted = /\x1b\$(?:[@B]|\([@BD])/.test(text) ? decodeStrictly('iso-2022-jp', octets, cut) : null;
    if (shifted !== null) return { text: shifted, charset: 'iso-2022-jp', note: note(trouble, 'iso-2022-jp') };
    const wider = wideInDisguise(octets, circumstances);
    if (wider !== null) return { ...read(wider, octets, true), note: note(trouble, wider) };
    // Read with certainty, but the label is nonsense all the same.
    const unknown = trouble === 'charset-unknown' ? note(trouble, 'us-ascii') : null;
    return { text, charset: 'us-ascii', note: unknown };
  }
  const wider = wideInDisguise(octets, circumstances);
  if (wider !== null) return { ...read(wider, octets, true), note: note(trouble, wider) };
  if (decodeStrictly('utf-8', octets, cut) !== null)
    return { ...read('utf-8', octets, cut), note: note(trouble, 'utf-8') };
  return otherwise(octets, circumstances, note, trouble, named);
}

/** No label that holds, and no UTF-8: by what else speaks for a charset, else by what is frequent in texts. */
function otherwise(
  octets: Uint8Array,
  { hint = null, cut = false }: CharsetClues,
  note: MakeNote,
  trouble: CharsetTrouble,
  named: string | null,
): DecidedText {
  const hinted = hint === null ? null : charsetOf(hint);
  if (hinted !== null && hinted !== 'us-ascii' && hinted !== named) {
    const text = decodeStrictly(widened(hinted), octets, cut);
    if (text !== null) return { text, charset: hinted, note: note(trouble, hinted) };
  }
  if (mostlyOf('utf-8', octets, cut)) return { ...read('utf-8', octets, cut), note: note(trouble, 'utf-8') };
  const guess = guessCharset(octets);
  return { ...read(guess, octets, cut), note: note(trouble, guess, true) };
}

/**
 * Broken, but nothing else: most of its characters beyond ASCII are some. Other charsets hardly ever make one sequence of UTF-8, which
 * is why a majority of them will do.
 */
function mostlyOf(name: string, octets: Uint8Array, cut: boolean): boolean {
  const text = decodeLeniently(widened(name), octets, cut);
  let lost = 0;
  let beyond = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) lost += 1;
    else if (code >= 0x80) beyond += 1;
  }
  return beyond > (name === 'utf-8' ? lost : 3 * lost);
}

/**
 * Whether octets that another charset takes as well are UTF-8 beyond reasonable doubt. Its sequences are so regular that text of
 * another charset has them by chance only where it is short; a doubt is decided for the label.
 */
function looksUtf8(octets: Uint8Array, named: string, cut: boolean): boolean {
  if (isAscii(octets) || named.startsWith('utf-') || named.startsWith('iso-2022')) return false;
  if (!isUtf8(octets) && decodeStrictly('utf-8', octets, cut) === null) return false;
  const text = decodeLeniently('utf-8', octets, cut);
  const beyond = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const long = text.match(/[\u0800-\u{10ffff}]/gu)?.length ?? 0;
  if (/^(?:iso-8859-(?:1|15|9)|windows-125[24])$/.test(named)) return true;
  const within = text.match(/[A-Za-z][\u00c0-\u024f]|[\u00c0-\u024f][a-z]/g)?.length ?? 0;
  return (
    within > 0 ||
    long >= 2 ||
    (long === 0 && beyond >= 6) ||
    (long === 1 && beyond === 1 && /[\u2010-\u20ac]/.test(text))
  );
}
