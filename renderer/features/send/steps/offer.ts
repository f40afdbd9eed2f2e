/** What a server offered last in a session, keyword by keyword. Pure. */
import { mergedCapabilities } from '../../../../electron/protocol/fold/capabilities.ts';
import type { Report } from '../../../../electron/protocol/values/session/report.ts';

export type Offer = ReadonlyMap<string, readonly string[]>;

/** Null where it did not come so far. */
export function offerOf(report: Report | null | undefined): Offer | null {
  const last = report?.ehlo.auth ?? report?.ehlo.tls ?? report?.ehlo.plain ?? null;
  if (last === null) return null;
  return new Map([...mergedCapabilities(last.capabilities)].map(([keyword, { params }]) => [keyword, params]));
}
