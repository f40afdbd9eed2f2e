/** A survey as a line of the history: what was asked of which server, and what came of it. */
import { surveyTarget } from '../../protocol/fold/survey/survey.ts';
import type { HistoryEntry } from '../../protocol/values/app/history.ts';
import type { SurveyRequest } from '../../protocol/values/survey/request.ts';
import type { SurveyState } from '../../protocol/values/survey/state.ts';
import { limits } from '../../storage/limits.ts';
import { surveyBadge, surveyTitle } from '../../texts/survey/title.ts';
import { shorten, visible } from '../../texts/visible.ts';

export function surveyEntry(id: string, startedAt: string, request: SurveyRequest, state: SurveyState): HistoryEntry {
  const badge = surveyBadge(state);
  return {
    id,
    command: 'survey',
    survey: request.kind,
    startedAt: state.startedAt ?? startedAt,
    durationMs: state.durationMs,
    target: shorten(visible(nameOf(request)), limits.history.text),
    ok: badge.tone === 'ok',
    error: null,
    delivery: null,
    warnings: 0,
    badge,
    title: shorten(surveyTitle(state), limits.history.text),
  };
}

/** A list that has no name of a file is not its first server alone. */
function nameOf(request: SurveyRequest): string {
  const name = surveyTarget(request);
  if (request.kind !== 'targets' || request.name !== '' || request.targets.length < 2) return name;
  return `${shorten(name, 60)} and ${request.targets.length - 1} more`;
}
