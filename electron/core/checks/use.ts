/** What a session is used for, and who could listen to it: the weight of most findings hangs on these two. */
import { isIP } from 'node:net';
import type { Finding } from '../../ipc/schemas/report.ts';
import type { SessionFacts } from './types.ts';

/** Where people and programs submit mail (RFC 8314 section 3, RFC 6409). */
const submissionPorts: ReadonlySet<number | null> = new Set([465, 587]);

type Use = Pick<SessionFacts, 'target' | 'auth'>;

/** A submission port, or a login was given. */
export function isSubmission({ target, auth }: Use): boolean {
  return auth !== null || (target.protocol === 'smtp' && submissionPorts.has(target.port));
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
