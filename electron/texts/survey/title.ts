/** What a survey came to, in a sentence and in a word or two: for lists, windows and notifications. */
import type { MechanismsInference } from '../../protocol/values/survey/mechanisms.ts';
import type { StateOf, SurveyState } from '../../protocol/values/survey/state.ts';
import { mechanismsTitle } from './mechanisms.ts';
import { watchTitle } from './watch.ts';
import { groupTitle } from './groups.ts';
import { matrixTitle } from './matrix.ts';
import { targetsTitle } from './targets.ts';

export interface SurveyBadge {
  readonly tone: 'ok' | 'warn' | 'err' | 'neutral';
  readonly text: string;
}

export function surveyTitle(state: SurveyState): string {
  if (state.kind === 'matrix') return matrixTitle(state.summary);
  if (state.kind === 'targets') return targetsTitle(state);
  if (state.kind === 'watch') return watchTitle(state);
  if (state.kind === 'mechanisms') return mechanismsTitle(state);
  return groupTitle(state);
}

export function surveyBadge(state: SurveyState): SurveyBadge {
  if (state.kind === 'targets') return targetsBadge(state);
  if (state.kind === 'watch') return watchBadge(state);
  if (state.kind === 'mechanisms') return mechanismsBadge(state);
  if (state.status === 'stopped') return { tone: 'neutral', text: 'Stopped' };
  if (state.kind === 'matrix') return matrixBadge(state);
  return groupsBadge(state);
}

const works: SurveyBadge = { tone: 'ok', text: 'Works' };
const nothing: SurveyBadge = { tone: 'err', text: 'Nothing works' };
const faults: SurveyBadge = { tone: 'warn', text: 'Works, with faults' };
const hasErrors = ({ findings }: Pick<SurveyState, 'findings'>): boolean =>
  findings.some(({ severity }) => severity === 'error');

function matrixBadge(state: StateOf<'matrix'>): SurveyBadge {
  const { summary, login } = state;
  if (summary.best === null) return nothing;
  if ((login?.error ?? null) !== null) return { tone: 'warn', text: 'Login refused' };
  return hasErrors(state) ? faults : works;
}

function groupsBadge(state: StateOf<'addresses' | 'mx' | 'census'>): SurveyBadge {
  const { cells } = state;
  const count = (one: 'works' | 'fails' | 'differs'): number => cells.filter((cell) => cell.state === one).length;
  if (count('works') + count('differs') === 0) return nothing;
  if (count('fails') > 0) return { tone: 'warn', text: `${count('fails')} of ${cells.length} fail` };
  if (hasErrors(state)) return faults;
  return count('differs') > 0 ? { tone: 'warn', text: 'Differ' } : works;
}

function targetsBadge({ status, summary: { count, ok } }: StateOf<'targets'>): SurveyBadge {
  if (status === 'stopped') return { tone: 'neutral', text: 'Stopped' };
  if (ok === count) return works;
  return ok === 0 ? nothing : { tone: 'warn', text: `${count - ok} of ${count} fail` };
}

/** A watch is stopped when it has shown enough: that is no end to be told of. */
export function watchBadge({ watch, status }: StateOf<'watch'>): SurveyBadge {
  if (watch.rounds === 0) return { tone: 'neutral', text: 'Stopped' };
  if (status === 'auth-failed') return { tone: 'err', text: 'Login refused' };
  if (watch.failed === watch.rounds) return { tone: 'err', text: 'Failed' };
  if (watch.failed > 0) return { tone: 'warn', text: `${watch.failed} failed` };
  return watch.changed > 0 ? { tone: 'warn', text: 'Changed' } : { tone: 'ok', text: 'Unchanged' };
}

export function mechanismsBadge({ inferences, status }: StateOf<'mechanisms'>): SurveyBadge {
  const has = (code: MechanismsInference['code']): boolean => inferences.some((one) => one.code === code);
  if (has('login-works'))
    return has('sender-refused') || has('recipients-refused')
      ? { tone: 'warn', text: 'Envelope refused' }
      : { tone: 'ok', text: 'Verified' };
  if (has('login-refused')) return { tone: 'err', text: 'Login refused' };
  return status === 'stopped' || has('stopped')
    ? { tone: 'neutral', text: 'Stopped' }
    : { tone: 'err', text: 'Not tried' };
}
