/** What is prepared for a send test. */
import type { HandlersOf } from '../../ipc/host.ts';
import { templates } from '../../protocol/facts/templates.ts';
import type { SendDrafts } from '../messages/drafts.ts';
import type { Runs } from '../runs/runs.ts';
import type { Files } from '../saving/files.ts';
import type { ServerService } from '../server/server.ts';

export function messagesHandlers(
  drafts: SendDrafts,
  files: Files,
  runs: Runs,
  server: ServerService,
): HandlersOf<'messages'> {
  return {
    // Read when first needed, as all that composes.
    'messages.template': async ({ id }) => {
      const { templateSource } = await import('../../core/message/templates/templates.ts');
      return { source: templateSource(id), raw: templates[id].lineEnds === 'raw' };
    },
    'messages.preview': async ({ message, envelope }) => {
      const { outgoing } = await import('../runs/outgoing.ts');
      const { previewOf } = await import('../messages/preview.ts');
      return previewOf(await outgoing(message, envelope, files));
    },
    'messages.arrived': async ({ runId }) => {
      const { arrivedOf } = await import('../messages/arrival.ts');
      return { arrived: await arrivedOf(runs.snapshot(runId, 0), await server.mailbox()) };
    },
    'messages.draft': async () => ({ found: await drafts.find() }),
    'messages.keepDraft': async (draft) => {
      await drafts.keep(draft);
      return {};
    },
    'messages.dropDraft': async () => {
      await drafts.drop();
      return {};
    },
  };
}
