/**
 * Writes beside each expression of the lexicon, in what is built, the words of which one is in everything that it matches. Looking for a word
 * costs next to nothing; making an expression ready costs more than reading a whole reply, and one judgement asks for some 300 of them.
 */
import { inRoot } from './paths.mjs';

/** Of what matches, one is always in it; null: it may match without any. @typedef {readonly string[] | null} Needed */

/** Characters that stand for themselves, but for one that is counted; what opens a group; all else with how often it stands there. */
const tokens =
  /(?<run>[^\\()[\]{}|.^$?*+]+)(?![?*+{])|(?<open>\((?:\?(?:<?[=!]|:))?)(?!\?)|(?<one>\\.|\[(?:\\.|[^\]\\])*\]|[^(\\])(?:(?<times>[?*+]|\{[0-9]+(?:,[0-9]*)?\})\??)?/g;

/** What is being read: the best words of an alternative, a word that is not at its end yet, and the words of the alternatives before. */
class Level {
  /** @type {string[]} */
  #all = [];
  #none = false;
  /** @type {Needed} */
  #best = null;
  #word = '';

  /** @param {string} characters */
  add(characters) {
    this.#word += characters;
  }

  endWord() {
    if (this.#word !== '') this.offer([this.#word]);
    this.#word = '';
  }

  /** Everything in an alternative has to be there: the longest of it is asked for. @param {readonly string[]} needed */
  offer(needed) {
    if (this.#best === null || shortest(needed) > shortest(this.#best)) this.#best = needed;
  }

  endAlternative() {
    this.endWord();
    if (this.#best === null) this.#none = true;
    else this.#all.push(...this.#best);
    this.#best = null;
  }

  /** One of the words of any alternative; none where one of them needs none. @returns {Needed} */
  end() {
    this.endAlternative();
    return this.#none ? null : [...new Set(this.#all)];
  }
}

/** @param {readonly string[]} words */
const shortest = (words) => Math.min(...words.map((word) => word.length));

/**
 * @param {string} source of an expression without flags
 * @returns {Needed} @throws Error for a syntax that is not read here: references, names, properties, code points
 */
export function neededBy(source) {
  /** @type {{ level: Level, opened: string }[]} */
  const outer = [];
  let level = new Level();
  let end = 0;
  for (const { 0: token, index, groups: { run, open, one = '', times } = {} } of source.matchAll(tokens)) {
    if (index !== end) throw new Error(`cannot read /${source}/`);
    end += token.length;
    const mustBe = times === undefined || !/^(?:[?*]|\{0)/.test(times);
    if (run !== undefined) level.add(run);
    else if (open !== undefined) {
      outer.push({ level, opened: open });
      level = new Level();
    } else if (one === ')') {
      const needed = level.end();
      const group = outer.pop();
      if (group === undefined) throw new Error(`a group too few in /${source}/`);
      level = group.level;
      // What only looks around has no width: what stands on both sides of it still stands together.
      if (group.opened !== '(' && group.opened !== '(?:') continue;
      level.endWord();
      if (needed !== null && mustBe) level.offer(needed);
    } else if (one === '|') level.endAlternative();
    else if (/^(?:[.[]|\\[dswDSW])/.test(one)) level.endWord();
    else if (/^\\[ac-zA-Z0-9]/.test(one)) throw new Error(`${one} is not read here: /${source}/`);
    else if (!/^(?:[\^$]|\\b)$/.test(one)) {
      if (mustBe) level.add(one.replace(/^\\/, ''));
      if (times !== undefined) level.endWord();
    }
  }
  if (outer.length > 0 || end !== source.length) throw new Error(`cannot read /${source}/`);
  return level.end();
}

/** Concepts stand in these, and what replaces the words of other languages; other expressions of the lexicon split. */
const ofConcepts = /\/core\/diagnosis\/lexicon\/(?:subjects\/[a-z-]+|predicates|topics|languages)\.ts$/;
const PREPARED = inRoot('electron', 'core', 'diagnosis', 'lexicon', 'prepared-wording.ts');

/** @typedef {{ type: string, start: number, end: number, regex?: { pattern: string, flags: string } }} Node */

/** The plugin: `/a|b/` becomes `preparedWording("a\nb", () => /a|b/)`. What may match without any word stays as it is. */
export const lexiconWords = () => ({
  name: 'lexicon-words',
  /** @this {{ parse: (code: string) => unknown }} @param {string} code @param {string} id */
  transform(code, id) {
    if (!ofConcepts.test(id)) return null;
    let built = code;
    for (const { start, end, regex } of expressionsIn(this.parse(code)).reverse()) {
      // With "g" it replaces: `test` would remember where it was.
      const needed = regex === undefined || !['', 'g'].includes(regex.flags) ? null : neededBy(regex.pattern);
      if (needed === null) continue;
      const words = JSON.stringify(needed.join('\n'));
      built = `${built.slice(0, start)}preparedWording(${words}, () => ${code.slice(start, end)})${built.slice(end)}`;
    }
    // On the first line, so that all lines stay where they are.
    return { code: `import { preparedWording } from ${JSON.stringify(PREPARED)}; ${built}`, map: null };
  },
});

/** In the order in which they stand. @param {unknown} value @returns {Node[]} */
function expressionsIn(value) {
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (typeof value !== 'object' || value === null) return [];
  const node = /** @type {Node} */ (value);
  return node.type === 'Literal' && node.regex !== undefined ? [node] : Object.values(value).flatMap(expressionsIn);
}
