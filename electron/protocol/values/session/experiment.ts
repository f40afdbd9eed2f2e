/** Experiments by name: sessions that would settle what a diagnosis leaves open. Names are part of the command line's JSON and stable. */
import * as v from 'valibot';

export const EXPERIMENTS = [
  'with-login',
  'with-starttls',
  'implicit-tls',
  'tls-here',
  'port-587',
  'other-mechanism',
  'without-pipelining',
  'plain-message',
  'other-family',
  'other-hello',
  'ask-mx',
  'later',
  'other-login',
  'as-smtp',
  'as-lmtp',
] as const;

export const ExperimentIdSchema = v.picklist(EXPERIMENTS);
export type ExperimentId = v.InferOutput<typeof ExperimentIdSchema>;

const ids: ReadonlySet<string> = new Set(EXPERIMENTS);
export const isExperimentId = (id: string): id is ExperimentId => ids.has(id);
