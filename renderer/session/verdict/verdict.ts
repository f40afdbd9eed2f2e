/** How a run stands: while it goes on, and when it could not be followed. How it ended is said by electron/texts, as everywhere. */
import { problemOf } from '../../app/problem.ts';
import { phaseText } from '../../../electron/texts/session/phases.ts';
import { type VerdictWords, targetText, verdictWords } from '../../../electron/texts/outcomes/verdict.ts';
import { visible } from '../../../electron/texts/visible.ts';
import { deliveryText } from '../../../electron/texts/outcomes/delivery.ts';
import { unsaidFindings, verdictOf } from '../../../electron/protocol/fold/verdict.ts';
import type { AppError } from '../../../electron/protocol/values/app-error.ts';
import type { Finding, Report } from '../../../electron/protocol/values/session/report.ts';
import type { Sure } from '../../../electron/protocol/values/session/diagnosis.ts';
import type { SessionFacts } from '../../../electron/protocol/fold/facts.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import type { Tone } from '../../ui/tone.ts';

export interface ShownVerdict extends Omit<VerdictWords, 'tone'> {
  readonly tone: Tone;
  /** Below the title: the cause where a reply was judged, whose own words stand in the transcript; else the sentence. */
  readonly summary: string;
  readonly grade: Sure | null;
  /** Codes of the reply that was judged. */
  readonly reply: string | null;
  readonly verifiedOn: string | null;
}

const nothingMore = {
  ...{ cause: null, sure: null, alternatives: [], experiments: [], evidence: [], source: null },
  ...{ grade: null, reply: null, verifiedOn: null },
} as const;

/** Only what is needed of a run, so that it can be judged without one. */
export interface RunView {
  readonly command: Report['command'];
  readonly status: 'starting' | 'running' | 'stopping' | 'done' | 'lost';
  readonly targetText: string;
  readonly error: AppError | null;
  readonly report: Report | null;
  readonly log: { readonly facts: SessionFacts };
}

export function runVerdict(run: RunView): ShownVerdict {
  const { facts } = run.log;
  if (run.error !== null) {
    const { title, message: sentence } = problemOf(run.error);
    return {
      tone: 'err',
      badge: facts.startedAt === null ? 'Not run' : 'Lost',
      title,
      sentence,
      summary: sentence,
      actor: null,
      remedy: null,
      ...nothingMore,
    };
  }
  if (run.report === null) return running(run);
  return ended(run.report, facts.auth.findLast(({ tried }) => tried.ok)?.user ?? null);
}

function ended(report: Report, user: string | null): ShownVerdict {
  const words = verdictWords(report, user);
  const { error } = report;
  const same = saidByVerdict(report);
  const judged = words.cause !== null;
  const reply = judged ? (error?.reply ?? null) : null;
  return {
    ...words,
    summary: words.cause === null ? words.sentence : `${words.cause} ${deliveryText(report)}`.trimEnd(),
    grade: words.sure === null ? null : (error?.diagnosis?.sure ?? null),
    reply: reply === null ? null : [reply.code, reply.enhancedCode].filter((code) => code !== null).join(' '),
    // What the verdict says in place of a finding it also proves.
    evidence: words.evidence.length > 0 ? words.evidence : (same?.evidence ?? []),
    source: words.source ?? same?.source ?? null,
    verifiedOn: words.source === null ? (same?.verifiedOn ?? null) : (error?.diagnosis?.verifiedOn ?? null),
  };
}

/** The finding that the verdict has whole, with who can act and what to do. */
function saidByVerdict(report: Report): Finding | null {
  const { error, findings } = report;
  const title = error?.diagnosis?.title;
  if (error !== null) return findings.find((one) => one.title === title) ?? null;
  const refused = verdictOf(report).recipients.refused > 0;
  return refused ? null : verdictOf(report).but;
}

/** What was found besides: no sentence stands twice on one screen. */
export function findingsBeside(report: Report): Finding[] {
  const said = saidByVerdict(report);
  return unsaidFindings(report).filter((one) => one !== said);
}

/** The dot beside a target: how its last run went. */
export function runTone(run: RunView): Tone {
  return run.report === null && run.error === null ? 'info' : runVerdict(run).tone;
}

const runningTitle = {
  check: 'Inspecting ',
  send: 'Sending through ',
  console: 'Console session with ',
} satisfies Record<Report['command'], string>;

function running({ log: { facts }, command, status, targetText: typed }: RunView): ShownVerdict {
  const peer = peerText(facts.target, typed);
  const open = facts.phases.findLast((phase) => phase.endMs === null);
  const doing = open === undefined ? 'starting' : phaseText(open.phase, facts.target?.protocol).doing;
  const waiting = `${doing.charAt(0).toUpperCase()}${doing.slice(1)}…`;
  return {
    tone: 'info',
    badge: status === 'stopping' ? 'Stopping' : 'Running',
    title: runningTitle[command] + peer,
    sentence: waiting,
    summary: waiting,
    actor: null,
    remedy: null,
    ...nothingMore,
  };
}

/** "mx.example.org:25", or what was typed while nothing better is known. */
export const peerText = (target: Target | null, typed: string): string =>
  target === null || (target.host === null && target.path === null) ? visible(typed) : targetText(target);
