/** `posthorn history list`: what it is called and takes; what it does is in commands/history/list.ts. */
import { historyChoice, historyOutput } from '../../options/history.ts';
import { command } from '../../parse/read-options.ts';

export const listHistory = command({
  name: 'history list',
  summary: 'past runs and surveys of the window, the newest first',
  operands: [],
  groups: { chosen: historyChoice, output: historyOutput },
  printsObject: true,
  examples: [
    ['posthorn history list', ''],
    ['posthorn history list --search auth-failed --json', 'as JSON, with ids'],
  ],
  load: async () => (await import('../../commands/history/list.ts')).runHistoryList,
});
