/** Diagnoses of mail to Microsoft 365 and Outlook.com, and through it, in words. */
import type { DiagnosisText } from '../types.ts';

const reports = {
  source:
    'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online',
  verifiedOn: '2023-01-29',
};
const forwarding = {
  source: 'https://learn.microsoft.com/defender-office-365/outbound-spam-policies-external-email-forwarding',
  verifiedOn: '2024-06-10',
};
const postmaster = {
  source: 'https://substrate.office.com/ip-domain-management-snds/Postmaster/Troubleshooting',
  verifiedOn: '2026-06-15',
};
const bounces = { source: 'https://smtpfieldmanual.com/provider/outlook', verifiedOn: '2025-02-10' };
const oldExchange = {
  source:
    'https://techcommunity.microsoft.com/t5/exchange-team-blog/how-to-pause-throttling-and-blocking-of-out-of-date-on-premises/ba-p/4007169',
  verifiedOn: '2023-12-12',
};
const quotedReplies = {
  source:
    'https://github.com/sisimai/p5-sisimai/blob/067b56c0c337132a3f0bb80303f8090387e189f4/lib/Sisimai/Rhost/Microsoft.pm',
  verifiedOn: '2026-11-30',
};
const serverReports = {
  source:
    'https://learn.microsoft.com/exchange/mail-flow/non-delivery-reports-and-bounce-messages/non-delivery-reports-and-bounce-messages',
  verifiedOn: '2026-11-30',
};

