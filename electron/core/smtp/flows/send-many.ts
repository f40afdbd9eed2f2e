/** Several messages over one connection, one transaction after the other; each with its own result. */
import type { Outcome } from '../../../ipc/schemas/outcome.ts';
import type { SendOptions, SessionContext, SessionResult } from '../types.ts';
import { type EnvelopePlan, checkAuth, planEnvelope } from '../arguments.ts';
import { type Step, done, failed } from '../step.ts';
import { deliver } from './send.ts';
import { ended, runSession } from './run.ts';
import { establish } from '../establish.ts';
import { reset } from '../operations.ts';

export interface SendManyOptions extends Pick<SendOptions, 'connection' | 'auth'> {
  readonly messages: readonly Pick<SendOptions, 'envelope' | 'message'>[];
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
    (plan): Step<EnvelopePlan[]> => {
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
        helloAfterAuth: false,
        unverified: client.plan.target.security === 'starttls-if-offered' ? 'go-on' : 'stop',
        refusedStartTls: 'go-on',
      });
      if (!established.ok || established.value === 'stopped') return ended(established.ok ? null : established.error);
      for (const [index, message] of options.messages.entries()) {
        const envelope = envelopes[index];
        if (envelope === undefined) break;
        const result = await deliver(client, envelope, message);
        results.push({ ...result, recipients: client.recipients });
        // A connection in an unknown state takes no further message.
        if (!client.connection.usable || client.connection.bodyInProgress || client.signal.aborted) return result;
        if (client.connection.transaction) await client.inPhase('rset', () => reset(client));
        client.bodyBegun = false;
        client.recipients = [];
      }
      return ended(null);
    },
    null,
  );
  return { ...session, results };
}
