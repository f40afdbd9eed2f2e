/** Every kind of survey through one door: request in, events out; the folds of protocol/fold/survey make of them what is shown. */
import { surveyTarget } from '../../protocol/fold/survey/survey.ts';
import type { SURVEY_ENDS } from '../../protocol/values/survey/event.ts';
import type { SurveyRequest } from '../../protocol/values/survey/request.ts';
import { type KindContext, type SurveyContext, SurveyStream } from './context.ts';
import { surveyAddresses } from './kinds/addresses.ts';
import { surveyCensus } from './kinds/census.ts';
import { surveyMatrix } from './kinds/matrix.ts';
import { surveyMechanisms } from './kinds/mechanisms.ts';
import { surveyMx } from './kinds/mx.ts';
import { surveyTargets } from './kinds/targets.ts';
import { surveyWatch } from './kinds/watch.ts';

/** How a kind ended, where it was not stopped. */
export type KindEnd = Exclude<(typeof SURVEY_ENDS)[number], 'stopped'>;

/**
 * Resolves when all sessions have ended, also where it was stopped; never rejects for anything a server does. Rejects with what must not
 * happen, such as a secret that cannot be read, after its last event.
 */
export async function runSurveyRequest(request: SurveyRequest, context: SurveyContext): Promise<void> {
  const stream = new SurveyStream(context);
  stream.emit({
    type: 'survey-begin',
    kind: request.kind,
    host: surveyTarget(request),
    startedAt: context.clock.wall(),
  });
  let why: KindEnd | 'stopped' = 'stopped';
  try {
    why = await runKind(request, stream.kindContext);
  } finally {
    const stopped = context.signal.aborted || why === 'stopped';
    stream.emit({
      type: 'survey-end',
      durationMs: stream.elapsed(),
      stopped,
      why: stopped ? 'stopped' : why,
    });
  }
}

function runKind(request: SurveyRequest, context: KindContext): Promise<KindEnd> {
  switch (request.kind) {
    case 'matrix':
      return surveyMatrix(request, context);
    case 'addresses':
      return surveyAddresses(request, context);
    case 'mx':
      return surveyMx(request, context);
    case 'census':
      return surveyCensus(request, context);
    case 'watch':
      return surveyWatch(request, context);
    case 'mechanisms':
      return surveyMechanisms(request, context);
    case 'targets':
      return surveyTargets(request, context);
  }
}
