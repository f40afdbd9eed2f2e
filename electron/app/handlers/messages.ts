/** What is prepared for a send test. */
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import { templates } from '../../protocol/facts/templates.ts';
import type { SendDrafts } from '../messages/drafts.ts';
import type { Runs } from '../runs/runs.ts';
import { limits } from '../limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { Lookouts, LookoutsParts } from '../messages/lookouts.ts';
import type { OwnTemplates } from '../../storage/files/own-templates.ts';
import type { PreparedViews } from '../messages/prepared-views.ts';
import type { OutgoingParts } from '../runs/outgoing.ts';
import type { ServerService } from '../server/server.ts';

interface Services {
  readonly drafts: SendDrafts;
  readonly parts: OutgoingParts;
  readonly runs: Runs;
  readonly server: ServerService;
  readonly preparedViews: PreparedViews;
  readonly templates: OwnTemplates;
}

export function messagesHandlers({
  drafts,
  parts,
  runs,
  server,
  preparedViews,
  templates: own,
}: Services): HandlersOf<'messages'> {
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
    'messages.prepareView': async ({ message, envelope }) => {
      const { outgoing } = await import('../runs/outgoing.ts');
      return preparedViews.prepare(await outgoing(message, envelope, parts));
    },
    'messages.mboxEntries': async ({ handle, after }) => {
      const { path } = parts.files.toBeSent(handle);
      const { isMbox, listMbox } = await import('../../core/message/mbox/entries.ts');
      if (!(await isMbox(path))) return { mbox: false, entries: [], next: null };
      return { mbox: true, ...(await listMbox(path, after, limits.messages.mboxEntries)) };
    },
    'messages.ownTemplates': async () => ({ templates: await own.list() }),
    'messages.ownTemplate': ({ id }) => own.get(id),
    'messages.saveTemplate': async ({ name, message, envelope }) => {
      const { templateOf } = await import('../messages/template-of.ts');
      return own.save({ name, ...(await templateOf(message, envelope, parts)) });
    },
    'messages.renameTemplate': ({ id, name }) => own.rename(id, name),
    'messages.deleteTemplate': async ({ id }) => {
      await own.delete(id);
      return {};
    },
    'messages.arrived': async ({ runId }) => {
      const { arrivedOf } = await import('../messages/arrival.ts');
      return { arrived: await arrivedOf(runs.snapshot(runId, 0), await server.mailbox()) };
    },
    'messages.compare': async ({ runId, handle }) => {
      const { compareWithFile } = await import('../messages/comparing.ts');
      return { comparison: await compareWithFile(runs.sentBy(runId), parts.files.toBeSent(handle)) };
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

/** Read when a message is first looked for, as all that speaks as a client. */
export function messagesStreams(parts: LookoutsParts): StreamsOf<'messages'> {
  let lookouts: Lookouts | null = null;
  return {
    'messages.look': (asked, sink) => {
      let stop: (() => void) | null = null;
      let left = false;
      import('../messages/lookouts.ts').then(
        ({ Lookouts: Made }) => {
          lookouts ??= new Made(parts);
          if (!left) stop = lookouts.look(asked, sink);
        },
        () => sink.end(new AppError('internal')),
      );
      return () => {
        left = true;
        stop?.();
      };
    },
  };
}
