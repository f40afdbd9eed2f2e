/** `posthorn profiles login`: what it is called and takes; what it does is in commands/profiles/login.ts. */
import { plainGroup, tokens } from '../../options/profiles.ts';
import { command } from '../../parse/read-options.ts';

export const loginProfiles = command({
  name: 'profiles login',
  summary: 'sign in where passwords end: get an access token (OAuth 2) for a profile and keep it in the keychain',
  operands: ['NAME'],
  groups: { tokens, output: plainGroup },
  printsObject: true,
  examples: [
    ['posthorn profiles login Office --client-id ID', 'with the browser; the settings are kept in the profile'],
    ['posthorn profiles login Office --device', 'on a machine without a browser'],
    [
      'posthorn profiles login Daemon --client-credentials --tenant example.org --client-id ID --client-secret-env S',
      'a program’s own token',
    ],
  ],
  load: async () => (await import('../../commands/profiles/login.ts')).runLogin,
});
