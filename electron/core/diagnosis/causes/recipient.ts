/** A recipient that the server does not take: not there, moved, closed to this sender, not to be checked, too many at once. */
import type { Evidence } from '../evidence.ts';
import type { Cause } from '../types.ts';

const recipientSteps = ['rcpt', 'data'] as const;
const mailSteps = ['mail', 'rcpt', 'data'] as const;

const loginCodes: readonly number[] = [432, 454, 503, 530, 534, 535, 538];
/** Of these even the answer to RCPT means what they say; the others are a server's odd choice there. */
const orderOrLogin: readonly number[] = [503, 530];

/** Answers to a login, where "user unknown" is about who logs in; and 503, which is about the order of commands. */
export const ofLogin = ({ reply: { code, enhanced }, phase }: Evidence): boolean =>
  phase === 'auth' ||
  (code !== null && (phase === 'rcpt' || phase === 'data' ? orderOrLogin : loginCodes).includes(code)) ||
  enhanced?.text === '5.7.8' ||
  enhanced?.text === '4.7.0';

/** x.1.7 and x.1.8 are about the sender's address, x.7.27 about its domain (RFC 3463, 7505). */
const ofSender = ({ reply: { enhanced } }: Evidence): boolean =>
  enhanced !== null &&
  ((enhanced.subject === 1 && (enhanced.detail === 7 || enhanced.detail === 8)) ||
    (enhanced.subject === 7 && enhanced.detail === 27));

/** 500 to 504 are about the command, not about who is named in it. */
const ofRecipient = (seen: Evidence): boolean =>
  forGood(seen) && (seen.reply.code === null || seen.reply.code > 504 || seen.reply.enhanced?.subject === 1);

/** Every code that puts off. */
export const forNow: readonly number[] = Array.from({ length: 100 }, (_, index) => 400 + index);

/** Not with a code that puts off: that may be the server's own trouble. */
export const forGood = ({ reply: { code } }: Evidence): boolean => code === null || code >= 500;

