/**
 * How a session is left: politely where that makes sense, at once where anything more could be misread. Nothing here
 * changes the outcome.
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { ClientSession } from '../session.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { StepResult } from '../step.ts';
import { TimeLimit } from '../../recording/time-limit.ts';
import { exchange, reset } from '../commands/operations.ts';
import { limits } from '../limits.ts';

export async function leave(session: ClientSession, error: Outcome | null): Promise<void> {
  const { connection } = session;
  session.phases.abandon();
  if (session.mistrusted) return connection.close();
  if (session.signal.aborted) await leaveCancelled(session);
  // After 421 the server closes (RFC 5321 3.8); in mid-body anything we said would be message text.
  else if (connection.usable && !connection.bodyInProgress && error?.reply?.code !== 421) await sendQuit(session);
  await connection.close(connection.bodyInProgress);
}

async function sendQuit(session: ClientSession): Promise<void> {
  await session.phases.run(
    'quit',
    () => quit(session),
    ({ ok }) => ok,
  );
}

async function quit(session: ClientSession): Promise<StepResult<Reply>> {
  const { connection, plan } = session;
  const limit = new TimeLimit(plan.timeouts.quit, () => connection.giveUp());
  // The server waits for a SASL response: QUIT would be taken for one (RFC 4954 section 4).
  if (connection.lastCode === 334) await exchange(session, { text: '*' }, true);
  const step = await exchange(session, { text: 'QUIT' }, true);
  limit.lift();
  return step;
}

/**
 * DESIGN section 3: before 354 the pending replies are taken, then RSET, QUIT, all within a second; after 354 the connection
 * is closed and the final dot never sent.
 */
async function leaveCancelled(session: ClientSession): Promise<void> {
  const { connection } = session;
  if (session.transaction.messageBegun || connection.bodyInProgress || !connection.usable) return;
  const limit = new TimeLimit(limits.client.cancelGrace, () => connection.giveUp());
  // Stopped between the connection and its greeting, which would be taken for the answer to QUIT.
  if (connection.ungreeted) await connection.expect(null, limits.client.cancelGrace, true);
  await connection.settled();
  const alive = () => connection.usable;
  // After 354 everything is message text, whoever asked for it.
  if (alive() && connection.lastCode !== 354) {
    // The server waits for a SASL response: QUIT would be taken for one (RFC 4954 section 4).
    if (connection.lastCode === 334) await exchange(session, { text: '*' }, true);
    if (session.transaction.open) await reset(session, true);
    await sendQuit(session);
  }
  limit.lift();
}
