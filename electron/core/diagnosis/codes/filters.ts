/** Codes of filters in front of mailboxes, and of the hosters that one company runs alike. */
import type { CodeList } from './list.ts';

const READ = '2026-11-30';

export const filters: readonly CodeList[] = [
  {
    by: 'Sophos Email',
    source:
      'https://docs.sophos.com/central/customer/help/en-us/ManageYourProducts/EmailSecurity/SMTPErrorCodes/index.html',
    verifiedOn: READ,
    find: /\bxgemail_([0-9]{4})\b/,
    means: {
      '0001': 'sender-policy.dkim-failed',
      '0002': 'phrase.spf-failed',
      '0003': 'phrase.dmarc-reject',
      '0004': 'phrase.block-list',
      '0005': 'reputation.domain-listed',
      '0007': 'server.plan-ended',
      '0008': 'sender.blocked',
      '0009': 'recipient.blocks-sender',
      '0010': 'recipient.domain-not-hosted',
      '0011': 'phrase.no-such-mailbox',
      '0012': 'message.too-large',
      '0013': 'phrase.too-many-recipients',
      '0014': 'recipient.rate-limited',
      '0015': 'recipient.rate-limited',
    },
    // A domain, a network address or a mail address is on the list.
    likely: ['0008'],
    // The licence is that of the receiving organisation.
    acts: { '0007': 'server-admin' },
  },
  {
    by: 'Vade',
    source: 'https://postmaster-oxsus.vadesecure.com/',
    verifiedOn: READ,
    find: /\boxsus[0-9]{0,4}_([0-9]{3})\b/,
    means: {
      '101': 'phrase.block-list',
      '102': 'server.busy',
      '105': 'phrase.reverse-dns',
      '110': 'phrase.too-many-connections',
      '139': 'phrase.too-many-connections',
      '140': 'rate.too-fast',
      '403': 'phrase.no-such-mailbox',
    },
    // Also said of an address that is malformed.
    likely: ['403'],
  },
  {
    by: 'Vade',
    source: 'https://postmaster-oxseu.vadesecure.com/inbound_error_codes',
    verifiedOn: READ,
    find: /\b(?:oxseu|elnk)[0-9]{0,4}_([0-9]{3})\b/,
    means: {
      '101': 'phrase.block-list',
      '102': 'phrase.block-list',
      '103': 'server.busy',
      '105': 'phrase.reverse-dns',
      '108': 'phrase.reverse-dns',
      '110': 'phrase.too-many-connections',
      '111': 'phrase.block-list',
      '130': 'reputation.held-off',
      '134': 'reputation.held-off',
      '136': 'rate.too-fast',
      '139': 'phrase.too-many-connections',
      '201': 'phrase.hello-name',
    },
  },
  {
    by: 'Trend Micro Email Security',
    source: 'https://success.trendmicro.com/en-US/solution/KA-0013252',
    verifiedOn: READ,
    find: /\brecipient address rejected: (no-domain)\b/,
    means: { 'no-domain': 'phrase.relay-denied' },
  },
  {
    by: 'Trend Micro Email Security',
    source: 'https://smtpfieldmanual.com/spamfilter/trendmicro',
    verifiedOn: READ,
    find: /\brecipient address rejected: (ers-customized-block|block-rcpt|block-send-?er|invalid-recipient)\b/,
    means: {
      'ers-customized-block': 'reputation.address-blocked',
      'block-rcpt': 'recipient.refused-by-rule',
      'block-sender': 'sender.blocked',
      'block-send-er': 'sender.blocked',
      'invalid-recipient': 'phrase.no-such-mailbox',
    },
  },
  {
    by: 'the servers of GMX, WEB.DE and IONOS',
    source: 'https://postmaster.gmx.net/en/error-messages',
    verifiedOn: READ,
    find: /\b(?:gmx|web|mail|ionos|1and1|1und1|kundenserver)\.[a-z]{2,3}\/[^ ]{0,120}[?&]c=(bip|bl|rdns|hd|hi)\b/,
    means: {
      bip: 'phrase.block-list',
      bl: 'phrase.block-list',
      rdns: 'phrase.reverse-dns',
      hd: 'message.malformed',
      hi: 'message.malformed',
    },
    likely: ['hi'],
  },
  {
    by: 'the servers of GMX, WEB.DE and IONOS',
    source: 'https://smtp.codes/unitedinternet',
    verifiedOn: READ,
    find: /\breject due to policy (?:restrictions|violations) \((header|domain) based\)/,
    means: { header: 'message.malformed', domain: 'reputation.domain-poor' },
  },
];
