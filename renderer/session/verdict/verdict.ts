/** How a run stands: while it goes on, and when it could not be followed. How it ended is said by electron/texts, as everywhere. */
import { problemOf } from '../../app/problem.ts';
import { phaseText } from '../../../electron/texts/session/phases.ts';
import { type VerdictWords, targetText, verdictWords } from '../../../electron/texts/outcomes/verdict.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type { AppError } from '../../../electron/protocol/values/app-error.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { SessionFacts } from '../../../electron/protocol/fold/facts.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import type { Tone } from '../../ui/tone.ts';

export type Verdict = Omit<VerdictWords, 'tone'> & { readonly tone: Tone };

const nothingMore = { cause: null, sure: null, alternatives: [], experiments: [], evidence: [], source: null } as const;

/** Only what is needed of a run, so that it can be judged without one. */
export interface RunView {
  readonly command: 'check' | 'send';
  readonly status: 'starting' | 'running' | 'stopping' | 'done' | 'lost';
  readonly targetText: string;
  readonly error: AppError | null;
  readonly report: Report | null;
  readonly log: { readonly facts: SessionFacts };
}

export function runVerdict(run: RunView): Verdict {
  const { facts } = run.log;
  if (run.error !== null) {
    const { title, message: sentence } = problemOf(run.error);
    return {
      tone: 'err',
      badge: facts.startedAt === null ? 'Not run' : 'Lost',
      title,
      sentence,
      actor: null,
      remedy: null,
      ...nothingMore,
    };
  }
  if (run.report === null) return running(run);
  return verdictWords(run.report, facts.auth.findLast(({ tried }) => tried.ok)?.user ?? null);
}

/** The dot beside a target: how its last run went. */
export function runTone(run: RunView): Tone {
  return run.report === null && run.error === null ? 'info' : runVerdict(run).tone;
}

function running({ log: { facts }, command, status, targetText: typed }: RunView): Verdict {
  const peer = peerText(facts.target, typed);
  const open = facts.phases.findLast((phase) => phase.endMs === null);
  const doing = open === undefined ? 'starting' : phaseText(open.phase).doing;
  return {
    tone: 'info',
    badge: status === 'stopping' ? 'Stopping' : 'Running',
    title: command === 'check' ? `Inspecting ${peer}` : `Sending through ${peer}`,
    sentence: `${doing.charAt(0).toUpperCase()}${doing.slice(1)}…`,
    actor: null,
    remedy: null,
    ...nothingMore,
  };
}

/** "mx.example.org:25", or what was typed while nothing better is known. */
export const peerText = (target: Target | null, typed: string): string =>
  target === null || (target.host === null && target.path === null) ? visible(typed) : targetText(target);
