/** `posthorn census`: which back ends stand behind an address. What it does is in commands/surveys/census.ts. */
import { surveyOutput } from '../../options/matrix.ts';
import { tlsGroup } from '../../options/session.ts';
import { censusGroup, surveyConnection } from '../../options/surveys.ts';
import { command } from '../../parse/read-options.ts';

export const censusCommand = command({
  name: 'census',
  summary: 'many sessions with each address, nothing sent: which back ends there are, and how they differ',
  operands: ['TARGET'],
  notes: [
    [
      'One session to one address at one time, ten in all. Sessions are told apart by greeting, EHLO, certificate, TLS version',
      'and how they ended; times, ids and addresses in what is said do not count. Back ends that say the same are counted as',
      'one, and one that no session met is not counted. A difference alone is no failure: the status is 1 where a session has',
      'a problem.',
    ],
  ],
  groups: { many: censusGroup, connection: surveyConnection, tls: tlsGroup, output: surveyOutput },
  printsObject: true,
  examples: [
    ['posthorn census smtp.example.org:587', 'it works now and then: is one of its back ends set up otherwise?'],
    ['posthorn census mx.example.org --sessions 24', 'more sessions meet more back ends'],
    ['posthorn census mx.example.org --json', 'for scripts: .clusters, .pairs with what differs, .inferences'],
  ],
  load: async () => (await import('../../commands/surveys/census.ts')).runCensus,
});
