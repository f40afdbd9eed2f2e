/** `posthorn addresses`: does every address of a name answer alike? What it does is in commands/surveys/addresses.ts. */
import { surveyOutput } from '../../options/matrix.ts';
import { tlsGroup } from '../../options/session.ts';
import { surveyConnection } from '../../options/surveys.ts';
import { command } from '../../parse/read-options.ts';

export const addressesCommand = command({
  name: 'addresses',
  summary: 'a whole session with every address of a server, nothing sent: do they answer alike?',
  operands: ['TARGET'],
  notes: [
    [
      'One session to one address at one time, ten in all. Names, dates and ids are not compared. A difference alone is no',
      'failure: the status is 1 where an address does not answer or has a problem.',
    ],
  ],
  groups: { connection: surveyConnection, tls: tlsGroup, output: surveyOutput },
  printsObject: true,
  examples: [
    ['posthorn addresses smtp.example.org:587', 'is one of its addresses down, or set up otherwise?'],
    ['posthorn addresses mail.example.org --family 6', 'those of IPv6 alone'],
    ['posthorn addresses mail.example.org --json', 'for scripts: .cells, .clusters and .inferences'],
  ],
  load: async () => (await import('../../commands/surveys/addresses.ts')).runAddresses,
});
