/** `posthorn history show`: what it is called and takes; what it does is in commands/history/show.ts. */
import { output } from '../../options/session.ts';
import { command } from '../../parse/read-options.ts';

export const showHistory = command({
  name: 'history show',
  summary: 'a past run or survey as it was',
  operands: ['ID'],
  notes: [
    [
      'ID is that of history list, its beginning, or latest (latest~1: the one before it). The status is 0 where it can be shown,',
      'whatever it came to.',
    ],
  ],
  groups: { output },
  printsObject: true,
  examples: [
    ['posthorn history show latest', ''],
    ['posthorn history show 3f2a --transcript --report run.html', 'with every line, and a report to be passed on'],
  ],
  load: async () => (await import('../../commands/history/show.ts')).runHistoryShow,
});
