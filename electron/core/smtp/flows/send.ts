/** send: one message to one or more recipients, or with dryRun everything up to it. */
import type { SendFlow, SendFlowOptions } from '../types.ts';
import type { ClientSession } from '../session.ts';
import { type EnvelopePlan, checkAuth, planEnvelope } from '../plan/arguments.ts';
import { type FlowResult, ended, runSession } from './run.ts';
import { failed } from '../step.ts';
import { dryTransaction } from './check.ts';
import { deliver } from './in-turns.ts';
import { establish } from '../reach/establish.ts';
import { lookAtNow } from '../transaction/mail-transaction.ts';

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
        // With opportunistic TLS an unverified link is still better than none; where TLS was demanded it must be verified.
        unverified: session.plan.target.security === 'starttls-if-offered' ? 'go-on' : 'stop',
        refusedStartTls: 'go-on',
      });
      const nothing = options.dryRun ? null : ('none' as const);
      if (!established.ok) return { ...ended(established.error), delivery: nothing };
      if (established.value === 'stopped') return { ...ended(null), delivery: nothing };
      return options.dryRun ? ask(session, envelope, options) : deliver(session, envelope, options.message);
    },
    options.dryRun ? null : 'none',
    options.secrets,
  );

/** A dry run says of the message what the real one would: its size and whether it has 8-bit octets. */
async function ask(
  session: ClientSession,
  envelope: EnvelopePlan,
  options: Pick<SendFlowOptions, 'message'>,
): Promise<FlowResult> {
  const looked = await lookAtNow(session, envelope, options.message);
  return looked.ok ? dryTransaction(session, envelope, looked.value.facts) : ended(looked.error);
}
