/** `posthorn raw`: commands typed into a live session. What it is called and takes; what it does is in commands/raw.ts. */
import { connection, loginGroup, rawInput, rawOutput, tlsGroup } from '../options/session.ts';
import { command } from '../parse/read-options.ts';

export const raw = command({
  name: 'raw',
  summary: 'type commands into a live session, after TLS and login as asked',
  operands: ['TARGET'],
  groups: { connection, tls: tlsGroup, login: loginGroup, input: rawInput, output: rawOutput },
  printsObject: false,
  examples: [
    ['posthorn raw mail.example.org:587', 'greeting, EHLO and STARTTLS are done; then it is your turn'],
    [
      "printf 'NOOP\\r\\nVRFY ann\\r\\n' | posthorn raw 127.0.0.1:2525 --security none",
      'commands from a pipe, each after the reply before',
    ],
    [
      'posthorn raw mail.example.org:587 --run rcpt.txt',
      'a saved list; "expect 250" in it stops at another reply, with status 1',
    ],
  ],
  load: async () => (await import('../commands/raw.ts')).runRaw,
});
