/** Diagnoses of the mailbox behind a recipient, and of what a sender may send, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

const mailboxStatus = rfc(3463, '3.3');

export const mailboxTexts = {
  'phrase.mailbox-full': {
    title: 'Mailbox full',
    cause: 'The recipient’s mailbox has no room left.',
    remedy: 'The mailbox is full: its owner has to make room, or be given a larger quota.',
    source: mailboxStatus,
    sign: 'Another recipient of the same server takes the same message.',
  },
  'mailbox.disabled': {
    title: 'Mailbox switched off',
    cause: 'The recipient’s mailbox or address exists and is switched off, locked or not in use.',
    remedy: 'Only whoever manages that mailbox can switch it on again; ask the recipient by another way.',
    source: mailboxStatus,
    sign: 'Whoever manages the mailbox sees that it is switched off.',
  },
  'mailbox.busy': {
    title: 'Mailbox in use',
    cause: 'The mailbox is locked by something else at the moment, so nothing could be put into it.',
    remedy: 'Try again later; if it lasts, the server’s administrator has to find the process that holds the lock.',
    source: mailboxStatus,
  },
  'mailbox.delivery-failed': {
    title: 'Could not be put into the mailbox',
    cause: 'The last step, putting the message into the mailbox, failed on the server.',
    remedy: 'The server’s administrator finds the reason in the log of the program that delivers to mailboxes.',
    source: mailboxStatus,
    sign: 'The log of the delivery program has an error at that time.',
  },
  'recipient.alias-broken': {
    title: 'Alias, list or forwarding broken',
    cause: 'The recipient is an alias, list or forwarding that the server cannot follow to its end.',
    remedy: 'Whoever set up the alias, list or forwarding behind this address has to correct where it leads.',
    source: mailboxStatus,
  },
  'sender.allowance-used-up': {
    title: 'Sending allowance used up',
    cause: 'The sending account, domain or client has sent more than it may in a time.',
    remedy:
      'Send no more until the time is over, or have the allowance raised by the provider; the recipient is not at fault.',
    source: rfc(5321, '7.9'),
    sign: 'The provider’s control panel shows the allowance and what was sent.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
