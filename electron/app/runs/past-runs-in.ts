/** Past runs as they lie in the data folder. */
import { join } from 'node:path';
import { openHistory } from '../../storage/history/history.ts';
import type { DataIndex } from '../data-index.ts';
import { PastRuns } from './past-runs.ts';

interface HistoryPlace {
  readonly dataDir: string;
  readonly index: DataIndex;
  /** How many are kept, once that is known. */
  readonly retained: () => Promise<number>;
  /** How many there are: once they are read, and at each change. */
  readonly counted: (total: number) => void;
  readonly log: (line: string) => void;
}

export const pastRunsIn = ({ dataDir, index, retained, counted, log }: HistoryPlace): PastRuns =>
  new PastRuns(async () => {
    const retain = await retained();
    const dir = join(dataDir, 'history');
    const history = await openHistory({ dir, index: await index.records(), retain, onChange: counted, log });
    counted(history.total);
    return history;
  });
