/**
 * Whether a backtracking matcher can need more than linear time. It walks the paths of the expression's position automaton (Glushkov),
 * so it is linear when the number of paths that read one text is bounded: no state comes back to itself in two ways on one text
 * (exponential), and no two loops, the search from every start included, can share a text with a way between them (polynomial); Weber and
 * Seidl, "On the degree of ambiguity of finite automata". Every state counts as accepting, since a failing match walks them all.
 */
import { ANY, BEGINNING, type CharSet, type Regex, RegexParser, intersect } from './regex-syntax.ts';

/** Ways into (or out of) each position; how many ways there are to match nothing. More than 2 are 2. */
interface Part {
  readonly first: ReadonlyMap<number, number>;
  readonly last: ReadonlyMap<number, number>;
  readonly empty: number;
  /** Positions behind which nothing can fail any more; and whether matching nothing can. */
  readonly sure: ReadonlySet<number>;
  readonly surelyEmpty: boolean;
}

/** Copies of a counted part: enough to see what it does within a loop; the count itself is a constant factor. */
const COPIES = 2;

class Automaton {
  readonly sets: CharSet[] = [];
  readonly edges: Map<number, number>[] = [];

  build(node: Regex): Part {
    switch (node.kind) {
      case 'chars': {
        const position = this.add(node.set);
        const self = new Map([[position, 1]]);
        return { first: self, last: self, empty: 0, sure: new Set([position]), surelyEmpty: false };
      }
      case 'cat':
        return node.parts.reduce<Part>((left, part) => this.#join(left, this.build(part)), nothing);
      case 'alt': {
        const parts = node.parts.map((part) => this.build(part));
        return {
          first: sum(...parts.map(({ first }) => first)),
          last: sum(...parts.map(({ last }) => last)),
          empty: cap(parts.reduce((ways, { empty }) => ways + empty, 0)),
          sure: union(...parts.map(({ sure }) => sure)),
          surelyEmpty: parts.some(({ surelyEmpty }) => surelyEmpty),
        };
      }
      case 'look':
        return { ...unsure, first: this.build(node.body).first };
      case 'assert':
        return unsure;
      case 'repeat':
        return this.#repeat(node.body, node.min, node.max);
    }
  }

  add(set: CharSet): number {
    this.sets.push(set);
    this.edges.push(new Map());
    return this.sets.length - 1;
  }

  connect(from: ReadonlyMap<number, number>, to: ReadonlyMap<number, number>): void {
    for (const [p, a] of from) {
      for (const [q, b] of to) this.edges[p]?.set(q, cap((this.edges[p].get(q) ?? 0) + a * b));
    }
  }

  #join(left: Part, right: Part): Part {
    this.connect(left.last, right.first);
    return {
      first: sum(left.first, scale(right.first, left.empty)),
      last: sum(right.last, scale(left.last, right.empty)),
      empty: cap(left.empty * right.empty),
      sure: right.surelyEmpty ? union(left.sure, right.sure) : right.sure,
      surelyEmpty: left.surelyEmpty && right.surelyEmpty,
    };
  }

  #repeat(body: Regex, min: number, max: number): Part {
    let part = nothing;
    for (let i = 0; i < Math.min(min, COPIES); i += 1) part = this.#join(part, this.build(body));
    if (max === Infinity) {
      const loop = this.build(body);
      this.connect(loop.last, loop.first);
      // The last of the copies may stand for it: "x+" is "x" and "x*".
      return this.#join(part, { ...loop, empty: 1, surelyEmpty: true });
    }
    let optional = nothing;
    for (let i = 0; i < Math.min(max - min, COPIES); i += 1) {
      const inner = this.#join(this.build(body), optional);
      optional = { ...inner, empty: 1, surelyEmpty: true };
    }
    return this.#join(part, optional);
  }
}

const nothing: Part = { first: new Map(), last: new Map(), empty: 1, sure: new Set(), surelyEmpty: true };
const unsure: Part = { ...nothing, surelyEmpty: false };
const union = (...sets: readonly ReadonlySet<number>[]): ReadonlySet<number> =>
  new Set(sets.flatMap((set) => [...set]));
const cap = (ways: number): number => Math.min(ways, 2);

