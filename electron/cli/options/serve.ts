/** Options of the test server. */
import type { OptionGroup } from './types.ts';

export const listeners: OptionGroup = {
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
    {
      name: 'lmtp-starttls',
      value: 'MODE',
      choices: ['off', 'offered', 'required'],
      help: 'the same on the LMTP listeners (default off)',
    },
  ],
};

export const behaviour: OptionGroup = {
  title: 'Behaviour',
  options: [
    {
      name: 'auth',
      value: 'USER[:env:NAME]',
      repeat: true,
      help: 'a user whose password is in the environment variable NAME; without one a password is made, for this run, and shown on the terminal or in --passwords-file',
    },
    {
      name: 'passwords-file',
      value: 'FILE',
      help: 'a new file for the passwords that are made, which only you can read; it is removed when the server ends',
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
    {
      name: 'require-auth',
      help: 'refuse MAIL with 530 5.7.0 before a login; goes with one of the options above, or with --client-ca',
    },
    {
      name: 'client-ca',
      value: 'FILE',
      help: 'authorities (PEM) whose client certificates log in by EXTERNAL, inside TLS: as their mail address, else their common name',
    },
    { name: 'hostname', value: 'NAME', help: 'name to greet with' },
    { name: 'max-size', value: 'BYTES', help: 'largest message taken; 0 for no limit' },
    {
      name: 'max-recipients',
      value: 'N',
      help: 'recipients of one message, 1 to 1000 (default 1000); more get 452 4.5.3; advertised as LIMITS RCPTMAX',
    },
    {
      name: 'max-messages',
      value: 'N',
      help: 'messages begun (MAIL) in one session; a further MAIL gets 421 and ends it; advertised as LIMITS MAILMAX (default: any number)',
    },
    {
      name: 'timeout',
      value: 'WHAT=SECONDS',
      repeat: true,
      help: 'how long a client is waited for: greeting (until its first command), command (each, default 300) or tls (a handshake, default 30); then 421 4.4.2, or in a handshake the end; may be repeated',
    },
    { name: 'smtputf8', value: 'on|off', choices: ['on', 'off'], help: 'offer SMTPUTF8 (default on)' },
    { name: 'allow-xclient', help: 'offer XCLIENT: whoever connects may claim any address, name and login' },
    {
      name: 'expect-proxy',
      help: 'a PROXY protocol header (1 or 2) stands before every session; connections without one are closed',
    },
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
    {
      name: 'magic-recipients',
      value: 'on|off',
      choices: ['on', 'off'],
      help: 'recipients at error.test name the fault they want, as in 421@error.test (default on)',
    },
    { name: 'relay', value: 'TARGET', help: 'pass messages on to a real server; needs loopback listeners, or --auth' },
  ],
};

export const serveOutput: OptionGroup = {
  title: 'Output',
  options: [
    { name: 'debug', help: "print each message, as smtpd's DebuggingServer does" },
    { name: 'json', help: 'print one JSON object a line on standard output' },
  ],
};
