/** `posthorn profiles verify --all`, or of a folder: one login with each profile, which remembers how it ended, and an overview of all. */
import { markVerified } from '../../../core/profiles/book.ts';
import { selected } from '../../../core/profiles/exchange/export.ts';
import { pathOf } from '../../../core/profiles/find.ts';
import { verificationOf } from '../../../core/profiles/verification.ts';
import { jsonValue, reportJson } from '../../../core/report/json.ts';
import { systemClock } from '../../../core/recording/clock.ts';
import { check } from '../../../core/smtp/flows/check.ts';
import type { OpenedTarget } from '../../../core/survey/context.ts';
import { runSurveyRequest } from '../../../core/survey/survey.ts';
import { limits } from '../../../protocol/values/survey/limits.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { ListedTarget, TargetRow } from '../../../protocol/values/survey/targets.ts';
import type { Profile } from '../../../protocol/values/profiles/profile.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import { connectionFrom } from '../../arguments/connection.ts';
import type { CommandContext } from '../../context.ts';
import { targetOf } from '../../input/profile-target.ts';
import { folderNamed, type KeptProfiles, openProfiles } from '../../input/profiles.ts';
import { drawVerified, type VerifiedProfile, verifiedSummary } from '../../output/profiles/verified.ts';
import { ProgressLine } from '../../output/progress.ts';
import { profileSummary } from '../../output/profiles.ts';
import { type ExitStatus, status, UsageError } from '../../status.ts';

export async function verifyProfilesOf(
  folder: string | null,
  json: boolean,
  { terminal, signal }: CommandContext,
): Promise<ExitStatus> {
  const kept = await openProfiles(terminal);
  const { book } = kept;
  const all = selected(book, folder === null ? { kind: 'all' } : { kind: 'folder', id: folderNamed(book, folder).id });
  if (all.length === 0) throw new UsageError(folder === null ? 'there are no profiles yet' : 'this folder is empty');
  const { rows, reports } = await verifyEach(kept, all, { terminal, signal });
  const results = all.map((profile): VerifiedProfile => {
    const report = reports.get(profile.id) ?? null;
    return { name: pathOf(book, profile), profile, row: rows.get(profile.id) ?? null, report };
  });
  const ok = !signal.aborted && results.every(({ profile, row }) => profile.content.auth === null || row?.ok === true);
  if (json) {
    const { book: after } = await kept.store.read();
    const profiles = results.map(({ profile, row, report }) => ({
      ...profileSummary(after, after.profiles.find(({ id }) => id === profile.id) ?? profile),
      ok: row?.ok ?? false,
      answer: row?.answer ?? null,
      cause: row?.cause ?? null,
      problem: row?.problem ?? (profile.content.auth === null ? { code: 'no-login', detail: '' } : null),
      certificateEnds: row?.tls?.validTo ?? null,
      check: report === null ? null : reportJson(report, { transcript: false }),
    }));
    const head = { schema: 1, command: 'profiles verify', ok, stopped: signal.aborted };
    terminal.out.line(JSON.stringify(jsonValue({ ...head, summary: verifiedSummary(results), profiles })));
  } else terminal.out.line(drawVerified(results, ok, terminal.out));
  return signal.aborted ? status.interrupted : ok ? status.ok : status.problem;
}

async function verifyEach(
  { book, store, secrets }: KeptProfiles,
  all: readonly Profile[],
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
) {
  const asked = all.filter(({ content }) => content.auth !== null);
  const byLine = new Map(asked.map((profile, index) => [index + 1, profile]));
  const rows = new Map<string, TargetRow>();
  const reports = new Map<string, Report>();
  const kept: Promise<unknown>[] = [];
  const progress = new ProgressLine(terminal.err);
  const request: RequestOf<'targets'> = {
    kind: 'targets',
    name: '',
    do: 'verify',
    targets: asked.map((profile, index) => ({ line: index + 1, text: `profile:${pathOf(book, profile)}` })),
    connection: {},
    auth: null,
    concurrency: limits.targets.concurrency,
    perAddress: limits.targets.perAddress,
  };
  const open = async ({ line }: ListedTarget): Promise<OpenedTarget> => {
    const profile = byLine.get(line);
    const auth = profile?.content.auth ?? null;
    if (profile === undefined || auth === null) return { ok: false, problem: { code: 'no-login', detail: '' } };
    const from = targetOf(profile, secrets);
    const connection = await connectionFrom('', {}, from);
    const own = await from.connectionSecrets(connection);
    return { ok: true, connection, auth: { options: auth, secret: from.secret({ connection, auth }) }, secrets: own };
  };
  try {
    await runSurveyRequest(request, {
      signal,
      clock: systemClock,
      check,
      open,
      emit: (event) => {
        if (event.type === 'target-done') {
          const profile = byLine.get(event.row.line);
          if (profile !== undefined) rows.set(profile.id, event.row);
          progress.show(`${rows.size} of ${asked.length} …`);
        }
        if (event.type !== 'cell-done' || event.report.error?.code === 'cancelled') return;
        const profile = byLine.get(event.key.line ?? 0);
        if (profile === undefined) return;
        reports.set(profile.id, event.report);
        const { connection, auth } = profile.content;
        const verified = verificationOf(event.report, event.report.startedAt);
        kept.push(store.change(markVerified(profile.id, { connection, auth }, verified)));
      },
    });
  } finally {
    progress.clear();
    await Promise.all(kept);
  }
  return { rows, reports };
}
