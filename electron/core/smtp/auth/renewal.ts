/** A token that ended between its renewal and the login, or that the server no longer takes: read anew, once, where it can be. */
import { AppError } from '../../../protocol/values/app-error.ts';
import type { TokenFacts } from '../../../protocol/values/session/outcome.ts';
import type { SecretSource } from '../../ports.ts';
import { readSecret, untilAborted } from '../plan/secret-read.ts';
import type { ClientSession } from '../session.ts';
import type { Attempt } from './exchange.ts';

/** RFC 6750 section 3.1 has `invalid_token` for "expired, revoked, malformed"; XOAUTH2 has an HTTP status there. */
const outdated: ReadonlySet<string> = new Set(['invalid_token', '401']);

/** Whether a new token could be taken where this one was refused. Everything else is no matter of its age. */
export function isOutdated({ reason, refusal }: Attempt, facts: TokenFacts | null): boolean {
  if (reason !== 'refused') return false;
  return facts?.problems.includes('expired') === true || outdated.has(refusal?.status?.trim().toLowerCase() ?? '');
}

/** The new token; null where there is none, or the signal came first. Rejects as the secret's own reading does. */
export async function renewedToken(
  session: ClientSession,
  secret: SecretSource,
  before: string,
): Promise<string | null> {
  try {
    const another = await untilAborted(async () => (await secret.renew?.()) ?? false, session.signal);
    if (another !== true) return null;
  } catch (error) {
    // What the server refused is the news; why there is no new token stands beside it.
    if (!(error instanceof AppError)) throw error;
    session.connection.note('token-not-renewed', { code: error.code, ...reasonOf(error) });
    return null;
  }
  const token = await readSecret(secret, session.signal);
  if (token === null || token === before) return null;
  session.secrets.addSecret(token);
  session.connection.note('token-renewed');
  return token;
}

const reasonOf = ({ params: { reason } }: AppError): { reason?: string } =>
  typeof reason === 'string' ? { reason } : {};
