/**
 * One argument or literal for each of the languages that commands are copied into, whatever the value holds. What is copied is
 * typed again by a terminal: an octet above 127 is a key press to a shell in the C locale, a control character is one everywhere.
 */

const bare = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

/**
 * For sh, dash, bash, zsh and fish. Nothing is special between single quotes but the quote itself (to fish also a backslash before
 * a quote or another one, so that those stand outside). What is not printable ASCII is written by printf, as octets: `$'...'`
 * would read better, and is unknown to dash. A bare word with `=` in front is a command's path to zsh.
 */
export function shell(value: string): string {
  if (bare.test(value)) return value;
  if (value === '') return "''";
  let written = '';
  let quoted = '';
  let other = '';
  const flush = (): void => {
    if (quoted !== '') written += `'${quoted}'`;
    if (other !== '') written += `"$(printf '${octal(other)}')"`;
    quoted = other = '';
  };
  const units = Array.from(value);
  for (const [at, unit] of units.entries()) {
    const plain = unit >= ' ' && unit <= '~';
    if (plain === (other !== '')) flush();
    const next = units[at + 1] ?? '';
    if (!plain) other += unit;
    else if (unit === "'" || (unit === '\\' && !/^[ -&(-[\]-~]$/.test(next))) {
      flush();
      written += `\\${unit}`;
    } else quoted += unit;
  }
  flush();
  return written;
}

/** Octets of UTF-8 as printf takes them. Half a surrogate pair has none, and becomes U+FFFD. */
const octal = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(/%(..)|[^]/g, (unit, hex?: string) => {
    const octet = hex === undefined ? unit.charCodeAt(0) : parseInt(hex, 16);
    return `\\${octet.toString(8).padStart(3, '0')}`;
  });

/** PowerShell takes typographic single quotes for quotes too; doubled, each stands for itself. */
export const powerShell = (value: string): string => `'${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`;

/** A literal of Python and of JavaScript alike: both know these escapes, and nothing but ASCII is left. */
export const literal = (value: string): string =>
  `'${value.replace(/[\\']/g, '\\$&').replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;

/** msmtp knows no escape: a value it cannot hold is null. */
export function msmtp(value: string): string | null {
  if (value.includes('"') || value.includes('\n') || value.includes('\r')) return null;
  return /^[^\s#"]+$/.test(value) ? value : `"${value}"`;
}
