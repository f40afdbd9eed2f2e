/**
 * Enhanced status codes as IANA's registry has them (updated 2024-12-06), by subject and detail: RFC 3463 and the later ones, each with the
 * document that defines it. The class (4 or 5) says whether it lasts. A table, hence longer than a module should be otherwise.
 */
import { rfc } from '../rfc.ts';

export interface EnhancedMeaning {
  readonly title: string;
  /** One sentence. */
  readonly meaning: string;
  readonly source: string;
}

type Row = readonly [title: string, meaning: string, source?: string];

const address = rfc(3463, '3.2');
const mailbox = rfc(3463, '3.3');
const system = rfc(3463, '3.4');
const network = rfc(3463, '3.5');
const protocol = rfc(3463, '3.6');
const content = rfc(3463, '3.7');
const security = rfc(3463, '3.8');
const auth = rfc(4954, '6');
const utf8 = rfc(6531, '3.7.4');
const registry = 'https://www.iana.org/assignments/smtp-enhanced-status-codes/smtp-enhanced-status-codes.xhtml';

const table: Readonly<Record<string, Row>> = {
  '0.0': ['No further detail', 'Nothing but success or failure is said.', rfc(3463, '3.1')],
  '1.0': ['Something about an address', 'An address of the envelope is the reason.', address],
  '1.1': ['No such mailbox', 'The server knows no such mailbox.', address],
  '1.2': ['Domain does not take mail', 'The domain of the recipient does not exist or takes no mail.', address],
  '1.3': ['Address not well formed', 'The recipient’s address is not written as the server takes it.', address],
  '1.4': ['Address ambiguous', 'The address fits several recipients.', address],
  '1.5': ['Recipient accepted', 'The recipient’s address is valid.', address],
  '1.6': ['Mailbox moved', 'The mailbox was valid once and takes no mail any more; no new address is known.', address],
  '1.7': ['Sender’s address not well formed', 'The sender’s address is not written as the server takes it.', address],
  '1.8': ['Sender’s domain not found', 'The domain of the sender does not exist or takes no mail in return.', address],
  '1.9': ['Passed on without a trace', 'The message went to a server that cannot report on it.', rfc(5248, '2.4')],
  '1.10': [
    'Domain takes no mail',
    'The recipient’s domain says in DNS that it takes no mail (null MX).',
    rfc(7505, '4.1'),
  ],
  '2.0': ['Something about the mailbox', 'The mailbox exists, and something about it is the reason.', mailbox],
  '2.1': ['Mailbox takes no mail', 'The mailbox exists but takes no messages: it is disabled.', mailbox],
  '2.2': ['Mailbox full', 'The mailbox has no room left.', mailbox],
  '2.3': ['Too large for this mailbox', 'The message is larger than this mailbox may receive.', mailbox],
  '2.4': ['Mailing list not expanded', 'The address is a mailing list whose members could not be found.', mailbox],
  '3.0': ['Something about the server', 'The receiving system is the reason.', system],
  '3.1': ['Server short of room', 'The server has no room for mail.', system],
  '3.2': [
    'Server takes no mail now',
    'The server does not accept messages: overloaded, shutting down or under maintenance.',
    system,
  ],
  '3.3': ['Feature not supported', 'The server lacks what the message asks for.', system],
  '3.4': ['Message too large', 'The message is larger than this server takes.', system],
  '3.5': ['Server configured wrongly', 'The server is not set up to take this message.', system],
  '3.6': ['Priority changed', 'The message was accepted with another priority.', rfc(6710, '7')],
  '4.0': ['Something about network or routing', 'The way to the next server is the reason.', network],
  '4.1': [
    'Next server does not answer',
    'The server that passes the mail on got no answer from the next one.',
    network,
  ],
  '4.2': ['Connection broke', 'The connection was made, then broke before the message was through.', network],
  '4.3': ['Directory did not answer', 'DNS, or another directory the server asks, could not be used.', network],
  '4.4': ['No route', 'The server cannot find where to pass the message on.', network],
  '4.5': ['Congestion', 'The mail system is too busy.', network],
  '4.6': ['Mail loop', 'The message came by too often: servers or forwardings pass it round in a circle.', network],
  '4.7': ['Too old to deliver', 'The message waited in the queue for too long.', network],
  '5.0': ['Something about the protocol', 'A command was not accepted, for a reason of the protocol.', protocol],
  '5.1': ['Invalid command', 'The command is unknown, or came out of order.', protocol],
  '5.2': ['Syntax error', 'The command could not be read.', protocol],
  '5.3': ['Too many recipients', 'More recipients than the server takes in one transaction.', protocol],
  '5.4': ['Invalid parameters', 'The command is known, its parameters are not accepted.', protocol],
  '5.5': ['Wrong protocol version', 'The two sides do not agree on a version of the protocol.', protocol],
  '5.6': ['Line of the login too long', 'A line of the AUTH exchange is longer than the server takes.', auth],
  '6.0': ['Something about the content', 'The message’s content is the reason.', content],
  '6.1': ['Kind of content not supported', 'The server does not take this kind of content.', content],
  '6.2': ['Conversion forbidden', 'The content would have to be converted, and must not be.', content],
  '6.3': ['Conversion not possible', 'The content would have to be converted, and the server cannot.', content],
  '6.4': ['Converted with loss', 'The content was converted and lost something.', content],
  '6.5': ['Conversion failed', 'The content could not be converted.', content],
  '6.6': ['Content not available', 'The content, kept elsewhere, could not be fetched.', rfc(4468, '5')],
  '6.7': [
    'Internationalised address not taken',
    'A sender or recipient address has characters beyond ASCII, which are not allowed here.',
    utf8,
  ],
  '6.8': ['Reply would need UTF-8', 'The reply would have to show UTF-8, which the client did not ask for.', utf8],
  '6.9': [
    'UTF-8 header cannot be passed on',
    'The message has header fields in UTF-8 that a next server does not take.',
    utf8,
  ],
  '7.0': ['Security or policy', 'A rule of security or policy is the reason, without more being said.', security],
  '7.1': [
    'Delivery not authorised',
    'This sender may not send to this destination: an access list, a filter, a missing login or a rule on relaying can all say so.',
    security,
  ],
  '7.2': ['Mailing list closed', 'This sender may not write to this mailing list.', security],
  '7.3': [
    'Security conversion not possible',
    'The message would have to be changed from one secure form to another, which cannot be done.',
    security,
  ],
  '7.4': [
    'Security feature not supported',
    'What was asked for (a login mechanism, TLS, encryption) is not supported here.',
    security,
  ],
  '7.5': ['Cryptographic failure', 'A key was missing or a check failed.', security],
  '7.6': ['Algorithm not supported', 'An algorithm that is needed is not supported.', security],
  '7.7': ['Message changed on the way', 'The message does not match its own signature or checksum.', security],
  '7.8': ['Credentials refused', 'The user name and password, or token, are not accepted.', auth],
  '7.9': [
    'Mechanism too weak',
    'The server takes no login by this mechanism for this account; the password was not judged.',
    auth,
  ],
  '7.10': ['Encryption needed', 'The server wants strong encryption around this login.', rfc(5248, '2.4')],
  '7.11': ['Encryption needed for this login', 'This mechanism is taken only on an encrypted connection.', auth],
  '7.12': ['Password transition needed', 'The account has no verifier for this mechanism yet.', auth],
  '7.13': ['Account disabled', 'The login itself was right, and the account is switched off.', rfc(5248, '2.4')],
  '7.14': [
    'Trust relationship needed',
    'The server would need an arrangement with another server (as for BURL), which does not exist.',
    rfc(5248, '2.4'),
  ],
  '7.15': ['Priority too low', 'The server takes no messages of this priority at the moment.', rfc(6710, '7')],
  '7.16': [
    'Too large for its priority',
    'The message is larger than the server takes at this priority.',
    rfc(6710, '7'),
  ],
  '7.17': [
    'Mailbox has another owner',
    'The mailbox belongs to somebody else than at the time that the sender stated (RRVS).',
    rfc(7293, '5'),
  ],
  '7.18': [
    'Domain has another owner',
    'The domain belongs to somebody else than at the time that the sender stated (RRVS).',
    rfc(7293, '5'),
  ],
  '7.19': [
    'Owner cannot be checked',
    'The server cannot tell since when the mailbox has its owner (RRVS).',
    rfc(7293, '5'),
  ],
  '7.20': ['No valid DKIM signature', 'No DKIM signature of the message could be verified.', rfc(7372, '3.1')],
  '7.21': [
    'No acceptable DKIM signature',
    'A DKIM signature is valid, but not one that this server accepts.',
    rfc(7372, '3.1'),
  ],
  '7.22': [
    'No DKIM signature of the author’s domain',
    'No acceptable DKIM signature belongs to the domain in From.',
    rfc(7372, '3.1'),
  ],
  '7.23': [
    'SPF failed',
    'The SPF record of the sender’s domain does not allow the address that the mail comes from.',
    rfc(7372, '3.2'),
  ],
  '7.24': ['SPF record in error', 'The SPF record of the sender’s domain could not be evaluated.', rfc(7372, '3.2')],
  '7.25': [
    'Reverse DNS failed',
    'The address that the mail comes from has no PTR record whose name leads back to it.',
    rfc(7372, '3.3'),
  ],
  '7.26': [
    'Several checks failed',
    'More than one check of the message’s origin (SPF, DKIM and the like) failed.',
    rfc(7372, '3.4'),
  ],
  '7.27': [
    'Sender’s domain takes no mail',
    'The sender’s domain says in DNS that it takes no mail (null MX), so nobody could answer.',
    rfc(7505, '4.2'),
  ],
  '7.28': ['Mail flood', 'The message looks like one of a flood of similar ones.', registry],
  '7.29': [
    'ARC check failed',
    'The chain of seals that forwarders put on the message (ARC) does not verify.',
    rfc(8617, '10.4'),
  ],
  '7.30': [
    'TLS cannot be kept up',
    'The message asks for TLS on its whole way (REQUIRETLS), which the next server does not offer.',
    rfc(8689, '6'),
  ],
};

const subjects: readonly string[] = [
  'something without a subject',
  'an address',
  'the recipient’s mailbox',
  'the receiving mail system',
  'the network or the routing of mail',
  'the protocol',
  'the message’s content',
  'security or policy',
];

/** "the protocol", for the second number of a code; null where RFC 3463 has no such subject. */
export const enhancedSubject = (subject: number): string | null => subjects[subject] ?? null;

/** By subject and detail of "5.7.26"; null for one that the registry does not have. */
export function enhancedMeaning(subject: number, detail: number): EnhancedMeaning | null {
  const row = table[`${subject}.${detail}`];
  if (row === undefined) return null;
  const [title, meaning, source = rfc(3463)] = row;
  return { title, meaning, source };
}
