/**
 * Who can act on a refusal, and how, where the server's own words leave no doubt: codes that the registry of enhanced status codes
 * (RFC 5248) defines and the large providers use in that sense, and the few phrases every server shares. Anything else is left
 * to the reader: a code such as 5.7.1 means a hundred things.
 */
import type { Reply } from '../ipc/schemas/reply.ts';
import type { Actor } from './actors.ts';

export interface Advice {
  readonly actor: Actor;
  readonly remedy: string;
}

interface Rule extends Advice {
  /** Tried on "550 5.1.1 text", all lines joined by a blank. */
  readonly when: RegExp;
}

const make = (when: RegExp, actor: Actor, remedy: string): Rule => ({ when, actor, remedy });

/** The first that fits counts: phrases, which say more, go before codes. */
const rules: readonly Rule[] = [
  make(
    /STARTTLS command first|must issue a STARTTLS|encryption required|^538\b/i,
    'you',
    'The server wants TLS first: choose STARTTLS, or implicit TLS on its own port (usually 465).',
  ),
  make(/client certificate/i, 'you', 'The server wants a client certificate: give one that it trusts, with its key.'),
  make(
    /address rejected: domain not found/i,
    'you',
    'The server finds neither an MX nor an address for the domain of this address: check its spelling, then its records in DNS.',
  ),
  make(
    /client host rejected: access denied/i,
    'you',
    'The server takes nothing from strangers here: log in where it offers that (submission, 587 and 465), or have this address allowed.',
  ),
  make(
    /^530\b|authentication (?:is )?required|client was not authenticated|must authenticate/i,
    'you',
    'The server wants a login first: give user and password. Mail from other servers is taken on port 25, without a login.',
  ),
  make(
    /not owned by (?:user|authenticated)|send-?as-?denied|not allowed to send as/i,
    'you',
    'Use the address that belongs to this login as the sender, or have the login allowed to send as this one.',
  ),
  make(
    /relay(?:ing)?(?: access)? (?:denied|prohibited|not (?:permitted|allowed))|unable to relay|relay(?:ing)? is not (?:permitted|allowed)/i,
    'you',
    'This server passes mail on for that domain only when it knows you: log in, or send to the server that is responsible for the domain (its MX).',
  ),
  make(
    /gr[ea]y-?list/i,
    'you',
    'Greylisting: try again after a few minutes, with the same sender and recipient and from the same address, as every mail server does.',
  ),
  make(
    /^4\d\d 4\.5\.3\b|too many recipients/i,
    'you',
    'Send to the remaining recipients in another transaction; the server takes only so many at once.',
  ),
  make(/^550 5\.1\.1\b/, 'you', 'The server knows no such mailbox: check the spelling of the address.'),
  make(
    /^5\d\d 5\.1\.2\b/,
    'you',
    'The server cannot find the domain of this address: check its spelling, then its records in DNS.',
  ),
  make(/^5\d\d 5\.1\.[37]\b/, 'you', 'The address is not written as this server takes it: check its form.'),
  make(/^5\d\d 5\.2\.1 .*disabled/i, 'mailbox-admin', 'The mailbox is switched off: ask whoever manages it.'),
  make(
    /^[45]\d\d [45]\.2\.2\b|mailbox (?:is )?full|quota exceeded|over ?quota/i,
    'mailbox-admin',
    'The mailbox is full: its owner has to make room, or be given a larger quota.',
  ),
  make(
    /^[45]\d\d [45]\.3\.1\b|insufficient system storage/i,
    'server-admin',
    'The server is short of room for mail: its administrator has to free space on its disk.',
  ),
  make(
    /^5\d\d 5\.7\.23\b/,
    'dns-owner',
    "The SPF record of the sender's domain does not allow the address that mail comes from here: send through a server it lists, or add this one.",
  ),
  make(
    /^5\d\d 5\.7\.25\b/,
    'dns-owner',
    'The address that mail comes from needs a PTR record whose name leads back to it: whoever owns the address sets it.',
  ),
];

/** Null where the words leave open what to do. */
export function adviceOn(reply: Reply | null): Advice | null {
  if (reply?.code === null || reply === null) return null;
  const text = `${reply.code} ${reply.lines.join(' ').trim()}`;
  return rules.find(({ when }) => when.test(text)) ?? null;
}

/** Of AUTH: what is about the command, and not about the password. */
export function loginAdvice(reply: Reply | null): Advice | null {
  switch (reply?.code) {
    case 535:
      return { actor: 'you', remedy: 'Check the user name (often the whole mail address) and the password.' };
    case 530:
      // RFC 4954 section 6 has 530 for what comes before a login; said of the login itself, it is TLS that is missing.
      return {
        actor: 'you',
        remedy: 'The server wants TLS first: choose STARTTLS, or implicit TLS on its own port (usually 465).',
      };
    case 525:
      return { actor: 'mailbox-admin', remedy: 'The account is switched off (RFC 5248): ask whoever manages it.' };
    case 432:
      // RFC 4954 section 6: the account has no verifier for this mechanism yet.
      return {
        actor: 'you',
        remedy: 'Log in once with PLAIN over TLS, so that the server can store what this mechanism needs.',
      };
    case 500:
    case 502:
    case 503:
      return {
        actor: 'server-admin',
        remedy:
          'The command was refused, so nothing is known of the password: AUTH is not switched on here, or not at this point.',
      };
    default:
      return adviceOn(reply);
  }
}
