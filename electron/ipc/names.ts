/**
 * The channel names alone, so that the preload can refuse an unknown one without carrying every schema. Both tables are held
 * to the contract by their types: a name too few or too many does not compile.
 */
import type { CallName, StreamName } from './contract.ts';

const calls: Record<CallName, true> = {
  'app.info': true,
  'runs.start': true,
  'runs.snapshot': true,
  'runs.cancel': true,
  'server.state': true,
  'server.start': true,
  'server.stop': true,
  'server.configure': true,
  'server.addListener': true,
  'server.removeListener': true,
  'server.presets': true,
  'server.sessions': true,
  'server.sessionEvents': true,
  'mailbox.list': true,
  'mailbox.view': true,
  'mailbox.source': true,
  'mailbox.markRead': true,
  'mailbox.delete': true,
  'app.openExternal': true,
  'app.zoom': true,
  'settings.get': true,
  'settings.set': true,
  'settings.paths': true,
  'settings.openDataFolder': true,
  'report.save': true,
  'report.text': true,
  'history.list': true,
  'history.get': true,
  'history.delete': true,
  'history.restore': true,
  'files.choose': true,
  'files.drop': true,
  'files.release': true,
  'files.text': true,
  'mailbox.restore': true,
  'mailbox.structure': true,
  'mailbox.saveAttachment': true,
  'mailbox.export': true,
  'mailbox.remote': true,
  'viewer.show': true,
  'viewer.bounds': true,
  'viewer.hide': true,
  'profiles.list': true,
  'profiles.save': true,
  'profiles.duplicate': true,
  'profiles.delete': true,
  'profiles.restore': true,
  'profiles.move': true,
  'profiles.saveFolder': true,
  'profiles.deleteFolder': true,
  'profiles.moveFolder': true,
  'profiles.drafts': true,
  'profiles.keepDraft': true,
  'profiles.dropDraft': true,
  'secrets.set': true,
  'secrets.remove': true,
  'secrets.status': true,
  'secrets.orphans': true,
  'secrets.removeOrphans': true,
};

const streams: Record<StreamName, true> = {
  'app.events': true,
  'profiles.changed': true,
  'runs.events': true,
  'server.changed': true,
};

export const isCallName = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(calls, name);

export const isStreamName = (name: unknown): name is StreamName =>
  typeof name === 'string' && Object.hasOwn(streams, name);
