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
  const works =
    state.kind === 'matrix' ? state.summary.best !== null : state.cells.some((cell) => cell.state === 'works');
  if (state.status === 'stopped') return { tone: 'neutral', text: 'Stopped' };
  if (!works) return { tone: 'err', text: 'Nothing works' };
  const differs = state.cells.some((cell) => cell.state === 'differs');
  return differs ? { tone: 'warn', text: 'Differ' } : { tone: 'ok', text: 'Works' };
}

function targetsBadge({ status, summary: { count, ok } }: StateOf<'targets'>): SurveyBadge {
  if (status === 'stopped') return { tone: 'neutral', text: 'Stopped' };
  if (ok === count) return { tone: 'ok', text: 'Works' };
  return ok === 0 ? { tone: 'err', text: 'Nothing works' } : { tone: 'warn', text: `${count - ok} of ${count} fail` };
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
