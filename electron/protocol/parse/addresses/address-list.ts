/**
 * Address lists as people type them and header fields hold them (RFC 5322 section 3.4, obsolete forms that are met in the
 * field included): groups, comments, display names. One pass, no recursion. Encoded words are text and never decoded:
 * decoding first and parsing afterwards is how an address hides in a name.
 */
import { limits } from '../limits.ts';
import { type AddressReason, type Mailbox, parseMailbox } from './mailbox.ts';

export interface ListedAddress {
  readonly mailbox: Mailbox;
  /** Display name, quotes taken off; '' for none. */
  readonly name: string;
  /** Name of the group it stands in; null outside of groups. */
  readonly group: string | null;
}

export type ListReason =
  | AddressReason
  | 'no-address'
  | 'no-brackets'
  | 'text-after-address'
  | 'nested-group'
  | 'unclosed'
  | 'comment-too-deep';

export interface AddressList {
  readonly addresses: readonly ListedAddress[];
  /** What stood there and is no address. An entry is either above or here, never half in each. */
  readonly problems: readonly { readonly text: string; readonly reason: ListReason }[];
}

interface Token {
  readonly kind: 'word' | 'quoted' | 'angle' | 'at-dot';
  /** For quoted the source with its quotes, for angle what stands between the brackets. */
  readonly text: string;
  /** A blank or a comment stood before it. */
  readonly apart: boolean;
}

const wordEnd = /[\s"(<>,:;@.[\]]/g;

/** Takes one entry's tokens as they come; an entry ends at a comma, a semicolon or the end. */
class Entries {
  readonly addresses: ListedAddress[] = [];
  readonly problems: { text: string; reason: ListReason }[] = [];
  group: string | null = null;
  #tokens: Token[] = [];
  /** Words of entries without any address: `Foo, PhD <a@b>` is one name with a comma in it. */
  #held: string[] = [];

  push(token: Token): void {
    this.#tokens.push(token);
  }

  problem(text: string, reason: ListReason): void {
    this.problems.push({ text, reason });
  }

  /** The words so far name a group. */
  beginGroup(): void {
    this.flushHeld();
    this.group = phrase(this.#tokens);
    this.#tokens = [];
  }

  endGroup(): void {
    this.end();
    this.flushHeld();
    this.group = null;
  }

  flushHeld(): void {
    if (this.#held.length > 0) this.problem(this.#held.join(', '), 'no-address');
    this.#held = [];
  }

  end(): void {
    const tokens = this.#tokens;
    this.#tokens = [];
    if (tokens.length === 0) return;
    const angle = tokens.findIndex((token) => token.kind === 'angle');
    if (angle === -1 && !tokens.some((token) => token.kind === 'at-dot' && token.text === '@')) {
      this.#held.push(phrase(tokens));
      return;
    }
    if (angle === -1) {
      this.flushHeld();
      this.#bare(tokens);
      return;
    }
    const name = [...this.#held, phrase(tokens.slice(0, angle))].filter((part) => part !== '').join(', ');
    this.#held = [];
    if (angle === tokens.length - 1) this.#accept(tokens[angle]?.text.trim() ?? '', name);
    else this.problem(source(tokens), 'text-after-address');
  }

  /** An address without brackets; blanks may stand around its @ and dots only. */
  #bare(tokens: readonly Token[]): void {
    let text = '';
    let glue = true;
    for (const token of tokens) {
      const joint = token.kind === 'at-dot';
      if (token.apart && !glue && !joint) {
        this.problem(source(tokens), 'no-brackets');
        return;
      }
      text += token.text;
      glue = joint;
    }
    this.#accept(text, '');
  }

  #accept(text: string, name: string): void {
    const parsed = parseMailbox(text);
    if (parsed.ok) this.addresses.push({ mailbox: parsed.value, name, group: this.group });
    else this.problem(text, parsed.reason);
  }
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gsu, '$1');
}

function phrase(tokens: readonly Token[]): string {
  let text = '';
  for (const token of tokens) {
    if (token.apart && text !== '') text += ' ';
    text += token.kind === 'quoted' ? unquote(token.text) : token.text;
  }
  return text;
}

function source(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.apart ? ' ' : '') + (token.kind === 'angle' ? `<${token.text}>` : token.text))
    .join('')
    .trim();
}

/** Offset after the comment that begins at start; comments nest, so they are counted. -1: unclosed, -2: too deep. */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth > limits.commentDepth) return -2;
    if (depth === 0) return at + 1;
  }
  return -1;
}

/** Offset after the closing character, quotes and backslashes heeded; -1 when it is missing. */
function endOfEnclosed(text: string, start: number, close: string): number {
  let quoted = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === close && !quoted) return at + 1;
    else if (character === '"') quoted = !quoted;
  }
  return -1;
}

/** Never throws; what cannot be read is in problems. Linear in the text. */
export function parseAddressList(text: string): AddressList {
  const entries = new Entries();
  let apart = false;
  let at = 0;
  /** Puts the enclosed text in as one token; false when it never closes, and nothing after it can be trusted. */
  const enclosed = (kind: Token['kind'], close: string): boolean => {
    const end = endOfEnclosed(text, at, close);
    if (end === -1) {
      entries.problem(text.slice(at), 'unclosed');
      return false;
    }
    entries.push({ kind, text: kind === 'angle' ? text.slice(at + 1, end - 1) : text.slice(at, end), apart });
    at = end;
    apart = false;
    return true;
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '"' || character === '<' || character === '[') {
      const kind = character === '"' ? 'quoted' : character === '<' ? 'angle' : 'word';
      if (!enclosed(kind, character === '"' ? '"' : character === '<' ? '>' : ']')) return settle(entries);
    } else if (character === '(') {
      const end = endOfComment(text, at);
      if (end < 0) {
        entries.problem(text.slice(at, at + 200), end === -1 ? 'unclosed' : 'comment-too-deep');
        return settle(entries);
      }
      at = end;
      apart = true;
    } else if (character === ',') {
      entries.end();
      at += 1;
    } else if (character === ';') {
      entries.endGroup();
      at += 1;
    } else if (character === ':') {
      if (entries.group === null) entries.beginGroup();
      else {
        // RFC 5322 has no group in a group; one report is enough for ten thousand of them.
        if (entries.problems.at(-1)?.reason !== 'nested-group')
          entries.problem(text.slice(at, at + 200), 'nested-group');
        entries.push({ kind: 'word', text: ':', apart });
      }
      at += 1;
      apart = false;
    } else if (/\s/.test(character)) {
      at += 1;
      apart = true;
    } else if (character === '@' || character === '.') {
      entries.push({ kind: 'at-dot', text: character, apart });
      at += 1;
      apart = false;
    } else {
      wordEnd.lastIndex = at + 1;
      const end = wordEnd.exec(text)?.index ?? text.length;
      entries.push({ kind: 'word', text: text.slice(at, end), apart });
      at = end;
      apart = false;
    }
  }
  return settle(entries);
}

function settle(entries: Entries): AddressList {
  entries.end();
  entries.flushHeld();
  return { addresses: entries.addresses, problems: entries.problems };
}
