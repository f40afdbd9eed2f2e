/** `send --count`: the same again and again, each in a session of its own, and their sum. */
import { systemClock } from '../../../core/recording/clock.ts';
import { reportJson } from '../../../core/report/json.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import { verdictText } from '../../../texts/outcomes/verdict.ts';
import { duration } from '../../../texts/units.ts';
import type { CommandContext } from '../../context.ts';
import type { OutputValues } from '../../options/session.ts';
import { exitStatusOf } from '../../output/session.ts';
import { type ExitStatus, status } from '../../status.ts';
import { pause } from './pause.ts';

export interface Repeats extends Pick<CommandContext, 'terminal' | 'signal'> {
  readonly output: OutputValues;
  readonly count: number;
  readonly concurrency: number;
  /** Seconds of rest between two of the same lane. */
  readonly rest: number;
}

export async function sendRepeated(how: Repeats, once: () => Promise<Report>): Promise<ExitStatus> {
  const { terminal, signal, count, concurrency, rest } = how;
  const { json = false, transcript = false } = how.output;
  const begun = systemClock.now();
  let started = 0;
  let sent = 0;
  let failed = 0;
  let worst: ExitStatus = status.ok;
  // A credential is tried once: many refusals lock an account.
  let refused = false;
  const lane = async (): Promise<void> => {
    while (started < count && !signal.aborted && worst !== status.usage && !refused) {
      started += 1;
      const number = started;
      const report = await once();
      if (report.ok) sent += 1;
      else failed += 1;
      refused ||= report.error?.code === 'auth-failed';
      const own = exitStatusOf(report);
      if (own > worst) worst = own;
      if (own === status.usage) terminal.err.line(`posthorn: ${report.error?.message ?? ''}`);
      if (json) terminal.out.line(JSON.stringify(reportJson(report, { transcript })));
      else if (own !== status.usage)
        terminal.out.line(`${report.ok ? '✔' : '✘'} ${number} ${verdictText(report)} (${duration(report.durationMs)})`);
      if (started < count) await pause(rest, signal);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, lane));
  const durationMs = Math.round((systemClock.now() - begun) * 1000) / 1000;
  if (json) terminal.out.line(JSON.stringify({ schema: 1, event: 'summary', sent, failed, durationMs }));
  else terminal.out.line(`${sent} sent, ${failed} failed, in ${duration(durationMs)}`);
  // Stopped between two of them: each that was begun went well, and yet not all was done.
  return signal.aborted && started < count ? status.interrupted : worst;
}
