/** What is prepared for a send test. */
import type { HandlersOf } from '../../ipc/host.ts';
import { templates } from '../../protocol/facts/templates.ts';
import type { SendDrafts } from '../messages/drafts.ts';
import type { Runs } from '../runs/runs.ts';
import type { OutgoingParts } from '../runs/outgoing.ts';
import type { ServerService } from '../server/server.ts';

interface Services {
  readonly drafts: SendDrafts;
  readonly parts: OutgoingParts;
  readonly runs: Runs;
  readonly server: ServerService;
}

export function messagesHandlers({ drafts, parts, runs, server }: Services): HandlersOf<'messages'> {
  const { dkimKeys } = parts;
  return {
    // Read when first needed, as all that composes.
    'messages.template': async ({ id }) => {
      const { templateSource } = await import('../../core/message/templates/templates.ts');
      return { source: templateSource(id), raw: templates[id].lineEnds === 'raw' };
    },
    'messages.preview': async ({ message, envelope }) => {
      const { outgoing } = await import('../runs/outgoing.ts');
      const { previewOf } = await import('../messages/preview.ts');
      return previewOf(await outgoing(message, envelope, parts));
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
    'messages.dkimKeys': async () => ({ keys: await dkimKeys.list() }),
    'messages.makeDkimKey': ({ algorithm }) => dkimKeys.make(algorithm),
    'messages.readDkimKey': ({ handle }) => dkimKeys.fromFile(handle),
    'messages.keepDkimKey': ({ key }) => dkimKeys.keep(key),
    'messages.forgetDkimKey': async ({ key }) => {
      await dkimKeys.forget(key);
      return {};
    },
  };
}
