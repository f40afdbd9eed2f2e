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
  /** Positions after which nothing can fail any more; and whether matching nothing can. */
  readonly sure: ReadonlySet<number>;
  readonly surelyEmpty: boolean;
}

/** Copies of a counted part: enough to see what it does within a loop; the count itself is a constant factor. */
const COPIES = 2;
/** From this count on a part that reads one text in several ways is as bad as a loop: the ways multiply with each time. */
const MANY = 8;

class Automaton {
  readonly sets: CharSet[] = [];
  readonly edges: Map<number, number>[] = [];
  readonly #most: number;

  /** Parts that are counted further than `most` are loops. */
  constructor(most = Infinity) {
    this.#most = most;
  }

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
    if (max === Infinity || max > this.#most) {
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
  const counted = automatonOf(source, flags, new Automaton(MANY)).automaton;
  if (returnsInTwoWays(counted, reached(counted.edges))) return 'exponential';
  const { automaton, start, whole } = automatonOf(source, flags, new Automaton());
  const reach = reached(automaton.edges);
  if (returnsInTwoWays(automaton, reach)) return 'exponential';
  // Who has come to a state that cannot fail has matched, and the search does not begin anew.
  const meet = (p: number, q: number) => p !== start || !whole.sure.has(q);
  return loopsMeet(automaton, reach, meet) ? 'polynomial' : 'linear';
}

interface Built {
  readonly automaton: Automaton;
  readonly start: number;
  readonly whole: Part;
}

function automatonOf(source: string, flags: string, automaton: Automaton): Built {
  const start = automaton.add([...ANY, [BEGINNING, BEGINNING]]);
  const whole = automaton.build(new RegexParser(source, flags).parse());
  const self = new Map([[start, 1]]);
  // The search begins anew at every character.
  if (!flags.includes('y')) automaton.connect(self, self);
  automaton.connect(self, whole.first);
  return { automaton, start, whole };
}

type Reach = readonly ReadonlySet<number>[];

/** From every state those that it can come to; itself only by a loop. */
function reached(edges: readonly ReadonlyMap<number, number>[]): Reach {
  return edges.map((_, from) => {
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
}

const comesTo = (reach: Reach, from: number, to: number): boolean => reach[from]?.has(to) === true;

/** The state's strongly connected component: what it comes to and comes back from. */
const loopOf = (reach: Reach, state: number): readonly number[] =>
  [...(reach[state] ?? [])].filter((other) => comesTo(reach, other, state));

/** Walks states side by side on one text; true when `goal` can be reached from `from`. `within` keeps each where it may be. */
function together(
  { sets, edges }: Automaton,
  from: readonly number[],
  within: readonly ReadonlySet<number>[],
  goal: (states: readonly number[]) => boolean,
): boolean {
  const seen = new Set<string>();
  const stack = [from];
  for (let states = stack.pop(); states !== undefined; states = stack.pop()) {
    let nexts: { readonly states: number[]; readonly set: CharSet }[] = [
      { states: [], set: [...ANY, [BEGINNING, BEGINNING]] },
    ];
    for (const [index, state] of states.entries()) {
      const allowed = within[index];
      nexts = nexts.flatMap(({ states: done, set }) =>
        [...(edges[state]?.keys() ?? [])].flatMap((to) => {
          const shared = allowed?.has(to) === true ? intersect(set, sets[to] ?? []) : [];
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

function returnsInTwoWays(automaton: Automaton, reach: Reach): boolean {
  const done = new Set<number>();
  return automaton.edges.some((_, p) => {
    if (done.has(p)) return false;
    const loop = loopOf(reach, p);
    for (const state of loop) done.add(state);
    return partsAndMeets(automaton, loop);
  });
}

/** Whether in one component two ways on one text part and come together again in the state where they began. */
function partsAndMeets({ sets, edges }: Automaton, loop: readonly number[]): boolean {
  const within = new Set(loop);
  const after = loop.map((state) => [...(edges[state] ?? [])].filter(([to]) => within.has(to)));
  if (after.some((ways) => ways.some(([, count]) => count > 1))) return true;
  if (loop.length < 2) return false;
  const place = new Map(loop.map((state, index) => [state, index]));
  const nexts = after.map((ways) => ways.map(([to]) => place.get(to) ?? 0));
  const share = loop.map((a) => loop.map((b) => intersect(sets[a] ?? [], sets[b] ?? []).length > 0));
  // Pairs of states as one number.
  const pairs = loop.length ** 2;
  const forth = Array.from({ length: pairs }, (_, pair) =>
    (nexts[Math.floor(pair / loop.length)] ?? []).flatMap((a) =>
      (nexts[pair % loop.length] ?? []).filter((b) => share[a]?.[b] === true).map((b) => a * loop.length + b),
    ),
  );
  const back: number[][] = Array.from({ length: pairs }, () => []);
  for (const [from, all] of forth.entries()) for (const to of all) back[to]?.push(from);
  return loop.some((_, index) => {
    const met = index * (loop.length + 1);
    const before = walked(back, met);
    return [...walked(forth, met)].some((pair) => pair % (loop.length + 1) !== 0 && before.has(pair));
  });
}

function walked(edges: readonly (readonly number[])[], from: number): ReadonlySet<number> {
  const seen = new Set<number>();
  const stack = [from];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const next of edges[at] ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return seen;
}

/** Of two states of one component it is known already that they do not. */
function loopsMeet(automaton: Automaton, reach: Reach, counts: (p: number, q: number) => boolean): boolean {
  const loops = [...reach.keys()].filter((state) => comesTo(reach, state, state));
  return loops.some((p) =>
    loops.some((q) => {
      if (!comesTo(reach, p, q) || comesTo(reach, q, p) || !counts(p, q)) return false;
      const between = new Set([...(reach[p] ?? [])].filter((state) => comesTo(reach, state, q)));
      const within = [new Set(loopOf(reach, p)), between, new Set(loopOf(reach, q))];
      return together(automaton, [p, p, q], within, ([a, b, c]) => a === p && b === q && c === q);
    }),
  );
}
