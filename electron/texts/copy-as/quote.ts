/** One argument or literal for each of the languages that commands are copied into, whatever the value holds. */

/** For sh and its kin. Nothing is special between single quotes but the quote itself. */
export const shell = (value: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;

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
