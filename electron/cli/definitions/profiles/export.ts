/** `posthorn profiles export`: what it is called and takes; what it does is in commands/profiles/export.ts. */
import { chosen, exportOutput } from '../../options/profiles.ts';
import { command } from '../../parse/read-options.ts';

export const exportCommand = command({
  name: 'profiles export',
  summary: 'write profiles as JSON, without passwords',
  operands: ['[NAME]'],
  groups: { chosen, output: exportOutput },
  printsObject: true,
  examples: [
    ['posthorn profiles export Office', 'one, to standard output'],
    ['posthorn profiles export --folder Customers --output customers.json', 'a folder'],
    ['posthorn profiles export --all --output profiles.json', 'all of them'],
  ],
  load: async () => (await import('../../commands/profiles/export.ts')).runExport,
});
