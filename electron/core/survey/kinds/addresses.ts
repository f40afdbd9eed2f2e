/** A whole session with every address of a name: do they answer alike? */
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { KindContext } from '../context.ts';
import { findHost } from '../look-up.ts';
import { hostSessions, runSessions, tryOf } from './sessions.ts';

export async function surveyAddresses(request: RequestOf<'addresses'>, context: KindContext): Promise<'done'> {
  const sessions = hostSessions(request.connection);
  if (sessions === null) return 'done';
  const found = await findHost(sessions.host, request.connection, context);
  context.emit({ type: 'survey-hosts', hosts: [found], route: null });
  await runSessions(
    found.addresses.map((address) => tryOf(sessions, address)),
    context,
  );
  return 'done';
}
