/**
 * Text cut into what a search compares: words, and each character of scripts that write no blanks between words, so that a word in
 * mid-run is found as a phrase of its characters. Case, accents, and the widths of East Asian characters do not count. The same for
 * what is stored and for what is typed.
 */
import { limits } from '../limits.ts';

/** Of scripts in which words stand without blanks, or grow endings (Korean): each is a word of its own. */
const ALONE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u30fc]/gu;

/** `most`: characters, a blank after each token; tokens beyond are left out. */
export function tokensOf(text: string, most = Infinity): string[] {
  const found: string[] = [];
  let left = most;
  for (let at = 0; at < text.length;) {
    const end = stretchEnd(text, at);
    for (const token of tokensIn(text.slice(at, end))) {
      left -= token.length + 1;
      if (left < 0) return found;
      found.push(token);
    }
    at = end;
  }
  return found;
}

/** At a blank, where there is one soon. */
function stretchEnd(text: string, at: number): number {
  const least = at + limits.reading.tokenStretch;
  const blank = text.slice(least, least + limits.reading.tokenStretch).search(/\s/);
  return Math.min(text.length, least + (blank < 0 ? limits.reading.tokenStretch : blank));
}

function tokensIn(text: string): readonly string[] {
  return (
    folded(text)
      .replace(ALONE, ' $& ')
      .match(/[\p{L}\p{N}\p{Co}]+/gu) ?? []
  );
}

function folded(text: string): string {
  // Most mail is ASCII.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(
      /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufeff]/g,
      '',
    )
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ς', 'σ');
}
