/** Diagnoses of mail to Google, in words. */
import type { DiagnosisText } from '../types.ts';

const errors = { source: 'https://support.google.com/a/answer/3726730', verifiedOn: '2026-02-12' };

export const googleMailTexts = {
  'google.no-ptr': {
    title: 'Reverse DNS missing or not matching',
    cause: 'The sending address has no PTR record, or the name in it does not lead back to this address.',
    remedy:
      'Have whoever owns the address set a PTR record, and give the name in it an A or AAAA record with this very address.',
    ...errors,
  },
  'google.ipv6-guidelines': {
    title: 'IPv6 rules not met',
    cause: 'Over IPv6 Google wants a PTR record and SPF or DKIM; this mail came without one of them.',
    remedy: 'Set a PTR record for the IPv6 address and set up SPF and DKIM; until then, send over IPv4.',
    ...errors,
  },
  'google.spf-record-suspicious': {
    title: 'SPF record suspicious',
    cause: 'The SPF record of the sending domain has entries that Google takes for suspicious.',
    remedy: 'Look through the SPF record: remove what is too wide or not yours.',
    ...errors,
  },
  'google.dmarc-reject': {
    title: 'Refused by the DMARC policy of the sender’s domain',
    cause:
      'The domain in From asks by DMARC to refuse mail that passes neither SPF nor DKIM for it, and this mail does not.',
    remedy:
      'Sign with DKIM for the domain in From, or send through a server in its SPF record with the same domain in MAIL FROM.',
    ...errors,
  },
  'google.spf-hard-fail': {
    title: 'SPF says no',
    cause: 'The SPF record of the MAIL FROM domain ends in -all and does not list the address that the mail came from.',
    remedy: 'Add the sending server to the SPF record of the MAIL FROM domain, or send through one that it lists.',
    ...errors,
  },
  'google.unauthenticated': {
    title: 'Neither SPF nor DKIM passed',
    cause: 'Google wants every sender to pass SPF or DKIM, and this mail passed neither.',
    remedy: 'Set up SPF for the MAIL FROM domain or DKIM signing, best both; the reply names what was checked.',
    ...errors,
  },
  'google.spf-failed': {
    title: 'SPF did not pass',
    cause: 'Google wants senders of bulk mail to pass SPF, and the MAIL FROM domain does not list this address.',
    remedy: 'Add the sending server to the SPF record of the MAIL FROM domain.',
    ...errors,
  },
  'google.unusual-rate': {
    title: 'Unusual amount of mail',
    cause:
      'Google limits or blocks what the reply names (address, network, domain or link) because of unusually much mail.',
    remedy:
      'Send less from there until it has passed. Google’s sender guidelines: https://support.google.com/mail/answer/81126.',
    ...errors,
  },
  'google.tls-wanted': {
    title: 'Sent without TLS',
    cause: 'Google wants senders of bulk mail to use TLS, and this connection did not.',
    remedy: 'Switch on TLS for outgoing mail (Postfix: smtp_tls_security_level = may).',
    ...errors,
  },
  'google.tls-wanted-by-recipient': {
    title: 'Recipient’s domain wants TLS',
    cause: 'The recipient’s organisation takes mail from this sender only over TLS.',
    remedy: 'Switch on TLS for outgoing mail (Postfix: smtp_tls_security_level = may).',
    ...errors,
  },
  'google.dkim-failed': {
    title: 'DKIM did not pass',
    cause: 'Google wants senders of bulk mail to sign with DKIM, and no signature of this mail is valid.',
    remedy: 'Sign with DKIM and publish the key: https://support.google.com/a/answer/174124.',
    ...errors,
  },
  'google.from-not-aligned': {
    title: 'From does not belong to what was checked',
    cause: 'The domain in From is neither that of the valid DKIM signature nor that of the SPF check.',
    remedy: 'Sign with DKIM for the domain in From, or use the same domain in MAIL FROM and From.',
    ...errors,
  },
  'google.dmarc-missing': {
    title: 'No DMARC policy',
    cause: 'The sending domain has no DMARC record, or one without a policy; Google wants one of senders of bulk mail.',
    remedy: 'Publish a TXT record at _dmarc.DOMAIN, such as v=DMARC1; p=none.',
    ...errors,
  },
  'google.reputation-address': {
    title: 'Sending address has a bad name',
    cause: 'Google holds the sending network address for a source of spam.',
    remedy:
      'Look for a compromised account or program that sends from it. Google’s sender guidelines: https://support.google.com/mail/answer/81126.',
    ...errors,
  },
  'google.reputation-domain': {
    title: 'Sending domain has a bad name',
    cause: 'Google holds the sending domain for a source of spam.',
    remedy:
      'See the domain in Postmaster Tools (https://postmaster.google.com). Google’s sender guidelines: https://support.google.com/mail/answer/81126.',
    ...errors,
  },
  'google.address-not-authorized': {
    title: 'Address may not deliver directly',
    cause: 'Google takes no mail straight from this network address, as from those of homes and dynamic ones.',
    remedy: 'Send through the SMTP relay of your provider, or through a submission server with a login.',
    ...errors,
  },
  'google.not-on-allow-list': {
    title: 'Not on the recipient’s allow list',
    cause: 'The recipient’s organisation lets only listed network addresses bring mail.',
    remedy: 'Have the recipient’s administrator add the sending address to the inbound gateways or the allow list.',
    ...errors,
  },
  'google.recipient-too-fast': {
    title: 'Recipient gets too much mail',
    cause: 'The recipient is being sent more mail than Google lets in.',
    remedy: 'Send less to this recipient and try again later.',
    ...errors,
  },
  'google.mailbox-full': {
    title: 'Recipient’s storage full',
    cause: 'The recipient’s storage at Google is full.',
    remedy: 'The recipient has to free storage (https://one.google.com/storage); tell them another way.',
    ...errors,
  },
  'google.no-such-user': {
    title: 'No such mailbox',
    cause: 'Google knows no such address.',
    remedy: 'Check the spelling of the address, blanks included.',
    ...errors,
  },
  'google.inactive': {
    title: 'Mailbox disabled',
    cause: 'The address exists and takes no mail: the account is switched off.',
    remedy: 'Ask the recipient another way; whoever manages the account can switch it on again.',
    ...errors,
  },
  'google.suspicious-content': {
    title: 'Content or links look suspicious',
    cause: 'Google took offence at the message’s content or at links in it.',
    remedy: 'Look at the links and attachments; send a plain message without them to compare.',
    ...errors,
  },
  'google.likely-spam': {
    title: 'Taken for spam',
    cause: 'Google takes this message for spam.',
    remedy:
      'Compare a plain message of the same sender to tell content from sender. Google’s sender guidelines: https://support.google.com/mail/answer/81126.',
    ...errors,
  },
  'google.not-rfc-5322': {
    title: 'Header section not valid',
    cause:
      'The message breaks RFC 5322 in the way that the reply names: a header field is missing, doubled or malformed.',
    remedy:
      'Correct the program that makes the message: one From with a valid address, one Message-ID, each of the others once.',
    ...errors,
  },
  'google.blocked-content': {
    title: 'Attachment or content blocked',
    cause: 'Google blocks this kind of attachment or content for security.',
    remedy:
      'Send it another way: https://support.google.com/mail/answer/6590 lists the blocked types; archives are looked into.',
    ...errors,
  },
  'google.header-too-large': {
    title: 'Header section too large',
    cause: 'The message’s header section, or one field in it, is larger than Google takes.',
    remedy: 'Shorten it: long lists in To or Subject, or fields that programs added.',
    ...errors,
  },
  'google.too-large': {
    title: 'Message too large',
    cause: 'The message is larger than Google takes; base64 makes attachments a third larger.',
    remedy: 'Send a smaller message, or put the file elsewhere and send a link.',
    ...errors,
  },
  'google.policy-of-organisation': {
    title: 'Forbidden by an organisation’s rule',
    cause: 'A rule of the recipient’s or the sender’s organisation at Google forbids this mail.',
    remedy: 'Ask the administrator of that organisation; Google itself did not refuse it.',
    ...errors,
  },
  'google.mail-loop': {
    title: 'Mail loop',
    cause: 'The message has passed more than 50 servers: forwardings pass it round in a circle.',
    remedy: 'The Received lines of the returned message show the circle; take one of the forwardings away.',
    ...errors,
  },
  'google.temporary-problem': {
    title: 'Temporary problem at Google',
    cause: 'Google’s server could not do it at the moment, for a reason of its own.',
    remedy: 'Let the queue try again later.',
    ...errors,
  },
  'google-customer.own-rule': {
    title: 'Refused by a rule of the recipient’s organisation',
    cause:
      'The mark gcdp says that a rule made by the administrator of an organisation at Google refused it, not Google itself.',
    remedy:
      'Ask the administrator of the recipient’s organisation which rule it was; the words of the reply are theirs.',
    ...errors,
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
