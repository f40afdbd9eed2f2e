/** Every option of every command as data: parser, help and tests read this table. */
import { checkEnvelope, envelope, extensions, message, delivery, questions } from '../options/message.ts';
import { profileCommands } from '../options/profiles.ts';
import { listeners, behaviour, serveOutput } from '../options/serve.ts';
import { connection, login, output, rawOutput, tls } from '../options/session.ts';
import type { CommandSpec, OptionGroup, OptionSpec } from '../options/types.ts';

const explainInput: OptionGroup = {
  title: 'Input',
  options: [
    {
      name: 'context',
      value: 'FILE.json',
      help: 'where it came up, any of: phase, host, port, security, protocol, greeting, ehlo and ehloBeforeTls (lines), mechanism, user, mailFrom, rcptTo, messageBytes, clientError, note',
    },
    { name: 'json', help: 'print JSON' },
  ],
};

export const commands: readonly CommandSpec[] = [
  {
    name: 'check',
    summary: 'connect, greet, EHLO, TLS, and log in where credentials are given; never sends a message',
    operands: ['TARGET'],
    groups: [connection, tls, login, checkEnvelope, questions, extensions, output],
    examples: [
      ['posthorn check mail.example.org:587', 'what does this server offer, before and after TLS?'],
      ['posthorn check smtps://mail.example.org --user ann --password-env PW', 'does this login work?'],
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
  },
  {
    name: 'send',
    summary: 'send a test message and tell what became of it for each recipient',
    operands: ['TARGET'],
    groups: [envelope, message, delivery, extensions, connection, tls, login, output],
    examples: [
      ['posthorn send 127.0.0.1:2525 --from a@example.org --to b@example.org', 'a short test message'],
      [
        'posthorn send mail.example.org:587 --user ann --password-stdin --from ann@example.org --to bob@example.net --subject Hello --text @body.txt',
        '',
      ],
      [
        "posthorn send 127.0.0.1:2525 --from '<>' --to b@example.org --data message.eml",
        'a file, with the null sender',
      ],
      [
        'cat message.eml | posthorn send 127.0.0.1:2525 --from a@example.org --to b@example.org --data -',
        'a message from a pipe',
      ],
      ['posthorn send 127.0.0.1:2525 --from a@example.org --to b@example.org --size 10000000', 'ten megabytes'],
      ['posthorn send mail.example.org --from a@example.org --to b@example.org --dry-run', 'ask, but send nothing'],
    ],
  },
  {
    name: 'serve',
    summary: 'run the test server in the foreground; it delivers nothing to anybody',
    operands: [],
    groups: [listeners, behaviour, serveOutput],
    examples: [
      ['posthorn serve', 'SMTP, SMTP over TLS and LMTP on loopback'],
      ['posthorn serve --smtp 2525 --starttls required --auth ann:env:PW', 'one listener, TLS and login wanted'],
      [
        'posthorn serve --lmtp /tmp/lmtp.sock --store ./mail --json',
        'LMTP over a Unix socket, messages kept in ./mail',
      ],
      [
        'posthorn serve --smtp 2525 --auth ann:env:PW --auth-mechanisms SCRAM-SHA-256-PLUS,SCRAM-SHA-256 --auth-mechanisms-clear none',
        'SCRAM inside TLS, nothing before',
      ],
      ['posthorn serve --auth-token jwt:aud=mail --auth-mechanisms OAUTHBEARER', 'a login by token'],
      ['posthorn serve --smtp 0 --debug', 'a free port; messages are printed'],
      ['posthorn serve --script greylisting', 'each first attempt is put off with 451'],
    ],
  },
  {
    name: 'raw',
    summary: 'type commands into a live session, after TLS and login as asked',
    operands: ['TARGET'],
    groups: [connection, tls, login, rawOutput],
    examples: [
      ['posthorn raw mail.example.org:587', 'greeting, EHLO and STARTTLS are done; then it is your turn'],
      [
        "printf 'NOOP\\r\\nVRFY ann\\r\\n' | posthorn raw 127.0.0.1:2525 --security none",
        'commands from a pipe, each after the reply before',
      ],
    ],
  },
  ...profileCommands,
  {
    name: 'compare',
    summary: 'two checks at the same time, and what differs between them; never sends a message',
    operands: ['TARGET', 'TARGET'],
    notes: [
      [
        'The options hold for both. A difference alone is no failure: the status is 1 where one of the checks has a',
        'problem. Names, addresses, dates, ids and times are not compared.',
      ],
      [
        'Logins: what is given with --user goes to both servers, one attempt at each. Without --user each profile',
        'logs in as its own user with its own kept password, at its own server alone, and a TARGET that is no profile',
        'is not logged in to. For two different logins keep two profiles.',
      ],
    ],
    groups: [connection, tls, login, checkEnvelope, questions, extensions, output],
    examples: [
      ['posthorn compare mx1.example.org mx2.example.org', 'are the two MX hosts alike?'],
      ['posthorn compare mail.example.org:587 mail.example.org:465', 'one server, two ports'],
      [
        'posthorn compare profile:Old profile:New --from ann@example.org --to bob@example.net',
        'before a move: each login, and may Ann write to Bob?',
      ],
      [
        'posthorn compare old.example.org:587 new.example.org:587 --user ann --password-env PW',
        'one login, which goes to both',
      ],
      [
        'posthorn compare mx1.example.org mx2.example.org --json',
        'for scripts: .differences is a list of path, a and b',
      ],
      ['posthorn compare 192.0.2.1 192.0.2.2 --servername mx.example.org --report twins.html', 'as a file'],
    ],
  },
  {
    name: 'explain',
    summary: 'what a reply or error message means, who can act and how; offline',
    operands: ['[REPLY]'],
    groups: [explainInput],
    examples: [
      [
        "posthorn explain '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.'",
        'a reply as the server sent it',
      ],
      ["posthorn explain '550 5.7.30' --context context.json", 'the same code from another provider is something else'],
      [
        'cat bounce.txt | posthorn explain',
        'a bounce, a log line, a session or an exception from standard input (or -)',
      ],
      ["posthorn explain 'certificate has expired' --json", 'what a client complained of, as JSON'],
    ],
  },
];

/** First words of commands that have two. */
export const commandGroups: readonly string[] = [
  ...new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.slice(0, name.indexOf(' '))] : []))),
];

export function commandNamed(name: string): CommandSpec | null {
  return commands.find((command) => command.name === name) ?? null;
}

export function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return command.groups.flatMap((group) => group.options);
}
