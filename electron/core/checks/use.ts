/** What a session is used for, and who could listen to it: the weight of most findings hangs on these two. */
import { isIP } from 'node:net';
import { isSubmissionPort } from '../../protocol/facts/ports.ts';
import type { Finding } from '../../ipc/schemas/report.ts';
import type { SessionFacts } from './types.ts';

type Use = Pick<SessionFacts, 'target' | 'auth'>;

/** A submission port, or a login was given. */
export function isSubmission({ target, auth }: Use): boolean {
  return auth !== null || (target.protocol === 'smtp' && isSubmissionPort(target.port));
}

/** What was sent as asked, yet without the protection one would expect: an error where mail is submitted, a warning elsewhere. */
export function weightOf(use: Use): Extract<Finding['severity'], 'error' | 'warning'> {
  return isSubmission(use) ? 'error' : 'warning';
}

/** A Unix socket or a loopback host: nothing leaves the machine there, so nobody can listen. */
export function isLocal({ target }: Pick<Use, 'target'>): boolean {
  const { host } = target;
  if (host === null || host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}
