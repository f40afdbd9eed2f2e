/** Captured mail, and message files that are shown. The mailbox belongs to the server service, which opens it. */
import { safeFileName } from '../../storage/files/safe-name.ts';
import type { HandlersOf } from '../../ipc/host.ts';
import type { Desktop } from '../desktop.ts';
import type { Files } from '../saving/files.ts';
import { save } from '../saving/save.ts';
import { OpenedMessages } from '../../storage/mailbox/opened.ts';
import type { OpenedForWindow } from '../messages/opened.ts';
import type { ServerService } from '../server/server.ts';

export function mailboxHandlers(
  server: ServerService,
  desktop: Desktop,
  opened: OpenedMessages,
  shown: OpenedForWindow,
  files: Files,
): HandlersOf<'mailbox'> {
  /** What both kinds of messages answer alike. */
  const holder = async (id: string) => (OpenedMessages.names(id) ? opened : server.mailbox());
  return {
    'mailbox.openFile': async ({ handle }) => {
      const { path, name } = files.toBeShown(handle);
      const forgotten = (): Promise<void> => files.release([handle]);
      try {
        return { id: await shown.take(path, { name, forgotten }) };
      } catch (error) {
        await forgotten();
        throw error;
      }
    },
    'mailbox.opened': ({ id }) => opened.view(id),
    'mailbox.closeOpened': async ({ id }) => {
      await shown.close(id);
      return {};
    },
    'mailbox.list': async (query) => (await server.mailbox()).list(query),
    'mailbox.view': async ({ id }) => (await server.mailbox()).view(id),
    'mailbox.source': async ({ id, offset, length }) => (await holder(id)).source(id, offset, length),
    'mailbox.markRead': async ({ id, read }) => {
      await (await server.mailbox()).markRead(id, read);
      return {};
    },
    'mailbox.delete': async ({ ids }) => {
      await (await server.mailbox()).delete(ids);
      return {};
    },
    'mailbox.restore': async ({ ids }) => {
      await (await server.mailbox()).restore(ids);
      return {};
    },
    'mailbox.structure': async ({ id }) => (await holder(id)).structure(id),
    'mailbox.saveAttachment': async ({ id, index }) => {
      const { name, content } = await (await holder(id)).part(id, index);
      return save(desktop, { name: safeFileName(name ?? '', `part-${index}.bin`), foreign: true, content });
    },
    'mailbox.export': async ({ id }) => {
      const mailbox = await server.mailbox();
      const { subject } = await mailbox.summary(id);
      const name = `${safeFileName(subject ?? '', 'message')}.eml`;
      return save(desktop, { name, foreign: true, content: () => mailbox.octets(id) });
    },
    'mailbox.remote': async ({ id }) => ({ urls: [...(await (await holder(id)).remote(id))] }),
  };
}
