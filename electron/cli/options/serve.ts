/** Options of the test server. */
import { choice, flag, read, text, texts } from '../../protocol/options/option.ts';
import { good } from '../../protocol/parse/result.ts';
import { onOff, parseMechanismNames } from '../../protocol/options/login.ts';
import { wrongMechanismNames } from '../../texts/options/login.ts';
import { counted } from './kinds.ts';
import { described, group, type Values } from './types.ts';

export const listeners = group('Listeners (default: SMTP 2525, implicit TLS 2465, LMTP 2424, or the next free ones)', {
  smtp: described(texts('smtp', '[HOST:]PORT'), 'SMTP; port 0 picks a free one; the default host is 127.0.0.1'),
  smtps: described(texts('smtps', '[HOST:]PORT'), 'SMTP with implicit TLS'),
  lmtp: described(texts('lmtp', '[HOST:]PORT|/PATH'), 'LMTP over TCP or over a Unix socket'),
  starttls: described(
    choice('starttls', ['off', 'offered', 'required'], 'MODE'),
    'STARTTLS on the SMTP listeners: off, offered (default) or required',
  ),
  lmtpStarttls: described(
    choice('lmtp-starttls', ['off', 'offered', 'required'], 'MODE'),
    'the same on the LMTP listeners (default off)',
  ),
});

export const behaviour = group('Behaviour', {
  auth: described(
    texts('auth', 'USER[:env:NAME]'),
    'a user whose password is in the environment variable NAME; without one a password is made, for this run, and shown on the terminal or in --passwords-file',
  ),
  passwordsFile: described(
    text('passwords-file', 'FILE'),
    'a new file for the passwords that are made, which only you can read; it is removed when the server ends',
  ),
  authAny: described(flag('auth-any'), 'accept any user name and password'),
  authMechanisms: described(
    read('auth-mechanisms', 'LIST', parseMechanismNames),
    'mechanisms to offer, such as SCRAM-SHA-256,PLAIN (default: PLAIN,LOGIN)',
    wrongMechanismNames,
  ),
  authMechanismsClear: described(
    read('auth-mechanisms-clear', 'LIST|none', (typed) =>
      // Nothing at all before TLS is a wish of its own.
      typed === 'none' ? good([]) : parseMechanismNames(typed),
    ),
    'those to offer without TLS (default: the same)',
    wrongMechanismNames,
  ),
  authToken: described(
    text('auth-token', 'RULE'),
    'OAuth tokens to take: any, env:NAME (that one), jwt or jwt:CLAIM=VALUE,... (unexpired, with these claims; signatures are not checked)',
  ),
  requireAuth: described(
    flag('require-auth'),
    'refuse MAIL with 530 5.7.0 before a login; goes with one of the options above, or with --client-ca',
  ),
  clientCa: described(
    text('client-ca', 'FILE'),
    'authorities (PEM) whose client certificates log in by EXTERNAL, inside TLS: as their mail address, else their common name',
  ),
  hostname: described(text('hostname', 'NAME'), 'name to greet with'),
  maxSize: counted('max-size', 'BYTES', 0, 'largest message taken; 0 for no limit'),
  maxRecipients: counted(
    'max-recipients',
    'N',
    1,
    'recipients of one message, 1 to 1000 (default 1000); more get 452 4.5.3; advertised as LIMITS RCPTMAX',
  ),
  maxMessages: counted(
    'max-messages',
    'N',
    1,
    'messages begun (MAIL) in one session; a further MAIL gets 421 and ends it; advertised as LIMITS MAILMAX (default: any number)',
  ),
  timeout: described(
    texts('timeout', 'WHAT=SECONDS'),
    'how long a client is waited for: greeting (until its first command), command (each, default 300) or tls (a handshake, default 30); then 421 4.4.2, or in a handshake the end; may be repeated',
  ),
  smtputf8: described(onOff('smtputf8'), 'offer SMTPUTF8 (default on)'),
  allowXclient: described(
    flag('allow-xclient'),
    'offer XCLIENT: whoever connects may claim any address, name and login',
  ),
  expectProxy: described(
    flag('expect-proxy'),
    'a PROXY protocol header (1 or 2) stands before every session; connections without one are closed',
  ),
  store: described(
    text('store', 'memory|DIR|none'),
    'DIR: keep messages there; maildir:DIR, mbox:FILE: as those; memory (default) or none: show them and keep nothing',
  ),
  script: described(
    text('script', 'PRESET|FILE.json'),
    'fail as a script says; the presets are listed in docs/server.md',
  ),
  magicRecipients: described(
    onOff('magic-recipients'),
    'recipients at error.test name the fault they want, as in 421@error.test (default on)',
  ),
  relay: described(text('relay', 'TARGET'), 'pass messages on to a real server; needs loopback listeners, or --auth'),
});

export const serveOutput = group('Output', {
  debug: described(flag('debug'), "print each message, as smtpd's DebuggingServer does"),
  json: described(flag('json'), 'print one JSON object a line on standard output'),
});

/** What the server is made from. */
export interface ServeValues {
  readonly listeners?: Values<typeof listeners>;
  readonly behaviour?: Values<typeof behaviour>;
}
