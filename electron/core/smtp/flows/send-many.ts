/** Several messages over one connection, one transaction after the other; each with its own result. */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { SendFlowOptions, SessionContext, SessionResult } from '../types.ts';
import { type EnvelopePlan, checkAuth, planEnvelope } from '../plan/arguments.ts';
import { type StepResult, done, failed } from '../step.ts';
import type { ClientSession } from '../session.ts';
import { type FlowResult, afterLogin, ended, runSession } from './run.ts';
import { establish } from '../reach/establish.ts';
import { type MailTransaction, prepareTransaction } from '../transaction/mail-transaction.ts';
import { reset } from '../commands/operations.ts';

export interface SendManyOptions extends Pick<SendFlowOptions, 'connection' | 'auth' | 'secrets'> {
  readonly messages: readonly Pick<SendFlowOptions, 'envelope' | 'message'>[];
}

/** `results` has one entry for each message that was begun; the session's own error is the last that ended it. */
export async function sendMany(
  options: SendManyOptions,
  context: SessionContext,
): Promise<SessionResult & { readonly results: readonly SessionResult[] }> {
  const results: SessionResult[] = [];
  const session = await runSession(
    options.connection,
    context,
    (plan): StepResult<EnvelopePlan[]> => {
      const refused: Outcome | null = options.auth === null ? null : checkAuth(options.auth.options);
      if (refused !== null) return failed(refused);
      const envelopes: EnvelopePlan[] = [];
      for (const { envelope } of options.messages) {
        const planned = planEnvelope(envelope, plan.target.protocol);
        if (!planned.ok) return planned;
        envelopes.push(planned.value);
      }
      return done(envelopes);
    },
    async (client, envelopes) => {
      const established = await establish(client, {
        auth: options.auth,
        unverified: client.plan.target.security === 'starttls-if-offered' ? 'go-on' : 'stop',
        refusedStartTls: 'go-on',
      });
      if (!established.ok || established.value === 'stopped') return ended(established.ok ? null : established.error);
      return deliverAll(client, options.messages, envelopes, results);
    },
    null,
    options.secrets,
  );
  return { ...session, results };
}

/** One transaction after the other. With PIPELINING the next one's commands go out with the end of the message before it. */
async function deliverAll(
  client: ClientSession,
  messages: SendManyOptions['messages'],
  envelopes: readonly EnvelopePlan[],
  results: SessionResult[],
): Promise<FlowResult> {
  const prepare = async (index: number): Promise<StepResult<MailTransaction> | null> => {
    const [envelope, message] = [envelopes[index], messages[index]];
    return envelope === undefined || message === undefined
      ? null
      : prepareTransaction(client, envelope, message.message);
  };
  let current = await prepare(0);
  for (let index = 1; current !== null; index += 1) {
    let next: StepResult<MailTransaction> | null;
    let result: FlowResult;
    if (current.ok) {
      const stopped = await current.value.answered();
      next = await prepare(index);
      const follower = next?.ok === true && next.value.joinable ? next.value : null;
      result = stopped ?? (await current.value.complete(() => follower?.begin()));
    } else {
      result = { error: current.error, delivery: 'none' };
      next = await prepare(index);
    }
    results.push({ ...result, error: afterLogin(client, result.error), recipients: client.transaction.recipients });
    // A connection in an unknown state takes no further message.
    const { connection } = client;
    if (!connection.usable || connection.bodyInProgress || client.signal.aborted) return result;
    if (client.transaction.open) await client.inPhase('rset', () => reset(client));
    client.transaction.clear();
    current = next;
  }
  return ended(null);
}
