/** Why a value given by the user cannot be used. */
import type { OutcomeOf } from '../../protocol/values/session/outcome.ts';

type Reason = OutcomeOf<'invalid-argument'>['params']['reason'];

/** Each completes "The value ...". */
const reasons = {
  'control-character':
    'contains a control character, such as a line end, which would be taken for the end of the command',
  'bad-address': 'is not a mail address as SMTP takes it',
  'bad-host': 'is not a host name, address or socket path',
  'bad-port': 'does not have a port between 1 and 65535',
  'bad-value': 'is not one of the values that are possible here',
  'too-long': 'is too long',
  missing: 'is missing',
  'out-of-range': 'is outside of what this server allows',
  conflict: 'does not go together with something else that was asked for',
} satisfies Record<Reason, string>;

const NO_CERTIFICATES = 'holds no certificate in PEM, or one that cannot be read';

/** Where more is known than "not possible here": what would be. By argument and reason. */
const forms: Readonly<Record<string, Partial<Record<Reason, string>>>> = {
  proxy: {
    'bad-value':
      'is no proxy: socks5://host:port or http://host:port are, with the user before the host and never a password',
    'bad-host': 'does not name a host or address where the proxy is',
    'bad-port': 'has no port between 1 and 65535; only SOCKS has a usual one (1080)',
    conflict: 'cannot be used: a Unix socket is on this machine, and no proxy leads there',
  },
  target: { conflict: 'is the path of a socket; MX hosts are those of a domain' },
  heloOnly: { conflict: 'excludes STARTTLS, which was demanded: the answer to HELO offers no extensions' },
  authzid: {
    'bad-value': 'cannot be said with the mechanisms that are left: PLAIN, SCRAM and DIGEST-MD5 have room for it',
  },
  everyAddress: { conflict: 'cannot be had through a proxy, which looks the name up itself' },
  ca: { 'bad-value': NO_CERTIFICATES },
  clientCertificate: { 'bad-value': NO_CERTIFICATES },
  clientKey: { 'bad-value': 'is no private key in PEM that belongs to the client certificate' },
  clientKeyPassphrase: {
    'bad-value': 'does not open the private key',
    missing: 'is missing, and the private key is encrypted',
  },
  acceptCertificate: { 'bad-value': 'is no SHA-256 fingerprint, which has 64 hex digits' },
  tlsMin: { conflict: 'is above the highest version of TLS that is allowed' },
  ehloName: { 'bad-value': 'is no name to say hello with: a host name or an IP address is' },
  localAddress: { 'bad-host': 'is no IP address' },
  servername: { 'bad-host': 'is not a host name or address' },
  dnsServer: { 'bad-host': 'is not the IP address of a DNS server, with a port or without' },
  proxyProtocol: { 'bad-value': 'has no IP address as its source' },
};

function wrongTarget(value: string): string | null {
  if (/^(?:smtps?|lmtp):\/\//i.test(value))
    return 'is no URL of a server: a host name or address, and a port, is all it may hold';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    return 'is a URL of another kind: smtp://, smtps:// and lmtp:// are known';
  if (/^[^@/:]+@[^@]+$/.test(value)) return 'is a mail address: ask for the MX hosts of its domain, or give a host';
  const groups = value.split(':');
  if (groups.length > 2 && /^[0-9a-f:]+$/i.test(value) && /^[0-9]+$/.test(groups.at(-1) ?? ''))
    return 'is no IPv6 address; one with a port behind it is written in brackets, as [::1]:25';
  return null;
}

export function argumentReason(reason: Reason, argument = '', value: string | null = null): string {
  // Told apart, since "not a host name" hides what is wrong with it.
  const told = argument === 'target' && reason === 'bad-host' ? wrongTarget(value ?? '') : null;
  if (told !== null) return told;
  const form = Object.hasOwn(forms, argument) ? forms[argument]?.[reason] : undefined;
  return form ?? reasons[reason];
}
