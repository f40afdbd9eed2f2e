/** `posthorn mx`: every MX host of a domain. What it does is in commands/surveys/mx.ts. */
import { surveyOutput } from '../../options/matrix.ts';
import { tlsGroup } from '../../options/session.ts';
import { surveyConnection } from '../../options/surveys.ts';
import { command } from '../../parse/read-options.ts';

export const mxCommand = command({
  name: 'mx',
  summary: 'a whole session with every address of every MX host of a domain, nothing sent',
  operands: ['DOMAIN'],
  notes: [
    [
      'DOMAIN is a domain or a mail address. check --mx goes on with the first host that answers, as a sending server does;',
      'this asks each. The status is 1 where one does not answer or has a problem.',
    ],
  ],
  groups: { connection: surveyConnection, tls: tlsGroup, output: surveyOutput },
  printsObject: true,
  examples: [
    ['posthorn mx example.org', 'do all its MX hosts answer, and offer the same?'],
    ['posthorn mx ann@example.org --security starttls', 'and with TLS that passes?'],
    ['posthorn mx example.org --json', 'for scripts: .hosts, .cells and .inferences'],
  ],
  load: async () => (await import('../../commands/surveys/mx.ts')).runMx,
});
