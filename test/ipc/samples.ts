/** One good input per call, so that a test can spoil it in each place. */
import type { CallInput, CallName } from '../../electron/ipc/contract.ts';

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
  'server.sessions': { limit: 10 },
  'server.sessionEvents': { id: 's1' },
  'mailbox.list': { offset: 0, limit: 10, search: '' },
  'mailbox.view': { id: 'm1' },
  'mailbox.source': { id: 'm1', offset: 0, length: 10 },
  'mailbox.markRead': { id: 'm1', read: true },
  'mailbox.delete': { ids: ['m1'] },
};

/** The sample with one leaf at a time replaced by a kind of value that no field has. */
export function spoiled(sample: unknown): { path: string; input: unknown }[] {
  if (typeof sample !== 'object' || sample === null) return [{ path: '', input: new Date(0) }];
  return Object.entries(sample).flatMap(([key, value]) =>
    spoiled(value).map(({ path, input }) => ({
      path: path === '' ? key : `${key}.${path}`,
      input: Array.isArray(sample) ? sample.with(Number(key), input) : { ...sample, [key]: input },
    })),
  );
}
