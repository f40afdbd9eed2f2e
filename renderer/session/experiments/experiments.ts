/** The experiments of a verdict as its header shows them: what each would show, what it costs, and how it is started. */
import { isExperimentId } from '../../../electron/protocol/values/session/experiment.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { experimentCost, experimentShows } from '../../../electron/texts/diagnosis/experiment-costs.ts';
import { experimentWords } from '../../../electron/texts/diagnosis/experiments.ts';
import type { ShownRun } from '../past-run.ts';
import { mayWaitForTls } from '../tls/implicit-tls.ts';
import type { ShownVerdict } from '../verdict/verdict.ts';
import { planFor, type ExperimentPlan } from './plans.ts';

export interface Trial {
  readonly id: string;
  readonly title: string;
  /** What success would prove. */
  readonly shows: string;
  readonly cost: string;
  /** The same for a terminal. */
  readonly command: string;
  /** Null where it cannot be made here. */
  readonly start: (() => void) | null;
}

/** Makes an experiment on a run that is over. */
export type Maker = (plan: ExperimentPlan, run: ShownRun) => void;

export function trialsOf(run: ShownRun, verdict: ShownVerdict, make: Maker | null): Trial[] {
  if (run.active) return [];
  return [...verdict.experiments, ...tlsAtOnce(run, verdict)].flatMap(({ id, title, command }) => {
    if (!isExperimentId(id)) return [];
    const plan = planFor(id, run);
    return [
      {
        id,
        title,
        command,
        shows: experimentShows(id),
        cost: plan === null || make === null ? 'As a command, for a terminal.' : experimentCost(plan),
        start: plan === null || make === null ? null : () => make(plan, run),
      },
    ];
  });
}

/** A server that is silent may wait for TLS: on a port where nobody looks for that by himself it is the experiment to make. */
function tlsAtOnce({ report }: ShownRun, { experiments }: ShownVerdict): ShownVerdict['experiments'] {
  if (report === null || !mayWaitForTls(report) || experiments.some(({ id }) => id === 'tls-here')) return [];
  const { host, port } = report.target;
  return [experimentWords('tls-here', { ...(host === null ? {} : { host }), ...(port === null ? {} : { port }) })];
}

/** Nobody answered at one port: all usual ones are tried, which shows whose fault that is. */
export function portTrial({ active, report, asked }: ShownRun, find: (asked: ConnectionOptions) => void): Trial[] {
  const { host = null } = report?.target ?? {};
  if (active || host === null || report?.error?.code !== 'connect-failed' || asked.connection.mx === true) return [];
  return [
    {
      id: 'find-port',
      title: 'Try all usual ports',
      shows: 'Which ports of the host answer, at which address and in which way.',
      cost: 'Costs two connections for each port and address at most; nothing is sent.',
      command: `posthorn matrix ${host}`,
      start: () => find(asked.connection),
    },
  ];
}
