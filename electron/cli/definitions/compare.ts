/** `posthorn compare`: two checks, and what differs between them. What it is called and takes; what it does is in commands/compare.ts. */
import { checkEnvelope, extensions, questions, reports } from '../options/message.ts';
import { connection, loginGroup, output, tlsGroup } from '../options/session.ts';
import { command } from '../parse/read-options.ts';

export const compare = command({
  name: 'compare',
  summary: 'two checks at the same time, and what differs between them; never sends a message',
  operands: ['TARGET', 'TARGET'],
  notes: [
    [
      'The options hold for both. A difference alone is no failure: the status is 1 where one of the checks has a',
      'problem. Names, addresses, dates, ids and times are not compared.',
    ],
    [
      'Logins: what is given with --user goes to both servers, one attempt at each. Without --user each profile',
      'logs in as its own user with its own kept password, at its own server alone, and a TARGET that is no profile',
      'is not logged in to. For two different logins keep two profiles.',
    ],
  ],
  groups: {
    connection,
    tls: tlsGroup,
    login: loginGroup,
    envelope: checkEnvelope,
    questions,
    reports,
    extensions,
    output,
  },
  printsObject: true,
  examples: [
    ['posthorn compare mx1.example.org mx2.example.org', 'are the two MX hosts alike?'],
    ['posthorn compare mail.example.org:587 mail.example.org:465', 'one server, two ports'],
    [
      'posthorn compare profile:Old profile:New --from ann@example.org --to bob@example.net',
      'before a move: each login, and may Ann write to Bob?',
    ],
    [
      'posthorn compare old.example.org:587 new.example.org:587 --user ann --password-env PW',
      'one login, which goes to both',
    ],
    ['posthorn compare mx1.example.org mx2.example.org --json', 'for scripts: .differences is a list of path, a and b'],
    ['posthorn compare 192.0.2.1 192.0.2.2 --servername mx.example.org --report twins.html', 'as a file'],
  ],
  load: async () => (await import('../commands/compare.ts')).runCompare,
});
