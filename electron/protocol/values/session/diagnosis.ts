/** A diagnosis as JSON carries it: in a finding, and in a report's error. */
import * as v from 'valibot';

export const SureSchema = v.picklist(['proven', 'likely', 'code-only']);

/** What a judged finding has besides its own fields. */
export const JudgedSchema = v.object({
  /** Proven: words or session leave no doubt. Code-only: no reason was given; the code is all there is. */
  sure: SureSchema,
  /** What else fits, and what would show that it is that. */
  alternatives: v.array(v.object({ id: v.string(), title: v.string(), tellApart: v.string() })),
  /** One more session each that would settle it. */
  experiments: v.array(v.object({ id: v.string(), title: v.string(), command: v.string() })),
});
export type Judged = v.InferOutput<typeof JudgedSchema>;
