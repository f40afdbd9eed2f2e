/** `posthorn verify`: does this credential work, and where? What it does is in commands/surveys/verify.ts. */
import { tlsGroup } from '../../options/session.ts';
import { surveyConnection, verifyGroup, verifyLogin, verifyOutput } from '../../options/surveys.ts';
import { command } from '../../parse/read-options.ts';

export const verifyCommand = command({
  name: 'verify',
  summary:
    'a credential: does it log in, may it use this sender, does it work at IMAP and POP3? Nothing is sent or read',
  operands: ['TARGET'],
  notes: [
    [
      'One attempt: the strongest mechanism that is offered and fits, inside TLS that passed. --all-mechanisms is an attempt for',
      'each, and --also one more for each protocol; too many failures may lock the account. The status is 0 where the login works',
      'and the sender may write.',
    ],
  ],
  groups: {
    tried: verifyGroup,
    connection: surveyConnection,
    tls: tlsGroup,
    login: verifyLogin,
    output: verifyOutput,
  },
  printsObject: true,
  examples: [
    ['posthorn verify smtp.example.org:587 --user ann --password-env PW', 'does this login work?'],
    [
      'posthorn verify smtp.example.org:587 --user ann --password-env PW --also imap=imap.example.org',
      'is the password wrong, or is SMTP login switched off?',
    ],
    ['posthorn verify profile:work --from ann@example.org --to bob@example.net', 'and may Ann write to Bob?'],
    ['posthorn verify smtp.example.org --user ann --password-env PW --all-mechanisms', 'which mechanisms work?'],
  ],
  load: async () => (await import('../../commands/surveys/verify.ts')).runVerifyCredential,
});
