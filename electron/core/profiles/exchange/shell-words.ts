/** A command line cut into words as sh does, without running or replacing anything: `$` and backquotes stay as they were typed. */

/** null: a quote without its other half. */
export function shellWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: "'" | '"' | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote === "'") {
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
