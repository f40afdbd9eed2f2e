/** Which secret of a profile a run uses, and whether a run with edits that were not saved may have it. */
import type { ProfileContent, SecretKind } from '../../ipc/schemas/profiles.ts';
import type { AuthOptions, ConnectionOptions } from '../../ipc/schemas/target.ts';
import { parseTarget } from '../smtp/target.ts';

const tokenMechanisms: ReadonlySet<string> = new Set(['XOAUTH2', 'OAUTHBEARER']);

/** A token where only token mechanisms are allowed, or where there is no password. */
export function secretKind(auth: AuthOptions, has: readonly SecretKind[]): SecretKind {
  const { mechanisms = [] } = auth;
  if (mechanisms.length > 0 && mechanisms.every((name) => tokenMechanisms.has(name.toUpperCase()))) return 'token';
  return has.includes('token') && !has.includes('password') ? 'token' : 'password';
}

interface Question {
  readonly connection: ConnectionOptions;
  readonly auth: AuthOptions | null;
}

/**
 * A stored secret goes to the server and for the user that the saved profile names, and never less protected than the profile
 * says: a slip of the finger in an edit must not hand it to somebody else. For anything else it has to be typed.
 */
export function maySendSecret(saved: ProfileContent, asked: Question): boolean {
  const before = saved.auth;
  if (asked.auth === null || before === null) return false;
  if (place(saved.connection) !== place(asked.connection)) return false;
  if (before.user !== asked.auth.user || before.authzid !== asked.auth.authzid) return false;
  if (asked.auth.allowClear === true && before.allowClear !== true) return false;
  const { insecure, ca, acceptCertificate, servername } = asked.connection;
  return (
    (insecure !== true || saved.connection.insecure === true) &&
    (ca === undefined || ca === saved.connection.ca) &&
    (acceptCertificate === undefined || acceptCertificate === saved.connection.acceptCertificate) &&
    servername === saved.connection.servername
  );
}

/** The client's key and its passphrase, and the proxy's password: for the server, the certificate and the proxy that were saved. */
export function maySendConnectionSecret(
  saved: ProfileContent,
  asked: ConnectionOptions,
  kind: 'client-key' | 'passphrase' | 'proxy-password',
): boolean {
  if (place(saved.connection) !== place(asked)) return false;
  return kind === 'proxy-password'
    ? asked.proxy !== undefined && asked.proxy === saved.connection.proxy
    : asked.clientCertificate !== undefined && asked.clientCertificate === saved.connection.clientCertificate;
}

/** Host or socket; ports of one host belong to one owner. */
function place({ target, protocol, security }: ConnectionOptions): string {
  const parsed = parseTarget(target, { protocol, security });
  if (!parsed.ok) return `unreadable ${target}`;
  return parsed.target.path ?? parsed.target.host?.toLowerCase() ?? '';
}
