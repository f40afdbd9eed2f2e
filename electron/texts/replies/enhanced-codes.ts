/**
 * Enhanced status codes as IANA's registry has them (updated 2024-12-06), by subject and detail: RFC 3463 and the later ones, each with the
 * document that defines it. The class (4 or 5) says whether it lasts. A table, hence longer than a module should be otherwise.
 */
import type { Actor } from '../actors.ts';
import { rfc } from '../rfc.ts';

export interface EnhancedMeaning {
  readonly title: string;
  /** One sentence. */
  readonly meaning: string;
  readonly actor: Actor;
  readonly remedy: string;
  readonly source: string;
}

type Row = readonly [title: string, meaning: string, actor: Actor, remedy: string, source?: string];

const WORDS = 'The code says no more than that; the words behind it, or the server’s log, say why.';
const SPELLING = 'Check the spelling of the address; ask the recipient another way whether it still exists.';
const OWNER = 'The mailbox’s owner or administrator has to act.';
const SMALLER = 'Send a smaller message, or put what is large elsewhere and send a link.';
const DONE = 'Nothing to do.';
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
const SIGN = 'Look at the DKIM-Signature of a message that arrived elsewhere, and at the public key in DNS.';

const table: Readonly<Record<string, Row>> = {
  '0.0': ['No further detail', 'Nothing but success or failure is said.', 'server-admin', WORDS, rfc(3463, '3.1')],
  '1.0': ['Something about an address', 'An address of the envelope is the reason.', 'you', WORDS, address],
  '1.1': ['No such mailbox', 'The server knows no such mailbox.', 'you', SPELLING, address],
  '1.2': [
    'Domain does not take mail',
    'The domain of the recipient does not exist or takes no mail.',
    'you',
    'Check the spelling of the domain, then its MX records in DNS.',
    address,
  ],
  '1.3': [
    'Address not well formed',
    'The recipient’s address is not written as the server takes it.',
    'you',
    'Check the form of the address.',
    address,
  ],
  '1.4': ['Address ambiguous', 'The address fits several recipients.', 'you', 'Use the whole address.', address],
  '1.5': ['Recipient accepted', 'The recipient’s address is valid.', 'you', DONE, address],
  '1.6': [
    'Mailbox moved',
    'The mailbox was valid once and takes no mail any more; no new address is known.',
    'you',
    'Ask the recipient for the new address.',
    address,
  ],
  '1.7': [
    'Sender’s address not well formed',
    'The sender’s address is not written as the server takes it.',
    'you',
    'Check the form of the sender’s address.',
    address,
  ],
  '1.8': [
    'Sender’s domain not found',
    'The domain of the sender does not exist or takes no mail in return.',
    'you',
    'Check the spelling of the sender’s domain, then its MX and address records in DNS.',
    address,
  ],
  '1.9': [
    'Passed on without a trace',
    'The message went to a server that cannot report on it.',
    'you',
    DONE,
    rfc(5248, '2.4'),
  ],
  '1.10': [
    'Domain takes no mail',
    'The recipient’s domain says in DNS that it takes no mail (null MX).',
    'you',
    'Check the domain; no address in it takes mail.',
    rfc(7505, '4.1'),
  ],
  '2.0': [
    'Something about the mailbox',
    'The mailbox exists, and something about it is the reason.',
    'mailbox-admin',
    WORDS,
    mailbox,
  ],
  '2.1': [
    'Mailbox takes no mail',
    'The mailbox exists but takes no messages: it is disabled.',
    'mailbox-admin',
    OWNER,
    mailbox,
  ],
  '2.2': [
    'Mailbox full',
    'The mailbox has no room left.',
    'mailbox-admin',
    'Its owner has to make room, or be given a larger quota.',
    mailbox,
  ],
  '2.3': [
    'Too large for this mailbox',
    'The message is larger than this mailbox may receive.',
    'you',
    SMALLER,
    mailbox,
  ],
  '2.4': [
    'Mailing list not expanded',
    'The address is a mailing list whose members could not be found.',
    'mailbox-admin',
    'Whoever manages the list has to repair it.',
    mailbox,
  ],
  '3.0': ['Something about the server', 'The receiving system is the reason.', 'server-admin', WORDS, system],
  '3.1': [
    'Server short of room',
    'The server has no room for mail.',
    'server-admin',
    'Its administrator has to free space on its disk.',
    system,
  ],
  '3.2': [
    'Server takes no mail now',
    'The server does not accept messages: overloaded, shutting down or under maintenance.',
    'server-admin',
    'Wait and try again.',
    system,
  ],
  '3.3': [
    'Feature not supported',
    'The server lacks what the message asks for.',
    'you',
    'Leave it out, or use it only where the answer to EHLO offers it.',
    system,
  ],
  '3.4': ['Message too large', 'The message is larger than this server takes.', 'you', SMALLER, system],
  '3.5': [
    'Server configured wrongly',
    'The server is not set up to take this message.',
    'server-admin',
    'Its log tells what is missing.',
    system,
  ],
  '3.6': ['Priority changed', 'The message was accepted with another priority.', 'you', DONE, rfc(6710, '7')],
  '4.0': [
    'Something about network or routing',
    'The way to the next server is the reason.',
    'server-admin',
    WORDS,
    network,
  ],
  '4.1': [
    'Next server does not answer',
    'The server that passes the mail on got no answer from the next one.',
    'server-admin',
    'Look whether the MX hosts of the recipient’s domain can be reached on port 25.',
    network,
  ],
  '4.2': [
    'Connection broke',
    'The connection was made, then broke before the message was through.',
    'network',
    'Try again; if it stays so, look for a firewall or a time limit on the way.',
    network,
  ],
  '4.3': [
    'Directory did not answer',
    'DNS, or another directory the server asks, could not be used.',
    'server-admin',
    'The name servers of the domain, or the server’s own resolver, are the place to look.',
    network,
  ],
  '4.4': [
    'No route',
    'The server cannot find where to pass the message on.',
    'dns-owner',
    'Check the MX and address records of the recipient’s domain.',
    network,
  ],
  '4.5': ['Congestion', 'The mail system is too busy.', 'server-admin', 'Wait and try again.', network],
  '4.6': [
    'Mail loop',
    'The message came by too often: servers or forwardings pass it round in a circle.',
    'server-admin',
    'The Received lines of the returned message show the circle; take one of the forwardings away.',
    network,
  ],
  '4.7': [
    'Too old to deliver',
    'The message waited in the queue for too long.',
    'server-admin',
    'The reason is in what the queue was told before: look there.',
    network,
  ],
  '5.0': [
    'Something about the protocol',
    'A command was not accepted, for a reason of the protocol.',
    'you',
    WORDS,
    protocol,
  ],
  '5.1': [
    'Invalid command',
    'The command is unknown, or came out of order.',
    'you',
    'Look at the answer to the command before, and at what the answer to EHLO offers.',
    protocol,
  ],
  '5.2': [
    'Syntax error',
    'The command could not be read.',
    'you',
    'Compare the line that was sent with the RFC: form, line length, line end.',
    protocol,
  ],
  '5.3': [
    'Too many recipients',
    'More recipients than the server takes in one transaction.',
    'you',
    'Send to the remaining recipients in another transaction.',
    protocol,
  ],
  '5.4': [
    'Invalid parameters',
    'The command is known, its parameters are not accepted.',
    'you',
    'Leave out parameters that the answer to EHLO does not offer; check the form of the others.',
    protocol,
  ],
  '5.5': [
    'Wrong protocol version',
    'The two sides do not agree on a version of the protocol.',
    'server-admin',
    WORDS,
    protocol,
  ],
  '5.6': [
    'Line of the login too long',
    'A line of the AUTH exchange is longer than the server takes.',
    'you',
    'Send the token without an initial response, or a shorter one.',
    auth,
  ],
  '6.0': ['Something about the content', 'The message’s content is the reason.', 'you', WORDS, content],
  '6.1': [
    'Kind of content not supported',
    'The server does not take this kind of content.',
    'you',
    'Send it in another format.',
    content,
  ],
  '6.2': [
    'Conversion forbidden',
    'The content would have to be converted, and must not be.',
    'you',
    'Send it in a form that needs no conversion (7-bit text).',
    content,
  ],
  '6.3': [
    'Conversion not possible',
    'The content would have to be converted, and the server cannot.',
    'you',
    'Send it in a form that needs no conversion (quoted-printable or base64).',
    content,
  ],
  '6.4': [
    'Converted with loss',
    'The content was converted and lost something.',
    'you',
    'Send it in a form that needs no conversion.',
    content,
  ],
  '6.5': [
    'Conversion failed',
    'The content could not be converted.',
    'you',
    'Send it in a form that needs no conversion.',
    content,
  ],
  '6.6': [
    'Content not available',
    'The content, kept elsewhere, could not be fetched.',
    'server-admin',
    WORDS,
    rfc(4468, '5'),
  ],
  '6.7': [
    'Internationalised address not taken',
    'A sender or recipient address has characters beyond ASCII, which are not allowed here.',
    'you',
    'Use an ASCII address, or a server that offers SMTPUTF8.',
    utf8,
  ],
  '6.8': [
    'Reply would need UTF-8',
    'The reply would have to show UTF-8, which the client did not ask for.',
    'you',
    'Send MAIL with SMTPUTF8 where it is offered.',
    utf8,
  ],
  '6.9': [
    'UTF-8 header cannot be passed on',
    'The message has header fields in UTF-8 that a next server does not take.',
    'you',
    'Write header fields as encoded words (RFC 2047).',
    utf8,
  ],
  '7.0': [
    'Security or policy',
    'A rule of security or policy is the reason, without more being said.',
    'server-admin',
    WORDS,
    security,
  ],
  '7.1': [
    'Delivery not authorised',
    'This sender may not send to this destination: an access list, a filter, a missing login or a rule on relaying can all say so.',
    'server-admin',
    WORDS,
    security,
  ],
  '7.2': [
    'Mailing list closed',
    'This sender may not write to this mailing list.',
    'mailbox-admin',
    'Whoever manages the list has to allow the sender.',
    security,
  ],
  '7.3': [
    'Security conversion not possible',
    'The message would have to be changed from one secure form to another, which cannot be done.',
    'server-admin',
    WORDS,
    security,
  ],
  '7.4': [
    'Security feature not supported',
    'What was asked for (a login mechanism, TLS, encryption) is not supported here.',
    'you',
    'Choose from what the answer to EHLO offers, before and after TLS.',
    security,
  ],
  '7.5': ['Cryptographic failure', 'A key was missing or a check failed.', 'server-admin', WORDS, security],
  '7.6': ['Algorithm not supported', 'An algorithm that is needed is not supported.', 'server-admin', WORDS, security],
  '7.7': [
    'Message changed on the way',
    'The message does not match its own signature or checksum.',
    'server-admin',
    'Look for a filter or list that changes messages after they were signed.',
    security,
  ],
  '7.8': [
    'Credentials refused',
    'The user name and password, or token, are not accepted.',
    'you',
    'Check the user name (often the whole mail address) and the password; where the provider has app passwords or SMTP keys, it is one of those.',
    auth,
  ],
  '7.9': [
    'Mechanism too weak',
    'The server takes no login by this mechanism for this account; the password was not judged.',
    'you',
    'Choose a stronger mechanism that the server offers.',
    auth,
  ],
  '7.10': [
    'Encryption needed',
    'The server wants strong encryption around this login.',
    'you',
    'Use TLS before AUTH.',
    rfc(5248, '2.4'),
  ],
  '7.11': [
    'Encryption needed for this login',
    'This mechanism is taken only on an encrypted connection.',
    'you',
    'Choose STARTTLS, or implicit TLS on its own port (usually 465), before AUTH.',
    auth,
  ],
  '7.12': [
    'Password transition needed',
    'The account has no verifier for this mechanism yet.',
    'you',
    'Log in once with PLAIN over TLS, so that the server can store what this mechanism needs.',
    auth,
  ],
  '7.13': [
    'Account disabled',
    'The login itself was right, and the account is switched off.',
    'mailbox-admin',
    'Whoever manages the account has to switch it on again.',
    rfc(5248, '2.4'),
  ],
  '7.14': [
    'Trust relationship needed',
    'The server would need an arrangement with another server (as for BURL), which does not exist.',
    'server-admin',
    'Have the two servers set up for each other.',
    rfc(5248, '2.4'),
  ],
  '7.15': [
    'Priority too low',
    'The server takes no messages of this priority at the moment.',
    'you',
    'Send with a higher priority, or later.',
    rfc(6710, '7'),
  ],
  '7.16': [
    'Too large for its priority',
    'The message is larger than the server takes at this priority.',
    'you',
    SMALLER,
    rfc(6710, '7'),
  ],
  '7.17': [
    'Mailbox has another owner',
    'The mailbox belongs to somebody else than at the time that the sender stated (RRVS).',
    'you',
    'Ask the recipient for the present address.',
    rfc(7293, '5'),
  ],
  '7.18': [
    'Domain has another owner',
    'The domain belongs to somebody else than at the time that the sender stated (RRVS).',
    'you',
    'Ask the recipient for the present address.',
    rfc(7293, '5'),
  ],
  '7.19': [
    'Owner cannot be checked',
    'The server cannot tell since when the mailbox has its owner (RRVS).',
    'you',
    'Send without RRVS if that is acceptable.',
    rfc(7293, '5'),
  ],
  '7.20': [
    'No valid DKIM signature',
    'No DKIM signature of the message could be verified.',
    'dns-owner',
    SIGN,
    rfc(7372, '3.1'),
  ],
  '7.21': [
    'No acceptable DKIM signature',
    'A DKIM signature is valid, but not one that this server accepts.',
    'dns-owner',
    SIGN,
    rfc(7372, '3.1'),
  ],
  '7.22': [
    'No DKIM signature of the author’s domain',
    'No acceptable DKIM signature belongs to the domain in From.',
    'dns-owner',
    'Sign with the domain that stands in From.',
    rfc(7372, '3.1'),
  ],
  '7.23': [
    'SPF failed',
    'The SPF record of the sender’s domain does not allow the address that the mail comes from.',
    'dns-owner',
    'Send through a server that the SPF record lists, or add this one to the record.',
    rfc(7372, '3.2'),
  ],
  '7.24': [
    'SPF record in error',
    'The SPF record of the sender’s domain could not be evaluated.',
    'dns-owner',
    'Repair the record: one TXT record, valid syntax, no more than ten DNS lookups.',
    rfc(7372, '3.2'),
  ],
  '7.25': [
    'Reverse DNS failed',
    'The address that the mail comes from has no PTR record whose name leads back to it.',
    'dns-owner',
    'Whoever owns the address sets a PTR record, and the name in it gets this very address.',
    rfc(7372, '3.3'),
  ],
  '7.26': [
    'Several checks failed',
    'More than one check of the message’s origin (SPF, DKIM and the like) failed.',
    'dns-owner',
    'Set up SPF and DKIM for the sender’s domain.',
    rfc(7372, '3.4'),
  ],
  '7.27': [
    'Sender’s domain takes no mail',
    'The sender’s domain says in DNS that it takes no mail (null MX), so nobody could answer.',
    'dns-owner',
    'Use a sender in a domain that takes mail, or take its null MX away.',
    rfc(7505, '4.2'),
  ],
  '7.28': [
    'Mail flood',
    'The message looks like one of a flood of similar ones.',
    'you',
    'Send less, and look for a compromised account or program.',
    registry,
  ],
  '7.29': [
    'ARC check failed',
    'The chain of seals that forwarders put on the message (ARC) does not verify.',
    'server-admin',
    'The forwarder that broke the chain has to be repaired.',
    rfc(8617, '10.4'),
  ],
  '7.30': [
    'TLS cannot be kept up',
    'The message asks for TLS on its whole way (REQUIRETLS), which the next server does not offer.',
    'server-admin',
    'Send without REQUIRETLS if that is acceptable, or have the next server offer it.',
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
  const [title, meaning, actor, remedy, source = rfc(3463)] = row;
  return { title, meaning, actor, remedy, source };
}

/** All of them as "7.26", for tests. */
export const ENHANCED_CODES: readonly string[] = Object.keys(table);
