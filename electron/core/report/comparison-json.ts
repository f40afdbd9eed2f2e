/** The object that `compare --json` prints: both reports as `check` prints them, and what differs. */
import type { Report } from '../../protocol/values/session/report.ts';
import { compareReports, differencesIn } from '../../protocol/fold/compare/compare.ts';
import { type JsonValue, jsonValue, reportJson } from './json.ts';

export function comparisonJson(a: Report, b: Report, options: { transcript: boolean }): JsonValue {
  return {
    schema: 1,
    command: 'compare',
    ok: a.ok && b.ok,
    a: reportJson(a, options),
    b: reportJson(b, options),
    differences: jsonValue(differencesIn(compareReports(a, b))),
  };
}
