/** A host whose handlers only note that they were called; tests replace the few they are about. */
import { AppError } from '../../electron/ipc/errors.ts';
import { createHost, type Handlers, type Host, type Streams } from '../../electron/ipc/host.ts';
import type { TestSender } from './local-transport.ts';

export interface FakeHost {
  readonly host: Host<TestSender>;
  /** Names of the handlers that ran, in order. */
  readonly reached: string[];
  /** What would have gone to main's stderr. */
  readonly logged: string[];
}

export function fakeHost(handlers: Partial<Handlers> = {}, streams: Partial<Streams> = {}): FakeHost {
  const reached: string[] = [];
  const logged: string[] = [];
  const refuse = (name: string) => (): never => {
    reached.push(name);
    throw new AppError('internal', { reached: name });
  };
  const table: Handlers = {
    'app.info': refuse('app.info'),
    'runs.start': refuse('runs.start'),
    'runs.snapshot': refuse('runs.snapshot'),
    'runs.cancel': refuse('runs.cancel'),
    'server.state': refuse('server.state'),
    'server.start': refuse('server.start'),
    'server.stop': refuse('server.stop'),
    'server.configure': refuse('server.configure'),
    'server.addListener': refuse('server.addListener'),
    'server.removeListener': refuse('server.removeListener'),
    'server.addUser': refuse('server.addUser'),
    'server.removeUser': refuse('server.removeUser'),
    'server.presets': refuse('server.presets'),
    'server.readScript': refuse('server.readScript'),
    'server.sessions': refuse('server.sessions'),
    'server.sessionEvents': refuse('server.sessionEvents'),
    'mailbox.list': refuse('mailbox.list'),
    'mailbox.view': refuse('mailbox.view'),
    'mailbox.source': refuse('mailbox.source'),
    'mailbox.markRead': refuse('mailbox.markRead'),
    'mailbox.delete': refuse('mailbox.delete'),
    'app.openExternal': refuse('app.openExternal'),
    'app.zoom': refuse('app.zoom'),
    'settings.get': refuse('settings.get'),
    'settings.set': refuse('settings.set'),
    'settings.paths': refuse('settings.paths'),
    'settings.openDataFolder': refuse('settings.openDataFolder'),
    'report.save': refuse('report.save'),
    'report.text': refuse('report.text'),
    'history.list': refuse('history.list'),
    'history.get': refuse('history.get'),
    'history.files': refuse('history.files'),
    'history.delete': refuse('history.delete'),
    'history.restore': refuse('history.restore'),
    'files.choose': refuse('files.choose'),
    'files.drop': refuse('files.drop'),
    'files.release': refuse('files.release'),
    'files.text': refuse('files.text'),
    'mailbox.restore': refuse('mailbox.restore'),
    'mailbox.structure': refuse('mailbox.structure'),
    'mailbox.saveAttachment': refuse('mailbox.saveAttachment'),
    'mailbox.export': refuse('mailbox.export'),
    'mailbox.remote': refuse('mailbox.remote'),
    'viewer.show': refuse('viewer.show'),
    'viewer.bounds': refuse('viewer.bounds'),
    'viewer.hide': refuse('viewer.hide'),
    'profiles.list': refuse('profiles.list'),
    'profiles.save': refuse('profiles.save'),
    'profiles.duplicate': refuse('profiles.duplicate'),
    'profiles.delete': refuse('profiles.delete'),
    'profiles.restore': refuse('profiles.restore'),
    'profiles.move': refuse('profiles.move'),
    'profiles.saveFolder': refuse('profiles.saveFolder'),
    'profiles.deleteFolder': refuse('profiles.deleteFolder'),
    'profiles.moveFolder': refuse('profiles.moveFolder'),
    'profiles.drafts': refuse('profiles.drafts'),
    'profiles.keepDraft': refuse('profiles.keepDraft'),
    'profiles.dropDraft': refuse('profiles.dropDraft'),
    'profiles.export': refuse('profiles.export'),
    'profiles.exportText': refuse('profiles.exportText'),
    'profiles.previewImport': refuse('profiles.previewImport'),
    'profiles.import': refuse('profiles.import'),
    'profiles.importSecrets': refuse('profiles.importSecrets'),
    'profiles.dropImport': refuse('profiles.dropImport'),
    'secrets.set': refuse('secrets.set'),
    'secrets.fromFile': refuse('secrets.fromFile'),
    'secrets.rebind': refuse('secrets.rebind'),
    'secrets.remove': refuse('secrets.remove'),
    'secrets.status': refuse('secrets.status'),
    'secrets.orphans': refuse('secrets.orphans'),
    'secrets.removeOrphans': refuse('secrets.removeOrphans'),
    ...handlers,
  };
  const host = createHost<TestSender>({
    handlers: table,
    streams: {
      'app.events': refuse('app.events'),
      'profiles.changed': refuse('profiles.changed'),
      'runs.events': refuse('runs.events'),
      'server.changed': refuse('server.changed'),
      ...streams,
    },
    trusted: (sender) => sender.trusted,
    log: (line) => logged.push(line),
  });
  return { host, reached, logged };
}
