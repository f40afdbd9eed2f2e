/** Cuts a text at the occurrences of a search, whatever their case. */
export interface TextPart {
  readonly text: string;
  readonly match: boolean;
}

export function splitAtMatches(text: string, query: string): TextPart[] {
  const wanted = query.toLowerCase();
  // Lower-casing can change the length of a few letters, such as İ; then places no longer agree and nothing is marked.
  const lower = text.toLowerCase();
  if (wanted === '' || lower.length !== text.length) return [{ text, match: false }];
  const parts: TextPart[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), match: false });
    parts.push({ text: text.slice(at, at + wanted.length), match: true });
    from = at + wanted.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), match: false });
  return parts;
}
