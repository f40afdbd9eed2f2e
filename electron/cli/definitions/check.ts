/** `posthorn check`: what a server says, offers and refuses. What it is called and takes; what it does is in commands/check.ts. */
import { checkEnvelope, extensions, questions, reports } from '../options/message.ts';
import { signIn } from '../options/profiles.ts';
import { connection, loginGroup, output, tlsGroup } from '../options/session.ts';
import { command } from '../parse/read-options.ts';

export const checkCommand = command({
  name: 'check',
  summary: 'connect, greet, EHLO, TLS, and log in where credentials are given; never sends a message',
  operands: ['TARGET'],
  groups: {
    connection,
    tls: tlsGroup,
    login: loginGroup,
    signIn,
    envelope: checkEnvelope,
    questions,
    reports,
    extensions,
    output,
  },
  printsObject: true,
  examples: [
    ['posthorn check mail.example.org:587', 'what does this server offer, before and after TLS?'],
    ['posthorn check smtps://mail.example.org --user ann --password-env PW', 'does this login work?'],
    [
      'posthorn check smtp.office365.com:587 --user ann@example.org --oauth --client-id ID --device',
      'sign in with a code, then log in with the token; nothing is kept',
    ],
    [
      'posthorn check mail.example.org --from ann@example.org --to bob@example.net',
      'may Ann write to Bob? Nothing is sent',
    ],
    ['posthorn check mx.example.org --vrfy ann@example.org', 'does it tell strangers which mailboxes exist?'],
    ['posthorn check --mx ann@example.org', "where does Ann's mail go, and who answers there?"],
    ['posthorn check mx.example.org --proxy socks5://127.0.0.1:1080', 'from where the proxy stands'],
    ['posthorn check mx.example.org --client-cert me.pem --client-key me.key', 'with a client certificate'],
    ['posthorn check lmtp://127.0.0.1:24 --json', 'as JSON, for scripts'],
    ['posthorn check /var/run/dovecot/lmtp --protocol lmtp', 'over a Unix socket'],
  ],
  load: async () => (await import('../commands/check.ts')).runCheck,
});
