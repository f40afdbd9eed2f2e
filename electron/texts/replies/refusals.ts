/**
 * Who can act on a refusal, and how, where the server's own words leave no doubt: codes that the registry of enhanced status codes
 * (RFC 5248) defines and the large providers use in that sense, and the few phrases every server shares. Anything else is left
 * to the reader: a code such as 5.7.1 means a hundred things.
 */
import type { Reply } from '../../protocol/values/session/reply.ts';
import type { Actor } from '../actors.ts';
import { rfc } from '../rfc.ts';

export interface Advice {
  readonly actor: Actor;
  readonly remedy: string;
}

/** What the words themselves say, for an explanation; of rules that look at codes alone, the registry of codes says it. */
export interface Said {
  /** Stable, behind "phrase.". */
  readonly id: string;
  readonly title: string;
  readonly cause: string;
  readonly source: string;
}

interface Rule extends Advice {
  /** Tried on "550 5.1.1 text", all lines joined by a blank. */
  readonly when: RegExp;
  readonly said: Said | null;
}

const make = (when: RegExp, actor: Actor, remedy: string, said: Said | null = null): Rule => ({
  when,
  actor,
  remedy,
  said,
});

const says = (id: string, title: string, cause: string, source: string): Said => ({ id, title, cause, source });

/** The first that fits counts: phrases, which say more, go before codes. */
const rules: readonly Rule[] = [
  make(
    /STARTTLS command first|must issue a STARTTLS|encryption required|^538\b/i,
    'you',
    'The server wants TLS first: choose STARTTLS, or implicit TLS on its own port (usually 465).',
    says(
      'starttls-first',
      'TLS wanted first',
      'The server takes this command only after TLS has begun.',
      rfc(3207, '4'),
    ),
  ),
  make(
    /client certificate/i,
    'you',
    'The server wants a client certificate: give one that it trusts, with its key.',
    says(
      'client-certificate',
      'Client certificate wanted',
      'The server speaks of a client certificate: it got none, or none that it trusts.',
      rfc(8446, '4.3.2'),
    ),
  ),
  make(
    /address rejected: domain not found/i,
    'you',
    'The server finds neither an MX nor an address for the domain of this address: check its spelling, then its records in DNS.',
    says(
      'domain-not-found',
      'Domain of the address not found',
      'The server looked the domain of this address up in DNS and found nothing that takes mail.',
      rfc(5321, '2.3.5'),
    ),
  ),
  make(
    /spamhaus|\bdnsbl\b|\brbl\b|black-?listed|block-?listed|blocked using |on (?:a|our) (?:black|block) ?list/i,
    'you',
    'Look the address up at the list that the reply names, take away the reason (spam from a compromised account or machine), and have it removed there.',
    says(
      'block-list',
      'On a block list',
      'The server refuses mail because a block list has what the reply names, as a rule the network address it comes from.',
      rfc(5782, '1'),
    ),
  ),
  make(
    /reverse (?:hostname|dns)|cannot find your hostname|\bptr record/i,
    'dns-owner',
    'The address that mail comes from needs a PTR record whose name leads back to it: whoever owns the address sets it.',
    says(
      'reverse-dns',
      'Reverse DNS missing or not matching',
      'The server found no PTR record for the client’s address, or the name in it does not lead back to it.',
      rfc(7372, '3.3'),
    ),
  ),
  make(
    /(?:helo|ehlo) command rejected|need fully-qualified hostname|invalid (?:helo|ehlo)/i,
    'you',
    'Introduce the client by a full host name that resolves in DNS (EHLO name).',
    says(
      'hello-name',
      'Name in EHLO refused',
      'The server does not accept the name that the client introduced itself by.',
      rfc(5321, '4.1.1.1'),
    ),
  ),
  make(
    /client host rejected: access denied/i,
    'you',
    'The server takes nothing from strangers here: log in where it offers that (submission, 587 and 465), or have this address allowed.',
    says(
      'client-refused',
      'This client is not allowed',
      'The server refuses the network address that the connection comes from.',
      rfc(5321, '7.8'),
    ),
  ),
  make(
    /application-specific password|app(?:lication)? password (?:is )?required/i,
    'you',
    'Make an app password in the security settings of the account and use it as the password.',
    says(
      'app-password',
      'App password wanted',
      'The server wants a password made for programs, not that of the account.',
      rfc(4954, '6'),
    ),
  ),
  make(
    /^530\b|authentication (?:is )?required|client was not authenticated|must authenticate/i,
    'you',
    'The server wants a login first: give user and password. Mail from other servers is taken on port 25, without a login.',
    says(
      'login-first',
      'Login wanted first',
      'The server takes this only from clients that have logged in.',
      rfc(4954, '6'),
    ),
  ),
  make(
    /not owned by (?:user|authenticated)|send-?as-?denied|not allowed to send as|permissions? to send as this sender/i,
    'you',
    'Use the address that belongs to this login as the sender, or have the login allowed to send as this one.',
    says(
      'sender-not-owned',
      'Sender does not belong to the login',
      'This login may not send with this address.',
      rfc(6409, '6.1'),
    ),
  ),
  make(
    /relay(?:ing)?(?: access)? (?:denied|prohibited|not (?:permitted|allowed))|unable to relay|relay(?:ing)? is not (?:permitted|allowed)/i,
    'you',
    'This server passes mail on for that domain only when it knows you: log in, or send to the server that is responsible for the domain (its MX).',
    says(
      'relay-denied',
      'Relaying refused',
      'The recipient’s domain is not one of this server’s own, and it does not pass mail on for this client.',
      rfc(5321, '3.6.2'),
    ),
  ),
  make(
    /gr[ea]y-?list/i,
    'you',
    'Greylisting: try again after a few minutes, with the same sender and recipient and from the same address, as every mail server does.',
    says(
      'greylisting',
      'Greylisting',
      'The server puts every first attempt off and takes the mail when it comes again.',
      rfc(6647, '2'),
    ),
  ),
  make(
    /^4\d\d 4\.5\.3\b|too many recipients/i,
    'you',
    'Send to the remaining recipients in another transaction; the server takes only so many at once.',
    says(
      'too-many-recipients',
      'Too many recipients',
      'The server takes no more recipients in this transaction.',
      rfc(5321, '4.5.3.1.10'),
    ),
  ),
  make(
    /too many (?:concurrent |simultaneous )?(?:smtp )?(?:connections|sessions)/i,
    'you',
    'Use fewer connections at once, and try again.',
    says(
      'too-many-connections',
      'Too many connections',
      'The server takes no more connections from this client, or from anybody, at the moment.',
      rfc(5321, '3.8'),
    ),
  ),
  make(
    /spf (?:check |validation |record )?(?:soft|hard)?fail/i,
    'dns-owner',
    "The SPF record of the sender's domain does not allow the address that mail comes from here: send through a server it lists, or add this one.",
    says(
      'spf-failed',
      'SPF failed',
      'The server checked SPF, and the record of the sender’s domain does not allow the address that the mail comes from.',
      rfc(7208, '8.4'),
    ),
  ),
  make(
    /(?:due to|per|because of) (?:the )?(?:[a-z0-9.-]{1,100}'s )?dmarc\b/i,
    'dns-owner',
    'Sign with DKIM for the domain in From, or send through a server in its SPF record with the same domain in MAIL FROM.',
    says(
      'dmarc-reject',
      'Refused by the DMARC policy of the sender’s domain',
      'The domain in From asks by DMARC to refuse mail that passes neither SPF nor DKIM for it, and this mail does not.',
      rfc(7489, '6.3'),
    ),
  ),
  make(
    /user unknown|unknown user|no such (?:user|recipient|mailbox)|recipient (?:unknown|not found)|user (?:does not|doesn.t) exist/i,
    'you',
    'No such mailbox: check the spelling of the address.',
    says('no-such-mailbox', 'No such mailbox', 'The server knows no such mailbox.', rfc(3463, '3.2')),
  ),
  make(
    /^450 4\.3\.2 Service currently unavailable/,
    'you',
    'Postfix (postscreen) turns a stranger away once, after its tests, and takes him when he comes back: try again in a few minutes, from the same address.',
  ),
  make(/^550 5\.1\.1\b/, 'you', 'No such mailbox: check the spelling of the address.'),
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
    says('mailbox-full', 'Mailbox full', 'The recipient’s mailbox has no room left.', rfc(3463, '3.3')),
  ),
  make(
    /^[45]\d\d [45]\.3\.1\b|insufficient system storage/i,
    'server-admin',
    'The server is short of room for mail: its administrator has to free space on its disk.',
    says('server-full', 'Server short of room', 'The server has no room for mail.', rfc(3463, '3.4')),
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
  make(
    /\bspam\b/i,
    'you',
    'Send a plain message of the same sender to tell content from sender; check SPF, DKIM, DMARC and block lists.',
    says(
      'spam',
      'Taken for spam',
      'The server says that it takes this mail, or its sender, for spam.',
      rfc(5321, '7.9'),
    ),
  ),
];

/** By the id of what is said: what it comes to where the login was taken before. Whoever did log in is not told to. */
const behindLogin: Readonly<Record<string, string>> = {
  'login-first':
    'The login was taken (235), yet the server asks for one: it has forgotten it, or something behind it does not know of it. Its log tells; no setting of the client mends that.',
  'relay-denied':
    'The login was taken, yet the server does not pass mail on for it: it has to allow that to those who logged in (in Postfix permit_sasl_authenticated, before what refuses relaying).',
  'client-refused':
    'The login was taken, yet the server refuses this address: those who logged in have to be let through first (in Postfix permit_sasl_authenticated).',
};

/** Null where the words leave open what to do. `loggedIn`: a login had been taken before. */
export function adviceOn(reply: Reply | null, loggedIn = false): Advice | null {
  if (reply?.code === null || reply === null) return null;
  const text = `${reply.code} ${reply.lines.join(' ').trim()}`;
  const rule = rules.find(({ when }) => when.test(text)) ?? null;
  const other = loggedIn ? behindLogin[rule?.said?.id ?? ''] : undefined;
  return other === undefined ? rule : { actor: 'server-admin', remedy: other };
}

/** Said with codes that mean the password elsewhere. */
const loginPhrases: readonly Rule[] = [
  make(
    /SmtpClientAuthentication is disabled/i,
    'mailbox-admin',
    'The password was not the matter: SMTP AUTH is switched off for the mailbox or the whole organization. Its administrator can switch it on for this mailbox (Set-CASMailbox -SmtpClientAuthenticationDisabled $false).',
  ),
  make(
    /basic authentication is disabled/i,
    'you',
    'The password was not the matter: none is taken here any more. Log in with an access token instead (XOAUTH2).',
  ),
  make(
    /application[- ]specific password|app(?:lication)? password/i,
    'you',
    'The password of the account is not taken here: make an application password in its settings, and log in with that.',
  ),
  make(
    /log in (?:via|with|through) your web browser/i,
    'you',
    'Log in to the account in a web browser first, and confirm there that it was you; then try again.',
  ),
];

/** Of AUTH: what is about the command, and not about the password. */
export function loginAdvice(reply: Reply | null): Advice | null {
  const text = reply?.lines.join(' ') ?? '';
  const said = loginPhrases.find(({ when }) => when.test(text));
  if (said !== undefined) return { actor: said.actor, remedy: said.remedy };
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
    case 504:
      return {
        actor: 'server-admin',
        remedy:
          'The server offers a mechanism that it does not do: its login service (SASL) is set up for others than it announces. Another mechanism may work.',
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

/** What the words of a reply say by one of the phrases that every server shares; null where they say none. `text`: see `Rule.when`. */
export function saidIn(text: string): (Advice & Said) | null {
  const found = rules.find(({ when, said }) => said !== null && when.test(text));
  if (found === undefined || found.said === null) return null;
  return { ...found.said, actor: found.actor, remedy: found.remedy };
}
