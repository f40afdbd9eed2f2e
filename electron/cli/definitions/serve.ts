/** `posthorn serve`: the test server in the foreground. What it is called and takes; what it does is in commands/serve.ts. */
import { behaviour, listeners, serveOutput } from '../options/serve.ts';
import { command } from '../parse/read-options.ts';

export const serve = command({
  name: 'serve',
  summary: 'run the test server in the foreground; it delivers nothing to anybody',
  operands: [],
  groups: { listeners, behaviour, output: serveOutput },
  printsObject: false,
  examples: [
    ['posthorn serve', 'SMTP, SMTP over TLS and LMTP on loopback'],
    ['posthorn serve --smtp 2525 --starttls required --auth ann:env:PW', 'one listener, TLS and login wanted'],
    ['posthorn serve --lmtp /tmp/lmtp.sock --store ./mail --json', 'LMTP over a Unix socket, messages kept in ./mail'],
    [
      'posthorn serve --smtp 2525 --auth ann:env:PW --auth-mechanisms SCRAM-SHA-256-PLUS,SCRAM-SHA-256 --auth-mechanisms-clear none',
      'SCRAM inside TLS, nothing before',
    ],
    ['posthorn serve --auth-token jwt:aud=mail --auth-mechanisms OAUTHBEARER', 'a login by token'],
    ['posthorn serve --smtp 0 --debug', 'a free port; messages are printed'],
    ['posthorn serve --script greylisting', 'each first attempt is put off with 451'],
  ],
  load: async () => (await import('../commands/serve.ts')).runServe,
});
