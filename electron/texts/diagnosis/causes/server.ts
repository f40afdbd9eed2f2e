/** Diagnoses of the server's own trouble, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

const codes = rfc(5321, '4.2.2');
const log = 'The server’s administrator finds the reason in its log, at the time of this reply.';

export const serverTexts = {
  'server.internal-error': {
    title: 'Error inside the server',
    cause: 'Something failed inside the server.',
    remedy: log,
    source: codes,
    sign: 'The server’s log has an error at that time.',
  },
  'server.busy': {
    title: 'Server busy',
    cause: 'The server has too much to do, or too few resources, at the moment.',
    remedy:
      'Try again in some minutes, as every mail server does by itself; if it lasts, the server’s administrator has to look at its load.',
    source: rfc(3463, '3.4'),
    sign: 'Some minutes later the same is taken.',
  },
  'phrase.too-many-connections': {
    title: 'Too many connections',
    cause: 'The server takes no more connections from this client, or from anybody, at the moment.',
    remedy: 'Use fewer connections at once, and try again.',
    source: rfc(5321, '3.8'),
  },
  'server.disk-full': {
    title: 'No space on the server',
    cause: 'The server has no room to store messages; it is not the recipient’s mailbox that is full.',
    remedy: 'The server’s administrator has to free space where the queue is kept.',
    source: rfc(3463, '3.4'),
  },
  'server.misconfigured': {
    title: 'Server set up wrongly',
    cause: 'The server says that its own configuration is at fault.',
    remedy: log,
    source: rfc(3463, '3.4'),
  },
  'server.lookup-broken': {
    title: 'A table of the server could not be read',
    cause: 'The server could not look something up in its own tables or directory.',
    remedy: log,
    source: codes,
    sign: 'The server’s log names the table.',
  },
  'server.backend-unreachable': {
    title: 'The server behind it did not answer',
    cause: 'The server passes mail to another one behind it, and could not reach that one.',
    remedy:
      'The server’s administrator has to look at the server or service behind this one, and at the way between them.',
    source: rfc(3463, '3.5'),
    sign: 'The server’s log names the host behind it.',
  },
  'server.name-lookup-failed': {
    title: 'The server got no answer from DNS',
    cause: 'The server wanted to look a name up in DNS and got no answer, so it put the mail off.',
    remedy:
      'Try again later; if it lasts, look the domain that the reply names up from elsewhere: its name servers, or the resolver of this server, do not answer.',
    source: codes,
    sign: 'The name servers of the domain answer late or not at all.',
  },
  'session.connection-broke': {
    title: 'The connection broke',
    cause: 'The server lost the connection, or did not see the end of the message.',
    remedy:
      'Try again; if it breaks at the same point, look at what lies between (firewall, proxy, scanner), and whether the client ends the data with a dot on a line of its own.',
    source: rfc(5321, '3.8'),
    sign: 'Both sides’ logs end at the same point.',
  },
  'server.shutting-down': {
    title: 'Server shutting down',
    cause: 'The server is being stopped or restarted, or is under maintenance.',
    remedy: 'Try again in some minutes.',
    source: rfc(5321, '3.8'),
  },
  'server.tls-not-available': {
    title: 'TLS not available on the server',
    cause: 'The server offers TLS and cannot begin it: its certificate, key or TLS settings are not in order.',
    remedy:
      'The server’s administrator has to check certificate, key and their permissions; the log names what could not be loaded.',
    source: rfc(3207, '4'),
  },
  'server.scan-failed': {
    title: 'Content filter did not answer',
    cause: 'The server’s spam or virus filter failed, so the message was put off; nothing was found in it.',
    remedy: 'The server’s administrator has to look at the filter and its log.',
    source: codes,
  },
  'server.plan-ended': {
    title: 'Plan or licence used up',
    cause: 'The account’s credit, plan or licence has run out.',
    remedy: 'Look at the plan and the bill in the control panel of the service.',
    source: codes,
  },
  'server.mail-loop': {
    title: 'Mail goes in circles',
    cause: 'The message came back to a server that had it before.',
    remedy:
      'Look at the Received lines for the hosts that repeat, and correct the forwarding, alias or MX that leads back.',
    source: rfc(5321, '6.3'),
  },
  'server.loops-to-itself': {
    title: 'Mail leads back to the same server',
    cause: 'By its DNS or routing the domain leads to the very server that is to pass the mail on.',
    remedy:
      'Make the MX of the domain name the server that keeps its mailboxes, or add the domain to the ones that this server delivers itself.',
    source: rfc(5321, '5.1'),
    sign: 'The MX of the domain names the server that complains.',
  },
  'server.not-accepting': {
    title: 'Server takes no mail',
    cause: 'The server says that it takes no mail here, and not why: it may mean everybody, or this client.',
    remedy:
      'Ask from another network to see whether it is for this client alone; else use the host that the domain’s MX names.',
    source: rfc(7504, '3'),
    sign: 'From every other network the greeting is the same.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
