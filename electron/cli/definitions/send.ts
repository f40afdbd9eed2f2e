/** `posthorn send`: a test message, and what became of it. What it is called and takes; what it does is in commands/send.ts. */
import { delivery, envelope, extensions, lookGroup, message, reports, signature } from '../options/message.ts';
import { connection, loginGroup, output, tlsGroup } from '../options/session.ts';
import { command } from '../parse/read-options.ts';

export const sendCommand = command({
  name: 'send',
  summary: 'send a test message and report what became of it for each recipient',
  operands: ['[TARGET]'],
  notes: [
    [
      '--also names further servers for the same message, one after the other, each with its report and all in a table at the end.',
      'Without a TARGET, --mx takes each recipient’s domain to its own MX hosts, a delivery for each domain.',
    ],
  ],
  groups: {
    envelope,
    message,
    signature,
    delivery,
    reports,
    extensions,
    look: lookGroup,
    connection,
    tls: tlsGroup,
    login: loginGroup,
    output,
  },
  printsObject: true,
  examples: [
    ['posthorn send 127.0.0.1:2525 --from a@example.org --to b@example.org', 'a short test message'],
    [
      'posthorn send mail.example.org:587 --user ann --password-stdin --from ann@example.org --to bob@example.net --subject Hello --text @body.txt',
      '',
    ],
    ["posthorn send 127.0.0.1:2525 --from '<>' --to b@example.org --data message.eml", 'a file, with the null sender'],
    [
      'cat message.eml | posthorn send 127.0.0.1:2525 --from a@example.org --to b@example.org --data -',
      'a message from a pipe',
    ],
    ['posthorn send 127.0.0.1:2525 --from a@example.org --to b@example.org --size 10000000', 'ten megabytes'],
    [
      'posthorn send 127.0.0.1:2525 --from a@example.org --to b@example.org --dkim-key mail.pem --dkim-selector mail',
      'signed for example.org (DKIM)',
    ],
    ['posthorn send --mx --from a@example.org --to b@example.net --to c@example.com', 'to the MX hosts of each domain'],
    [
      'posthorn send mail.example.org:25 --also mail.example.org:587 --also profile:Relay --from a@example.org --to b@example.org',
      'the same through three servers',
    ],
    [
      "posthorn send mail.example.org --from a@example.org --to 'b@example.net NOTIFY=SUCCESS,FAILURE' --to c@example.net",
      'a report for one of two',
    ],
    [
      'posthorn send mail.example.org --from a@example.org --to b@example.net --look-in profile:Mailbox=imap.example.net',
      'and look for it in the mailbox of b',
    ],
    ['posthorn send mail.example.org --from a@example.org --to b@example.org --dry-run', 'ask, but send nothing'],
  ],
  load: async () => (await import('../commands/send.ts')).runSend,
});