export const recipientCauses: readonly Cause[] = [
  {
    id: 'phrase.no-such-mailbox',
    actor: 'you',
    // x.1.7 and x.1.8 are about the sender.
    ruledOutBy: (seen) => ofLogin(seen) || ofSender(seen),
    ways: [
      {
        says: ['no-such-mailbox'],
        steps: recipientSteps,
        when: ofRecipient,
        not: ['sender-verify-failed', 'sender-rejected', 'null-mx', 'sender-address'],
        weight: 14,
      },
      {
        says: ['no-such-mailbox'],
        steps: recipientSteps,
        not: ['sender-verify-failed', 'sender-rejected', 'null-mx'],
        sure: 'likely',
        weight: 14,
      },
      {
        says: ['no-such-mailbox'],
        origin: 'client',
        not: ['sender-verify-failed', 'sender-rejected', 'mailbox-full', 'reverse-missing', 'host-of-address'],
        weight: 8,
        sure: 'likely',
      },
      {
        says: ['invalid-recipient'],
        steps: recipientSteps,
        not: ['syntax', 'sender-rejected'],
        sure: 'likely',
        weight: 8,
      },
      {
        says: ['recipient-verify-failed'],
        steps: recipientSteps,
        when: forGood,
        not: ['sender-verify-failed'],
        sure: 'likely',
        weight: 8,
      },
      {
        says: ['mailbox-unavailable', ['recipient', 'recipient-noun', 'mailbox-noun']],
        steps: recipientSteps,
        not: ['sender-rejected', 'temporary', 'sender-verify-failed'],
        sure: 'likely',
        codes: [511, 550, 551, 553, 554],
        weight: 2,
      },
      {
        says: ['mailbox-unavailable'],
        steps: recipientSteps,
        not: ['sender-rejected', 'temporary', 'sender-verify-failed'],
        sure: 'open',
        codes: [511, 550, 551, 553, 554],
        weight: 2,
      },
      {
        enhanced: ['5.1.1'],
        at: ['rcpt'],
        not: ['address-form', 'invalid-address', 'mailbox-full', 'forged', 'blocked-by-recipient'],
        sure: 'likely',
      },
      { enhanced: ['5.1.10'], at: ['rcpt', 'data'], not: ['null-mx', 'address-form'], sure: 'likely' },
    ],
    alternatives: [
      'mailbox.disabled',
      'recipient.refused-by-rule',
      'mailbox.delivery-failed',
      'recipient.address-form',
    ],
  },
  {
    id: 'recipient.unroutable',
    actor: 'you',
    ruledOutBy: ofLogin,
    asks: ['submission'],
    ways: [
      {
        says: ['unroutable'],
        at: ['rcpt'],
        not: ['sender-address', 'sender-verify-failed'],
        sure: 'likely',
        weight: 10,
      },
    ],
    alternatives: ['phrase.no-such-mailbox', 'phrase.domain-not-found', 'phrase.relay-denied'],
  },
  {
    id: 'recipient.moved',
    actor: 'you',
    ruledOutBy: ofLogin,
    ways: [
      { says: ['recipient-moved'], steps: recipientSteps, weight: 18 },
      // "551 User not local; please try <other address>" (RFC 5321 section 3.4).
      { says: ['try-address'], codes: [551], steps: recipientSteps, weight: 26 },
      { enhanced: ['5.1.6'], steps: recipientSteps, sure: 'likely' },
    ],
    alternatives: ['phrase.no-such-mailbox'],
  },
  {
    id: 'recipient.refused-by-rule',
    actor: 'mailbox-admin',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['recipient-barred'],
        steps: recipientSteps,
        not: [
          'relay',
          'send-as',
          'rate',
          'bad-recipients',
          'null-sender',
          'sender',
          'block-list',
          'lookup-trouble',
          'temporary-error',
          'temporary-lookup',
        ],
        // For now is no rule: what puts off says that it may be taken later.
        when: forGood,
        sure: 'likely',
        weight: 10,
      },
      { says: ['recipient-on-list'], steps: recipientSteps, weight: 16, sure: 'likely' },
    ],
    alternatives: ['recipient.restricted', 'phrase.no-such-mailbox', 'phrase.relay-denied', 'sender.blocked'],
  },
  {
    id: 'recipient.restricted',
    actor: 'mailbox-admin',
    ruledOutBy: ofLogin,
    ways: [
      { says: ['rst-restriction'], not: ['too-large'], weight: 24 },
      { says: ['delivery-barred'], steps: mailSteps, not: ['relay', 'our-host'], sure: 'likely', weight: 10 },
      {
        says: ['closed-to-sender'],
        steps: mailSteps,
        not: ['relay', 'network-address', 'send-as-denied', 'temporary'],
        weight: 16,
        sure: 'likely',
      },
    ],
    alternatives: ['recipient.refused-by-rule', 'recipient.blocks-sender', 'phrase.login-first'],
  },
  {
    id: 'recipient.blocks-sender',
    actor: 'mailbox-admin',
    ruledOutBy: ofLogin,
    ways: [
      { says: ['blocked-by-recipient'], steps: mailSteps, not: ['relay'], sure: 'likely', weight: 14 },
      { also: ['by-the-user', ['blocked', 'refused', 'on-list']], steps: mailSteps, sure: 'likely', weight: 14 },
    ],
    alternatives: ['recipient.restricted', 'recipient.refused-by-rule'],
  },
  {
    id: 'recipient.verify-temporary',
    actor: 'server-admin',
    ruledOutBy: ({ reply, phase }) => phase === 'auth' || (reply.code !== null && reply.code >= 500),
    ways: [
      {
        says: ['verify-temporary', 'recipient-noun'],
        steps: recipientSteps,
        not: ['verify-sender-temporary', 'sender-verify-failed', 'no-such-mailbox'],
        weight: 12,
        sure: 'likely',
      },
      {
        says: ['verify-temporary'],
        at: ['rcpt'],
        not: ['sender-address', 'no-such-mailbox', 'sender-policy', 'our-host', 'login'],
        weight: 12,
      },
      {
        says: ['other-server'],
        at: ['rcpt'],
        sure: 'likely',
        weight: 16,
      },
    ],
    alternatives: ['phrase.greylisting', 'server.backend-unreachable', 'server.lookup-broken'],
    experiments: ['later'],
  },
  {
    id: 'phrase.domain-not-found',
    actor: 'you',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['inbound-domain-missing'],
        steps: recipientSteps,
        not: ['temporary-error', 'resolver-trouble'],
        weight: 20,
      },
      // For good it is no trouble of the resolver's, though the words are the same.
      {
        says: ['inbound-domain-missing'],
        steps: recipientSteps,
        when: forGood,
        not: ['temporary-error'],
        sure: 'likely',
        weight: 8,
      },
      {
        says: ['domain-missing'],
        at: ['rcpt'],
        when: forGood,
        not: ['null-mx', 'sender', 'hello', 'sender-policy', 'relay', 'network-address', 'reverse-name'],
        sure: 'likely',
        weight: 4,
      },
      {
        says: ['domain-missing'],
        at: ['mail'],
        when: forGood,
        not: ['null-mx', 'hello', 'sender-policy', 'network-address', 'reverse-name', 'temporary'],
        sure: 'likely',
        weight: 2,
      },
      {
        says: ['no-dns-answer'],
        at: ['mail', 'rcpt'],
        when: forGood,
        not: ['hello', 'sender-policy', 'network-address', 'reverse-name', 'login', 'list-silent', 'block-list'],
        sure: 'likely',
      },
      { says: ['host-unknown'], at: ['rcpt'], weight: 16 },
      { says: ['host-of-address'], when: ({ reply }) => reply.code === null, sure: 'likely', weight: 12 },
      { says: ['host-unknown'], enhanced: ['x.1.2'], weight: 12 },
      {
        says: ['sender-domain-missing'],
        steps: mailSteps,
        not: ['null-mx', 'resolver-trouble', 'sender-policy'],
        when: forGood,
        weight: 20,
      },
      // For now: whether DNS says that there is none, or says nothing, the words leave open.
      {
        says: ['sender-domain-missing'],
        steps: mailSteps,
        not: ['null-mx', 'resolver-trouble', 'sender-policy'],
        sure: 'likely',
        weight: 20,
      },
      {
        says: ['domain-missing'],
        steps: ['mail'],
        not: ['null-mx', 'resolver-trouble', 'sender-policy', 'hello', 'our-host'],
        weight: 10,
      },
    ],
    alternatives: ['recipient.domain-not-hosted', 'sender.domain-lookup-failed', 'server.name-lookup-failed'],
    experiments: ['ask-mx'],
  },
  {
    id: 'recipient.domain-not-hosted',
    actor: 'you',
    ruledOutBy: ofLogin,
    asks: ['submission'],
    ways: [
      {
        says: ['not-hosted'],
        at: ['rcpt'],
        not: [
          'sender-address',
          'null-mx',
          'relay',
          'inbound-domain-missing',
          'our-host',
          'hello',
          'address-form',
          'dns',
        ],
        sure: 'likely',
        weight: 6,
      },
    ],
    alternatives: ['phrase.relay-denied', 'phrase.domain-not-found', 'phrase.no-such-mailbox'],
    experiments: ['ask-mx'],
  },
  {
    id: 'recipient.null-mx',
    actor: 'you',
    ruledOutBy: ofSender,
    asks: ['submission'],
    ways: [
      { says: ['null-mx'], origin: 'any', not: ['sender-address'], weight: 22 },
      { enhanced: ['5.1.10'], codes: [556], sure: 'likely' },
    ],
  },
  {
    id: 'phrase.too-many-recipients',
    actor: 'you',
    ways: [
      {
        says: ['recipients-many'],
        steps: recipientSteps,
        not: [
          'bad-recipients',
          'received-too-much',
          'send-allowance',
          'mixed-recipients',
          'too-large',
          'many-messages',
          'mailbox-full',
        ],
        weight: 12,
        sure: 'likely',
      },
      { enhanced: ['4.5.3', '5.5.3'], at: ['rcpt'], not: ['bounce', 'mixed-recipients'], sure: 'likely' },
    ],
    alternatives: ['session.too-many-errors', 'rate.too-fast', 'recipient.too-many-refused'],
  },
  {
    id: 'recipient.too-many-refused',
    actor: 'you',
    ways: [
      { says: ['bad-recipients'], not: ['our-host', 'blocked'], weight: 26 },
      { says: ['bad-recipients'], not: ['our-host'], sure: 'likely', weight: 26 },
    ],
    alternatives: ['reputation.held-off', 'reputation.address-blocked', 'phrase.too-many-recipients'],
  },
  {
    id: 'recipient.not-together',
    actor: 'you',
    ways: [
      {
        says: ['mixed-recipients', ['recipient', 'domain']],
        steps: recipientSteps,
        not: ['bounce', 'mailbox-busy'],
        weight: 10,
      },
    ],
    alternatives: ['phrase.too-many-recipients'],
  },
  {
    id: 'recipient.rate-limited',
    actor: 'mailbox-admin',
    asks: ['later'],
    ways: [{ says: ['received-too-much'], steps: recipientSteps, not: ['sender', 'our-host'], weight: 20 }],
    alternatives: ['phrase.too-many-recipients'],
    experiments: ['later'],
  },
  {
    id: 'recipient.suppressed',
    actor: 'you',
    ways: [
      {
        origin: 'any',
        says: ['suppressed', ['recipient', 'message', 'no-such-mailbox', 'address-noun']],
        steps: recipientSteps,
        weight: 8,
      },
    ],
    alternatives: ['phrase.no-such-mailbox'],
  },
];
