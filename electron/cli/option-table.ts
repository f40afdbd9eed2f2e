/**
 * Every option of every command as data: parser, help and tests read this table. An option whose time has not come is
 * listed too (`later`), so that it is recognised and named instead of being called unknown.
 */

import { DROP_POINTS } from '../ipc/schemas/target.ts';

export interface OptionSpec {
  readonly name: string;
  /** Placeholder of the value in the help; absent: a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly repeat?: boolean;
  /** The values that are possible, when they are few. */
  readonly choices?: readonly string[];
  /** Those of `choices` that do not work yet. */
  readonly laterChoices?: readonly string[];
  readonly help: string;
  /** Recognised, but not built yet. */
  readonly later?: boolean;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionSpec[];
}

const security = ['auto', 'none', 'starttls', 'starttls-if-offered', 'tls'] as const;
const tlsVersions = ['1.0', '1.1', '1.2', '1.3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
const phases = ['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt'] as const;

const connection: OptionGroup = {
  title: 'Connection',
  options: [
    {
      name: 'protocol',
      value: 'smtp|lmtp',
      choices: ['smtp', 'lmtp'],
      help: 'protocol to speak (default: smtp, or as the URL says)',
    },
    {
      name: 'security',
      value: 'MODE',
      choices: security,
      help: 'auto, none, starttls, starttls-if-offered or tls; auto is tls on port 465, else starttls-if-offered',
    },
    {
      name: 'ehlo',
      value: 'NAME',
      help: "name to introduce ourselves with (default: this machine's full name or its address)",
    },
    { name: 'helo', help: 'say HELO at once, do not try EHLO' },
    { name: 'family', value: '4|6', choices: ['4', '6'], help: 'only IPv4 or only IPv6' },
    { name: 'local-address', value: 'ADDRESS', help: 'local address to connect from' },
    {
      name: 'timeout',
      value: '[PHASE=]SECONDS',
      repeat: true,
      help: 'limit for each phase, or for one of dns, connect, greeting, tls, reply, body, dot and quit (default: connect 15, greeting 60, reply 60, final dot 600); may be repeated',
    },
    {
      name: 'quit-after',
      value: 'PHASE',
      choices: phases,
      help: 'say QUIT after greeting, ehlo, starttls, auth, mail or rcpt',
    },
    {
      name: 'drop-after',
      value: 'STEP',
      choices: DROP_POINTS,
      help: `break the connection off, without QUIT, after ${DROP_POINTS.slice(0, -1).join(', ')} or ${DROP_POINTS.at(-1) ?? ''}`,
    },
    { name: 'mx', help: 'TARGET is a domain or a mail address: try its MX hosts in their order' },
    { name: 'every-address', help: 'connect to every address and tell of each, not only until one answers' },
    { name: 'dns-server', value: 'ADDRESS[:PORT]', help: "ask this DNS server, not the system's" },
    {
      name: 'proxy',
      value: 'URL',
      help: 'go through a proxy, which looks the name up: socks5://[USER@]HOST[:PORT] or http://[USER@]HOST:PORT',
    },
    { name: 'proxy-password-env', value: 'NAME', help: "environment variable with the proxy user's password" },
    {
      name: 'xclient',
      value: 'K=V',
      repeat: true,
      help: 'XCLIENT attribute to state before login, such as ADDR=192.0.2.1',
    },
    { name: 'xforward', value: 'K=V', repeat: true, help: 'XFORWARD attribute to state before MAIL' },
    {
      name: 'proxy-protocol',
      value: '1|2:SRC:PORT',
      help: 'begin with a PROXY protocol header that names this client',
    },
  ],
};

const tls: OptionGroup = {
  title: 'TLS',
  options: [
    {
      name: 'servername',
      value: 'NAME',
      help: 'name for SNI and for the comparison with the certificate (default: the host)',
    },
    { name: 'ca', value: 'FILE', help: 'PEM file of more roots to trust' },
    {
      name: 'accept-certificate',
      value: 'SHA256',
      help: 'accept the certificate with this fingerprint whatever its checks say',
    },
    { name: 'insecure', help: 'go on after a failed certificate check; the failure stays a finding' },
    { name: 'tls-min', value: 'VERSION', choices: tlsVersions, help: 'lowest version: 1.0, 1.1, 1.2 or 1.3' },
    { name: 'tls-max', value: 'VERSION', choices: tlsVersions, help: 'highest version' },
    { name: 'client-cert', value: 'FILE', help: 'PEM file of the certificate to show when the server asks for one' },
    { name: 'client-key', value: 'FILE', help: 'PEM file of its key (default: in the file of the certificate)' },
    {
      name: 'client-key-passphrase-env',
      value: 'NAME',
      help: 'environment variable with the passphrase of the key (on a terminal it is asked for)',
    },
  ],
};

const login: OptionGroup = {
  title: 'Login',
  options: [
    { name: 'user', value: 'NAME', help: 'user name; needs one of the next two, but for EXTERNAL and ANONYMOUS' },
    { name: 'password-stdin', help: 'read the password or access token from the first line of standard input' },
    { name: 'password-env', value: 'NAME', help: 'read it from this environment variable' },
    {
      name: 'auth',
      value: 'MECH[,MECH...]',
      help: 'mechanisms to use, in this order (default: the strongest offered)',
    },
    { name: 'authzid', value: 'NAME', help: 'identity to act as, where it differs from the user' },
    { name: 'try-all-mechanisms', help: 'try each mechanism in turn; repeated failures may lock the account' },
    {
      name: 'initial-response',
      value: 'on|off',
      choices: ['on', 'off'],
      help: 'send the first response with AUTH or after a challenge',
    },
    {
      name: 'channel-binding',
      value: 'TYPE',
      choices: ['tls-exporter', 'tls-unique', 'tls-server-end-point'],
      help: 'what -PLUS mechanisms bind to (default: tls-exporter in TLS 1.3, else tls-unique)',
    },
    { name: 'allow-clear-auth', help: 'send the password even unencrypted or to an unverified server' },
  ],
};

const output: OptionGroup = {
  title: 'Output',
  options: [
    { name: 'json', help: 'print JSON on standard output, everything else on standard error' },
    { name: 'transcript', help: 'show every line both ways' },
    { name: 'report', value: 'FILE', help: 'also write a report to FILE.md, FILE.json or FILE.html' },
  ],
};

const checkEnvelope: OptionGroup = {
  title: 'Envelope',
  options: [
    { name: 'from', value: 'ADDRESS', help: 'with --to: may this sender write to this recipient? Nothing is sent' },
    { name: 'to', value: 'ADDRESS', repeat: true, help: 'recipient to ask about' },
  ],
};

const questions: OptionGroup = {
  title: 'Questions (whatever is answered, it ends nothing)',
  options: [
    { name: 'vrfy', value: 'ADDRESS', repeat: true, help: 'is this a mailbox here? Most servers do not say: 252' },
    { name: 'expn', value: 'LIST', repeat: true, help: 'who is on this list?' },
    { name: 'etrn', value: 'NAME', repeat: true, help: 'start the queue for this host, @domain or #queue' },
    { name: 'help-topic', value: 'TOPIC', repeat: true, help: "what HELP says of a command; '' for all it says" },
  ],
};

const envelope: OptionGroup = {
  title: 'Envelope',
  options: [
    { name: 'from', value: 'ADDRESS', help: "reverse-path; '<>' for the null sender" },
    { name: 'to', value: 'ADDRESS', repeat: true, help: 'recipient; may be repeated' },
    { name: 'smtputf8', help: 'ask for SMTPUTF8' },
    {
      name: 'body',
      value: 'TYPE',
      choices: ['7bit', '8bitmime', 'binarymime'],
      help: 'declare BODY=7BIT, 8BITMIME or BINARYMIME; the last is sent with BDAT, its octets as they are',
    },
    { name: 'mail-option', value: 'S', repeat: true, help: 'extra parameter of MAIL' },
    { name: 'rcpt-option', value: 'S', repeat: true, help: 'extra parameter of every RCPT' },
  ],
};

/** Asked for by name, and so refused where the server does not offer them. */
const extensions: OptionGroup = {
  title: 'Extensions (not-supported where the server does not offer them)',
  options: [
    { name: 'dsn-notify', value: 'LIST', help: 'delivery reports to ask for: never, or success,failure,delay' },
    { name: 'dsn-ret', value: 'full|hdrs', choices: ['full', 'hdrs'], help: 'what a report returns of the message' },
    { name: 'dsn-envid', value: 'ID', help: 'envelope identifier that a report repeats' },
    {
      name: 'dsn-orcpt',
      value: 'T',
      help: "original recipient: TYPE;ADDRESS, an address, or a type such as rfc822 for each recipient's own address",
    },
    { name: 'requiretls', help: 'over verified TLS on every hop, or not at all' },
    { name: 'deliver-by', value: 'SECONDS[;N|R[T]]', help: 'deliver within so long, else tell (N) or return it (R)' },
    { name: 'mt-priority', value: '-9..9', help: 'priority of the message; write --mt-priority=-3' },
    { name: 'hold-for', value: 'SECONDS', help: 'hold the message for so long before it is released' },
    { name: 'hold-until', value: 'TIME', help: 'hold it until then: 2030-01-31T08:00:00Z' },
    { name: 'rrvs', value: 'TIME[;C|R]', help: 'refuse if the mailbox changed hands after this time' },
    { name: 'force-extensions', help: 'use what was asked for even where it is not offered, to see what happens' },
  ],
};

const message: OptionGroup = {
  title: 'Message',
  options: [
    { name: 'subject', value: 'TEXT', help: 'subject' },
    { name: 'text', value: 'TEXT|@FILE', help: 'plain text of the message' },
    { name: 'html', value: 'TEXT|@FILE', help: 'HTML of the message' },
    { name: 'attach', value: 'FILE', repeat: true, help: 'attach a file; may be repeated' },
    { name: 'header', value: "'NAME: VALUE'", repeat: true, help: 'extra header field; may be repeated' },
    { name: 'data', value: 'FILE.eml', help: 'send this file as the message; line ends become CR LF' },
    { name: 'raw-data', help: 'with --data: send the octets as they are, bare LF included' },
    { name: 'size', value: 'BYTES', help: 'send a generated message of this many octets' },
  ],
};

const delivery: OptionGroup = {
  title: 'Delivery',
  options: [
    { name: 'dry-run', help: 'MAIL and RCPT, then RSET: nothing is sent' },
    { name: 'count', value: 'N', help: 'send N times, each in a session of its own' },
    { name: 'concurrency', value: 'N', help: 'with --count: sessions at a time; above 1 only to this machine itself' },
    {
      name: 'chunking',
      value: 'auto|off|BYTES',
      help: 'BDAT instead of DATA: where offered, never, or in chunks of so many octets (default: only for binarymime)',
    },
    {
      name: 'pipelining',
      value: 'auto|off',
      choices: ['auto', 'off'],
      help: 'send commands in groups where PIPELINING is offered (default), or one by one',
    },
  ],
};

const listeners: OptionGroup = {
  title: 'Listeners (default: SMTP 2525, implicit TLS 2465, LMTP 2424, or the next free ones)',
  options: [
    {
      name: 'smtp',
      value: '[HOST:]PORT',
      repeat: true,
      help: 'SMTP; port 0 picks a free one; the default host is 127.0.0.1',
    },
    { name: 'smtps', value: '[HOST:]PORT', repeat: true, help: 'SMTP with implicit TLS' },
    { name: 'lmtp', value: '[HOST:]PORT|/PATH', repeat: true, help: 'LMTP over TCP or over a Unix socket' },
    {
      name: 'starttls',
      value: 'MODE',
      choices: ['off', 'offered', 'required'],
      help: 'STARTTLS on the SMTP listeners: off, offered (default) or required',
    },
  ],
};

const behaviour: OptionGroup = {
  title: 'Behaviour',
  options: [
    {
      name: 'auth',
      value: 'USER:env:NAME',
      repeat: true,
      help: 'a user whose password is in the environment variable NAME',
    },
    { name: 'auth-any', help: 'accept any user name and password' },
    {
      name: 'auth-mechanisms',
      value: 'LIST',
      help: 'mechanisms to offer, such as SCRAM-SHA-256,PLAIN (default: PLAIN,LOGIN)',
    },
    { name: 'auth-mechanisms-clear', value: 'LIST|none', help: 'those to offer without TLS (default: the same)' },
    {
      name: 'auth-token',
      value: 'RULE',
      help: 'OAuth tokens to take: any, env:NAME (that one), jwt or jwt:CLAIM=VALUE,... (unexpired, with these claims; signatures are not checked)',
    },
    { name: 'hostname', value: 'NAME', help: 'name to greet with' },
    { name: 'max-size', value: 'BYTES', help: 'largest message taken; 0 for no limit' },
    { name: 'smtputf8', value: 'on|off', choices: ['on', 'off'], help: 'offer SMTPUTF8 (default on)' },
    {
      name: 'store',
      value: 'memory|DIR|none',
      help: 'DIR: keep messages there; maildir:DIR, mbox:FILE: as those; memory (default) or none: show them and keep nothing',
    },
    {
      name: 'script',
      value: 'PRESET|FILE.json',
      help: 'fail as a script says; the presets are listed in docs/server.md',
    },
    { name: 'relay', value: 'TARGET', help: 'pass messages on to a real server; needs loopback listeners, or --auth' },
  ],
};

const serveOutput: OptionGroup = {
  title: 'Output',
  options: [
    { name: 'debug', help: "print each message, as smtpd's DebuggingServer does" },
    { name: 'json', help: 'print one JSON object a line on standard output' },
  ],
};

const rawOutput: OptionGroup = {
  title: 'Output',
  options: [
    { name: 'json', help: 'print one reply a line as JSON' },
    { name: 'raw-data', help: 'after a 354, send lines as they are, without dot-stuffing' },
  ],
};

const explainInput: OptionGroup = {
  title: 'Input',
  options: [
    { name: 'context', value: 'FILE.json', later: true, help: 'where the reply came up' },
    { name: 'json', help: 'print JSON' },
  ],
};

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Names of what stands behind the command, in order. */
  readonly operands: readonly string[];
  readonly groups: readonly OptionGroup[];
  readonly examples: readonly (readonly [command: string, comment: string])[];
  readonly later?: boolean;
}

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
  {
    name: 'compare',
    summary: 'two checks side by side',
    operands: ['TARGET', 'TARGET'],
    groups: [connection, tls, login, output],
    examples: [],
    later: true,
  },
  {
    name: 'explain',
    summary: 'explain a server’s answer, offline',
    operands: ['REPLY'],
    groups: [explainInput],
    examples: [],
    later: true,
  },
];

export function commandNamed(name: string): CommandSpec | null {
  return commands.find((command) => command.name === name) ?? null;
}

export function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return command.groups.flatMap((group) => group.options);
}