function sum(...maps: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const out = new Map<number, number>();
  for (const map of maps) for (const [key, ways] of map) out.set(key, cap((out.get(key) ?? 0) + ways));
  return out;
}

const scale = (map: ReadonlyMap<number, number>, by: number): ReadonlyMap<number, number> =>
  by === 0 ? new Map() : new Map([...map].map(([key, ways]) => [key, cap(ways * by)]));

export type Cost = 'linear' | 'polynomial' | 'exponential';

/** @throws Error for syntax that is not judged */
export function costOf(source: string, flags: string): Cost {
  const automaton = new Automaton();
  const start = automaton.add([...ANY, [BEGINNING, BEGINNING]]);
  const whole = automaton.build(new RegexParser(source, flags).parse());
  const self = new Map([[start, 1]]);
  // The search begins anew at every character.
  if (!flags.includes('y')) automaton.connect(self, self);
  automaton.connect(self, whole.first);
  const component = components(automaton.edges);
  if (returnsInTwoWays(automaton, component)) return 'exponential';
  // Who has come to a state that cannot fail has matched, and the search does not begin anew.
  const meet = (p: number, q: number) => p !== start || !whole.sure.has(q);
  return loopsMeet(automaton, component, meet) ? 'polynomial' : 'linear';
}

/** Every state's strongly connected component, as what it can reach and be reached from. */
function components(edges: readonly ReadonlyMap<number, number>[]): ReadonlySet<number>[] {
  const reach = edges.map((_, from) => {
    const seen = new Set<number>();
    const stack = [from];
    for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
      for (const next of edges[state]?.keys() ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        stack.push(next);
      }
    }
    return seen;
  });
  return reach.map((to, from) => new Set([...to].filter((state) => reach[state]?.has(from))));
}

/** Walks states side by side on one text; true when `goal` can be reached from `from`. `within` keeps each where it may be. */
function together(
  { sets, edges }: Automaton,
  from: readonly number[],
  within: readonly (ReadonlySet<number> | null)[],
  goal: (states: readonly number[]) => boolean,
): boolean {
  const seen = new Set<string>();
  const stack = [from];
  for (let states = stack.pop(); states !== undefined; states = stack.pop()) {
    let nexts: { readonly states: number[]; readonly set: CharSet }[] = [
      { states: [], set: [...ANY, [BEGINNING, BEGINNING]] },
    ];
    for (const [index, state] of states.entries()) {
      const allowed = within[index] ?? null;
      nexts = nexts.flatMap(({ states: done, set }) =>
        [...(edges[state]?.keys() ?? [])].flatMap((to) => {
          const shared = allowed === null || allowed.has(to) ? intersect(set, sets[to] ?? []) : [];
          return shared.length === 0 ? [] : [{ states: [...done, to], set: shared }];
        }),
      );
    }
    for (const { states: next } of nexts) {
      if (goal(next)) return true;
      const key = next.join();
      if (seen.has(key)) continue;
      seen.add(key);
      stack.push(next);
    }
  }
  return false;
}

function returnsInTwoWays(automaton: Automaton, component: readonly ReadonlySet<number>[]): boolean {
  return automaton.edges.some((to, p) => {
    const loop = component[p];
    if (loop === undefined || loop.size === 0) return false;
    for (const [q, ways] of to) if (ways > 1 && loop.has(q)) return true;
    if (loop.size === 1) return false;
    // Two ways apart and together again.
    return [...loop].some((q) =>
      [...loop].some(
        (r) =>
          q < r &&
          together(automaton, [p, p], [loop, loop], ([a, b]) => a === q && b === r) &&
          together(automaton, [q, r], [loop, loop], ([a, b]) => a === p && b === p),
      ),
    );
  });
}

function loopsMeet(
  automaton: Automaton,
  component: readonly ReadonlySet<number>[],
  counts: (p: number, q: number) => boolean,
): boolean {
  const loops = [...component.keys()].filter((state) => (component[state]?.size ?? 0) > 0);
  return loops.some((p) =>
    loops.some((q) => {
      const [from, to] = [component[p] ?? null, component[q] ?? null];
      if (p === q || !counts(p, q)) return false;
      return together(automaton, [p, p, q], [from, null, to], ([a, b, c]) => a === p && b === q && c === q);
    }),
  );
}
