/** The fold of a survey's events, for window, history and command line alike: push what comes, read what is known. */
import type { SurveyEvent } from '../../values/survey/event.ts';
import type { SurveyKind, SurveyRequest } from '../../values/survey/request.ts';
import type { StateOf, SurveyState } from '../../values/survey/state.ts';
import { GroupsFold } from './groups.ts';
import { MatrixFold } from './matrix.ts';
import { MechanismsFold } from './mechanisms.ts';
import { TargetsFold } from './targets/targets.ts';
import { WatchFold } from './watch.ts';

export interface SurveyFold {
  push(event: SurveyEvent): void;
  /** Worked out anew each time it is read: once a frame, not once an event. */
  readonly state: SurveyState;
}

/** As it was typed: what the survey is called by. */
export function surveyTarget(request: SurveyRequest): string {
  if (request.kind === 'matrix') return request.host;
  if (request.kind === 'targets') return request.name === '' ? (request.targets[0]?.text ?? '') : request.name;
  return request.kind === 'mx' ? request.domain : request.connection.target;
}

/** `from`: a state of the same survey; then only the events after it are to be pushed. Of another kind it is left aside. */
export function surveyFold(request: SurveyRequest, from: SurveyState | null = null): SurveyFold {
  const host = surveyTarget(request);
  switch (request.kind) {
    case 'matrix':
      return new MatrixFold(request, stateOfKind(from, 'matrix'));
    case 'addresses':
    case 'mx':
    case 'census':
      return new GroupsFold(request.kind, host, stateOfKind(from, request.kind));
    case 'watch':
      return new WatchFold(request, host, stateOfKind(from, 'watch'));
    case 'mechanisms':
      return new MechanismsFold(request, host, stateOfKind(from, 'mechanisms'));
    case 'targets':
      return new TargetsFold(request, host, stateOfKind(from, 'targets'));
  }
}

function isOfKind<K extends SurveyKind>(state: SurveyState, kind: K): state is StateOf<K> {
  return state.kind === kind;
}
const stateOfKind = <K extends SurveyKind>(state: SurveyState | null, kind: K): StateOf<K> | null =>
  state !== null && isOfKind(state, kind) ? state : null;
