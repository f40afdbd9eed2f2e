/** A survey of the history, answered for as one that has just ended. */
import { cellName } from '../../protocol/fold/survey/head.ts';
import type { HistoryEntry } from '../../protocol/values/app/history.ts';
import type { PastSurvey, SurveySnapshot } from '../../protocol/values/app/survey.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { CellKey } from '../../protocol/values/survey/cell.ts';

export class PastSurveyView {
  readonly surveyId: string;
  readonly kept: PastSurvey & { readonly entry: HistoryEntry };

  constructor(kept: PastSurvey & { readonly entry: HistoryEntry }) {
    this.surveyId = kept.entry.id;
    this.kept = kept;
  }

  snapshot(): SurveySnapshot {
    const { entry, request, state } = this.kept;
    return {
      surveyId: entry.id,
      request,
      startedAt: entry.startedAt,
      status: 'done',
      seq: 0,
      state,
      live: [],
      notify: false,
      failure: null,
    };
  }

  session(key: CellKey, afterSeq: number): SessionEvent[] {
    const name = cellName(key);
    const found = this.kept.sessions.find((each) => cellName(each.key) === name);
    return (found?.events ?? []).filter(({ seq }) => seq > afterSeq);
  }
}
