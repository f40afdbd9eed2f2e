/** Pasted texts, explained. */
import type { HandlersOf } from '../../ipc/host.ts';

export function explainHandlers(): HandlersOf<'explain'> {
  return {
    // Read when first needed: rules, lexicon and causes are no part of a start.
    'explain.text': async ({ text, context }) =>
      (await import('../../core/explain/pasted.ts')).explainPasted(text, context),
  };
}
