/** One good input per call, so that a test can spoil it in each place. */
import type { CallInput, CallName } from '../../electron/ipc/contract.ts';
import type { ProfileContent } from '../../electron/ipc/schemas/profiles.ts';

const profileContent: ProfileContent = {
  name: 'Sample',
  colour: 'blue',
  favourite: true,
  notes: 'n',
  connection: { target: 'mx.example.org', security: 'starttls' },
  auth: { user: 'alice' },
  envelope: { from: 'a@example.org', to: ['b@example.org'] },
};

const listener = {
  protocol: 'smtp',
  security: 'starttls',
  host: '127.0.0.1',
  port: 2525,
  path: null,
  nextFree: true,
} as const;

export const sampleInputs: { readonly [N in CallName]: CallInput<N> } = {
  'app.info': {},
  'runs.start': {
    command: 'send',
    connection: { target: 'mx.example.org', protocol: 'smtp', security: 'starttls', insecure: false },
    auth: { user: 'alice', mechanisms: ['PLAIN'] },
    secret: 'sample',
    envelope: { from: 'a@example.org', to: ['b@example.org'] },
    message: { kind: 'composed', subject: 's', text: 't', html: null },
    dryRun: false,
  },
  'runs.snapshot': { runId: 'r1', afterSeq: 0 },
  'runs.cancel': { runId: 'r1' },
  'server.state': {},
  'server.start': {},
  'server.stop': {},
  'server.configure': {
    hostname: 'test.example',
    listeners: [{ id: 'l1', ...listener }],
    maxMessageBytes: 0,
    smtputf8: true,
    auth: { enabled: true, acceptAny: true, required: false, allowClear: false, mechanisms: ['PLAIN'] },
  },
  'server.addListener': listener,
  'server.removeListener': { id: 'l1' },
  'server.addUser': { user: 'ann', password: 'sample' },
  'server.removeUser': { user: 'ann' },
  'server.presets': {},
  'server.sessions': { limit: 10 },
  'server.sessionEvents': { id: 's1' },
  'mailbox.list': { offset: 0, limit: 10, search: '' },
  'mailbox.view': { id: 'm1' },
  'mailbox.source': { id: 'm1', offset: 0, length: 10 },
  'mailbox.markRead': { id: 'm1', read: true },
  'mailbox.delete': { ids: ['m1'] },
  'mailbox.restore': { ids: ['m1'] },
  'mailbox.structure': { id: 'm1' },
  'mailbox.saveAttachment': { id: 'm1', index: 1 },
  'mailbox.export': { id: 'm1' },
  'mailbox.remote': { id: 'm1' },
  'app.openExternal': { url: 'https://example.org/' },
  'app.zoom': { change: 'in' },
  'settings.get': {},
  'settings.set': { theme: 'dark', retention: { messages: 1, runs: 1 }, trust: { name: 'ca.pem', pem: 'x' } },
  'settings.paths': {},
  'settings.openDataFolder': {},
  'report.save': { runId: 'r1', format: 'md' },
  'report.text': { runId: 'r1' },
  'history.list': { offset: 0, limit: 10, search: '' },
  'history.get': { id: 'r1' },
  'history.delete': { ids: ['r1'] },
  'history.restore': { ids: ['r1'] },
  'files.choose': { purpose: 'attachments' },
  'files.drop': { name: 'a.txt', bytes: new Uint8Array([1]) },
  'files.release': { handles: ['f1'] },
  'files.text': { handle: 'f1' },
  'viewer.show': { id: 'm1', bounds: { x: 0, y: 0, width: 1, height: 1 }, zoom: 1 },
  'viewer.bounds': { bounds: { x: 0, y: 0, width: 1, height: 1 } },
  'viewer.hide': {},
  'profiles.list': {},
  'profiles.save': { id: 'p1', rev: 1, folder: 'f1', content: profileContent },
  'profiles.duplicate': { id: 'p1' },
  'profiles.delete': { ids: ['p1'] },
  'profiles.restore': { ids: ['p1'] },
  'profiles.move': { ids: ['p1'], folder: 'f1', before: 'p2' },
  'profiles.saveFolder': { id: 'f1', name: 'Folder', colour: 'red' },
  'profiles.deleteFolder': { id: 'f1' },
  'profiles.moveFolder': { id: 'f1', before: 'f2' },
  'profiles.drafts': {},
  'profiles.keepDraft': { id: 'p1', rev: 1, folder: 'f1', content: { ...profileContent, name: '' } },
  'profiles.dropDraft': { id: 'p1' },
  'profiles.export': { what: { kind: 'profiles', ids: ['p1', 'p2'] } },
  'profiles.exportText': { what: { kind: 'folder', id: 'f1' } },
  'profiles.previewImport': { from: 'file', handle: 'h1' },
  'profiles.import': { token: 't1', entries: [{ index: 0, name: 'Other' }], folder: 'f1', secrets: 'keychain' },
  'profiles.importSecrets': { token: 't1', where: 'session' },
  'profiles.dropImport': { token: 't1' },
  'secrets.set': { id: 'p1', kind: 'password', secret: 'sample', where: 'keychain' },
  'secrets.fromFile': { id: 'p1', kind: 'client-key', handle: 'f1', where: 'keychain' },
  'secrets.remove': { id: 'p1', kind: 'token' },
  'secrets.status': { id: 'p1' },
  'secrets.orphans': {},
  'secrets.removeOrphans': {},
};

/** The sample with one leaf at a time replaced by a kind of value that no field has. */
export function spoiled(sample: unknown): { path: string; input: unknown }[] {
  if (typeof sample !== 'object' || sample === null || sample instanceof Uint8Array)
    return [{ path: '', input: new Date(0) }];
  return Object.entries(sample).flatMap(([key, value]) =>
    spoiled(value).map(({ path, input }) => ({
      path: path === '' ? key : `${key}.${path}`,
      input: Array.isArray(sample) ? sample.with(Number(key), input) : { ...sample, [key]: input },
    })),
  );
}
