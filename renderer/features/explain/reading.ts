/** How a text was read, for the screen: facts in words, and the lines around the one that decides with its codes marked. */
import { phaseText } from '../../../electron/texts/session/phases.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type { Explained } from '../../../electron/protocol/values/app/explain.ts';

type Reading = Explained['reading'];

export interface ReadFact {
  readonly label: string;
  readonly value: string;
  readonly wire: boolean;
}

export function readFacts({ code, enhancedCode, phase, host, client, provider }: Reading): ReadFact[] {
  const facts: (ReadFact | null)[] = [
    code === null ? null : { label: 'Reply code', value: String(code), wire: true },
    enhancedCode === null ? null : { label: 'Enhanced code', value: enhancedCode, wire: true },
    phase === null ? null : { label: 'Step', value: phaseText(phase).label, wire: false },
    host === null ? null : { label: 'Server', value: visible(host), wire: true },
    provider === null ? null : { label: 'Provider', value: `${provider.name}, by ${provider.by}`, wire: false },
    client === null ? null : { label: 'Written by', value: visible(client), wire: false },
  ];
  return facts.filter((fact) => fact !== null);
}

export interface PastedPart {
  readonly text: string;
  readonly code: boolean;
}

export interface PastedLine {
  /** From 1, as people count. */
  readonly number: number;
  readonly decides: boolean;
  readonly parts: readonly PastedPart[];
}

const AROUND = 2;
/** Characters of a line that are drawn: one of a megabyte serves nobody. */
const DRAWN = 600;

/** Empty where no line decides by itself. */
export function linesAround(text: string, { lines, code, enhancedCode }: Reading): PastedLine[] {
  if (lines === null) return [];
  const all = text.split('\n');
  const from = Math.max(0, lines.first - AROUND);
  return all.slice(from, lines.last + AROUND + 1).map((line, offset) => {
    const index = from + offset;
    const decides = index >= lines.first && index <= lines.last;
    const drawn = visible(shorter(line.replace(/\r$/, '').replaceAll('\t', ' ')));
    return { number: index + 1, decides, parts: decides ? parts(drawn, code, enhancedCode) : [plain(drawn)] };
  });
}

const shorter = (line: string): string => (line.length <= DRAWN ? line : `${line.slice(0, DRAWN)}…`);
const plain = (text: string): PastedPart => ({ text, code: false });

/** The codes of it marked, where they stand as numbers of their own. */
function parts(line: string, code: number | null, enhanced: string | null): PastedPart[] {
  const wanted = [...(code === null ? [] : [String(code)]), ...(enhanced === null ? [] : [enhanced])];
  if (wanted.length === 0) return [plain(line)];
  const any = new RegExp(`(?<![0-9.])(${wanted.map((each) => each.replaceAll('.', '\\.')).join('|')})(?![0-9.]*[0-9])`);
  return line
    .split(any)
    .map((text, nth) => ({ text, code: nth % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/** Where the deciding lines stand in the text, to be selected in the box. */
export function placeInText(text: string, lines: { first: number; last: number }): { start: number; end: number } {
  const all = text.split('\n');
  const lengthOf = (count: number): number => all.slice(0, count).reduce((sum, line) => sum + line.length + 1, 0);
  return { start: lengthOf(lines.first), end: Math.max(0, lengthOf(lines.last + 1) - 1) };
}
