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

/** What an experiment changes of the run before; absent: as it was. A login, a name or a message is the user's to give. */
export interface ExperimentChange {
  readonly port?: number;
  readonly security?: 'starttls' | 'tls';
  readonly protocol?: 'smtp' | 'lmtp';
  readonly family?: 4;
  readonly pipelining?: 'off';
  /** As it was, wanted though there was none, by each mechanism, or one of another account. */
  readonly login?: 'wanted' | 'each' | 'other';
  readonly hello?: 'another';
  readonly message?: 'plain';
}

/** `ask-mx` goes to another server. Whoever makes an experiment, command line or window, makes it of this. */
export const experimentChanges: Readonly<Record<Exclude<ExperimentId, 'ask-mx'>, ExperimentChange>> = {
  'with-login': { login: 'wanted' },
  'with-starttls': { security: 'starttls' },
  'implicit-tls': { port: 465, security: 'tls' },
  'tls-here': { security: 'tls' },
  'port-587': { port: 587, security: 'starttls' },
  'other-mechanism': { login: 'each' },
  'without-pipelining': { pipelining: 'off' },
  'plain-message': { message: 'plain' },
  'other-family': { family: 4 },
  'other-hello': { hello: 'another' },
  later: {},
  'other-login': { login: 'other' },
  'as-smtp': { protocol: 'smtp' },
  'as-lmtp': { protocol: 'lmtp' },
};
