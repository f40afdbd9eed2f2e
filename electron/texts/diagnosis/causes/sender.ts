/** Diagnoses of a sender that is not taken, and of addresses that are not well formed, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

const paths = rfc(5321, '4.1.2');

export const senderTexts = {
  'sender.blocked': {
    title: 'Sender blocked',
    cause: 'A list or rule of the server refuses this sender’s address or domain.',
    remedy:
      'Ask the server’s postmaster, from another address, why the sender is on the list; another sender is not affected.',
    source: rfc(3463, '3.8'),
    sign: 'With another sender the same message is taken.',
  },
  'sender.verify-failed': {
    title: 'Sender’s address does not exist',
    cause: 'The server checked the sender’s address and found that it does not exist or takes no replies.',
    remedy:
      'Send with an address that exists and takes bounces: its own mail server has to accept mail from the empty sender (<>) to it.',
    source: rfc(5321, '6.1'),
    sign: 'Mail from <> to the sender’s address is refused by its own server.',
  },
  'sender.verify-temporary': {
    title: 'Sender could not be checked',
    cause: 'The server wanted to check the sender’s address at its own mail server, and could not just now.',
    remedy:
      'Try again later; if it lasts, see that the sender’s mail server can be reached on port 25 and answers to <>.',
    source: rfc(5321, '4.2.1'),
    sign: 'The sender’s own mail server does not answer on port 25.',
  },
  'sender.not-verified': {
    title: 'Sender not verified at the provider',
    cause: 'The provider sends only for addresses and domains that it has verified, and this sender is none of them.',
    remedy: 'Verify the address or its domain in the provider’s control panel, or send with one that is verified.',
    source: rfc(6409, '6.1'),
    sign: 'The control panel lists the sender as not verified, or not at all.',
  },
  'sender.domain-lookup-failed': {
    title: 'Sender’s domain could not be looked up',
    cause: 'DNS gave the server no usable answer about the sender’s domain just now.',
    remedy: 'See that the name servers of the sender’s domain answer from outside; then try again.',
    source: rfc(3463, '3.5'),
    sign: 'Some name servers of the domain do not answer.',
  },
  'sender.null-refused': {
    title: 'Empty sender refused',
    cause:
      'The server does not take the empty sender (<>), which bounces and automatic answers have, for this recipient.',
    remedy:
      'For a message of your own, give a sender’s address. A server that refuses <> to everybody gets no bounces: RFC 5321 wants it to take them.',
    source: rfc(5321, '4.5.5'),
    sign: 'With a sender’s address the same recipient is taken.',
  },
  'sender.null-mx': {
    title: 'Sender’s domain takes no mail',
    cause: 'The sender’s domain says in DNS that it takes no mail (null MX), so nothing could be returned to it.',
    remedy: 'Send with a domain that takes mail, or give this one a real MX in DNS.',
    source: rfc(7505, '4.2'),
  },
  'sender.looks-forged': {
    title: 'Sender taken for forged',
    cause:
      'The server takes the sender for forged: the domain is a protected one, and the mail did not come by the way that it expects.',
    remedy: 'Send through the servers of the sender’s own domain, with a login; or use a sender of your own domain.',
    source: rfc(5321, '7.1'),
    sign: 'Through the domain’s own servers it is taken.',
  },
  'message.bounce-invalid': {
    title: 'Bounce not accepted',
    cause: 'The message looks like a bounce, and the server takes it for malformed, forged or unasked.',
    remedy:
      'A bounce goes from <> to exactly one recipient, the sender of what failed; for mail that is no bounce, give a sender’s address.',
    source: rfc(5321, '6.1'),
  },
  'sender.address-form': {
    title: 'Sender’s address not well formed',
    cause: 'The server does not take the sender’s address in this form.',
    remedy: 'Check the address in MAIL FROM as it was sent: one @, a full domain, no blanks, angle brackets around it.',
    source: paths,
    sign: 'With a plain address as sender it is taken.',
  },
  'address.form': {
    title: 'Address not well formed',
    cause: 'The server does not take the address of this command in this form.',
    remedy:
      'Check the address as it was sent: one local part, one @, a full domain, no blanks, angle brackets around it.',
    source: paths,
    sign: 'With a plain address the same command is taken.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
