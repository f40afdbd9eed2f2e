/** What an operation gives: a value, or the outcome that says why the session cannot go on. Never an exception. */
import type { Outcome, OutcomeCode, OutcomeOf } from '../../protocol/values/session/outcome.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';

export type StepResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Outcome };

export function done<T>(value: T): StepResult<T> {
  return { ok: true, value };
}

export function failed(error: Outcome): { readonly ok: false; readonly error: Outcome } {
  return { ok: false, error };
}

/** `temporary` and `reply` are null unless given. */
export function outcome<C extends OutcomeCode>(
  code: C,
  phase: Phase | null,
  params: OutcomeOf<C>['params'],
  more: { readonly temporary?: boolean | null; readonly reply?: Reply | null } = {},
): Outcome {
  // The compiler cannot see that the pair of code and params stays one member of the union.
  return { code, phase, temporary: more.temporary ?? null, reply: more.reply ?? null, params } as unknown as Outcome;
}

export function cancelled(phase: Phase | null): Outcome {
  return outcome('cancelled', phase, {});
}
