/** Two reports side by side, as rows: what differs first, what is the same on demand. */
import { compareReports } from '../../../electron/protocol/fold/compare/compare.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { COMPARISON_GROUPS, groupText, placeText, valueText } from '../../../electron/texts/session/comparison.ts';

export interface ComparedRow {
  readonly key: string;
  readonly label: string;
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
}

export interface ComparedGroup {
  readonly title: string;
  readonly rows: readonly ComparedRow[];
}

/** In the order of the session; groups without a row are left out. */
export function comparedGroups(a: Report, b: Report, all: boolean): ComparedGroup[] {
  const rows = compareReports(a, b)
    .filter(({ same }) => all || !same)
    .map((each) => {
      const { group, label, thing } = placeText(each.at);
      return {
        group,
        key: each.path,
        label: label === '' ? (thing ?? each.path) : label,
        a: valueText(each.at, each.a),
        b: valueText(each.at, each.b),
        same: each.same,
      };
    });
  return COMPARISON_GROUPS.map((group) => ({
    title: groupText(group),
    rows: rows.filter((row) => row.group === group),
  })).filter((group) => group.rows.length > 0);
}

export const countDifferences = (a: Report, b: Report): number =>
  compareReports(a, b).filter(({ same }) => !same).length;
