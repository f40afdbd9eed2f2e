/** No connection, or one that broke off, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

const system = { source: 'https://docs.libuv.org/en/v1.x/errors.html', verifiedOn: '2026-11-22' };
const tlsPort = rfc(8314, '3.3');

export const connectTexts = {
  'client.refused': {
    title: 'Connection refused',
    cause: 'The host is there, and nothing accepts connections on this port.',
    remedy:
      'Check host and port (587 or 465 for submission, 25 between servers), and that the mail server runs and listens on this address: "localhost" inside a container is the container itself.',
    ...system,
    sign: 'The connection is refused at once, not after a wait.',
  },
  'client.timed-out': {
    title: 'No answer in time',
    cause: ({ port }) =>
      port === 25
        ? 'Nothing came back from port 25 within the time limit; many providers of access and clouds block outgoing connections to it.'
        : 'Nothing came back within the time limit: packets are dropped somewhere on the way, or the server is down.',
    remedy: ({ port }) =>
      port === 25
        ? 'To submit mail, use 587 or 465. To deliver to other servers from here, have port 25 opened by the provider, or send through a relay.'
        : 'Look for a firewall on this machine, in the network and before the server; try from another network, and another port of the same server.',
    ...system,
    sign: 'No connection is made at all, before any greeting.',
  },
  'client.proxy-refused': {
    title: 'The proxy refused',
    cause:
      'A proxy between this program and the server would not open the connection; its number is HTTP’s, not SMTP’s.',
    remedy: 'Let the proxy permit this host and port, give it the login that it wants, or connect without it.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6',
    sign: 'The message names a proxy.',
  },
  'client.no-route': {
    title: 'No way to the server',
    cause: 'This machine has no route to the server’s address, or no address of its own to reach it from.',
    remedy: 'Check network and routes; where the address is IPv6 and this machine has none, use IPv4.',
    ...system,
  },
  'client.dns-failed': {
    title: 'DNS did not answer',
    cause: 'The name could not be looked up: the resolver gave no usable answer.',
    remedy: 'Try again, then another DNS server; check that this machine, or its container, has a network.',
    ...system,
    sign: 'Another name fails the same way.',
  },
  'client.name-not-found': {
    title: 'Host name not found',
    cause: 'The name of the server has no address in DNS.',
    remedy: 'Check the spelling of the host name; if it is right, its owner has to publish an address for it in DNS.',
    ...system,
    sign: 'Other names are found.',
  },
  'client.no-address': {
    title: 'Name without an address',
    cause: 'The name exists in DNS, and has no address of the kind that was asked for.',
    remedy: 'Its owner has to publish an A or AAAA record for the host that the MX record names.',
    source: rfc(5321, '5.1'),
  },
  'client.reset': {
    title: 'Connection reset',
    cause: 'The connection was made and then broken off, by the server or by something on the way.',
    remedy:
      'The server’s log at this moment tells whether it was the server; else look for a firewall, filter or virus scanner that breaks SMTP off.',
    ...system,
    sign: 'The client’s error is "connection reset".',
  },
  'client.closed': {
    title: 'Connection closed without a word',
    cause: 'The server, or something on the way, closed the connection where an answer was due.',
    remedy:
      'The server’s log at this moment tells why: a rule on the client’s address, a limit, or a service that failed.',
    ...system,
    sign: 'The connection ends without a reply.',
  },
  'client.closed-before-greeting': {
    title: 'Closed before the greeting',
    cause: 'The connection was made, and ended before the server had greeted.',
    remedy:
      'The server’s log tells why: as a rule it refuses this network address, or has too many connections. On port 465, use implicit TLS.',
    source: rfc(5321, '3.1'),
  },
  'client.greeting-missing': {
    title: 'No greeting came',
    cause:
      'The connection was made, and the server said nothing: a port for implicit TLS waits for the client to begin TLS.',
    remedy:
      'On port 465, use implicit TLS. On other ports, wait longer: some servers hold their greeting back; compare from another network.',
    source: tlsPort,
    sign: 'The last thing before the wait is the connection.',
  },
  'client.read-timeout': {
    title: 'No reply in time',
    cause: 'The connection was made, and at some point no reply came within the client’s time limit.',
    remedy:
      'Raise the client’s limit (five minutes for most commands, ten after the message) and look into the server’s log at what it waited for.',
    source: rfc(5321, '4.5.3.2'),
    sign: 'The connection had been made before the wait.',
  },
  'client.plain-on-tls-port': {
    title: 'Plain text on a TLS port',
    cause: 'The client waited for a greeting in plain text on port 465, where the server waits for TLS to begin.',
    remedy: 'Use implicit TLS on port 465 ("SSL/TLS"), or port 587 with STARTTLS.',
    source: tlsPort,
    sign: 'The port is 465, and the client did not begin TLS at once.',
  },
  'client.other-service': {
    title: 'No mail submission on this port',
    cause: 'What answers there does not speak SMTP: IMAP, POP3, HTTP or SSH greet otherwise.',
    remedy: 'Check host and port: 587 or 465 for submission, 25 between servers.',
    source: rfc(5321, '4.2'),
    sign: 'The first line of the server is no 220.',
  },
  'client.socket-forbidden': {
    title: 'This machine forbids the connection',
    cause: 'The operating system, or a security program on this machine, does not let the program open the connection.',
    remedy: 'Look at virus scanner, local firewall and SELinux (httpd_can_network_connect) on this machine.',
    ...system,
  },
  'client.no-connection': {
    title: 'No connection',
    cause: 'The program got no connection to the server; the message does not say why.',
    remedy: 'Run posthorn check HOST:PORT from the same machine: it tells name, address, port and TLS apart.',
    source: 'https://curl.se/libcurl/c/libcurl-errors.html',
    verifiedOn: '2026-11-22',
    sign: 'The program never got to a greeting.',
  },
  'client.no-reason': {
    title: 'The program gives no reason',
    cause: 'The program says that sending failed, and not at which step or why.',
    remedy:
      'Switch the program’s debug output on and look at the last line before the error; or run posthorn check HOST:PORT from the same machine.',
    source: rfc(5321, '4.2'),
  },
  'client.reason-left-out': {
    title: 'Refused by the server, without its words',
    cause: 'The program says whom the server refused, and not why: what the server said is left out.',
    remedy:
      'Look for the server’s reply, with its three digits, in the lines around it or in the program’s debug output; or send a test message through the same server with posthorn.',
    source: rfc(5321, '4.2'),
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
