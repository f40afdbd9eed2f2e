/** The overview of profiles that were verified together: what works, what is refused, which certificate ends, who was never tried. */
import { type Cell, type Row, cell } from '../../../core/report/outline/types.ts';
import type { Profile } from '../../../protocol/values/profiles/profile.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import type { TargetRow } from '../../../protocol/values/survey/targets.ts';
import { targetRowText } from '../../../texts/survey/targets.ts';
import { daysLeft } from '../../../texts/survey/watch.ts';
import { plural } from '../../../texts/units.ts';
import { shorten, visible } from '../../../texts/visible.ts';
import { limits } from '../../limits.ts';
import { drawTable } from '../draw.ts';
import { verifiedText } from '../profiles.ts';
import { type Output, paint } from '../terminal.ts';

export interface VerifiedProfile {
  /** With its folder. */
  readonly name: string;
  readonly profile: Profile;
  /** null where it has no login, and where it was stopped before. */
  readonly row: TargetRow | null;
  readonly report: Report | null;
}

const isTried = ({ row }: VerifiedProfile): boolean => row !== null && row.problem === null;

export function verifiedSummary(all: readonly VerifiedProfile[], now = new Date()) {
  const count = (fits: (one: VerifiedProfile) => boolean): number => all.filter(fits).length;
  return {
    profiles: all.length,
    verified: count(({ row }) => row?.ok === true),
    refused: count(({ row }) => row?.answer === 'login-refused'),
    failed: count((one) => isTried(one) && one.row?.ok !== true && one.row?.answer !== 'login-refused'),
    notTried: count((one) => !isTried(one)),
    /** Of those not tried now, without any result of an earlier time. */
    neverTried: count((one) => !isTried(one) && one.profile.verified === null),
    certificatesEnding: count((one) => endsSoon(one, now)),
  };
}

function daysOf({ row }: VerifiedProfile, now: Date): number | null {
  const ends = row?.tls?.validTo ?? null;
  return ends === null ? null : daysLeft(ends, now);
}

const endsSoon = (one: VerifiedProfile, now: Date): boolean => {
  const days = daysOf(one, now);
  return days !== null && days <= limits.profiles.certificateDays;
};

export function drawVerified(all: readonly VerifiedProfile[], ok: boolean, output: Output, now = new Date()): string {
  const { profiles, verified, refused, failed, notTried, neverTried, certificatesEnding } = verifiedSummary(all, now);
  const parts = [
    `${verified} verified`,
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(failed > 0 ? [`${failed} with another problem`] : []),
    ...(notTried > 0 ? [`${notTried} not tried${neverTried > 0 ? ` (${neverTried} never)` : ''}`] : []),
    ...(certificatesEnding > 0
      ? [`${certificatesEnding} with a certificate that ends within ${plural(limits.profiles.certificateDays, 'day')}`]
      : []),
  ];
  const verdict = `${plural(profiles, 'profile')}: ${parts.join(', ')}`;
  const rows = all.map((one): Row => ({
    cells: [
      cell(visible(one.name), 'strong'),
      cell(shorten(visible(one.profile.content.auth?.user ?? '-'), 40)),
      result(one),
      certificate(one, now),
    ],
  }));
  const columns = ['Profile', 'User', 'Login', 'Certificate ends'];
  return [
    `${ok ? paint(output, '✔', 'good') : paint(output, '✘', 'bad')} ${paint(output, verdict, 'strong')}`,
    '',
    ...drawTable({ columns, rows }, output),
  ].join('\n');
}

function result({ profile, row }: VerifiedProfile): Cell {
  if (row?.ok === true) return cell(row.login === null ? '✔' : `✔ ${visible(row.login)}`, 'good');
  if (row !== null && row.problem === null) return cell(`✘ ${targetRowText(row)}`, 'bad');
  const why = row === null ? (profile.content.auth === null ? 'no login in it' : 'not tried') : targetRowText(row);
  const before = profile.verified === null ? 'never tried' : `before: ${visible(verifiedText(profile.verified))}`;
  return cell(`– ${why} (${before})`, 'muted');
}

function certificate(one: VerifiedProfile, now: Date): Cell {
  const days = daysOf(one, now);
  const ends = one.row?.tls?.validTo ?? null;
  if (days === null || ends === null) return cell('-', 'muted');
  return cell(`${ends.slice(0, 10)} (${plural(days, 'day')})`, endsSoon(one, now) ? 'warn' : 'plain');
}
