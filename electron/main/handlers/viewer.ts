/** The HTML of a message, shown by a view that is no part of the page. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { Desktop } from '../services/desktop.ts';
import type { ServerService } from '../services/server.ts';

export function viewerHandlers(server: ServerService, { viewer }: Desktop): HandlersOf<'viewer'> {
  return {
    'viewer.show': async ({ id, bounds, zoom }) => {
      const mailbox = await server.mailbox();
      const { html } = await mailbox.view(id);
      await viewer.show({ html: html ?? '', related: (contentId) => mailbox.related(id, contentId) }, bounds, zoom);
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
