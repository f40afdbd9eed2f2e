/** What a receiver of its own accord holds against an address or a domain: a block, a bad reputation, a rule on who may connect. */
import type { Cause } from '../../types.ts';
import { dnsMatters, ownBusiness } from './other-matters.ts';

const ownRule = /country|customer block|customized|local(?:ly)? |network not allowed|_bl_/i;
const authLine = /^(?:250[ -])?AUTH[ =]/i;

export const addressReputationCauses: readonly Cause[] = [
  {
    id: 'reputation.address-blocked',
    // A list that the receiver's administrator keeps is for them to change.
    actor: ({ reply }) => (ownRule.test(reply.words) ? 'server-admin' : 'you'),
    ways: [
      {
        says: ['sending-address', 'blocked'],
        not: [...dnsMatters, ...ownBusiness, 'put-off', 'list-name', 'sender', 'spam', 'too-fast'],
        weight: 2,
        sure: 'likely',
      },
      {
        says: ['mail-from-blocked'],
        not: [...dnsMatters, ...ownBusiness, 'list-name', 'blocked-by-list', 'on-list', 'too-fast', 'greylist'],
        weight: 20,
        sure: 'likely',
      },
      { says: ['banned-for'], at: ['greeting', 'ehlo'], not: ['list-name'], sure: 'likely', weight: 12 },
      // Counted over sessions, and against all of them.
      { says: ['too-many', 'errors', ['your-host', 'this-address']], not: ['login'], sure: 'likely', weight: 12 },
      { says: ['sender-ip', 'blocked'], not: ['list-name', 'put-off', ...ownBusiness], weight: 12, sure: 'likely' },
      {
        says: ['open-relay', ['sending-address', 'refused', 'blocked', 'turned-away']],
        not: ['on-list', 'list-name', 'hello-argument'],
        weight: 8,
        sure: 'likely',
      },
      {
        says: ['sending-address', 'blocked', 'message'],
        codes: [521, 550, 554, 571],
        when: ({ reply }) => /\b(?:anti-?spam|spam filter)/i.test(reply.words),
        not: [...dnsMatters, ...ownBusiness, 'list-name', 'sender'],
        weight: -2,
      },
      {
        says: ['host-banned'],
        at: ['greeting', 'ehlo'],
        codes: [521, 550, 554, 571],
        not: [...dnsMatters, 'list-name', 'put-off', 'login'],
        sure: 'likely',
        weight: 4,
      },
      {
        says: ['host-banned'],
        codes: [421, 521, 550, 554, 571],
        not: [...dnsMatters, ...ownBusiness, 'list-name', 'on-list', 'put-off', 'sender', 'recipient', 'too-fast'],
        sure: 'likely',
      },
      { says: ['sender-ip', 'refused'], not: [...dnsMatters, ...ownBusiness, 'list-name', 'put-off'], sure: 'likely' },
      // For good, however it came to that.
      {
        says: ['sending-address', 'blocked'],
        also: ['too-fast'],
        codes: [550, 553, 554],
        not: [...dnsMatters, ...ownBusiness, 'put-off', 'list-name', 'sender'],
        sure: 'likely',
      },
      {
        says: ['sending-address', 'own-list'],
        not: [...dnsMatters, 'sender', 'envelope-blocked', 'your-address'],
        weight: 8,
      },
      {
        says: ['sending-address', 'own-list'],
        not: [...dnsMatters, 'sender', 'envelope-blocked'],
        sure: 'likely',
        weight: 8,
      },
      {
        says: ['own-list', 'blocked'],
        not: [...dnsMatters, 'sender', 'in-message', 'envelope-blocked'],
        sure: 'likely',
      },
      {
        says: ['sending-address', 'blocked', 'connections'],
        codes: [521, 550, 554, 571],
        not: [...dnsMatters, 'too-many', 'rate', 'put-off', 'list-name', 'sender', 'login', 'relay'],
        sure: 'likely',
      },
      {
        says: ['sending-address', 'turned-away'],
        not: [
          ...dnsMatters,
          ...ownBusiness,
          'put-off',
          'temporary',
          'sender',
          'not-on-allow-list',
          'too-fast',
          'reputation-word',
          'not-supported',
          'disabled',
        ],
        sure: 'open',
      },
      {
        says: ['sending-address', 'complaints'],
        not: ['put-off', ...dnsMatters, 'too-fast'],
        weight: 2,
        sure: 'likely',
      },
    ],
    alternatives: ['phrase.block-list', 'phrase.client-refused', 'reputation.held-off', 'auth.account-blocked'],
  },
  {
    id: 'reputation.held-off',
    actor: 'you',
    ways: [
      {
        says: ['sending-address', 'put-off'],
        also: [['complaints', 'blocked', 'reputation-word', 'spam']],
        not: [...dnsMatters, 'login', 'connections', 'from-domain', 'list-name', 'attempts'],
        weight: 4,
      },
      { says: ['put-off', 'complaints'], not: dnsMatters, weight: 2 },
      // A block with a code that puts off is one for a time.
      {
        says: ['sending-address', 'blocked'],
        codes: [421, 450, 451, 452, 454],
        not: [...dnsMatters, ...ownBusiness, 'list-name', 'sender', 'on-list', 'too-fast'],
        sure: 'likely',
        weight: 3,
      },
      {
        at: ['greeting'],
        says: ['turned-away'],
        also: ['put-off'],
        codes: [421, 450, 451, 454],
        not: [...dnsMatters, 'login', 'too-many', 'connections'],
        sure: 'likely',
        weight: -4,
      },
      { says: ['spam-statistics', 'blocked'], sure: 'likely', weight: 4 },
      {
        says: ['sending-address', 'put-off', 'message'],
        codes: [421, 450, 451],
        not: [...dnsMatters, ...ownBusiness, 'greylist', 'lookup', 'too-fast', 'too-many'],
        sure: 'likely',
        plain: true,
      },
    ],
    alternatives: ['reputation.address-blocked', 'phrase.greylisting', 'rate.too-fast'],
  },
  {
    id: 'reputation.address-not-entitled',
    actor: 'server-admin',
    ways: [
      {
        says: ['not-on-allow-list'],
        also: ['sending-address'],
        sure: 'likely',
        weight: 10,
        not: ['sender', 'ip-may-not-send', ...dnsMatters],
      },
    ],
    alternatives: ['phrase.client-refused', 'phrase.spf-failed', 'phrase.relay-denied'],
  },
  {
    id: 'reputation.address-poor',
    actor: 'you',
    ways: [
      { says: ['reputation-word', 'sending-address'], not: ['from-domain', 'on-list', 'login'], weight: 6 },
      { says: ['reputation-word'], not: ['from-domain', 'login', 'on-list', 'a-link'], sure: 'likely', weight: 2 },
    ],
    alternatives: ['reputation.domain-poor', 'phrase.spam'],
  },
  {
    id: 'reputation.domain-poor',
    actor: 'you',
    ways: [
      { says: ['reputation-word', 'domains'], not: ['sending-address', 'on-list'], weight: 6 },
      { says: ['from-domain', 'reputation-word'], sure: 'likely', not: ['on-list'] },
    ],
    alternatives: ['reputation.address-poor'],
  },
  {
    id: 'phrase.client-refused',
    actor: 'you',
    ways: [
      {
        // Where a login is offered and none was made, it is strangers that are refused, not this address before others.
        says: ['sending-address', 'turned-away'],
        steps: ['mail', 'rcpt'],
        when: ({ session }) => session.loggedIn !== true && (session.ehlo ?? []).some((line) => authLine.test(line)),
        not: [
          ...dnsMatters,
          ...ownBusiness,
          'blocked',
          'on-list',
          'put-off',
          'temporary',
          'sender',
          'complaints',
          'too-fast',
        ],
        weight: 3,
        sure: 'likely',
      },
      {
        says: ['our-host', 'turned-away'],
        codes: [421, 500, 521, 530, 535, 550, 553, 554, 571],
        not: [
          'not-supported',
          'disabled',
          ...dnsMatters,
          ...ownBusiness,
          'blocked',
          'on-list',
          'put-off',
          'temporary',
          'sender',
          'no-name',
        ],
        weight: 3,
        sure: 'likely',
      },
      {
        says: ['may-not-connect'],
        steps: ['greeting', 'ehlo', 'mail', 'rcpt'],
        codes: [421, 500, 521, 530, 550, 554, 571],
        not: [
          'login',
          'relay',
          ...dnsMatters,
          'temporary',
          'blocked',
          'on-list',
          'too-many',
          'tls',
          'sender',
          'recipient',
        ],
        weight: 6,
      },
      {
        says: ['turned-away'],
        at: ['greeting', 'ehlo'],
        codes: [421, 500, 521, 530, 550, 554, 571],
        not: ['login', 'relay', ...dnsMatters, 'temporary'],
        sure: 'likely',
        weight: -4,
      },
    ],
    alternatives: ['phrase.too-many-connections', 'rate.too-fast', 'phrase.block-list', 'reputation.address-blocked'],
    experiments: ['with-login'],
  },
];
