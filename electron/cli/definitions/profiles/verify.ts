/** `posthorn profiles verify`: what it is called and takes; what it does is in commands/profiles/verify.ts. */
import { several } from '../../options/profiles.ts';
import { output, password } from '../../options/session.ts';
import { command } from '../../parse/read-options.ts';

export const verifyProfiles = command({
  name: 'profiles verify',
  summary: 'check a profile and its login; nothing is sent, and the profile remembers the result',
  operands: ['[NAME]'],
  groups: { several, login: password, output },
  printsObject: true,
  examples: [
    ['posthorn profiles verify Office', 'does the kept password work?'],
    ['posthorn profiles verify --folder Customers', 'one login each, and an overview'],
    ['posthorn profiles verify Office --password-env PW --json', 'with another password, as JSON'],
  ],
  load: async () => (await import('../../commands/profiles/verify.ts')).runVerify,
});
