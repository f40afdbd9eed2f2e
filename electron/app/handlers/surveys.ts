/** Surveys: many sessions, one answer. */
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import type { Surveys } from '../surveys/surveys.ts';

export function surveysHandlers(surveys: Surveys): HandlersOf<'surveys'> {
  return {
    'surveys.start': (start) => surveys.start(start),
    'surveys.known': () => ({ surveys: surveys.known() }),
    'surveys.snapshot': ({ surveyId }) => surveys.snapshot(surveyId),
    'surveys.session': async ({ surveyId, key, afterSeq }) => ({
      events: await surveys.session(surveyId, key, afterSeq),
    }),
    'surveys.stop': ({ surveyId }) => {
      surveys.stop(surveyId);
      return {};
    },
    'surveys.notify': ({ surveyId, wanted }) => {
      surveys.notify(surveyId, wanted);
      return {};
    },
  };
}

export function surveysStreams(surveys: Surveys): StreamsOf<'surveys'> {
  return { 'surveys.events': ({ surveyId }, sink) => surveys.follow(surveyId, sink) };
}
