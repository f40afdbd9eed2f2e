/** Diagnoses of Microsoft's own replies, in words. */
import type { DiagnosisText } from '../types.ts';

const smtpAuth = {
  source:
    'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
  verifiedOn: '2026-11-22',
};
const oauth = {
  source:
    'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
  verifiedOn: '2026-11-22',
};
const devices = {
  source:
    'https://learn.microsoft.com/exchange/mail-flow-best-practices/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off',
  verifiedOn: '2021-06-16',
};
const retirement = {
  source:
    'https://techcommunity.microsoft.com/blog/exchange/exchange-online-to-retire-basic-auth-for-client-submission-smtp-auth/4114750',
  verifiedOn: '2025-06-11',
};
const reports = {
  source:
    'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online',
  verifiedOn: '2023-01-29',
};
const sendAs = { source: 'https://github.com/MicrosoftDocs/OfficeDocs-Support/issues/1187', verifiedOn: '2021-03-16' };
const submissionLimits = {
  source:
    'https://techcommunity.microsoft.com/blog/exchange/changes-coming-to-the-smtp-authenticated-submission-client-protocol/607825',
  verifiedOn: '2018-04-20',
};
const connector = {
  source: 'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/relay-access-denied-smtp',
  verifiedOn: '2026-11-22',
};
const postmaster = {
  source: 'https://substrate.office.com/ip-domain-management-snds/Postmaster/Troubleshooting',
  verifiedOn: '2026-06-15',
};
const bounces = { source: 'https://smtpfieldmanual.com/provider/outlook', verifiedOn: '2025-02-10' };

