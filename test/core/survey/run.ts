/** A survey against real sockets as window and command line run it: its last state, and every event. */
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { check } from '../../../electron/core/smtp/flows/check.ts';
import type { SurveyContext } from '../../../electron/core/survey/context.ts';
import { runSurveyRequest } from '../../../electron/core/survey/survey.ts';
import { surveyFold } from '../../../electron/protocol/fold/survey/survey.ts';
import { type SurveyEvent, SurveyEventSchema } from '../../../electron/protocol/values/survey/event.ts';
import {
  type RequestOf,
  type SurveyKind,
  SurveyRequestSchema,
} from '../../../electron/protocol/values/survey/request.ts';
import { type StateOf, SurveyStateSchema } from '../../../electron/protocol/values/survey/state.ts';
import * as v from 'valibot';

export interface Surveyed<K extends SurveyKind> {
  readonly state: StateOf<K>;
  readonly events: readonly SurveyEvent[];
}

export async function runSurvey<K extends SurveyKind>(
  request: RequestOf<K>,
  over: Partial<SurveyContext> = {},
): Promise<Surveyed<K>> {
  const asked = v.parse(SurveyRequestSchema, request);
  const fold = surveyFold(asked);
  const events: SurveyEvent[] = [];
  await runSurveyRequest(asked, {
    signal: new AbortController().signal,
    clock: systemClock,
    check,
    ...over,
    emit: (event) => {
      events.push(v.parse(SurveyEventSchema, event));
      fold.push(event);
      over.emit?.(event);
    },
  });
  const { state } = fold;
  v.parse(SurveyStateSchema, state);
  return { state: state as StateOf<K>, events };
}

/** A fold that begins in the middle, from what another had found until then, comes to the same. */
export function resumedState(request: RequestOf<SurveyKind>, events: readonly SurveyEvent[], at: number) {
  const first = surveyFold(request);
  for (const event of events.slice(0, at)) first.push(event);
  const kept: unknown = structuredClone(first.state);
  const second = surveyFold(request, v.parse(SurveyStateSchema, kept));
  for (const event of events.slice(at)) second.push(event);
  return second.state;
}
