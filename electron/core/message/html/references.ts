/**
 * What the HTML of a message refers to elsewhere. Only to be shown: nothing is ever fetched, or looked up, because of it.
 * Complete by construction: whatever a browser's parser hands on that could be an address (each value of each attribute, each
 * string of a style sheet, each script) is looked at, and listed if it names a host; no list of elements says where to look.
 */
import { Buffer } from 'node:buffer';
import { limits } from '../limits.ts';
import { cssTexts } from './css-texts.ts';
import { unescaped } from './escapes.ts';
import { htmlNodes, type HtmlNode } from './tree.ts';

/** Addresses within text: with an authority, or of a scheme that has one even where the slashes are missing (URL standard, 4.4). */
const ADDRESS = /(?<=^|[\s"'=(,;:|])(?:(?:https?|ftp|wss?):|(?:[a-z][a-z0-9+.-]{0,40}:)?[/\\]{2})[^\s"'<>()]{1,2000}/gi;

/** Text for people, and names of vocabularies. */
const isNoAddress = (attribute: string): boolean =>
  /^(?:alt|title|placeholder|label|summary|abbr|aria-.*|xmlns(?::.*)?)$/i.test(attribute);

/** Addresses of remote content, in the order in which they stand; links aside, which are followed only by a click. */
export function remoteContent(html: string): string[] {
  const found = new Found();
  readDocument(html, found, 0);
  return found.addresses;
}

class Found {
  readonly #addresses = new Set<string>();

  get addresses(): string[] {
    return [...this.#addresses];
  }

  get full(): boolean {
    return this.#addresses.size >= limits.mailbox.remoteUrls;
  }

  add(address: string): void {
    if (!this.full) this.#addresses.add(address.slice(0, limits.mailbox.urlLength));
  }
}

function readDocument(html: string, found: Found, depth: number): void {
  const nodes = depth > limits.reading.htmlDocuments ? null : htmlNodes(html);
  if (nodes === null) return readText(unescaped(html), found);
  for (const node of nodes) {
    if (found.full) return;
    if ('tagName' in node) {
      for (const attribute of node.attrs) readAttribute(node, attribute, found, depth);
    } else if (node.nodeName === '#text' && 'value' in node) readCode(node, node.value, found);
    else if ('data' in node) readComment(node.data, found, depth);
  }
}

type Element = Extract<HtmlNode, { tagName: string }>;

function readAttribute(element: Element, { name, value }: Element['attrs'][number], found: Found, depth: number): void {
  if (isNoAddress(name)) return;
  if (name === 'href' && (element.tagName === 'a' || element.tagName === 'area')) return;
  if (name === 'srcdoc') readDocument(value, found, depth + 1);
  else if (name === 'style') for (const each of cssTexts(value)) readValue(each, found);
  else readValue(value, found);
}

/** The text of style sheets and scripts; that of the message itself refers to nothing. */
function readCode(node: Extract<HtmlNode, { value: string }>, text: string, found: Found): void {
  const parent = node.parentNode !== null && 'tagName' in node.parentNode ? node.parentNode.tagName : '';
  if (parent === 'style') for (const each of cssTexts(text)) readValue(each, found);
  else if (parent === 'script') readText(text, found);
}

/** Two kinds of comments are none to other programs: instructions of XML, and what Outlook alone is to read. */
function readComment(text: string, found: Found, depth: number): void {
  if (text.startsWith('?')) readText(unescaped(text), found);
  else if (/^\s*\[if\s/i.test(text)) readDocument(text, found, depth + 1);
}

/** A value is an address as a whole, or holds some: a list of images, a style, a time and an address. */
function readValue(value: string, found: Found): void {
  // Browsers drop these from addresses wherever they stand.
  const joined = value.replace(/[\t\r\n]/g, '').trim();
  if (/^data:/i.test(joined)) return readText(unescaped(dataOf(joined)), found);
  if (!/[\s"'<>()]/.test(joined) && namesHost(joined)) return found.add(joined);
  readText(value, found);
  if (joined.length < value.length) readText(joined, found);
  for (const text of /["'(\\]/.test(value) ? cssTexts(value) : []) {
    if (/^data:/i.test(text)) readText(unescaped(dataOf(text)), found);
    else if (namesHost(text.replace(/[\t\r\n]/g, ''))) found.add(text.replace(/[\t\r\n]/g, ''));
    else readText(text, found);
  }
}

function readText(text: string, found: Found): void {
  for (const [address] of text.matchAll(ADDRESS)) {
    if (found.full) return;
    if (namesHost(address)) found.add(address);
  }
}

/** The content of a data: URL as text; what it holds is never fetched either, and yet it says what was meant to be. */
function dataOf(url: string): string {
  const comma = url.indexOf(',');
  const content = url.slice(comma + 1);
  if (/;base64$/i.test(url.slice(0, Math.max(0, comma)))) return Buffer.from(content, 'base64').toString('latin1');
  return content.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Bases of two schemes: an address of the base's own scheme, without slashes, would be one within the base. */
const BASES = ['https://own.invalid/', 'ftp://own.invalid/'] as const;

/** Whether an address, resolved as the view would, has a host that is not the document's own. */
function namesHost(address: string): boolean {
  // The document's own scheme, whose addresses are read as those of https are.
  const plain = address.replace(/^mail:/i, 'https:');
  const bases = plain === address ? BASES : [BASES[0]];
  return bases.some((base) => {
    const url = URL.canParse(plain, base) ? new URL(plain, base) : null;
    // What the one parser refuses another may take: an authority is an authority.
    if (url === null) return /^(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}/i.test(plain);
    return url.host !== '' && url.host !== 'own.invalid';
  });
}
