/** send: one message to one or more recipients, or with dryRun everything up to it. */
import type { Outcome } from '../../../ipc/schemas/outcome.ts';
import type { SendFlow, SendOptions } from '../types.ts';
import type { ClientSession } from '../session.ts';
import { type EnvelopePlan, checkAuth, planEnvelope } from '../arguments.ts';
import { type FlowResult, ended, runSession } from './run.ts';
import { countMessage, sendData } from '../body.ts';
import { failed } from '../step.ts';
import { sayMail, sayRecipients } from '../transaction.ts';
import { dryTransaction } from './check.ts';
import { establish } from '../establish.ts';

export const send: SendFlow = (options, context) =>
  runSession(
    options.connection,
    context,
    (plan) => {
      const refused = options.auth === null ? null : checkAuth(options.auth.options);
      return refused === null ? planEnvelope(options.envelope, plan.target.protocol) : failed(refused);
    },
    async (session, envelope) => {
      const established = await establish(session, {
        auth: options.auth,
        helloAfterAuth: false,
        // With opportunistic TLS an unverified link is still better than none; where TLS was demanded it must be verified.
        unverified: session.plan.target.security === 'starttls-if-offered' ? 'go-on' : 'stop',
        refusedStartTls: 'go-on',
      });
      const nothing = options.dryRun ? null : ('none' as const);
      if (!established.ok) return { ...ended(established.error), delivery: nothing };
      if (established.value === 'stopped') return { ...ended(null), delivery: nothing };
      return options.dryRun ? dryTransaction(session, envelope) : deliver(session, envelope, options);
    },
    options.dryRun ? null : 'none',
  );

/** One transaction on a session that is ready for it. */
export async function deliver(
  session: ClientSession,
  envelope: EnvelopePlan,
  options: Pick<SendOptions, 'message'>,
): Promise<FlowResult> {
  const undelivered = (error: Outcome | null): FlowResult => ({ error, delivery: 'none' });
  const counted = await countMessage(options.message, session.signal);
  if (!counted.ok) return undelivered(counted.error);
  const facts = counted.value;
  const mail = await session.inPhase('mail', () => sayMail(session, envelope, facts));
  if (!mail.ok) return undelivered(mail.error);
  if (session.plan.quitAfter === 'mail') return undelivered(null);
  const rcpt = await session.inPhase('rcpt', () => sayRecipients(session, envelope));
  if (!rcpt.ok) return undelivered(rcpt.error);
  if (session.plan.quitAfter === 'rcpt') return undelivered(null);
  session.connection.phase = 'data';
  session.recorder.record({ type: 'phase-begin', phase: 'data' });
  const sent = await sendData(session, options.message, facts);
  session.recorder.record({ type: 'phase-end', phase: 'data', ok: sent.error === null });
  return sent;
}
