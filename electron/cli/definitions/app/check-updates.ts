/** `posthorn updates check`: what it is called and takes; what it does is in commands/app/check-updates.ts. */
import { historyOutput } from '../../options/history.ts';
import { command } from '../../parse/read-options.ts';

export const checkUpdates = command({
  name: 'updates check',
  summary: 'whether there is a newer Posthorn: one question to the release feed of this build',
  operands: [],
  notes: [
    [
      'Asks only when it is called, and sends what it prints on standard error: nothing about you or this machine. Nothing is',
      'downloaded or installed. The status is 0 where the feed could be read, newer or not; 3 where it could not, or this build has none.',
    ],
  ],
  groups: { output: historyOutput },
  printsObject: true,
  examples: [['posthorn updates check', '']],
  load: async () => (await import('../../commands/app/check-updates.ts')).runCheckUpdates,
});
