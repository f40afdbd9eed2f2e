/**
 * What the HTML of a message points at. For telling and for caution only: nothing is ever fetched because of it, and what it
 * overlooks is not fetched either. Everything here is linear in its input, which strangers wrote.
 */
import { Buffer } from 'node:buffer';
import { limits } from '../wire/limits.ts';
import { imageOf } from './image.ts';

const ADDRESS = /(?:^|[\s"'=(,;])((?:(?:https?|ftp|wss?):)?[/\\]{2}[^\s"'<>()\\]{1,2000})/gi;
/** Names of vocabularies look like addresses and are never fetched. */
const NAMESPACE = /\bxmlns(?::\w{1,40})?\s{0,9}=\s{0,9}["']?[^"'\s>]*/gi;

/** Addresses of remote content, in the order in which they stand; links aside, which are followed only by a click. */
export function remoteContent(html: string): string[] {
  const found = new Set<string>();
  for (const { name, text } of pieces(html)) {
    const plain = unescaped(text).replace(NAMESPACE, ' ');
    const isLink = name === 'a' || name === 'area';
    for (const match of plain.matchAll(ADDRESS)) {
      const [whole, address = ''] = match;
      const before = plain.slice(Math.max(0, match.index - 12), match.index + whole.length - address.length);
      if (isLink && /href\s*=\s*["']?$/i.test(before)) continue;
      found.add(address.slice(0, limits.mailbox.urlLength));
      if (found.size >= limits.mailbox.remoteUrls) return [...found];
    }
  }
  return [...found];
}

/** Whether every image that stands in the HTML itself can be decoded without harm. */
export function embeddedImagesFit(html: string): boolean {
  // Browsers drop these from addresses wherever they stand.
  const plain = unescaped(html).replace(/[\t\r\n]/g, '');
  for (const { index } of plain.matchAll(/data:/gi)) {
    const [head, kind = ''] =
      /^data:image\/([a-z+.-]{1,20})(?:;[a-z0-9=-]{1,40}){0,4},/i.exec(plain.slice(index, index + 300)) ?? [];
    if (head === undefined) return false;
    if (kind.toLowerCase() === 'svg+xml') continue;
    if (!/;base64,$/i.test(head)) return false;
    const start = index + head.length;
    const data = /[^A-Za-z0-9+/= ]/g;
    data.lastIndex = start;
    const image = imageOf(Buffer.from(plain.slice(start, data.exec(plain)?.index), 'base64'), '');
    if (image === null || image.pixels > limits.mailbox.imagePixels) return false;
  }
  return true;
}

/** Tags, and the text of style elements. */
function* pieces(html: string): Iterable<{ name: string; text: string }> {
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    const comment = html.startsWith('<!--', at);
    const end = comment ? html.indexOf('-->', at + 4) : html.indexOf('>', at + 1);
    if (end < 0) return;
    const name = comment ? '' : (/^[a-z][a-z0-9:-]{0,40}/i.exec(html.slice(at + 1, at + 42))?.[0].toLowerCase() ?? '');
    if (name !== '') yield { name, text: html.slice(at + 1 + name.length, end) };
    at = comment ? end + 3 : end + 1;
    if (name !== 'style') continue;
    const close = html.indexOf('</', at);
    yield { name, text: html.slice(at, close < 0 ? html.length : close) };
    if (close < 0) return;
    at = close;
  }
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  colon: ':',
  sol: '/',
  period: '.',
  lpar: '(',
  rpar: ')',
  Tab: '\t',
  NewLine: '\n',
};

/** The escapes of HTML and of CSS undone, as far as they can hide an address. */
function unescaped(text: string): string {
  return text
    .replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-zA-Z]{2,8}));?/gi,
      (whole, hex?: string, decimal?: string, name?: string) => {
        if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
        return character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
      },
    )
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, hex: string) => character(Number.parseInt(hex, 16)));
}

const character = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