export const microsoftMailTexts = {
  'microsoft.address-banned': {
    title: 'Sending address banned',
    cause: 'Microsoft has banned the network address that the mail came from.',
    remedy: 'Ask for removal at https://sender.office.com, after what sent spam from there has been stopped.',
    ...reports,
  },
  'microsoft.sender-banned': {
    title: 'Sending address banned',
    cause: 'Microsoft has banned the network address that the mail came from.',
    remedy:
      'Write to delist@microsoft.com with the whole reply and the address, after what sent spam from there has been stopped.',
    ...reports,
  },
  'microsoft.dmarc-reject': {
    title: 'Refused by the DMARC policy of the sender’s domain',
    cause:
      'The domain in From asks by DMARC to refuse mail that passes neither SPF nor DKIM for it, and this mail does not.',
    remedy:
      'Sign with DKIM for the domain in From, or send through a server in its SPF record with the same domain in MAIL FROM.',
    ...reports,
  },
  'microsoft.bulk-authentication': {
    title: 'Bulk mail without SPF, DKIM and DMARC',
    cause:
      'The domain sends more than 5,000 messages a day to Outlook.com, which then wants SPF, DKIM and DMARC, and one is missing.',
    remedy: 'Set up all three for the domain in From (DMARC with p=none is enough); the reply says which did not pass.',
    ...postmaster,
  },
  'microsoft.ipv6-no-ptr': {
    title: 'Reverse DNS missing',
    cause: 'The IPv6 address that the mail came from has no PTR record.',
    remedy: 'Have whoever owns the address set a PTR record, or send over IPv4.',
    ...reports,
  },
  'microsoft.ipv6-unauthenticated': {
    title: 'Neither SPF nor DKIM over IPv6',
    cause: 'Over IPv6 Microsoft wants SPF or DKIM to pass, and neither did.',
    remedy: 'Set up SPF for the MAIL FROM domain or DKIM signing; until then, send over IPv4.',
    ...reports,
  },
  'microsoft.ipv6-range-limit': {
    title: 'Too much mail from this IPv6 range',
    cause: 'The IPv6 range of the sending address has sent too many messages in too short a time.',
    remedy: 'Send more slowly, or over IPv4 (Postfix: smtp_address_preference = ipv4).',
    ...reports,
  },
  'microsoft.address-rate-limited': {
    title: 'Sending address slowed down',
    cause: 'Microsoft takes less mail from this network address for a while, because of its reputation.',
    remedy:
      'Send less from it and let the queue try again; see the address in SNDS (https://substrate.office.com/ip-domain-management-snds/snds).',
    ...bounces,
  },
  'microsoft.network-blocked': {
    title: 'Network on Microsoft’s block list',
    cause: 'Microsoft blocks the network that the sending address belongs to.',
    remedy:
      'The provider of the address has to act; ask it, and ask Microsoft for mitigation at https://olcsupport.office.com.',
    ...bounces,
  },
  'microsoft.suspicious-activity': {
    title: 'Held back for suspicious activity',
    cause: 'Microsoft noticed suspicious activity and takes nothing from there until it has looked.',
    remedy:
      'Let the queue try again later: the restriction is lifted if the activity was legitimate. Look for a compromised account meanwhile.',
    ...reports,
  },
  'microsoft.exchange-out-of-date': {
    title: 'Sending Exchange server out of date',
    cause:
      'Exchange Online slows down or blocks mail from an Exchange server of the organisation because its version is no longer supported or lacks updates.',
    remedy:
      'Update that Exchange server. Until then an administrator can pause it for up to 90 days in a year: Exchange admin center, Reports, Mail flow, Out-of-date connecting on-premises Exchange servers.',
    ...oldExchange,
  },
  'microsoft.spf-failed': {
    title: 'SPF failed',
    cause: 'The destination checks SPF, and the sender’s record does not allow the server that the mail came from.',
    remedy:
      'Add the sending server to the SPF record of the sender’s domain (Microsoft 365: include:spf.protection.outlook.com).',
    ...reports,
  },
  'microsoft.bad-helo': {
    title: 'Server introduces itself by the wrong name',
    cause: 'The sending server introduced itself with the name of the server it talks to.',
    remedy: 'Set its own full host name for HELO (Postfix: smtp_helo_name).',
    ...reports,
  },
  'microsoft.no-ipv6': {
    title: 'Recipient takes no mail over IPv6',
    cause: 'The recipient’s organisation does not take mail over IPv6.',
    remedy: 'Send over IPv4 (Postfix: smtp_address_preference = ipv4).',
    ...reports,
  },
  'microsoft.address-misused': {
    title: 'Sending address looks misused',
    cause:
      'Outlook.com refuses the sending address for what it did: it tried many addresses (SC-002), is an open proxy or relay (SC-003), or looks compromised (DY-002).',
    remedy:
      'Find and stop what does that on the sending server, close the open relay or proxy, then ask for the block to be lifted at https://olcsupport.office.com.',
    ...postmaster,
  },
  'microsoft.reputation-rate': {
    title: 'Limit for this sending address',
    cause: 'The sending address exceeds the rate or the connections that Outlook.com allows it for its reputation.',
    remedy:
      'Send less and with fewer connections; see the address in SNDS (https://substrate.office.com/ip-domain-management-snds/snds).',
    ...postmaster,
  },
  'microsoft.content-or-reputation': {
    title: 'Refused for content or reputation',
    cause: 'Outlook.com refused it for content that looks like spam or for the reputation of address or domain.',
    remedy:
      'Compare a plain message of the same sender; see the address in SNDS (https://substrate.office.com/ip-domain-management-snds/snds).',
    ...postmaster,
  },
  'microsoft.complaints': {
    title: 'Blocked after complaints',
    cause: 'Outlook.com blocks the sending address because its users complained of mail from it.',
    remedy: 'Join the Junk Email Reporting Program, remove who complains, then ask for the block to be lifted.',
    ...postmaster,
  },
  'microsoft.dynamic-address': {
    title: 'Dynamic address',
    cause: 'Outlook.com takes no mail straight from dynamic network addresses.',
    remedy: 'Send through the SMTP server of your provider, with a login.',
    ...postmaster,
  },
  'microsoft.recipient-throttled': {
    title: 'Recipient gets too much mail',
    cause: 'The recipient’s mailbox is being sent more mail at once than it takes.',
    remedy: 'Send more slowly to this recipient and try again later.',
    ...reports,
  },
  'microsoft.hourly-from-sender': {
    title: 'Too many messages to this recipient',
    cause:
      'The recipient gets no more than a number of messages an hour from one sender, which this sender has reached.',
    remedy: 'Send fewer to this recipient and try again in an hour.',
    ...reports,
  },
  'microsoft.hourly-recipient': {
    title: 'Recipient’s hourly limit',
    cause: 'The recipient has received as many messages as an hour allows, from all senders together.',
    remedy: 'Try again in an hour and send fewer to this recipient.',
    ...reports,
  },
  'microsoft.no-such-recipient': {
    title: 'No such recipient',
    cause:
      'The recipient’s organisation, or Outlook.com, takes mail only for addresses that exist, and this one does not.',
    remedy:
      'Check the spelling of the address; if it is right, the organisation’s administrator has to look at the type of the domain (Directory-Based Edge Blocking).',
    ...reports,
  },
  'microsoft.invalid-recipient': {
    title: 'Recipient not valid',
    cause: 'The recipient’s address is not one that takes mail.',
    remedy: 'Check the spelling of the address.',
    ...reports,
  },
  'microsoft.recipient-banned': {
    title: 'Recipient banned',
    cause: 'Microsoft takes nothing for this recipient.',
    remedy:
      'Check the spelling of the address; if it is right, the administrator of the recipient’s organisation has to ask Microsoft’s support.',
    ...reports,
  },
  'microsoft.relay-denied': {
    title: 'Domain not accepted here',
    cause: 'This Microsoft 365 server takes no mail for the recipient’s domain: its MX or its settings are wrong.',
    remedy:
      'Check the MX record of the recipient’s domain, and that the domain is an accepted domain of the organisation.',
    ...reports,
  },
  'microsoft.forwarding-blocked': {
    title: 'Forwarding to the outside not allowed',
    cause: 'The organisation that forwards the message does not let its mailboxes forward to addresses outside of it.',
    remedy:
      'An administrator of that organisation can allow it in its outbound spam policy; or the message is sent to the final address directly.',
    ...forwarding,
  },
  'microsoft.senders-restricted': {
    title: 'Recipient closed to this sender',
    cause:
      'The recipient (a mailbox, group or folder) takes mail only from within its organisation or from listed senders.',
    remedy: 'Only an administrator of the recipient’s organisation can change that: ask there.',
    ...reports,
  },
  'microsoft.blocked-by-recipient': {
    title: 'Blocked by the recipient’s organisation',
    cause: 'The recipient’s organisation has put the sending address on a block list of its own.',
    remedy: 'Only an administrator of the recipient’s organisation can change that: ask there.',
    ...reports,
  },
  'microsoft.from-invalid': {
    title: 'No valid From',
    cause: 'The message has no valid address in From.',
    remedy: 'Write one address in angle brackets into From, such as From: Ann <ann@example.org>.',
    ...reports,
  },
  'microsoft.bare-line-feeds': {
    title: 'Bare line feeds in the message',
    cause: 'The message has line feeds without carriage returns, which the next server does not take.',
    remedy: 'Correct the program that makes the message: every line ends in CR LF.',
    ...reports,
  },
  'microsoft.nested-attachment': {
    title: 'Attachment in an attachment refused',
    cause:
      'The system behind the recipient refused the message for its policy; Microsoft’s list has these words (AS345) for attachments nested in others.',
    remedy: 'Send the inner files as attachments of their own, or a link to them.',
    sign: 'Without attachments the message is taken.',
    ...reports,
  },
  'microsoft.journaling-off': {
    title: 'Journal reports not taken',
    cause:
      'An Exchange server of the organisation sends journal reports to Microsoft 365, which does not take them because Journaling Archive is off.',
    remedy: 'Switch Journaling Archive on in Microsoft 365, or have the journal rule send to a mailbox elsewhere.',
    ...reports,
  },
  'microsoft.mail-loop': {
    title: 'Mail loop',
    cause: 'The message goes round in a circle between servers or forwardings.',
    remedy:
      'Check forwarding rules of sender and recipient, and the connectors and accepted domains of a hybrid setup.',
    ...reports,
  },
  'microsoft.dane-no-starttls': {
    title: 'Destination offers no TLS',
    cause:
      'DNSSEC promises TLS for the destination (DANE), and its server did not offer STARTTLS or failed in the handshake.',
    remedy: 'The destination’s administrator has to switch STARTTLS on; nothing is wrong with the sender.',
    ...reports,
  },
  'microsoft.dane-expired': {
    title: 'Destination’s certificate expired',
    cause: 'The destination is checked by DANE, and its certificate has expired.',
    remedy: 'The destination’s administrator has to renew the certificate.',
    ...reports,
  },
  'microsoft.dane-tlsa-invalid': {
    title: 'DANE check failed',
    cause: 'The destination’s certificate does not match its TLSA records.',
    remedy:
      'The destination’s owner has to bring TLSA records and certificate together: https://www.rfc-editor.org/rfc/rfc7671.',
    ...reports,
  },
  'microsoft.dnssec-invalid': {
    title: 'DNSSEC of the destination broken',
    cause: 'The destination says that it uses DNSSEC, and its records cannot be verified.',
    remedy: 'The destination’s owner has to repair DNSSEC (signatures, DS record).',
    ...reports,
  },
  'microsoft.dane-name-mismatch': {
    title: 'Destination’s certificate for another name',
    cause: 'The destination is checked by DANE, and its certificate does not name the MX host.',
    remedy: 'The destination’s administrator has to use a certificate that names the MX host.',
    ...reports,
  },
  'microsoft.destination-refuses': {
    title: 'Destination refuses connections',
    cause: 'Microsoft 365 tried to deliver the message, and the destination’s server refused the connection.',
    remedy:
      'The administrator of the destination (the reply names its address) has to see that its server listens on port 25 and lets Microsoft’s addresses in.',
    ...reports,
  },
  'microsoft.destination-hung-up': {
    title: 'Destination broke off the connection',
    cause:
      'Microsoft 365 tried to deliver the message, and the destination’s server closed the connection without an answer.',
    remedy:
      'The destination’s administrator finds the reason in the log of that moment; Microsoft tries again by itself.',
    ...quotedReplies,
  },
  'microsoft.destination-without-tls': {
    title: 'Destination offers no TLS',
    cause: 'Microsoft 365 would deliver over TLS alone, and the destination’s server did not offer STARTTLS.',
    remedy:
      'The destination’s administrator has to switch STARTTLS on; or, if a connector of the sender’s organisation demands TLS, change that connector.',
    sign: 'The destination’s EHLO answer has no STARTTLS.',
    ...quotedReplies,
  },
  'microsoft.exchange-authentication': {
    title: 'Exchange servers cannot log in to each other',
    cause:
      'An Exchange server could not log in to another one: X-EXPS is not offered there, or something in between takes it out.',
    remedy:
      'Look for a firewall that filters SMTP between the servers, and that the receive connectors used between them have Exchange Server authentication on and leave the servers’ addresses to it.',
    sign: 'The EHLO answer between the servers has no X-EXPS.',
    ...serverReports,
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
