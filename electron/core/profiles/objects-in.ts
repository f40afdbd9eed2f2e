/** Whole JSON objects in a text that is no JSON any more: cut off, overwritten in places, or edited wrongly. */
import { limits } from './limits.ts';

/** Objects that `wanted` accepts, outermost first; one that is accepted is not searched further. */
export function* objectsIn(text: string, wanted: (value: unknown) => boolean): Generator {
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at)) {
    const end = endOfObject(text, at);
    const value = end === -1 ? undefined : parse(text.slice(at, end));
    if (value !== undefined && wanted(value)) {
      yield value;
      at = end;
    } else at += 1;
  }
}

/** Index after the closing brace, or -1. A line end inside a string means that a quote was lost: JSON has none there. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
      else if (char === '\n') return -1;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > limits.exchange.depth) return -1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
