/** `posthorn history compare`: what it is called and takes; what it does is in commands/history/compare.ts. */
import { output } from '../../options/session.ts';
import { command } from '../../parse/read-options.ts';

export const compareHistory = command({
  name: 'history compare',
  summary: 'what differs between two past runs, or between two surveys of one kind',
  operands: ['ID', 'ID'],
  notes: [['IDs as those of history show. The status is 0 where they can be compared, whatever differs.']],
  groups: { output },
  printsObject: true,
  examples: [['posthorn history compare latest~1 latest', 'what changed since the run before']],
  load: async () => (await import('../../commands/history/compare.ts')).runHistoryCompare,
});
