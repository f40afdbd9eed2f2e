/** What a session or the words themselves disprove, whatever else speaks for a cause. By what a remedy asks for, not by cause. */
import type { Evidence } from '../evidence.ts';
import type { Said } from '../lexicon/said.ts';
import type { Asks, Cause } from '../types.ts';

const disproved: Readonly<Record<Asks, (seen: Evidence, said: Said) => boolean>> = {
  login: ({ session }) => session.loggedIn === true,
  tls: ({ session, target }) => session.tls === true || target.security === 'tls',
  later: (_, said) => said.has('permanent'),
  password: ({ session }) => session.secret === 'token',
  'one-by-one': ({ own }) => own.pipelined === false,
  // LMTP hands mail to mailboxes: it passes nothing on, and has neither submission nor MX.
  submission: ({ target }) => target.protocol === 'lmtp',
  'plain-port': ({ target }) => target.port === 25,
};

export const contradicted = ({ asks }: Cause, seen: Evidence, said: Said): boolean =>
  asks?.some((what) => disproved[what](seen, said)) === true;
