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

type Prepared = StepResult<MailTransaction> | null;

/** Looks at each message before it is sent. */
class Preparing {
  readonly #prepare: (index: number) => Promise<Prepared>;
  readonly #messages: SendManyOptions['messages'];
  #ahead: Promise<Prepared> | null = null;

  constructor(client: ClientSession, messages: SendManyOptions['messages'], envelopes: readonly EnvelopePlan[]) {
    this.#messages = messages;
    this.#prepare = async (index) => {
      const [envelope, message] = [envelopes[index], messages[index]];
      return envelope === undefined || message === undefined
        ? null
        : prepareTransaction(client, envelope, message.message);
    };
  }

  /** null after the last one. */
  take(index: number): Promise<Prepared> {
    const ahead = this.#ahead;
    this.#ahead = null;
    return ahead ?? this.#prepare(index);
  }

  /** While the answers to the one before are awaited: one in memory is looked at without waiting for anybody. The next to be taken. */
  lookAhead(index: number): void {
    if (this.#messages[index]?.message.constant === undefined) return;
    // Not before what is about to be written is written.
    this.#ahead = Promise.resolve().then(() => this.#prepare(index));
  }

  /** One that will not be taken any more is not left running. */
  async end(): Promise<void> {
    await this.#ahead;
  }
}

/** One transaction after the other. With PIPELINING the next one's commands go out with the end of the message before it. */
async function deliverAll(
  client: ClientSession,
  messages: SendManyOptions['messages'],
  envelopes: readonly EnvelopePlan[],
  results: SessionResult[],
): Promise<FlowResult> {
  const preparing = new Preparing(client, messages, envelopes);
  let current = await preparing.take(0);
  for (let index = 1; current !== null; index += 1) {
    let next: Prepared;
    let result: FlowResult;
    if (current.ok) {
      const stopped = await current.value.answered();
      next = await preparing.take(index);
      const follower = next?.ok === true && next.value.joinable ? next.value : null;
      const alongside = () => {
        follower?.begin();
        preparing.lookAhead(index + 1);
      };
      result = stopped ?? (await current.value.complete(alongside));
    } else {
      result = { error: current.error, delivery: 'none' };
      next = await preparing.take(index);
    }
    results.push({ ...result, error: afterLogin(client, result.error), recipients: client.transaction.recipients });
    // A connection in an unknown state takes no further message.
    const { connection } = client;
    if (!connection.usable || connection.bodyInProgress || client.signal.aborted) {
      await preparing.end();
      return result;
    }
    if (client.transaction.open) await client.inPhase('rset', () => reset(client));
    client.transaction.clear();
    current = next;
  }
  return ended(null);
}
