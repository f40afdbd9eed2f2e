/** What is held against the address, the domain or the content: block lists, blocks of the receiver's own, reputation, spam, malware. */
import type { Evidence } from '../evidence.ts';
import type { Concept } from '../lexicon/concepts.ts';
import type { Cause, Way } from '../types.ts';
import { forGood } from './recipient.ts';

// Links and hosts are marks in the lexicon's words: the names of lists and their links are looked for in the words as they came.
const listLink =
  /\b(?:spamhaus|spamcop|sorbs|barracudacentral|surbl|uribl|uceprotect|abuseat|mailspike|manitu|psbl|mail-abuse|invaluement|abusix|backscatterer)\.[a-z]{2,4}\b|\bdnsbl[-.\w]{0,60}(?:lookup|\.)|\/(?:rbl|dnsbl)\b/i;
const domainList = /\b(?:dbl|surbl|uribl|rhsbl)\b/i;
const addressList = /\b(?:zen|sbl|xbl|css)\b/i;
const namedList =
  /blocked (?:using|via) [a-z0-9]|\b(?:by|using|via|on|in|at) (?:[a-z0-9-]{1,30}\.){0,3}(?:bl|rbl|dnsbl|dnsrbl|blocklist|blacklist)\d?\.[a-z]|\b(?:spamhaus|spamcop|sorbs|barracuda|surbl|uribl|uceprotect|cbl|psbl|mailspike|manitu|nixspam|mail-abuse|invaluement|ivmsip|abusix|backscatterer|trend micro|dnsbl|rbl)/i;
const rangeList = /\bpbl\b|\b(?:dul|dynablock|dynip)\b/i;
const ownRule = /country|customer block|customized|local(?:ly)? |network not allowed|_bl_/i;
const errorAnswer = /127\.255\.255\.\d{1,3}/;
const authLine = /^(?:250[ -])?AUTH[ =]/i;
const addressInLink = /[?&/]ip[=/]|[?&](?:ip_?address|pr)=|\/ip\//i;

const dnsMatters: readonly Concept[] = ['spf', 'dkim', 'dmarc', 'reverse-name', 'hello-argument'];
const ownBusiness: readonly Concept[] = ['relay', 'login', 'connections', 'recipients-own-rate', 'query-refused'];
const notListed = [
  ...dnsMatters,
  'query-refused',
  'a-domain-of-yours',
  'in-message',
  'greylist',
  'recipient-on-list',
  'blocked-by-recipient',
  'envelope-blocked',
  'list-silent',
  'by-the-user',
  'domain-on-list',
  'account-on-list',
] as const;

const noDomainList = ({ reply }: Evidence): boolean => !domainList.test(reply.words) || addressList.test(reply.words);
/** A list is named, in words or by its host. */
const names = (seen: Evidence): boolean => noDomainList(seen) && namedList.test(seen.reply.words);

/** What lists say stands in bounces without a code too. */
const listed = (way: Way): Way => ({ origin: 'any', not: [...notListed, 'own-list'], ...way });

const spamWays: readonly Way[] = [
  {
    says: ['spam'],
    steps: ['data', 'rcpt', 'mail'],
    not: [
      'sending-address',
      'on-list',
      'list-name',
      'complaints',
      'reputation-word',
      'scan',
      'virus',
      'login',
      ...dnsMatters,
      'outgoing-blocked',
      'unusual-activity',
      'internal',
      'backend',
      'quarantine',
    ],
    weight: 2,
  },
  {
    says: ['spam', ['content', 'message']],
    not: [
      'on-list',
      'list-name',
      'reputation-word',
      ...dnsMatters,
      'outgoing-blocked',
      'unusual-activity',
      'login',
      'quarantine',
    ],
    at: ['data'],
    weight: 2,
  },
  // In bounces that a list or a program writes of its own.
  {
    says: ['spam', ['refused', 'blocked']],
    origin: 'client',
    not: [
      'scan',
      'on-list',
      'list-name',
      'reputation-word',
      'outgoing-blocked',
      'complaints',
      'sending-address',
      ...dnsMatters,
    ],
  },
  {
    says: ['suspects-spam', 'message'],
    not: ['login', ...dnsMatters, 'reputation-word', 'sending-address'],
    weight: 2,
  },
  {
    says: ['spam', 'message'],
    codes: [550, 552, 553, 554],
    steps: ['data', 'rcpt', 'mail'],
    not: [
      'sending-address',
      'on-list',
      'list-name',
      'reputation-word',
      'login',
      'outgoing-blocked',
      'scan',
      ...dnsMatters,
    ],
  },
  {
    says: ['suspects-spam'],
    at: ['data'],
    not: ['login', ...dnsMatters, 'reputation-word', 'sending-address', 'complaints', 'on-list'],
    weight: 2,
  },
  { says: ['as-spam'], not: ['sending-address', 'on-list', 'complaints'], weight: 16 },
  { says: ['spam-score'], steps: ['data'], weight: 8 },
  { says: ['spam-verdict'], also: [['refused', 'blocked']], not: ['login'], weight: 4 },
  { says: ['suspicious-content'], not: ['login', ...dnsMatters, 'reputation-word'], weight: 2 },
];

