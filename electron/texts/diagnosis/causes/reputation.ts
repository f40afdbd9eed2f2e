/** Diagnoses of what is held against address, domain or content, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

const lists = rfc(5782, '1');
const refusal = rfc(5321, '7.8');
const content = rfc(5321, '7.9');

/** How an address leaves a list, by its keeper's own pages. */
const removal = {
  spamhaus: {
    source:
      'https://www.spamhaus.org/resource-hub/delisting/good-bye-blocklist-removal-center-hello-ip-and-domain-reputation-checker/',
    verifiedOn: '2026-11-30',
  },
  spamcop: {
    source: 'https://forum.spamcop.net/topic/6539-server-admin-portion-of-why-am-i-blocked/',
    verifiedOn: '2026-11-30',
  },
} as const;

export const reputationTexts = {
  'phrase.client-refused': {
    title: 'This client is not allowed',
    cause: 'The server refuses the network address that the connection comes from.',
    remedy:
      'The server takes nothing from strangers here: log in where it offers that (submission, 587 and 465), or have this address allowed.',
    source: refusal,
    sign: 'From another network the server answers otherwise.',
  },
  'phrase.block-list': {
    title: ({ blockList, blockedAddress }) =>
      blockList === undefined
        ? 'On a block list'
        : blockedAddress === undefined
          ? `On the block list ${blockList}`
          : `The address ${blockedAddress} is on ${blockList}`,
    cause: ({ blockList, blockedAddress }) =>
      blockList === undefined
        ? 'The server refuses mail because a block list has what the reply names, as a rule the network address it comes from.'
        : `The server refuses mail because ${blockedAddress === undefined ? 'what the reply names, as a rule the network address it comes from,' : `${blockedAddress}, the address it comes from,`} is on the block list ${blockList}.`,
    remedy: ({ blockedAddress, blockList, listKeeper }) => {
      const it = blockedAddress ?? 'the address';
      const reason = 'the reason (spam from a compromised account or machine, an open relay)';
      switch (listKeeper) {
        case 'spamhaus':
          return `Look ${it} up at https://check.spamhaus.org: it says on which of its lists it is and why. Take away ${reason} first, then ask for removal there; from SBL only the provider of the address can have it removed.`;
        case 'spamcop':
          return `Look ${it} up at https://www.spamcop.net/bl.shtml and stop ${reason}: the entry ends by itself some time after the last report.`;
        default:
          return `Look ${it} up at ${blockList === undefined ? 'the list that the reply names' : `the page of ${blockList}`}, take away ${reason}, and have it removed there.`;
      }
    },
    source: ({ listKeeper }) => (listKeeper === undefined ? lists : removal[listKeeper].source),
    verifiedOn: ({ listKeeper }) => (listKeeper === undefined ? undefined : removal[listKeeper].verifiedOn),
    sign: 'The list’s own page shows the address.',
  },
  'reputation.list-answers-with-error': {
    title: 'The server misreads an error of a block list',
    cause:
      'The server asked a block list by a resolver that the list does not serve, and takes the error that it got for a listing; the address need not be listed.',
    remedy:
      'The server’s administrator has to ask the list by a resolver of its own, or with a key of the list, and to refuse only for the answers that mean a listing (127.0.0.x, not 127.255.255.x).',
    source: 'https://www.spamhaus.org/resource-hub/dnsbl/using-our-public-mirrors-check-your-return-codes-now/',
    verifiedOn: '2026-11-30',
    sign: 'The list’s own page does not show the address.',
  },
  'reputation.range-not-for-servers': {
    title: 'Address of a range that should not send itself',
    cause: 'The server takes no mail straight from addresses of this range, such as those of home or dynamic lines.',
    remedy:
      'Send through the submission server of the mail provider (587 or 465, with a login), or have the network’s provider mark the address as one of a mail server.',
    source: lists,
    sign: 'The list that is named is one of address ranges (such as PBL), not of spam.',
  },
  'reputation.domain-listed': {
    title: 'Domain on a block list',
    cause: 'A domain of the sender (in the address, the EHLO name or the reverse name) is on a block list.',
    remedy:
      'Look the domain up at the list that the reply names, take away the reason, and have it removed there; another network address does not help.',
    source: lists,
    sign: 'The list’s own page shows the domain.',
  },
  'reputation.link-listed': {
    title: 'A link in the message is on a block list',
    cause: 'The message names a domain or link that is on a block list.',
    remedy:
      'Find the domain among the links of the message and its signature, and leave it out or have it removed from the list.',
    source: lists,
    sign: 'The same message without its links is taken.',
  },
  'reputation.address-blocked': {
    title: 'Address blocked by the receiver',
    cause: 'The server itself, not a public list, blocks the network address or network that the mail comes from.',
    remedy:
      'Ask the postmaster of the receiving domain, or follow the link in the reply, to have the address unblocked; take away the reason first.',
    source: refusal,
    sign: 'No public list shows the address, and from another network the server answers otherwise.',
  },
  'reputation.held-off': {
    title: 'Address held off for a time',
    cause: 'The server takes less or nothing from this network address for a while, because of what came from it.',
    remedy:
      'Let the queue try again later and send less meanwhile; look for what caused it (complaints, unknown recipients, a compromised account).',
    source: refusal,
    sign: 'After some hours without such mail it is taken again.',
  },
  'reputation.address-not-entitled': {
    title: 'Address not among those allowed',
    cause: 'The server takes this only from network addresses on a list of its own, and this one is not on it.',
    remedy: 'Have the network address that mail comes from added to the list of those allowed.',
    source: refusal,
    sign: 'From an address on that list it is taken.',
  },
  'reputation.address-poor': {
    title: 'Poor reputation of the address',
    cause: 'The server refuses mail for the reputation of the network address it comes from.',
    remedy:
      'Look for what was sent from this address without being asked for, stop it, and see the tools that the receiver or the named service has for senders.',
    source: refusal,
    sign: 'The same message from another address is taken.',
  },
  'reputation.domain-poor': {
    title: 'Poor reputation of the domain',
    cause: 'The server refuses mail for the reputation of the sending domain.',
    remedy:
      'Look at what is sent in the name of this domain and at complaints of it; sign with DKIM so that only own mail counts.',
    source: refusal,
    sign: 'From another domain, by the same server, the message is taken.',
  },
  'phrase.spam': {
    title: 'Taken for spam',
    cause: 'The server says that it takes this mail, or its sender, for spam.',
    remedy:
      'Send a plain message of the same sender to tell content from sender; check SPF, DKIM, DMARC and block lists.',
    source: content,
    sign: 'A plain message of the same sender is taken.',
  },
  'content.virus': {
    title: 'Taken for a virus',
    cause: 'A scanner of the server found malware in the message.',
    remedy:
      'Check the attachments and the machine that made the message; if it is a false alarm, its maker wants a sample, under the name in the reply.',
    source: content,
    sign: 'The same message without attachments is taken.',
  },
  'content.phishing': {
    title: 'Taken for phishing',
    cause: 'The server takes the message for an attempt to get at somebody’s data by a false name.',
    remedy:
      'Look for links whose text names another host than they lead to, for names of other companies, and for a From that is not the sender’s own domain.',
    source: content,
    sign: 'The same message without its links is taken.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
