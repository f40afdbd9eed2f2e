/** `posthorn profiles logout`: what it is called and takes; what it does is in commands/profiles/logout.ts. */
import { plainGroup } from '../../options/profiles.ts';
import { command } from '../../parse/read-options.ts';

export const logoutProfiles = command({
  name: 'profiles logout',
  summary: 'forget the tokens of a profile, and revoke them where the provider can',
  operands: ['NAME'],
  groups: { output: plainGroup },
  printsObject: true,
  examples: [['posthorn profiles logout Office', 'the settings of its client stay']],
  load: async () => (await import('../../commands/profiles/logout.ts')).runLogout,
});
