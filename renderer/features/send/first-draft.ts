/** The send test as on a first start. */
import type { SendDraft } from '../../../electron/protocol/values/app/outgoing.ts';

export const firstDraft: SendDraft = {
  connection: { target: '' },
  auth: null,
  profileId: null,
  from: 'sender@example.org',
  to: 'recipient@example.org',
  message: {
    kind: 'composed',
    subject: 'Test message from Posthorn',
    text: 'This is a test message.\n\nIf you can read it, it went the whole way: the server took it, and delivered it to you.\n',
    html: null,
    template: null,
    source: '',
    octets: 1_048_576,
    raw: false,
  },
  delivery: {},
  dryRun: false,
  step: 'server',
  attachments: [],
  messageFile: null,
};
