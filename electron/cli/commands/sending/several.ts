/** One message as several deliveries, one after the other: each with its report, and a table of them all. */
import { systemClock } from '../../../core/recording/clock.ts';
import { reportJson } from '../../../core/report/json.ts';
import { outlineOf } from '../../../core/report/outline/outline.ts';
import { type Row, cell } from '../../../core/report/outline/types.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import { verdictText } from '../../../texts/outcomes/verdict.ts';
import { duration, plural } from '../../../texts/units.ts';
import { visible } from '../../../texts/visible.ts';
import type { CommandContext } from '../../context.ts';
import type { OutputValues } from '../../options/session.ts';
import { drawOutline, drawTable } from '../../output/draw.ts';
import { exitStatusOf, withoutTranscript } from '../../output/session.ts';
import { paint } from '../../output/terminal.ts';
import { type ExitStatus, status } from '../../status.ts';
import type { PlannedDelivery } from './deliveries.ts';
import { pause } from './pause.ts';

export interface Several extends Pick<CommandContext, 'terminal' | 'signal'> {
  readonly output: OutputValues;
  /** Seconds between two. */
  readonly rest: number;
}

interface Done {
  readonly delivery: PlannedDelivery;
  readonly report: Report;
}

export async function sendSeveral(
  deliveries: readonly PlannedDelivery[],
  { terminal, signal, output, rest }: Several,
  once: (delivery: PlannedDelivery) => Promise<Report>,
): Promise<ExitStatus> {
  const { json = false, transcript = false } = output;
  const begun = systemClock.now();
  const all: Done[] = [];
  let worst: ExitStatus = status.ok;
  for (const [at, delivery] of deliveries.entries()) {
    if (at > 0) await pause(rest, signal);
    if (signal.aborted) break;
    const report = await once(delivery);
    all.push({ delivery, report });
    const own = exitStatusOf(report);
    if (own > worst) worst = own;
    if (own === status.usage) terminal.err.line(`posthorn: ${report.error?.message ?? ''}`);
    if (json) terminal.out.line(JSON.stringify(reportJson(report, { transcript })));
    else if (own !== status.usage) {
      const whom = plural(delivery.envelope.to.length, 'recipient');
      terminal.out.line(paint(terminal.out, `${visible(delivery.name)}, ${whom}`, 'strong'));
      terminal.out.line(drawOutline(outlineOf(transcript ? report : withoutTranscript(report)), terminal.out));
      terminal.out.line('');
    }
    // What is wrong with the arguments is wrong with each.
    if (own === status.usage) break;
  }
  const durationMs = Math.round((systemClock.now() - begun) * 1000) / 1000;
  if (json) terminal.out.line(JSON.stringify(summaryJson(all, durationMs)));
  else if (worst !== status.usage) for (const line of table(all, terminal)) terminal.out.line(line);
  return signal.aborted && all.length < deliveries.length ? status.interrupted : worst;
}

function summaryJson(all: readonly Done[], durationMs: number): object {
  const sent = all.filter(({ report }) => report.ok).length;
  return {
    ...{ schema: 1, event: 'summary', sent, failed: all.length - sent, durationMs },
    deliveries: all.map(({ delivery, report }) => ({
      name: delivery.name,
      ok: report.ok,
      delivery: report.delivery,
      recipients: delivery.envelope.to,
      error: report.error?.code ?? null,
      durationMs: report.durationMs,
    })),
  };
}

function table(all: readonly Done[], { out }: CommandContext['terminal']): string[] {
  const rows = all.map(({ delivery, report }): Row => ({
    cells: [
      cell(report.ok ? '✔' : '✘', report.ok ? 'good' : 'bad'),
      cell(visible(delivery.name)),
      cell(plural(delivery.envelope.to.length, 'recipient')),
      cell(duration(report.durationMs), 'muted'),
      cell(verdictText(report)),
    ],
  }));
  return drawTable({ columns: null, rows }, out);
}
