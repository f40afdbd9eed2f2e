/** A process that takes the lock named in its argument, says so, and keeps it until it is ended. */
import { lockFile } from '../../../electron/storage/sqlite/file-lock.ts';

const [path = ''] = process.argv.slice(2);
await lockFile(path);
process.send?.('locked');
// Nothing else keeps it running.
setInterval(() => undefined, 60_000);