export const microsoftTexts = {
  'microsoft.smtp-auth-disabled-tenant': {
    title: 'SMTP AUTH switched off for the tenant',
    cause:
      'The organisation has SMTP AUTH switched off, so every login by SMTP is refused, whatever the password, and by OAuth too.',
    remedy:
      'Exchange Online PowerShell: Set-CASMailbox -Identity USER@DOMAIN -SmtpClientAuthenticationDisabled $false switches it on for one mailbox and stands above the tenant’s setting; Set-TransportConfig -SmtpClientAuthenticationDisabled $false switches it on for all.',
    ...smtpAuth,
  },
  'microsoft.smtp-auth-disabled': {
    title: 'SMTP AUTH switched off',
    cause: 'SMTP AUTH is switched off for what the reply names, so the login is refused whatever the password.',
    remedy:
      'Exchange Online PowerShell: Set-CASMailbox -Identity USER@DOMAIN -SmtpClientAuthenticationDisabled $false switches it on for one mailbox and stands above the tenant’s setting; in the admin center: the user, Mail, Manage email apps, Authenticated SMTP.',
    ...smtpAuth,
  },
  'microsoft.basic-auth-disabled': {
    title: 'Logins by password switched off',
    cause:
      'This account or organisation takes no login by user name and password any more; the password was not judged.',
    remedy:
      'Log in with OAuth: AUTH XOAUTH2 with an access token of the scope https://outlook.office.com/SMTP.Send. Where the organisation still allows passwords, its authentication policy has to allow basic authentication for SMTP.',
    ...smtpAuth,
  },
  'microsoft.security-defaults': {
    title: 'Blocked by security defaults',
    cause: 'The organisation has security defaults on, and these switch SMTP AUTH off.',
    remedy:
      'Microsoft Entra admin center, Overview, Properties, Manage security defaults: they have to be off for SMTP AUTH (replace them by Conditional Access). Then Set-CASMailbox -Identity USER@DOMAIN -SmtpClientAuthenticationDisabled $false switches it on for one mailbox and stands above the tenant’s setting.',
    ...smtpAuth,
  },
  'microsoft.token-refused': {
    title: 'Access token refused',
    cause: 'Microsoft did not accept the access token for this mailbox.',
    remedy:
      'The token’s scope has to be https://outlook.office.com/SMTP.Send (not one of Microsoft Graph), and the user in XOAUTH2 the mailbox that the token is for.',
    ...oauth,
  },
  'microsoft.login-unsuccessful': {
    title: 'Login refused',
    cause:
      'Microsoft 365 refused the login; the reply leaves open whether the credentials are wrong or SMTP AUTH is not allowed for this mailbox.',
    remedy:
      'Check user name and password by logging in at https://outlook.office.com. Then see that the mailbox has Authenticated SMTP on (Set-CASMailbox -Identity USER@DOMAIN -SmtpClientAuthenticationDisabled $false switches it on for one mailbox and stands above the tenant’s setting), and that neither security defaults nor Conditional Access block it.',
    ...devices,
  },
  'microsoft.basic-auth-retired': {
    title: 'Logins by password retired',
    cause: 'Exchange Online takes no logins by password for client submission here any more.',
    remedy:
      'Log in with OAuth: AUTH XOAUTH2 with an access token of the scope https://outlook.office.com/SMTP.Send. Programs that cannot: High Volume Email, Azure Communication Services, or a relay connector.',
    ...retirement,
  },
  'microsoft.not-logged-in': {
    title: 'Sent without a login',
    cause: 'The client sent MAIL without having logged in, which smtp.office365.com does not take.',
    remedy:
      'Switch the login on in the program: port 587, STARTTLS, then AUTH with the credentials of a mailbox. If it does log in, look for the refusal of AUTH just before.',
    ...reports,
  },
  'microsoft.send-as-denied': {
    title: 'Sender does not belong to the login',
    cause: 'The mailbox that logged in may not send with the address in MAIL FROM or From.',
    remedy:
      'Use the mailbox’s own address in both, or have Send As granted: Add-RecipientPermission FROM@DOMAIN -AccessRights SendAs -Trustee USER@DOMAIN.',
    ...sendAs,
  },
  'microsoft.too-many-connections': {
    title: 'Too many connections at once',
    cause: 'Exchange Online takes three connections at once for one mailbox, and there were more.',
    remedy: 'Send one message after the other, or keep to three connections, and try the refused ones again.',
    ...submissionLimits,
  },
  'microsoft.recipient-throttled': {
    title: 'Recipient gets too much mail',
    cause: 'The recipient’s mailbox is being sent more mail at once than it takes.',
    remedy: 'Send more slowly to this recipient and try again later.',
    ...reports,
  },
  'microsoft.daily-recipients': {
    title: 'Daily limit of recipients',
    cause: 'The mailbox has reached the number of recipients that one day allows.',
    remedy:
      'Wait a day. If the mail was not yours, the account is compromised; for bulk mail use a service made for it.',
    ...reports,
  },
  'microsoft.submission-quota': {
    title: 'Sending limit reached',
    cause: 'The mailbox has sent more recipients or messages than its limit allows.',
    remedy:
      'Wait a day. If the mail was not yours, the account is compromised; for bulk mail use a service made for it.',
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
  'microsoft.account-blocked': {
    title: 'Account blocked for spam',
    cause: 'The sending account has been blocked because it sent spam, as compromised ones do.',
    remedy:
      'Secure the account (new password, forwarding rules, MFA), then unblock it under Restricted entities in the Microsoft Defender portal; for 5.7.501 to 5.7.503 ask Microsoft’s support.',
    ...reports,
  },
  'microsoft.connector-mismatch': {
    title: 'Inbound connector does not recognise the server',
    cause:
      'Mail is relayed through an inbound connector, and the sending server’s certificate or network address is no longer the one in it.',
    remedy:
      'Exchange admin center, Mail flow, Connectors: put the present certificate name or network address into the inbound connector (or run the Hybrid Configuration Wizard again).',
    ...connector,
  },
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
  'microsoft.tenant-blocked': {
    title: 'Organisation may not send',
    cause: 'Most mail of this organisation looked suspicious, so Microsoft stopped all of it.',
    remedy: 'Find compromised accounts and open relays, repair them, then ask Microsoft’s support to lift the block.',
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
  'microsoft.relay-denied': {
    title: 'Domain not accepted here',
    cause: 'This Microsoft 365 server takes no mail for the recipient’s domain: its MX or its settings are wrong.',
    remedy:
      'Check the MX record of the recipient’s domain, and that the domain is an accepted domain of the organisation.',
    ...reports,
  },
  'microsoft.senders-restricted': {
    title: 'Recipient closed to this sender',
    cause:
      'The recipient (a mailbox, group or folder) takes mail only from within its organisation or from listed senders.',
    remedy: 'Only an administrator of the recipient’s organisation can change that: ask there.',
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
  'microsoft.blocked-by-recipient': {
    title: 'Blocked by the recipient’s organisation',
    cause: 'The recipient’s organisation has put the sending address on a block list of its own.',
    remedy: 'Only an administrator of the recipient’s organisation can change that: ask there.',
    ...reports,
  },
  'microsoft.no-ipv6': {
    title: 'Recipient takes no mail over IPv6',
    cause: 'The recipient’s organisation does not take mail over IPv6.',
    remedy: 'Send over IPv4 (Postfix: smtp_address_preference = ipv4).',
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
  'microsoft.mail-loop': {
    title: 'Mail loop',
    cause: 'The message goes round in a circle between servers or forwardings.',
    remedy:
      'Check forwarding rules of sender and recipient, and the connectors and accepted domains of a hybrid setup.',
    ...reports,
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
} satisfies Readonly<Record<string, DiagnosisText>>;
