/**
 * The strings and url() tokens of a style sheet or of one declaration (CSS Syntax Level 3, section 4.3): all that can be an
 * address in CSS, with its escapes undone and comments left out. Linear in its input.
 */
import { character } from './escapes.ts';

const IDENT = /[a-zA-Z0-9_-]|[^\0-\x7f]/;

export function cssTexts(css: string): string[] {
  const found: string[] = [];
  let at = 0;
  /** The identifier that ends here, escapes undone; `url` before a parenthesis is one kind of token. */
  let ident = '';

  /** One escaped character; `at` follows the backslash. At a line end there is none: the line goes on. */
  const escape = (): string => {
    const hex = /^[0-9a-fA-F]{1,6}/.exec(css.slice(at, at + 6))?.[0];
    if (hex === undefined) {
      const code = css.codePointAt(at);
      if (code === undefined) return '';
      const [one] = [String.fromCodePoint(code)];
      at += one.length;
      return one === '\r' && css[at] === '\n' ? ((at += 1), '') : /[\n\r\f]/.test(one) ? '' : one;
    }
    at += hex.length;
    if (css[at] === '\r' && css[at + 1] === '\n') at += 2;
    else if (/\s/.test(css[at] ?? '')) at += 1;
    return character(Number.parseInt(hex, 16));
  };

  /** Up to the character that ends it, or to the end. */
  const upTo = (isEnd: (char: string) => boolean): string => {
    const parts: string[] = [];
    for (let from = at; ; from = at) {
      while (at < css.length && css[at] !== '\\' && !isEnd(css[at] ?? '')) at += 1;
      parts.push(css.slice(from, at));
      if (css[at] !== '\\') break;
      at += 1;
      parts.push(escape());
    }
    at += 1;
    return parts.join('');
  };

  while (at < css.length) {
    const char = css[at] ?? '';
    at += 1;
    if (char === '/' && css[at] === '*') {
      const end = css.indexOf('*/', at + 1);
      at = end < 0 ? css.length : end + 2;
      ident = '';
    } else if (char === '"' || char === "'") {
      found.push(upTo((each) => each === char || each === '\n' || each === '\r' || each === '\f'));
      ident = '';
    } else if (char === '(' && ident.toLowerCase() === 'url') {
      while (/\s/.test(css[at] ?? '')) at += 1;
      // With a string inside it is a function, and the string is taken as any other.
      if (css[at] !== '"' && css[at] !== "'") found.push(upTo((each) => each === ')').trim());
      ident = '';
    } else if (char === '\\') ident = (ident + escape()).slice(-8);
    else ident = IDENT.test(char) ? (ident + char).slice(-8) : '';
  }
  return found;
}
