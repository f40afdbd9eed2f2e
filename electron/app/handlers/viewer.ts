/** The HTML of a message, shown by a view that is no part of the page. */
import type { AppError } from '../../protocol/values/app-error.ts';
import type { HandlersOf } from '../../ipc/host.ts';
import { OpenedMessages } from '../../storage/mailbox/opened.ts';
import type { PreparedViews } from '../messages/prepared-views.ts';
import type { AppEvents } from '../events.ts';
import type { Desktop } from '../desktop.ts';
import type { ServerService } from '../server/server.ts';

export function viewerHandlers(
  server: ServerService,
  { viewer }: Desktop,
  events: AppEvents,
  prepared: PreparedViews,
  opened: OpenedMessages,
): HandlersOf<'viewer'> {
  const captured = async (id: string) => {
    const holder = OpenedMessages.names(id) ? opened : await server.mailbox();
    const { html } = await holder.view(id);
    return { html: html ?? '', related: (contentId: string) => holder.related(id, contentId) };
  };
  return {
    'viewer.show': async ({ id, bounds, zoom }) => {
      const document = {
        ...(prepared.document(id) ?? (await captured(id))),
        ended: ({ code, params }: AppError) => events.notify({ type: 'view-ended', id, error: { code, params } }),
      };
      await viewer.show(document, bounds, zoom);
      return {};
    },
    'viewer.bounds': ({ bounds }) => {
      viewer.bounds(bounds);
      return {};
    },
    'viewer.hide': () => {
      viewer.hide();
      return {};
    },
  };
}
