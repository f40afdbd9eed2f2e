/**
 * Every mechanism tried, each with its own result. AUTH succeeds once in a session (RFC 4954 section 4), and many servers close after a
 * failure: what is left is tried over further connections, one after the other, until a reply speaks of a lock-out.
 */
import type { AuthOptions } from '../../../protocol/values/target.ts';
import type { ClientSession } from '../session.ts';
import type { SecretSource } from '../../ports.ts';
import { type Established, establish } from '../reach/establish.ts';
import { type FlowResult, ended } from './run.ts';
import type { LoginLog } from '../auth/login-log.ts';
import type { StepResult } from '../step.ts';
import { leave } from '../connection/closing.ts';
import { leadingRefusal } from '../../sasl/refusal.ts';

export interface LoggedLogin {
  readonly options: AuthOptions;
  readonly secret: SecretSource;
  readonly log: LoginLog;
}

/** As a check does it: in sight of faults, it goes on where nothing is at stake. */
export function establishWith(session: ClientSession, login: LoggedLogin | null): Promise<StepResult<Established>> {
  return establish(session, {
    auth: login,
    ...(login === null ? {} : { log: login.log }),
    unverified: 'go-on',
    refusedStartTls: 'stop',
  });
}

/** `first`: of the first connection. `again`: the whole check over another one, as long as no login has worked. */
export async function tryOthers(
  session: ClientSession,
  login: LoggedLogin,
  first: FlowResult,
  again: () => Promise<FlowResult>,
): Promise<FlowResult> {
  const { log } = login;
  const results = [first];
  let last = first;
  while (log.left.length > 0 && !log.lockedOut && !session.signal.aborted) {
    await leave(session, last.error);
    const before = log.tried.length;
    const { succeeded } = log;
    session.renew();
    session.recorder.note('connect', 'login-again', { mechanisms: log.left.join(', ') });
    last = succeeded ? await onlyLogIn(session, login) : await again();
    // A connection that did not come as far as a login says nothing of the credential, and the next would fare no better.
    if (log.tried.length === before) break;
    if (!succeeded) results.push(last);
  }
  if (log.left.length > 0) session.recorder.note('auth', 'login-not-tried', { mechanisms: log.left.join(', ') });
  const [main = first] = results.slice(-1);
  return log.succeeded || session.signal.aborted ? main : { ...main, error: leading(results, log) };
}

/** One more mechanism, and another where that one was refused. What worked before stays the outcome. */
async function onlyLogIn(session: ClientSession, login: LoggedLogin): Promise<FlowResult> {
  const established = await establishWith(session, login);
  return ended(established.ok ? null : established.error);
}

/** Of all connections' refusals the one that says most of the credential; where none came to a refusal, how the first ended. */
function leading(results: readonly FlowResult[], log: LoginLog): FlowResult['error'] {
  const refusals = results.flatMap(({ error }) => (error?.code === 'auth-failed' ? [error] : []));
  const best = leadingRefusal(log.tried)?.mechanism;
  const found = refusals.find(({ params }) => params.mechanism === best) ?? refusals[0];
  if (found === undefined) return results[0]?.error ?? null;
  return { ...found, params: { ...found.params, tried: [...log.tried] } };
}
