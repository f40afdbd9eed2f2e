/** Reads one stored message as the mailbox's worker does, and says by how many octets the process grew at its highest. */
import { messagePath } from '../../electron/storage/mailbox/files.ts';
import { messageStructure } from '../../electron/storage/mailbox/parts.ts';
import { viewMessage } from '../../electron/storage/mailbox/view.ts';

const KIB = 1_024;
const [dir = '', id = ''] = process.argv.slice(2);
const before = process.memoryUsage.rss();
await messageStructure(messagePath(dir, id));
const view = await viewMessage(messagePath(dir, id));
const grown = process.resourceUsage().maxRSS * KIB - before;
process.send?.({ grown, truncated: view.truncated });
