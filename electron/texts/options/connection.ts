/** Every sentence about an option of a connection: help of the command line, its field in the window, what is wrong with a value. */
import type { connectionOptions, tlsSecrets, waySecrets } from '../../protocol/options/connection.ts';
import { DROP_POINTS, type DropPoint } from '../../protocol/values/connection.ts';
import type { OptionText, OptionWords, TextOf } from './words.ts';

const noCertificates = 'holds no certificate in PEM, or one that cannot be read';
const versions = {
  '': 'As usual',
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
};
const points = {
  connect: 'Connecting',
  greeting: 'The greeting',
  ehlo: 'EHLO',
  starttls: 'STARTTLS, before the handshake',
  tls: 'The TLS handshake',
  'ehlo-tls': 'EHLO inside TLS',
  auth: 'AUTH',
  mail: 'MAIL',
  rcpt: 'RCPT',
  data: 'DATA, before the message',
  dot: 'The message, before its answer',
} satisfies Record<DropPoint, string>;
const attributeNeeds = { 'bad-value': 'needs the form NAME=VALUE' };
const attributeForm = 'Each is written NAME=value';

export const connectionTexts: {
  readonly [K in keyof typeof connectionOptions]: TextOf<(typeof connectionOptions)[K]>;
} = {
  protocol: {
    help: 'protocol to speak (default: smtp, or as the URL says)',
    label: 'Protocol',
    changed: 'protocol',
  },
  security: {
    help: 'auto, none, starttls, starttls-if-offered or tls; auto is tls on port 465, else starttls-if-offered',
    label: 'Security',
    changed: 'encryption',
  },
  ehloName: {
    help: "name to introduce ourselves with (default: this machine's full name or its address)",
    label: 'EHLO name',
    hint: 'What our client calls itself',
    changed: 'EHLO name',
    note: (name) => `EHLO ${name}`,
    wrong: { 'bad-value': 'is no name to say hello with: a host name or an IP address is' },
  },
  heloOnly: {
    help: 'say HELO at once, do not try EHLO',
    label: 'Say HELO at once, not EHLO',
    changed: 'HELO only',
    difference: 'HELO instead of EHLO',
    wrong: { conflict: 'excludes STARTTLS, which was demanded: the answer to HELO offers no extensions' },
  },
  family: {
    help: 'only IPv4 or only IPv6',
    label: 'Addresses',
    changed: 'addresses',
    summary: (family) => `IPv${family} only`,
    note: (family) => `IPv${family} only`,
    choices: { '': 'IPv4 and IPv6', 4: 'IPv4 only', 6: 'IPv6 only' },
  },
  localAddress: {
    help: 'local address to connect from',
    label: 'Source address',
    placeholder: 'chosen by the system',
    form: 'An address of this machine, such as 192.0.2.7',
    changed: 'source address',
    note: (address) => `from ${address}`,
    wrong: { 'bad-host': 'is no IP address' },
  },
  timeouts: {
    help: 'limit for each phase, or for one of dns, connect, greeting, tls, reply, body, dot and quit (default: connect 15, greeting 60, reply 60, final dot 600); may be repeated',
    needs: {
      'bad-value': 'needs a number of seconds above 0, or PHASE=SECONDS',
      'unknown-phase': 'knows the phases dns, connect, greeting, tls, reply, body, dot, quit',
    },
    label: 'Time limits in seconds',
    changed: 'time limits',
  },
  quitAfter: {
    help: 'say QUIT after greeting, ehlo, starttls, auth, mail or rcpt',
    label: 'Say QUIT after',
    changed: 'QUIT early',
    summary: (phase) => `after ${phase}`,
    choices: { ...points, '': 'When all is done', starttls: 'STARTTLS' },
  },
  dropAfter: {
    help: `break the connection off, without QUIT, after ${DROP_POINTS.slice(0, -1).join(', ')} or ${DROP_POINTS.at(-1) ?? ''}`,
    label: 'Break off without QUIT after',
    changed: 'break off',
    summary: (step) => `after ${step}`,
    choices: { ...points, '': 'Never' },
  },
  mx: {
    help: 'TARGET is a domain or a mail address: try its MX hosts in their order',
    label: 'It is a mail domain: go to its MX hosts',
    changed: 'MX hosts',
    note: () => 'MX hosts',
    difference: 'connecting to MX hosts',
  },
  everyAddress: {
    help: 'connect to every address and report each, not only until one answers',
    label: 'Connect to every address and report each',
    changed: 'every address',
    wrong: { conflict: 'cannot be had through a proxy, which looks the name up itself' },
  },
  dnsServer: {
    help: "ask this DNS server, not the system's",
    label: 'DNS server',
    placeholder: 'the system’s',
    form: 'An address or address:port, such as 192.0.2.53',
    changed: 'DNS server',
    note: () => 'own DNS server',
    wrong: { 'bad-host': 'is not the IP address of a DNS server, with a port or without' },
  },
  proxy: {
    help: 'go through a proxy, which looks the name up: socks5://[USER@]HOST[:PORT] or http://[USER@]HOST:PORT',
    needs: {
      'password-inside': 'contains a password; give the user in the URL and the password with --proxy-password-env',
    },
    label: 'Proxy',
    placeholder: 'socks5://user@proxy.example.org:1080',
    hint: 'SOCKS5 or HTTP; it looks the server’s name up itself',
    changed: 'proxy',
    note: () => 'through a proxy',
    wrong: {
      'bad-value':
        'is no proxy: socks5://host:port or http://host:port are, with the user before the host and never a password',
      'bad-host': 'does not name a host or address where the proxy is',
      'bad-port': 'has no port between 1 and 65535; only SOCKS has a usual one (1080)',
      conflict: 'cannot be used: a Unix socket is on this machine, and no proxy leads there',
    },
  },
  xclient: {
    help: 'XCLIENT attribute to state before login, such as ADDR=192.0.2.1',
    needs: attributeNeeds,
    label: 'XCLIENT',
    placeholder: 'ADDR=192.0.2.1 NAME=client.example',
    form: attributeForm,
    changed: 'XCLIENT',
  },
  xforward: {
    help: 'XFORWARD attribute to state before MAIL',
    needs: attributeNeeds,
    label: 'XFORWARD',
    placeholder: 'ADDR=192.0.2.1',
    form: attributeForm,
    changed: 'XFORWARD',
  },
  proxyProtocol: {
    help: 'begin with a PROXY protocol header that names this client',
    needs: { 'bad-value': 'needs 1 or 2, a source address and a port: 1:192.0.2.1:4000' },
    label: 'PROXY protocol header',
    form: 'An address and port, such as 192.0.2.7:40000',
    changed: 'PROXY header',
    wrong: { 'bad-value': 'has no IP address as its source' },
  },
  servername: {
    help: 'name for SNI and for the comparison with the certificate (default: the host)',
    label: 'Name in the certificate (SNI)',
    placeholder: 'that of the server',
    hint: 'Asked for by SNI, and compared with the certificate',
    form: 'A name looks like mail.example.org',
    changed: 'name in the certificate',
    note: (name) => `name ${name}`,
    wrong: { 'bad-host': 'is not a host name or address' },
  },
  noSni: {
    help: 'send no server name in the handshake (SNI), as older clients and many mail servers do',
    label: 'Send no server name (SNI)',
    hint: 'As older clients and many mail servers do; the certificate is still compared with the name',
    changed: 'no SNI',
  },
  ca: {
    help: 'PEM file of more roots to trust',
    label: 'Trusted roots',
    hint: 'PEM; trusted beside the system’s, for this profile alone',
    short: 'PEM, beside the system’s',
    changed: 'trusted roots',
    note: () => 'own roots',
    wrong: { 'bad-value': noCertificates },
  },
  acceptCertificate: {
    help: 'accept the certificate with this fingerprint whatever its checks say',
    needs: { 'bad-value': 'needs a SHA-256 fingerprint: 64 hex digits, colons allowed' },
    label: 'Pinned certificate',
    placeholder: 'SHA-256 fingerprint',
    hint: 'Accepted whatever its checks say',
    form: 'A SHA-256 fingerprint: 64 hexadecimal digits',
    changed: 'pinned certificate',
    summary: (fingerprint) => fingerprint.slice(0, 11),
    note: () => 'a pinned certificate',
    wrong: { 'bad-value': 'is no SHA-256 fingerprint, which has 64 hex digits' },
  },
  insecure: {
    help: 'go on after a failed certificate check; the failure stays a finding',
    label: 'Go on after a failed certificate check',
    hint: 'The failure is still reported, and no secret is sent unless that is allowed under Login',
    changed: 'failed certificate',
    summary: () => 'goes on',
    note: () => 'goes on after a failed check',
    difference: 'going on after a failed certificate check',
  },
  tlsMin: {
    help: 'lowest version: 1.0, 1.1, 1.2 or 1.3',
    label: 'Lowest TLS version',
    changed: 'TLS versions',
    summary: (version) => `from ${version}`,
    note: (version) => `at least ${version}`,
    difference: 'lowest TLS version',
    wrong: { conflict: 'is above the highest version of TLS that is allowed' },
    choices: versions,
  },
  tlsMax: {
    help: 'highest version',
    label: 'Highest TLS version',
    changed: 'TLS versions',
    summary: (version) => `up to ${version}`,
    note: (version) => `at most ${version}`,
    choices: versions,
  },
  clientCertificate: {
    help: 'PEM file of the certificate to show when the server asks for one',
    label: 'Client certificate',
    hint: 'PEM, the certificate first and its chain after it; shown when the server asks for one',
    short: 'PEM, its chain after it',
    changed: 'client certificate',
    note: () => 'a client certificate',
    wrong: { 'bad-value': noCertificates },
  },
};

interface SecretText extends OptionWords {
  readonly label: string;
  readonly wrong?: OptionText['wrong'];
}

export const connectionSecretTexts = {
  proxyPassword: {
    help: "environment variable with the proxy user's password",
    label: 'Password at the proxy',
  },
  clientKey: {
    help: 'PEM file of its key (default: in the file of the certificate)',
    label: 'Its key',
    wrong: { 'bad-value': 'is no private key in PEM that belongs to the client certificate' },
  },
  clientKeyPassphrase: {
    help: 'environment variable with the passphrase of the key (on a terminal it is asked for)',
    label: 'Passphrase of the key',
    wrong: {
      'bad-value': 'does not open the private key',
      missing: 'is missing, and the private key is encrypted',
    },
  },
} as const satisfies Readonly<Record<keyof typeof waySecrets | keyof typeof tlsSecrets, SecretText>>;
