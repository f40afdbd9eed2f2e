/** A process that keeps past runs as fast as it can and says which are kept, until it is killed. */
import { openHistory } from '../../../electron/storage/history/history.ts';
import { sampleRun } from './sample-run.ts';

const [dir = '', name = ''] = process.argv.slice(2);
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const history = await openHistory({ dir, index: null, retain: 0, onChange: () => undefined, log });
for (let serial = 1; ; serial += 1) {
  const id = `${name}-${serial}`;
  // Small ones, and such as are written in several pieces.
  await history.add(sampleRun(serial, { id, events: serial % 3 === 0 ? 6_000 : 3 }));
  process.send?.(id);
}
