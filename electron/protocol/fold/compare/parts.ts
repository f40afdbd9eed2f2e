/** What the parts of a comparison are made of: places, their paths, and how values, replies and texts are held against each other. */
import { limits } from './limits.ts';
import type { Difference, DifferenceValue, DifferencePath } from '../../values/session/comparison.ts';
import type { Reply } from '../../values/session/reply.ts';
import type { Report } from '../../values/session/report.ts';
import { escapeInvisible } from '../../text/escape-invisible.ts';
import { essence } from './text.ts';

/** Something that both sides could have stated, whether or not they state the same. */
export interface Compared extends Difference {
  /** The path's parts. */
  readonly at: DifferencePath;
  readonly same: boolean;
}

export interface Sides {
  readonly a: Report;
  readonly b: Report;
  readonly names: ReadonlySet<string>;
}

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
const plainStep = /^[A-Za-z0-9_-]+$/;

/** `.name`, `[index]`, and `["..."]` for a name of a server's that is more than letters, digits, hyphens and underscores. */
function pathOf(at: DifferencePath): string {
  return at
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!plainStep.test(step)) return `[${JSON.stringify(cut(escapeInvisible(step), limits.maxName))}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

export const item = (at: DifferencePath, a: DifferenceValue, b: DifferenceValue, same = equal(a, b)): Compared => ({
  at,
  path: pathOf(at),
  a,
  b,
  same,
});

function equal(a: DifferenceValue, b: DifferenceValue): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** Whether both can be asked about it: a side that has nothing there must have come to its end. */
export function comparable({ a, b }: Sides, left: unknown, right: unknown): boolean {
  if (left === null) return right !== null && a.error === null;
  return right !== null || b.error === null;
}

export function* maybe(
  sides: Sides,
  at: DifferencePath,
  a: DifferenceValue,
  b: DifferenceValue,
  same?: boolean,
): Generator<Compared> {
  if (comparable(sides, a, b)) yield item(at, a, b, same);
}

export const sorted = (items: Iterable<string>): string[] => [...new Set(items)].sort();
export const sameSet = (a: readonly string[], b: readonly string[]): boolean => equal(sorted(a), sorted(b));

/**
 * Of answers that say yes the code counts, and the words only where they were asked for. Of refusals that have the same code, the
 * enhanced code and the words.
 */
export function* compareReplies(
  sides: Sides,
  at: DifferencePath,
  a: Reply | null,
  b: Reply | null,
  words: 'refusals' | 'always' = 'refusals',
): Generator<Compared> {
  if (!comparable(sides, a, b)) return;
  yield item([...at, 'code'], a?.code ?? null, b?.code ?? null);
  if (a === null || a.code !== b?.code) return;
  const refused = a.code === null || a.code >= 400;
  if (refused && (a.enhancedCode !== null || b.enhancedCode !== null))
    yield item([...at, 'enhancedCode'], a.enhancedCode, b.enhancedCode);
  if (refused || words === 'always') yield compareTexts(sides, [...at, 'text'], a.lines, b.lines, 'own');
}

export function compareTexts(
  { names }: Sides,
  at: DifferencePath,
  a: readonly string[],
  b: readonly string[],
  hosts: 'own' | 'every',
): Compared {
  const words = (lines: readonly string[]): string => essence(lines.join(' '), names, hosts);
  const raw = (lines: readonly string[]): string => cut(lines.join('\n'), limits.maxText);
  return item(at, raw(a), raw(b), words(a) === words(b));
}
