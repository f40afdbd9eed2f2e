/** Rows of a list of targets as CSV (RFC 4180), for spreadsheets, which must take no cell for a formula. */
import type { TargetRow } from '../../protocol/values/survey/targets.ts';
import { targetRowText } from './targets.ts';

const columns: readonly (readonly [name: string, read: (row: TargetRow) => string])[] = [
  ['line', ({ line }) => String(line)],
  ['target', ({ text }) => text],
  ['user', ({ user }) => user ?? ''],
  ['ok', ({ ok }) => (ok ? 'yes' : 'no')],
  ['answer', ({ answer }) => answer],
  ['error', ({ error }) => error ?? ''],
  ['words', targetRowText],
  ['cause', ({ cause }) => cause?.id ?? ''],
  ['provider', ({ provider }) => provider ?? ''],
  ['tls', ({ tls }) => tls?.version ?? ''],
  ['certificate_ends', ({ tls }) => tls?.validTo ?? ''],
  ['mechanism', ({ login }) => login ?? ''],
  ['started_at', ({ startedAt }) => startedAt],
  ['milliseconds', ({ durationMs }) => durationMs.toFixed(0)],
];

/** CRLF between lines, a header first. */
export function targetsCsv(rows: readonly TargetRow[]): string {
  const lines = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, read]) => cellText(read(row))))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/**
 * Servers choose some of the words. What a spreadsheet would read as a formula gets an apostrophe in front, after spaces too (OWASP, "CSV
 * Injection"); control characters, which some drop before they look, become spaces.
 */
function cellText(value: string): string {
  const text = value.replace(/[\u0000-\u001f\u007f]/g, ' ');
  const safe = /^ {0,1000}[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
