/** `posthorn survey`: what it is called and takes; what it does is in commands/surveys/survey.ts. */
import { tlsGroup } from '../../options/session.ts';
import { listConnection, listGroup, listLogin, listOutput } from '../../options/survey-list.ts';
import { command } from '../../parse/read-options.ts';

export const surveyCommand = command({
  name: 'survey',
  summary: 'the same asked of a list of servers, domains or accounts; nothing is sent',
  operands: [],
  notes: [
    [
      'A line that is no target is named with its reason, the others are asked all the same, and the status is 1. A credential is tried',
      'once: after a refusal the same account is not tried at that host again, on whatever line. The usual way to a long list, which',
      'goes on where it was interrupted:',
      '  posthorn survey --targets hosts.txt --do check --output out.ndjson --resume out.ndjson',
    ],
  ],
  groups: {
    list: listGroup,
    connection: listConnection,
    tls: tlsGroup,
    login: listLogin,
    output: listOutput,
  },
  printsObject: true,
  examples: [
    ['posthorn survey --targets hosts.txt --do check', 'does each server answer?'],
    ['posthorn survey --targets domains.txt --do domain --ndjson', 'the MX hosts of many domains, a line each'],
    ['posthorn survey --targets hosts.txt --do tls --shard 2/8 --ndjson', 'the second of eight parts'],
    ['posthorn survey --targets accounts.csv --do verify', 'accounts of profiles: host, user, profile'],
  ],
  load: async () => (await import('../../commands/surveys/survey.ts')).runSurveyOfList,
});