export const reputationCauses: readonly Cause[] = [
  {
    id: 'phrase.block-list',
    actor: 'you',
    ways: [
      listed({ says: ['on-list', 'sending-address'], when: names, weight: 4 }),
      listed({ says: ['on-list', 'list-name'], also: ['sending-address'], when: names, weight: -6 }),
      listed({ says: ['on-list', 'list-name'], when: names, sure: 'likely', weight: 4 }),
      listed({ says: ['blocked-by-list'], when: noDomainList, not: [...notListed, 'own-list', 'recipients-own-rate'] }),
      listed({ says: ['list-name', ['refused', 'blocked']], when: noDomainList }),
      listed({ when: ({ reply }) => listLink.test(reply.words) && addressInLink.test(reply.words), weight: 12 }),
      listed({ says: [['blocked', 'refused', 'turned-away']], when: names, weight: 4 }),
      // Where no list is named it may be one of the receiver's own.
      listed({ says: ['on-list', 'sending-address'], when: noDomainList, sure: 'likely' }),
      listed({ says: ['on-list'], sure: 'open', weight: -2, not: [...notListed, 'own-list', 'sender', 'message'] }),
    ],
    alternatives: ['reputation.address-blocked', 'sender.blocked', 'reputation.domain-listed', 'reputation.held-off'],
  },
  {
    id: 'reputation.list-answers-with-error',
    actor: 'server-admin',
    ways: [
      { says: ['query-refused'], also: [['on-list', 'list-name', 'blocked']], weight: 14 },
      { says: ['query-refused'], when: ({ reply }) => listLink.test(reply.words), weight: 14 },
      {
        when: ({ reply }) => errorAnswer.test(reply.words),
        also: [['on-list', 'blocked', 'refused']],
        weight: 20,
        sure: 'likely',
      },
    ],
    alternatives: ['phrase.block-list'],
  },
  {
    id: 'reputation.range-not-for-servers',
    actor: 'you',
    ways: [
      { says: ['policy-range'], not: ['reverse-name', 'hello-argument'], weight: 14 },
      { says: [['on-list', 'blocked', 'refused']], when: ({ reply }) => rangeList.test(reply.words), weight: 14 },
    ],
    alternatives: ['phrase.block-list'],
  },
  {
    id: 'reputation.domain-listed',
    actor: 'you',
    ways: [
      {
        says: ['on-list', 'a-domain-of-yours'],
        when: ({ reply }) => namedList.test(reply.words),
        not: ['in-message', 'own-list'],
        weight: 6,
      },
      { says: ['on-list', 'a-domain-of-yours'], not: ['in-message', 'own-list'], weight: 4, sure: 'likely' },
      { says: ['domain-on-list'], also: [['on-list', 'list-name']], not: ['own-list'], sure: 'likely', weight: 2 },
      {
        says: [['on-list', 'blocked-by-list', 'blocked']],
        when: (seen) => !noDomainList(seen),
        not: ['in-message', 'a-link'],
        weight: 10,
        sure: 'likely',
      },
    ],
    alternatives: ['phrase.block-list'],
  },
  {
    id: 'reputation.link-listed',
    actor: 'you',
    ways: [
      { says: [['a-link', 'in-message'], 'on-list'], weight: 8 },
      { says: ['a-link', ['blocked', 'refused', 'invalid']], also: ['spam'], weight: 4, sure: 'likely' },
    ],
    alternatives: ['phrase.spam'],
  },
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
    id: 'phrase.spam',
    actor: 'you',
    ways: spamWays.flatMap((way): Way[] => [
      { ...way, weight: (way.weight ?? 0) - 6, when: forGood },
      // For now it may pass on the next attempt, and then it is rather who sends it.
      { ...way, sure: way.says?.length === 1 && way.says[0] === 'spam' ? 'open' : 'likely' },
    ]),
    alternatives: ['reputation.address-poor', 'content.rule', 'reputation.domain-poor', 'phrase.greylisting'],
    experiments: ['plain-message'],
  },
  {
    id: 'content.virus',
    actor: 'you',
    ways: [
      {
        says: ['virus'],
        codes: [550, 551, 552, 553, 554, 571, 571, 500, 501, 450, 451],
        not: ['unreachable', 'our-host'],
        weight: 6,
      },
      // In the log of a filter, which has the enhanced code alone.
      {
        says: ['virus'],
        when: ({ reply }) => reply.code === null && reply.enhanced !== null,
        not: ['unreachable', 'our-host'],
        weight: 6,
      },
    ],
  },
  {
    id: 'content.phishing',
    actor: 'you',
    ways: [{ says: ['phishing'], weight: 14 }],
    alternatives: ['phrase.spam'],
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
