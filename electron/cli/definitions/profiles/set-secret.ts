/** `posthorn profiles set-secret`: what it is called and takes; what it does is in commands/profiles/set-secret.ts. */
import { plainGroup, secret } from '../../options/profiles.ts';
import { command } from '../../parse/read-options.ts';

export const setSecretOfProfiles = command({
  name: 'profiles set-secret',
  summary: 'put a secret of a profile into the keychain; never from an argument',
  operands: ['NAME'],
  groups: { secret, output: plainGroup },
  printsObject: true,
  examples: [['posthorn profiles set-secret Office --password-stdin < password.txt', 'its password']],
  load: async () => (await import('../../commands/profiles/set-secret.ts')).runSetSecret,
});
