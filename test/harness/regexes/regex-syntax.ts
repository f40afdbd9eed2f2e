/** A regular expression as a tree, as far as this project writes them; what it does not know is an error, never guessed. */

/** Inclusive ranges of code points. */
export type CharSet = readonly (readonly [number, number])[];

export type Regex =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'cat' | 'alt'; readonly parts: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly body: Regex; readonly min: number; readonly max: number }
  /** Looks around: matched like anything else, but nothing follows it. */
  | { readonly kind: 'look'; readonly body: Regex }
  /** $ and \b: nothing is read, but the match may fail here. */
  | { readonly kind: 'assert' };

export const LAST = 0x10ffff;
/** Stands for the beginning of the text, which is read before its first character. */
export const BEGINNING = LAST + 1;
export const ANY: CharSet = [[0, LAST]];
const nothing: Regex = { kind: 'cat', parts: [] };

const digits: CharSet = [[0x30, 0x39]];
const word: CharSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const blank: CharSet = [
  [9, 13],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const named: Readonly<Record<string, CharSet>> = { d: digits, w: word, s: blank };
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, '0': 0 };

export function complement(set: CharSet): CharSet {
  const out: [number, number][] = [];
  let next = 0;
  for (const [low, high] of [...set].sort((a, b) => a[0] - b[0])) {
    if (low > next) out.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  if (next <= LAST) out.push([next, LAST]);
  return out;
}

export function intersect(a: CharSet, b: CharSet): CharSet {
  const out: [number, number][] = [];
  for (const [l1, h1] of a) {
    for (const [l2, h2] of b) {
      const [low, high] = [Math.max(l1, l2), Math.min(h1, h2)];
      if (low <= high) out.push([low, high]);
    }
  }
  return out;
}

function hasLoop(node: Regex): boolean {
  switch (node.kind) {
    case 'chars':
    case 'assert':
      return false;
    case 'cat':
    case 'alt':
      return node.parts.some(hasLoop);
    case 'look':
      return hasLoop(node.body);
    case 'repeat':
      return node.max === Infinity || hasLoop(node.body);
  }
}

export class RegexParser {
  readonly #text: readonly string[];
  readonly #ignoreCase: boolean;
  readonly #multiline: boolean;
  #at = 0;

  constructor(source: string, flags: string) {
    if (flags.includes('v')) throw new Error('the v flag');
    this.#text = Array.from(source);
    this.#ignoreCase = flags.includes('i');
    this.#multiline = flags.includes('m');
  }

  parse(): Regex {
    const tree = this.#alternatives();
    if (this.#at < this.#text.length) throw new Error(`unexpected "${this.#peek()}"`);
    return tree;
  }

  #peek(offset = 0): string {
    return this.#text[this.#at + offset] ?? '';
  }

  #take(): string {
    this.#at += 1;
    return this.#text[this.#at - 1] ?? '';
  }

  #skip(text: string): boolean {
    if (!Array.from(text).every((char, index) => this.#peek(index) === char)) return false;
    this.#at += text.length;
    return true;
  }

  #alternatives(): Regex {
    const parts = [this.#sequence()];
    while (this.#skip('|')) parts.push(this.#sequence());
    return parts.length === 1 ? (parts[0] ?? nothing) : { kind: 'alt', parts };
  }

  #sequence(): Regex {
    const parts: Regex[] = [];
    while (this.#at < this.#text.length && this.#peek() !== '|' && this.#peek() !== ')') parts.push(this.#quantified());
    return parts.length === 1 ? (parts[0] ?? nothing) : { kind: 'cat', parts };
  }

  #quantified(): Regex {
    const body = this.#atom();
    const counts = this.#counts();
    if (counts === null) return body;
    this.#skip('?');
    return { kind: 'repeat', body, min: counts[0], max: counts[1] };
  }

  #counts(): [number, number] | null {
    if (this.#skip('*')) return [0, Infinity];
    if (this.#skip('+')) return [1, Infinity];
    if (this.#skip('?')) return [0, 1];
    const braces = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 16).join(''));
    if (braces === null) return null;
    const [all, min = '0', comma, max = ''] = braces;
    this.#at += all.length;
    return [Number(min), comma === undefined ? Number(min) : max === '' ? Infinity : Number(max)];
  }

  #atom(): Regex {
    const char = this.#take();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#chars(this.#charClass());
      case '.':
        return { kind: 'chars', set: ANY };
      case '$':
        return { kind: 'assert' };
      case '^':
        return this.#multiline ? { kind: 'assert' } : { kind: 'chars', set: [[BEGINNING, BEGINNING]] };
      case '\\':
        if (this.#skip('b') || this.#skip('B')) return { kind: 'assert' };
        return this.#chars(this.#escape());
      default:
        return this.#chars([[char.codePointAt(0) ?? 0, char.codePointAt(0) ?? 0]]);
    }
  }

  #group(): Regex {
    const ahead = this.#skip('?=') || this.#skip('?!');
    const behind = !ahead && (this.#skip('?<=') || this.#skip('?<!'));
    const name =
      ahead || behind || this.#skip('?:') ? null : /^\?<\w+>/.exec(this.#text.slice(this.#at, this.#at + 40).join(''));
    if (name !== null) this.#at += name[0].length;
    else if (!ahead && !behind && this.#text[this.#at - 1] === '(' && this.#peek() === '?')
      throw new Error('a group of its own kind');
    const body = this.#alternatives();
    if (!this.#skip(')')) throw new Error('")" is missing');
    // It reads backwards: judged only where it reads no further than a few characters.
    if (behind && hasLoop(body)) throw new Error('a loop that looks behind');
    return ahead || behind ? { kind: 'look', body } : body;
  }

  #chars(set: CharSet): Regex {
    if (!this.#ignoreCase) return { kind: 'chars', set };
    const upper = intersect(set, [[0x41, 0x5a]]).map(([l, h]) => [l + 32, h + 32] as const);
    const lower = intersect(set, [[0x61, 0x7a]]).map(([l, h]) => [l - 32, h - 32] as const);
    return { kind: 'chars', set: [...set, ...upper, ...lower] };
  }

  #escape(): CharSet {
    const char = this.#take();
    const set = named[char.toLowerCase()];
    if (set !== undefined) return char === char.toLowerCase() ? set : complement(set);
    // A property is taken for everything: that can only find more.
    if (char === 'p' || char === 'P') {
      while (this.#take() !== '}') if (this.#at >= this.#text.length) throw new Error('"}" is missing');
      return ANY;
    }
    if (/[1-9k]/.test(char)) throw new Error('a back reference');
    const point =
      char === 'x' ? this.#hex(2) : char === 'u' ? this.#unicode() : (controls[char] ?? char.codePointAt(0) ?? 0);
    return [[point, point]];
  }

  #hex(length: number): number {
    let hex = '';
    for (let i = 0; i < length; i += 1) hex += this.#take();
    return parseInt(hex, 16);
  }

  #unicode(): number {
    if (!this.#skip('{')) return this.#hex(4);
    let hex = '';
    while (this.#peek() !== '}' && this.#at < this.#text.length) hex += this.#take();
    this.#take();
    return parseInt(hex, 16);
  }

  #charClass(): CharSet {
    const negated = this.#skip('^');
    const set: (readonly [number, number])[] = [];
    while (this.#peek() !== ']') {
      if (this.#at >= this.#text.length) throw new Error('"]" is missing');
      const low = this.#member();
      const range = this.#peek() === '-' && this.#peek(1) !== ']' && low.length === 1;
      if (range) this.#take();
      const high = range ? this.#member() : low;
      if (range) set.push([low[0]?.[0] ?? 0, high[0]?.[1] ?? 0]);
      else set.push(...low);
    }
    this.#take();
    return negated ? complement(set) : set;
  }

  #member(): CharSet {
    const char = this.#take();
    if (char !== '\\') return [[char.codePointAt(0) ?? 0, char.codePointAt(0) ?? 0]];
    return this.#skip('b') ? [[8, 8]] : this.#escape();
  }
}
