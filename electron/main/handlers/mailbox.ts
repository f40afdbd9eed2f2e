/** Captured mail. The mailbox belongs to the server service, which opens it. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { ServerService } from '../services/server.ts';

export function mailboxHandlers(server: ServerService): HandlersOf<'mailbox'> {
  return {
    'mailbox.list': async (query) => (await server.mailbox()).list(query),
    'mailbox.view': async ({ id }) => (await server.mailbox()).view(id),
    'mailbox.source': async ({ id, offset, length }) => (await server.mailbox()).source(id, offset, length),
    'mailbox.markRead': async ({ id, read }) => {
      await (await server.mailbox()).markRead(id, read);
      return {};
    },
    'mailbox.delete': async ({ ids }) => {
      await (await server.mailbox()).delete(ids);
      return {};
    },
  };
}
