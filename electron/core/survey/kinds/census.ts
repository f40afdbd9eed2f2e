/** Several sessions with every address, one after the other: behind one address may stand many back ends. */
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { KindContext } from '../context.ts';
import { findHost } from '../look-up.ts';
import { hostSessions, runSessions, tryOf } from './sessions.ts';

export async function surveyCensus(request: RequestOf<'census'>, context: KindContext): Promise<'done'> {
  const sessions = hostSessions(request.connection);
  if (sessions === null) return 'done';
  const found = await findHost(sessions.host, request.connection, context);
  context.emit({ type: 'survey-hosts', hosts: [found], route: null });
  const rounds = Array.from({ length: request.sessions }, (_, index) => index + 1);
  await runSessions(
    rounds.flatMap((round) => found.addresses.map((address) => tryOf(sessions, address, round))),
    context,
  );
  return 'done';
}
