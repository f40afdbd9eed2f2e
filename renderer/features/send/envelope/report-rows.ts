/** The recipients with the reports that each asks for itself, as rows: those that are looked for, and never more than are shown. Pure. */
import type { ParsedRecipients } from '../../../../electron/protocol/parse/addresses/recipients.ts';
import { type OwnReports, reportsText } from '../../../../electron/protocol/parse/addresses/recipient-reports.ts';

export interface ReportRow {
  readonly index: number;
  readonly address: string;
  readonly own: OwnReports;
}

interface ReportRows {
  readonly rows: readonly ReportRow[];
  /** How many fit what is looked for. */
  readonly found: number;
}

/** `sought`: a part of the address, or of what stands behind it. */
export function reportRows(
  { addresses, reports }: Pick<ParsedRecipients, 'addresses' | 'reports'>,
  sought: string,
  most: number,
): ReportRows {
  const behind = new Map(reports.map(({ index, ...own }): [number, OwnReports] => [index, own]));
  const wanted = sought.trim().toLowerCase();
  const rows: ReportRow[] = [];
  let found = 0;
  for (const [index, address] of addresses.entries()) {
    const own = behind.get(index) ?? {};
    if (wanted !== '' && !`${address}${reportsText(own)}`.toLowerCase().includes(wanted)) continue;
    found += 1;
    if (rows.length < most) rows.push({ index, address, own });
  }
  return { rows, found };
}
