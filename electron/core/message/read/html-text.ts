/** The words of HTML, for the search: tags, comments, styles and scripts left out. Linear, and nothing to be shown. */

/** Those within a word do not part it. */
const INLINE = new Set(
  'a abbr b bdi bdo big cite code del em font i ins kbd label mark q s small span strong sub sup tt u var wbr'.split(
    ' ',
  ),
);
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  zwnj: '',
  zwsp: '',
  szlig: 'ß',
  aelig: 'æ',
  AElig: 'Æ',
  oslash: 'ø',
  Oslash: 'Ø',
  aring: 'å',
  Aring: 'Å',
  eth: 'ð',
  thorn: 'þ',
  euro: '€',
};
/** Letters with their marks are named after both. */
const MARKS: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  cedil: '\u0327',
  caron: '\u030c',
};

export function htmlWords(html: string): string {
  const out: string[] = [];
  for (let at = 0; at < html.length;) {
    const begin = html.indexOf('<', at);
    out.push(unescaped(html.slice(at, begin < 0 ? html.length : begin)));
    if (begin < 0) break;
    if (!/[a-z/!?]/i.test(html.charAt(begin + 1))) {
      // A sign, no tag.
      out.push('<');
      at = begin + 1;
      continue;
    }
    const comment = html.startsWith('<!--', begin);
    const end = html.indexOf(comment ? '-->' : '>', begin + 2);
    if (end < 0) break;
    const name = /^\/?([a-z][a-z0-9]{0,15})/i.exec(html.slice(begin + 1, begin + 20))?.[1]?.toLowerCase() ?? '';
    if (!comment && !INLINE.has(name)) out.push(' ');
    at = end + (comment ? 3 : 1);
    if (!comment && (name === 'style' || name === 'script') && html.charAt(begin + 1) !== '/')
      at = endOfContent(html, at);
  }
  return out.join('');
}

/** Styles and scripts end at the next end tag of whatever name, which is all that words need. */
function endOfContent(html: string, at: number): number {
  const close = html.indexOf('</', at);
  return close < 0 ? html.length : close;
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text
    .replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi,
      (whole, hex?: string, decimal?: string, name?: string) => {
        if (name === undefined) return character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
        if (Object.hasOwn(NAMED, name)) return NAMED[name] ?? whole;
        const mark = MARKS[name.slice(1)];
        return mark === undefined ? whole : name.charAt(0) + mark;
      },
    )
    .normalize('NFC');
}

const character = (code: number): string =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
