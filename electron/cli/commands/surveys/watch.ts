/** `posthorn watch`: the same session again and again, a line for each round and each change. Nothing is ever sent. */
import { leastEvery } from '../../../core/survey/kinds/watch.ts';
import { refusedArgument } from '../../../core/smtp/flows/check.ts';
import { limits } from '../../../protocol/values/survey/limits.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { StateOf } from '../../../protocol/values/survey/state.ts';
import { duration } from '../../../texts/units.ts';
import { connectionFrom, loginFrom } from '../../arguments/connection.ts';
import { refuse } from '../../arguments/refuse.ts';
import { connectionSecretsFrom } from '../../input/connection-secrets.ts';
import { profileTarget } from '../../input/profile-target.ts';
import type { WatchValues } from '../../options/surveys.ts';
import type { RunCommand } from '../../options/types.ts';
import {
  changeJson,
  changeLine,
  drawWatch,
  roundJson,
  roundText,
  watchJson,
  watchOk,
} from '../../output/surveys/watch-lines.ts';
import type { Output } from '../../output/terminal.ts';
import { UsageError } from '../../status.ts';
import { runToState, surveyStatus } from './run.ts';

export const runWatch: RunCommand<WatchValues> = async (context, options) => {
  const { operands, terminal, stdin } = context;
  const { often, output } = options;
  const lines = output.json === true || output.ndjson === true;
  const target = operands[0] ?? '';
  const from = await profileTarget(target, terminal);
  const connection = await connectionFrom(target, options, from);
  const least = leastEvery(connection);
  const everyMs = often.every ?? limits.watch.usual;
  if (everyMs < least || everyMs > limits.watch.everyMost)
    throw new UsageError(
      `--every: ${duration(least)} at least for this target, and a day at most; a server of others is not asked more often`,
    );
  const auth = await loginFrom(options.login, stdin, { from, connection });
  const { secrets } = await connectionSecretsFrom(options, stdin, { from, connection });
  refuse(refusedArgument({ connection, auth, envelope: null }));
  const request: RequestOf<'watch'> = {
    kind: 'watch',
    connection,
    auth: auth?.options ?? null,
    everyMs,
    rounds: often.rounds ?? null,
    forMs: often.for ?? null,
  };
  const metrics =
    output.metrics === undefined ? null : await metricsAt(output.metrics, connection.target, terminal.err);
  const stop = new AbortController();
  const failures: unknown[] = [];
  let logged = 0;
  let writing = Promise.resolve();
  try {
    const state = await runToState(
      request,
      { terminal, signal: AbortSignal.any([context.signal, stop.signal]) },
      { secret: auth?.secret, secrets },
      (event, fold) => {
        if (event.type !== 'cell-done' && event.type !== 'survey-hosts') return;
        const now = fold.state as StateOf<'watch'>;
        const sample = now.watch.samples.at(-1);
        const isRound = event.type === 'cell-done' && event.report.error?.code !== 'cancelled';
        const changes = now.watch.changes.slice(now.watch.changes.length - (now.watch.changed - logged));
        logged = now.watch.changed;
        if (isRound && sample !== undefined) {
          terminal.out.line(lines ? JSON.stringify(roundJson(now, sample)) : roundText(now, sample, terminal.out));
          metrics?.numbers.round(sample, now.watch.validTo);
        }
        for (const change of changes) {
          terminal.out.line(lines ? JSON.stringify(changeJson(now, change)) : changeLine(change, terminal.out));
          metrics?.numbers.change(change);
        }
        writing = writing
          .then(() => metrics?.place.write())
          .catch((error: unknown) => {
            failures.push(error);
            stop.abort();
          });
      },
    );
    await writing;
    const last = state as StateOf<'watch'>;
    terminal.out.line(lines ? JSON.stringify(watchJson(last)) : `\n${drawWatch(last, terminal.out)}`);
    if (failures.length > 0) throw failures[0];
    return surveyStatus(last, watchOk(last));
  } finally {
    await metrics?.place.close();
  }
};

/** Loaded only where it is wanted. */
async function metricsAt(typed: string, target: string, err: Output) {
  const { WatchMetrics, openMetrics } = await import('../../output/surveys/watch-metrics.ts');
  const numbers = new WatchMetrics(target);
  return { numbers, place: await openMetrics(typed, numbers, err) };
}
