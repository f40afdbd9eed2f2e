/**
 * A command line cut into words as sh does, without running or replacing anything: `$` and backquotes stay as they were typed. The
 * one exception is printf with nothing but octal escapes, as our own commands write what is not ASCII: it is read, not run.
 */
import { asBuffer } from '../../wire/text.ts';

const printed = /"\$\(printf '((?:\\[0-7]{3})+)'\)"/y;

/** null: a quote without its other half. */
export function shellWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: "'" | '"' | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at);
    const next = text.charAt(at + 1);
    printed.lastIndex = at;
    const octal = quote === null && unit === '"' ? printed.exec(text) : null;
    if (octal !== null) {
      word = (word ?? '') + decoded(octal[1] ?? '');
      at += octal[0].length - 1;
    } else if (quote === "'") {
      if (unit === "'") quote = null;
      else word = (word ?? '') + unit;
    } else if (unit === '\\' && (quote === null || '"\\$`\n'.includes(next))) {
      at += 1;
      // A backslash before a line end joins the two lines.
      if (next !== '\n') word = (word ?? '') + next;
    } else if (quote === '"') {
      if (unit === '"') quote = null;
      else word = (word ?? '') + unit;
    } else if (unit === "'" || unit === '"') {
      quote = unit;
      word ??= '';
    } else if (/\s/.test(unit)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + unit;
    }
  }
  if (quote !== null) return null;
  if (word !== null) words.push(word);
  return words;
}

const decoded = (octal: string): string =>
  asBuffer(Uint8Array.from(octal.slice(1).split('\\'), (digits) => parseInt(digits, 8))).toString('utf8');
