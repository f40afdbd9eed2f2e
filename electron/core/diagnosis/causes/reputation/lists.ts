/** Block lists of addresses, domains and links, and lists that answer with an error. */
import type { Evidence } from '../../evidence.ts';
import type { Cause, Way } from '../../types.ts';
import { dnsMatters } from './other-matters.ts';

// Links and hosts are marks in the lexicon's words: the names of lists and their links are looked for in the words as they came.
const listLink =
  /\b(?:spamhaus|spamcop|sorbs|barracudacentral|surbl|uribl|uceprotect|abuseat|mailspike|manitu|psbl|mail-abuse|invaluement|abusix|backscatterer)\.[a-z]{2,4}\b|\bdnsbl[-.\w]{0,60}(?:lookup|\.)|\/(?:rbl|dnsbl)\b/i;
const domainList = /\b(?:dbl|surbl|uribl|rhsbl)\b/i;
const addressList = /\b(?:zen|sbl|xbl|css)\b/i;
const namedList =
  /blocked (?:using|via) [a-z0-9]|\b(?:by|using|via|on|in|at) (?:[a-z0-9-]{1,30}\.){0,3}(?:bl|rbl|dnsbl|dnsrbl|blocklist|blacklist)\d?\.[a-z]|\b(?:spamhaus|spamcop|sorbs|barracuda|surbl|uribl|uceprotect|cbl|psbl|mailspike|manitu|nixspam|mail-abuse|invaluement|ivmsip|abusix|backscatterer|trend micro|dnsbl|rbl)/i;
const rangeList = /\bpbl\b|\b(?:dul|dynablock|dynip)\b/i;
const errorAnswer = /127\.255\.255\.\d{1,3}/;
const addressInLink = /[?&/]ip[=/]|[?&](?:ip_?address|pr)=|\/ip\//i;

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

export const blockListCauses: readonly Cause[] = [
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
      { says: ['blocked-link'], sure: 'likely', weight: 20 },
    ],
    alternatives: ['phrase.spam'],
  },
];
