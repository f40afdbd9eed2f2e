/** Diagnoses of a recipient that is not taken, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisParams, DiagnosisText } from '../types.ts';

const addressStatus = rfc(3463, '3.2');
const policyStatus = rfc(3463, '3.8');
const named = ({ address }: DiagnosisParams): string => (address === undefined ? 'the recipient' : `<${address}>`);

export const recipientTexts = {
  'phrase.no-such-mailbox': {
    title: 'No such mailbox',
    cause: 'The server knows no such mailbox.',
    remedy: 'No such mailbox: check the spelling of the address.',
    source: addressStatus,
    sign: 'Another recipient of the same domain is taken.',
  },
  'recipient.unroutable': {
    title: 'No way to this recipient',
    cause:
      'The server knows no way to this address: the mailbox is unknown, or its domain is not in DNS or not for this server.',
    remedy: 'Check the spelling of the address and its domain; then ask the server that the domain’s MX names.',
    source: addressStatus,
  },
  'recipient.moved': {
    title: 'Recipient has moved',
    cause: 'The mailbox has another address now.',
    remedy: 'Send to the new address, if the reply names it; else ask the recipient for it.',
    source: addressStatus,
  },
  'recipient.refused-by-rule': {
    title: 'Recipient closed by a rule',
    cause: 'A rule of the receiving side refuses mail to this recipient, and says no more.',
    remedy: 'Whoever manages the recipient’s mailbox or domain knows the rule; nothing in the message mends it.',
    source: policyStatus,
    sign: 'Other recipients of the same server are taken.',
  },
  'recipient.restricted': {
    title: 'Recipient takes mail from certain senders only',
    cause: 'This mailbox, list or group takes mail only from senders that it knows or that have logged in.',
    remedy:
      'Ask whoever manages the recipient to let this sender write to it; for a list, send from the address that is subscribed.',
    source: policyStatus,
    sign: 'A sender that the recipient allows is taken.',
  },
  'recipient.blocks-sender': {
    title: 'Recipient does not want this sender’s mail',
    cause: 'A filter or list of the recipient’s own refuses this sender or message.',
    remedy: 'Ask the recipient, by another way, to take the sender off the list of those that are blocked.',
    source: policyStatus,
    sign: 'Another recipient of the same domain takes the same message.',
  },
  'recipient.verify-temporary': {
    title: 'Recipient could not be checked',
    cause: 'The server wanted to find out whether the recipient exists, and could not just now.',
    remedy:
      'Try again later; if it lasts, the server’s administrator has to look at the host or table that it asks for recipients.',
    source: rfc(5321, '4.2.1'),
    sign: 'The server’s log shows the host or table that it asked.',
  },
  'phrase.domain-not-found': {
    title: 'Domain of the address not found',
    cause: 'The server looked the domain of this address up in DNS and found nothing that takes mail.',
    remedy:
      'The server finds neither an MX nor an address for the domain of this address: check its spelling, then its records in DNS.',
    source: rfc(5321, '2.3.5'),
    sign: 'A look-up of the domain gives neither MX nor address.',
  },
  'recipient.domain-not-hosted': {
    title: 'Server is not responsible for the domain',
    cause: 'The server does not take mail for the recipient’s domain.',
    remedy:
      'Check the spelling of the domain, and whether its MX names this server: if it does, the server’s administrator has to add the domain, or the owner of the domain to correct the MX.',
    source: rfc(5321, '5.1'),
    sign: 'No address of that domain is taken here.',
  },
  'recipient.null-mx': {
    title: 'Domain takes no mail',
    cause: 'The recipient’s domain says in DNS that it takes no mail (null MX).',
    remedy: 'Check the spelling of the domain; no server takes mail for it as long as its MX says that.',
    source: rfc(7505, '3'),
  },
  'phrase.too-many-recipients': {
    title: 'Too many recipients',
    cause: 'The server takes no more recipients in this transaction.',
    remedy: 'Send to the remaining recipients in another transaction; the server takes only so many at once.',
    source: rfc(5321, '4.5.3.1.10'),
  },
  'recipient.too-many-refused': {
    title: 'Too many unknown recipients',
    cause: 'So many recipients were refused that the server takes no more from this session.',
    remedy: 'Look at the answers to the recipients before it, and take out those that were refused.',
    source: rfc(5321, '7.3'),
  },
  'recipient.not-together': {
    title: 'Recipients cannot go together',
    cause: 'This recipient has other rules than those before it, so the server takes it only in a message of its own.',
    remedy: 'Send to this recipient in another transaction.',
    source: rfc(5321, '4.5.3.1.10'),
  },
  'recipient.rate-limited': {
    title: 'Recipient gets too much mail',
    cause: (params) => `More mail comes for ${named(params)} than the receiving side takes in this time.`,
    remedy: 'Try again later, with fewer messages to this recipient.',
    source: rfc(3463, '3.3'),
    sign: 'Another recipient takes mail at the same time.',
  },
  'recipient.suppressed': {
    title: 'Recipient is on a list of those not to write to',
    cause: 'The service does not send to this recipient, who opted out or whose address bounced before.',
    remedy:
      'Look at the list of suppressed addresses in the service’s control panel; take the address off only if the recipient wants the mail.',
    source: policyStatus,
  },
  'recipient.address-form': {
    title: 'Recipient’s address not well formed',
    cause: 'The server does not take the recipient’s address in this form.',
    remedy:
      'Check the address as it was sent: one local part, one @, a full domain, no blanks, angle brackets around it.',
    source: rfc(5321, '4.1.2'),
    sign: 'A plain address of the same domain is taken.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
