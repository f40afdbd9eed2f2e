/** Surveys: many sessions, one answer. */
import { targetsCsv } from '../../texts/survey/targets-csv.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import type { Desktop } from '../desktop.ts';
import type { Files } from '../saving/files.ts';
import { save } from '../saving/save.ts';
import type { Surveys } from '../surveys/surveys.ts';

export function surveysHandlers(surveys: Surveys, files: Files, desktop: Desktop): HandlersOf<'surveys'> {
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
    'surveys.readList': async ({ handle }) => {
      const text = await files.targetsText(handle);
      const name = files.nameOf(handle);
      // What is no text would be asked for as something else than what stands in the file.
      if (text.includes('\ufffd')) throw new AppError('file-damaged', { file: name });
      return { name, text };
    },
    'surveys.exportRows': async ({ surveyId }) => {
      const { state } = await surveys.snapshot(surveyId);
      if (state.kind !== 'targets') throw new AppError('run-not-found', { runId: surveyId });
      const { rows } = state;
      return save(desktop, {
        name: 'servers.csv',
        foreign: true,
        content: async function* () {
          yield Buffer.from(targetsCsv(rows), 'utf8');
        },
      });
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
