/** `posthorn explain`: what a reply means, offline. What it is called and takes; what it does is in commands/explain.ts. */
import { explainInput } from '../options/explain.ts';
import { command } from '../parse/read-options.ts';

export const explainCommand = command({
  name: 'explain',
  summary: 'what a reply or error message means, who can act and how; offline',
  operands: ['[REPLY]'],
  groups: { input: explainInput },
  printsObject: true,
  examples: [
    [
      "posthorn explain '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.'",
      'a reply as the server sent it',
    ],
    ["posthorn explain '550 5.7.30' --context context.json", 'the same code from another provider is something else'],
    ['cat bounce.txt | posthorn explain', 'a bounce, a log line, a session or an exception from standard input (or -)'],
    ["posthorn explain 'certificate has expired' --json", 'what a client complained of, as JSON'],
  ],
  load: async () => (await import('../commands/explain.ts')).runExplain,
});
