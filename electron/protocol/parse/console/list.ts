/**
 * A list of console commands as it is saved and run: a line each, a message after DATA up to a line that is a dot alone, octets after
 * BDAT. It is read whole before anything is sent, so that a list with a mistake sends nothing.
 */
import { limits } from '../limits.ts';
import { type ConsoleLine, followsMessage, parseConsoleLine } from './line.ts';

export type ListStep =
  | {
      /** Counted from 1. */
      readonly line: number;
      readonly kind: 'line';
      readonly text: string;
      readonly read: Exclude<ConsoleLine, { kind: 'nothing' | 'wrong' }>;
    }
  /** Sent where the server asked for it (354), else passed over. Lines without their ends, dots as typed. */
  | { readonly line: number; readonly kind: 'message'; readonly lines: readonly string[] }
  /** BDAT with its octets. */
  | { readonly line: number; readonly kind: 'chunk'; readonly text: string; readonly lines: readonly string[] };

export type ListProblem = 'too-long' | 'no-end' | 'wrong-length' | 'wrong-word' | 'empty';

export type ParsedList =
  | { readonly ok: true; readonly steps: readonly ListStep[] }
  | { readonly ok: false; readonly line: number; readonly problem: ListProblem; readonly usage: string | null };

const wrong = (line: number, problem: ListProblem, usage: string | null = null): ParsedList => ({
  ok: false,
  line,
  problem,
  usage,
});

/** In UTF-8, with CR LF. */
function octetsOf(line: string): number {
  let octets = 2;
  for (const character of line) {
    const point = character.codePointAt(0) ?? 0;
    octets += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return octets;
}

export function parseList(text: string): ParsedList {
  if (text.length > limits.commandList) return wrong(1, 'too-long');
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  if (lines.length > limits.commandLines) return wrong(limits.commandLines + 1, 'too-long');
  const steps: ListStep[] = [];
  /** The message that is due, once the words that judge the 354 are through. */
  let due: number | null = null;
  for (let at = 0; at < lines.length;) {
    const line = at + 1;
    const given = lines[at] ?? '';
    const read = parseConsoleLine(given);
    if (due !== null && read.kind !== 'expect') {
      const end = lines.indexOf('.', at);
      if (end < 0) return wrong(due, 'no-end');
      steps.push({ line, kind: 'message', lines: lines.slice(at, end) });
      due = null;
      at = end + 1;
      continue;
    }
    at += 1;
    if (read.kind === 'nothing') continue;
    if (read.kind === 'wrong') return wrong(line, 'wrong-word', read.usage);
    const message = read.kind === 'wire' ? followsMessage(read.text) : null;
    if (read.kind !== 'wire' || typeof message?.octets !== 'number') {
      steps.push({ line, kind: 'line', text: given, read });
      if (message !== null) due = line;
      continue;
    }
    const begin = at;
    let octets = 0;
    while (octets < message.octets && at < lines.length) {
      octets += octetsOf(lines[at] ?? '');
      at += 1;
    }
    if (octets !== message.octets) return wrong(line, 'wrong-length');
    steps.push({ line, kind: 'chunk', text: read.text, lines: lines.slice(begin, at) });
  }
  if (due !== null) return wrong(due, 'no-end');
  return steps.length === 0 ? wrong(1, 'empty') : { ok: true, steps };
}
