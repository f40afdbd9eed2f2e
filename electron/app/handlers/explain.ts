/** Pasted texts, explained; and what an experiment settled. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { Report } from '../../protocol/values/session/report.ts';

/** `find`: a run's report by its id. */
export function explainHandlers(find: (runId: string) => Promise<Report>): HandlersOf<'explain'> {
  return {
    // Read when first needed: rules, lexicon and causes are no part of a start.
    'explain.text': async ({ text, context }) =>
      (await import('../../core/explain/pasted.ts')).explainPasted(text, context),
    'explain.experiment': async ({ experiment, ...ids }) => {
      const [before, after] = await Promise.all([find(ids.before), find(ids.after)]);
      return (await import('../../core/diagnosis/anew/judge-anew.ts')).judgeAnew(before, experiment, after);
    },
  };
}
