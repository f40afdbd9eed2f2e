/** `posthorn watch`: the same session again and again. What it does is in commands/surveys/watch.ts. */
import { tlsGroup } from '../../options/session.ts';
import { watchConnection, watchGroup, watchLogin, watchOutput } from '../../options/surveys.ts';
import { command } from '../../parse/read-options.ts';

export const watchCommand = command({
  name: 'watch',
  summary: 'again and again: how long each phase takes, what changed, when the certificate ends; nothing sent',
  operands: ['TARGET'],
  notes: [
    [
      'One session at a time. A line for each round, and one for each change: verdict, greeting, EHLO keywords, certificate, TLS',
      'version, cipher, addresses of the name. Interrupt it to see the summary. The status is 0 where every round was without a',
      'problem; a change alone is none.',
    ],
    ['With --user it logs in each round, and ends after a login that is refused: a watch must not lock an account.'],
  ],
  groups: { often: watchGroup, connection: watchConnection, tls: tlsGroup, login: watchLogin, output: watchOutput },
  printsObject: false,
  examples: [
    ['posthorn watch smtp.example.org:587', 'every 30 seconds until it is interrupted'],
    ['posthorn watch mx.example.org --every 10s --for 1h', 'it fails now and then: when, and where?'],
    ['posthorn watch profile:work --every 5m --rounds 12', 'with the login of a profile'],
    ['posthorn watch mx.example.org --metrics 9115', 'for Prometheus, at http://127.0.0.1:9115/metrics'],
    ['posthorn watch mx.example.org --json', 'for scripts: a line a round, a line a change'],
  ],
  load: async () => (await import('../../commands/surveys/watch.ts')).runWatch,
});
