/** Reads one stored message as the mailbox's worker does, and says by how many octets the process grew at its highest. */
import { messageStructure } from '../../electron/storage/mailbox/parts.ts';
import { viewMessage } from '../../electron/storage/mailbox/view.ts';
import type { MessageSummary } from '../../electron/protocol/values/server/mailbox.ts';

const KIB = 1_024;
const [dir = '', id = '', size = '0'] = process.argv.slice(2);
const summary: MessageSummary = {
  id,
  sessionId: 's',
  receivedAt: '2026-01-01T00:00:00.000Z',
  protocol: 'smtp',
  peer: '',
  helo: null,
  mailFrom: '',
  mailOptions: [],
  rcptTo: [],
  size: Number(size),
  sha256: '',
  tls: false,
  user: null,
  unread: true,
  subject: null,
  from: null,
};
const before = process.memoryUsage.rss();
await messageStructure(messagePath(dir, id));
const view = await viewMessage(messagePath(dir, summary.id));
const grown = process.resourceUsage().maxRSS * KIB - before;
process.send?.({ grown, truncated: view.truncated });
