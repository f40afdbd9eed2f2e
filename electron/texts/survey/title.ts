/** What a survey came to, in a sentence and in a word or two: for lists, windows and notifications. */
import type { StateOf, SurveyState } from '../../protocol/values/survey/state.ts';
import { shorten, visible } from '../visible.ts';
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
  if (state.kind === 'watch' || state.kind === 'mechanisms') return shorten(visible(state.host), 120);
  return groupTitle(state);
}

export function surveyBadge(state: SurveyState): SurveyBadge {
  if (state.kind === 'targets') return targetsBadge(state);
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
