/** The commands of docs/at-scale.md, as they stand there. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../../../build/lib/paths.mjs';

/** The fenced blocks below a heading, in their order. */
export function blocksOf(heading: string, language: string): string[] {
  const text = readFileSync(inRoot('docs', 'at-scale.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/at-scale.md has no "${heading}"`);
  return section
    .split(/^```/m)
    .filter((part) => part.startsWith(`${language}\n`))
    .map((part) => part.slice(language.length + 1));
}
