/** `posthorn profiles list`: what it is called and takes; what it does is in commands/profiles/list.ts. */
import { plainGroup } from '../../options/profiles.ts';
import { command } from '../../parse/read-options.ts';

export const listProfiles = command({
  name: 'profiles list',
  summary: 'list the connection profiles of this machine, as the window shows them',
  operands: [],
  groups: { output: plainGroup },
  printsObject: true,
  examples: [
    ['posthorn profiles list', 'name, target, user, whether a password is kept, when it was last verified'],
    ['posthorn profiles list --json', 'as JSON, for scripts'],
  ],
  load: async () => (await import('../../commands/profiles/list.ts')).runList,
});
