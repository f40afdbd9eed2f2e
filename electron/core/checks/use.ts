/** What a session is used for, and who could listen to it: the weight of most findings hangs on these two. */
import { isSubmissionPort } from '../../protocol/facts/ports.ts';
import type { Finding } from '../../protocol/values/session/report.ts';
import type { CheckedFacts } from './types.ts';
import { isLocalByName } from '../../protocol/parse/loopback.ts';

type Use = Pick<CheckedFacts, 'target' | 'auth'>;

/** A submission port, or a login was given. */
export function isSubmission({ target, auth }: Use): boolean {
  return auth !== null || (target.protocol === 'smtp' && isSubmissionPort(target.port));
}

/** What was sent as asked, yet without the protection one would expect: an error where mail is submitted, a warning elsewhere. */
export function weightOf(use: Use): Extract<Finding['severity'], 'error' | 'warning'> {
  return isSubmission(use) ? 'error' : 'warning';
}

/** A Unix socket or a host that is this machine: nothing leaves it there, so nobody can listen. */
export const isLocal = ({ target }: Pick<Use, 'target'>): boolean => target.host === null || isLocalByName(target.host);
