/** The frame of every flow: arguments first, then the session from its first event to its last, with nothing left open after it. */
import type { Delivery, Outcome } from '../../../protocol/values/session/outcome.ts';
import type { ConnectionOptions, Target } from '../../../protocol/values/target.ts';
import type { ConnectionSecrets, SessionContext, SessionResult } from '../types.ts';
import { type ConnectionPlan, planConnection } from '../plan/arguments.ts';
import { ClientSession } from '../session.ts';
import { SessionRecorder } from '../../recording/recorder.ts';
import type { StepResult } from '../step.ts';
import { leave } from '../connection/closing.ts';

const nowhere: Target = { host: null, port: null, path: null, protocol: 'smtp', security: 'none' };

export interface FlowResult {
  readonly error: Outcome | null;
  readonly delivery: Delivery | null;
  /** Of several transactions together; absent: those of the last. */
  readonly recipients?: SessionResult['recipients'];
}

export const ended = (error: Outcome | null): FlowResult => ({ error, delivery: null });

/** Of what is refused after a login it is known that it is not for want of one. */
export function afterLogin({ loggedIn }: ClientSession, error: Outcome | null): Outcome | null {
  return error === null || !loggedIn || error.phase === 'auth' ? error : { ...error, loggedIn };
}

/**
 * `prepare` refuses what is wrong with the rest of the arguments, before anything is connected. `body` runs the session; what
 * it gives is the result, whatever happens on the way out.
 */
export async function runSession<T>(
  options: ConnectionOptions,
  context: SessionContext,
  prepare: (plan: ConnectionPlan) => StepResult<T>,
  body: (session: ClientSession, prepared: T) => Promise<FlowResult>,
  whenRefused: Delivery | null,
  secrets: ConnectionSecrets = {},
): Promise<SessionResult> {
  const recorder = new SessionRecorder(context.emit, context.clock);
  const plan = planConnection(options);
  const target = plan.ok ? plan.value.target : { ...nowhere, protocol: options.protocol ?? 'smtp' };
  recorder.record({ type: 'session-begin', role: 'client', startedAt: recorder.wall(), target, peer: null });
  const finish = ({ error, delivery }: FlowResult, recipients: SessionResult['recipients'] = []): SessionResult => {
    recorder.record({ type: 'session-end', durationMs: recorder.elapsed(), error, delivery });
    return { error, delivery, recipients };
  };
  if (!plan.ok) return finish({ ...ended(plan.error), delivery: whenRefused });
  const prepared = prepare(plan.value);
  if (!prepared.ok) return finish({ ...ended(prepared.error), delivery: whenRefused });

  const session = new ClientSession(plan.value, recorder, context, secrets);
  try {
    const outcome = await body(session, prepared.value);
    const result = { ...outcome, error: afterLogin(session, outcome.error) };
    await leave(session, result.error);
    return finish(result, result.recipients ?? session.transaction.recipients);
  } catch (error) {
    // What must not happen, such as a secret store that fails: nothing stays open even then.
    session.phases.abandon();
    await session.connection.close(true);
    throw error;
  }
}
