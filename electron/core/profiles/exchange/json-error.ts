/**
 * Where a text stops being JSON (RFC 8259). What the platform's parser says of it differs by version, and may quote a password.
 * jsonc-parser 3.3 was tried in its place: it overflows the stack on deep nesting, and of a bad string it names the beginning.
 */

type Due = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const literal = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Index of the first character that cannot stand there; the text's length when it ends too early, or is JSON. */
export function jsonErrorAt(text: string): number {
  const open: string[] = [];
  let due: Due = 'value';
  let at = 0;
  const afterValue = (): Due => (open.length === 0 ? 'nothing' : 'comma-or-end');
  for (;;) {
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
    const char = text.charAt(at);
    if (char === '') return at;
    const ends = char === '}' || char === ']';
    if (ends && due.endsWith('-or-end') && open.at(-1) === char) {
      open.pop();
      due = afterValue();
      at += 1;
    } else if (due === 'comma-or-end' && char === ',') {
      due = open.at(-1) === '}' ? 'name' : 'value';
      at += 1;
    } else if (due === 'colon' && char === ':') {
      due = 'value';
      at += 1;
    } else if ((due === 'name' || due === 'name-or-end') && char === '"') {
      const end = stringEnd(text, at);
      if (end.broken) return end.at;
      due = 'colon';
      at = end.at;
    } else if (due === 'value' || due === 'value-or-end') {
      if (char === '{' || char === '[') {
        open.push(char === '{' ? '}' : ']');
        due = char === '{' ? 'name-or-end' : 'value-or-end';
        at += 1;
        continue;
      }
      const end = char === '"' ? stringEnd(text, at) : literalEnd(text, at);
      if (end.broken) return end.at;
      due = afterValue();
      at = end.at;
    } else return at;
  }
}

interface End {
  readonly at: number;
  readonly broken: boolean;
}

function stringEnd(text: string, start: number): End {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') return { at: at + 1, broken: false };
    if (char < ' ') return { at, broken: true };
    if (char !== '\\') continue;
    const escape = text.slice(at + 1, at + 6);
    if (!/^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(escape)) return { at, broken: true };
    at += escape.startsWith('u') ? 5 : 1;
  }
  return { at: text.length, broken: true };
}

function literalEnd(text: string, at: number): End {
  literal.lastIndex = at;
  const found = literal.exec(text)?.[0];
  return found === undefined ? { at, broken: true } : { at: at + found.length, broken: false };
}

/** Line and column of an index, both from 1. */
export function placeIn(text: string, index: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < index; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: index - start + 1 };
}
