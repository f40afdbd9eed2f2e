/** Which characters may stand in what people type: none that ends a line, moves a terminal, or hides from the eye. */

/** C0, DEL, C1, and the two separators of Unicode that many programs take for line ends. */
const controls = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/;
/** Those, format characters (bidi, zero-width), half surrogates, fillers that no font draws, and every blank but the ASCII space. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

/** True for anything that could end a line or be taken for its end: C0, DEL, C1, U+2028, U+2029. TAB included. */
export function hasControl(text: string): boolean {
  return controls.test(text);
}

/** True when half a surrogate pair stands alone: such a string has no UTF-8 form. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Cs}/u.test(text);
}

/** The first character that no eye can distinguish from its absence, or from a space, as U+202E; null when there is none. */
export function firstUnseen(text: string): string | null {
  const found = unseen.exec(text)?.[0].codePointAt(0);
  return found === undefined ? null : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Octets in UTF-8; of half a surrogate pair those of U+FFFD. */
export function octetsIn(text: string): number {
  let octets = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    octets += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return octets;
}
