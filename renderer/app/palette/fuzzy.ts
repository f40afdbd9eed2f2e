/** How well typed letters fit a text: all of them, in their order, better at the start of words and side by side. */

/** Higher is better; null when they do not fit. An empty query fits everything equally. */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, '');
  const hay = text.toLowerCase();
  if (wanted === '') return 0;
  const whole = hay.indexOf(query.toLowerCase().trim());
  if (whole !== -1) return 1000 - whole + (startsWord(hay, whole) ? 500 : 0) - hay.length / 100;
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = nextPlace(hay, letter, at + 1);
    if (next === -1) return null;
    score += next === at + 1 ? 8 : startsWord(hay, next) ? 10 : -Math.min(6, next - at);
    at = next;
  }
  return score - hay.length / 100;
}

const startsWord = (text: string, at: number): boolean => at === 0 || /[\s.:@_/-]/.test(text.charAt(at - 1));

/** The next letter, at the start of a word if one starts with it, so that "sts" finds "Start the Test Server". */
function nextPlace(text: string, letter: string, from: number): number {
  const first = text.indexOf(letter, from);
  if (first === from || first === -1) return first;
  for (let at = first; at !== -1; at = text.indexOf(letter, at + 1)) if (startsWord(text, at)) return at;
  return first;
}

/** By the title as above; else by other words, each typed word the beginning of one of them, which counts for less. */
export function bestScore(query: string, title: string, words: string): number | null {
  const score = fuzzyScore(query, title);
  if (score !== null) return score;
  const known = words.toLowerCase().split(/\s+/);
  const typed = query.toLowerCase().trim().split(/\s+/);
  return typed.every((word) => known.some((each) => each.startsWith(word))) ? -100 : null;
}
