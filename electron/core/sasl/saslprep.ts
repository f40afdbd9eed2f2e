/**
 * SASLprep (RFC 4013): user names and passwords made comparable before they are hashed. Normalisation is that of the
 * runtime's Unicode; for what Unicode 3.2 had assigned it is the same.
 */
import * as tables from './stringprep-tables.ts';

type Test = (codePoint: number) => boolean;

/** Read when it is first asked: most sessions prepare no password. */
function table(encoded: string): Test {
  let test: Test | null = null;
  return (codePoint) => (test ??= read(encoded))(codePoint);
}

function read(encoded: string): Test {
  const starts: number[] = [];
  const ends: number[] = [];
  let next = 0;
  for (const word of encoded.split(' ')) {
    const [gap = '', more = '0'] = word.split('.');
    const start = next + Number.parseInt(gap, 36);
    const end = start + Number.parseInt(more, 36);
    starts.push(start);
    ends.push(end);
    next = end + 1;
  }
  return (codePoint) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < codePoint) low = middle + 1;
      else high = middle;
    }
    return (starts[low] ?? Infinity) <= codePoint;
  };
}

const isUnassigned = table(tables.unassigned);
const isNothing = table(tables.nothing);
const isSpace = table(tables.spaces);
const isProhibited = table(tables.prohibited);
const isRightToLeft = table(tables.rightToLeft);
const isLeftToRight = table(tables.leftToRight);

const points = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

/**
 * null for what may not be in such a string. `query`: code points that Unicode 3.2 did not know pass (RFC 3454 section 7),
 * which is for clients and for comparing; `stored` refuses them.
 */
export function saslprep(text: string, use: 'query' | 'stored' = 'query'): string | null {
  // Almost every name and password: nothing maps, and only controls are prohibited.
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  let mapped = '';
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    // U+200B is in both tables; it is a space here, as in libidn and PostgreSQL.
    if (isSpace(point)) mapped += ' ';
    else if (!isNothing(point)) mapped += character;
  }
  const normal = mapped.normalize('NFKC');
  const codes = points(normal);
  if (codes.some(isProhibited)) return null;
  // Judged as given: the runtime's own, younger normalisation may have replaced it.
  if (use === 'stored' && points(text).some(isUnassigned)) return null;
  return isWellDirected(codes) ? normal : null;
}

/** RFC 3454 section 6: with a right-to-left character no left-to-right one, and the first and last are right-to-left. */
function isWellDirected(codes: readonly number[]): boolean {
  if (!codes.some(isRightToLeft)) return true;
  const [first = 0] = codes;
  return !codes.some(isLeftToRight) && isRightToLeft(first) && isRightToLeft(codes.at(-1) ?? 0);
}
