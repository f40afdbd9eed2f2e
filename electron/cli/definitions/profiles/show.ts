/** `posthorn profiles show`: what it is called and takes; what it does is in commands/profiles/show.ts. */
import { plainGroup } from '../../options/profiles.ts';
import { command } from '../../parse/read-options.ts';

export const showProfiles = command({
  name: 'profiles show',
  summary: 'show everything that a profile says; never its password',
  operands: ['NAME'],
  groups: { output: plainGroup },
  printsObject: true,
  examples: [
    ['posthorn profiles show Office', 'case matters only where two names differ in nothing else'],
    ['posthorn profiles show Customers/mx1', 'by folder and name'],
  ],
  load: async () => (await import('../../commands/profiles/show.ts')).runShow,
});
