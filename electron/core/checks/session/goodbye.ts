/** 421 in a session that did all it was to do: no failure of the run, but the server would have let nobody go further. */
import type { Check } from '../types.ts';

export const goodbyeCheck: Check = {
  name: 'goodbye',
  run(facts) {
    // Where it ended something, it is the outcome that says so; in answer to QUIT it changes nothing.
    if (facts.error !== null) return [];
    const evidence = facts.transcript
      .filter(
        ({ direction, phase, text }) => direction === 'received' && phase !== 'quit' && /^421(?:[ -]|$)/.test(text),
      )
      .map(({ seq }) => seq);
    return evidence.length === 0 ? [] : [{ code: 'session.goodbye', severity: 'warning', params: {}, evidence }];
  },
};
