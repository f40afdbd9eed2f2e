/** Options of every command that holds a session: where to connect, TLS, login, and what is printed. */
import { DROP_POINTS } from '../../protocol/values/target.ts';
import { SECURITY } from '../../protocol/facts/security.ts';
import type { OptionGroup } from './types.ts';

const tlsVersions = ['1.0', '1.1', '1.2', '1.3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
const phases = ['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt'] as const;

export const connection: OptionGroup = {
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
      choices: SECURITY,
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

export const tls: OptionGroup = {
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

export const login: OptionGroup = {
  title: 'Login',
  options: [
    {
      name: 'user',
      value: 'NAME',
      help: 'user name, with one of the next two; --auth EXTERNAL and ANONYMOUS need none of them',
    },
    { name: 'password-stdin', help: 'read the password or access token from the first line of standard input' },
    { name: 'password-env', value: 'NAME', help: 'read it from this environment variable' },
    {
      name: 'auth',
      value: 'MECH[,MECH...]',
      help: 'mechanisms to use, in this order (default: the strongest offered)',
    },
    { name: 'authzid', value: 'NAME', help: 'identity to act as, where it differs from the user' },
    {
      name: 'try-all-mechanisms',
      help: 'try each mechanism, also behind one that works; repeated failures may lock the account',
    },
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

export const output: OptionGroup = {
  title: 'Output',
  options: [
    { name: 'json', help: 'print JSON on standard output, everything else on standard error' },
    { name: 'transcript', help: 'show every line both ways' },
    { name: 'report', value: 'FILE', help: 'also write a report to FILE.md, FILE.json or FILE.html' },
  ],
};

export const rawOutput: OptionGroup = {
  title: 'Output',
  options: [
    { name: 'json', help: 'print one reply a line as JSON' },
    { name: 'raw-data', help: 'after a 354, send lines as they are, without dot-stuffing' },
  ],
};
