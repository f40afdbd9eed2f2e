/** Diagnoses of logins to Microsoft 365 and Outlook.com and of what may be sent there, in words. */
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
const schedule = {
  source:
    'https://techcommunity.microsoft.com/blog/exchange/updated-exchange-online-smtp-auth-basic-authentication-deprecation-timeline/4489835',
  verifiedOn: '2026-01-29',
};
const tenants = {
  source: 'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/fix-error-code-5-7-700-through-5-7-750',
  verifiedOn: '2026-11-30',
};
const oldTls = {
  source:
    'https://techcommunity.microsoft.com/blog/exchange/new-opt-in-endpoint-available-for-smtp-auth-clients-still-needing-legacy-tls/2659652',
  verifiedOn: '2021-08-18',
};
const conditions = {
  source: 'https://learn.microsoft.com/dynamics365/fin-ops-core/fin-ops/organization-administration/configure-email',
  verifiedOn: '2022-08-09',
};
const outboundSpam = { source: 'https://github.com/nodemailer/nodemailer/issues/1486', verifiedOn: '2022-11-22' };

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
      'This account or organisation takes no login by user name and password; the password was not judged. Outlook.com takes none at all.',
    remedy:
      'Log in with OAuth: AUTH XOAUTH2 with an access token of the scope https://outlook.office.com/SMTP.Send. Where the organisation still allows passwords, its authentication policy has to allow basic authentication for SMTP. By Microsoft’s schedule of 2026-01-27 they are switched off by default at the end of December 2026: administrators of existing organisations can switch them on again, organisations made later do not have them by default, and the day of their removal is to be named in the second half of 2027.',
    sign: 'The reply says that basic authentication is disabled.',
    ...schedule,
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
  'microsoft.sign-in-conditions': {
    title: 'Sign-in refused by a rule of the organisation',
    cause:
      'Microsoft 365 refused the sign-in because it did not meet a condition that the reply does not name: multi-factor sign-in, Conditional Access, security defaults or an authentication policy; the password need not be wrong.',
    remedy:
      'Look at the sign-in log of this account in the Microsoft Entra admin center: it names the policy that refused it. Then exempt this account from it, or log in with OAuth (XOAUTH2).',
    sign: 'The sign-in log names a policy that refused it.',
    ...conditions,
  },
  'microsoft.credentials-incorrect': {
    title: 'User name or password refused',
    cause:
      'Microsoft says that the credentials are incorrect: the password, or a password where only an app password or OAuth would do.',
    remedy:
      'Check the password at https://outlook.office.com. Where multi-factor sign-in is on, the password of the account does not work over SMTP: log in with OAuth (XOAUTH2), or with an app password where the organisation allows those.',
    sign: 'The same password is refused at https://outlook.office.com.',
    ...devices,
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
    title: 'Logins by password not supported',
    cause: 'Exchange Online takes no logins by password for client submission here.',
    remedy:
      'Log in with OAuth: AUTH XOAUTH2 with an access token of the scope https://outlook.office.com/SMTP.Send. By Microsoft’s schedule of 2026-01-27 they are switched off by default at the end of December 2026: administrators of existing organisations can switch them on again, organisations made later do not have them by default, and the day of their removal is to be named in the second half of 2027. Programs that cannot use OAuth: High Volume Email, Azure Communication Services, or a relay connector.',
    ...schedule,
  },
  'microsoft.tls-too-old': {
    title: 'TLS too old',
    cause: 'Microsoft’s servers for submission take TLS 1.2 and newer alone, and this client used 1.0 or 1.1.',
    remedy:
      'Have the client use TLS 1.2 or newer. For a device that cannot, an administrator can set Set-TransportConfig -AllowLegacyTLSClients $true, and the device then uses smtp-legacy.office365.com.',
    ...oldTls,
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
  'microsoft.outbound-spam': {
    title: 'Account may not send now',
    cause:
      'Microsoft took what this account sends for spam, or the account is new or not verified, and stopped it for now.',
    remedy:
      'Sign in at https://outlook.live.com, answer what it asks (a code by telephone, mostly), wait some hours and send less.',
    ...outboundSpam,
  },
  'microsoft.account-blocked': {
    title: 'Account blocked for spam',
    cause: 'The sending account has been blocked because it sent spam, as compromised ones do.',
    remedy:
      'Secure the account (new password, forwarding rules, MFA), then unblock it under Restricted entities in the Microsoft Defender portal; for 5.7.501 to 5.7.503 ask Microsoft’s support.',
    ...reports,
  },
  'microsoft.tenant-blocked': {
    title: 'Organisation may not send',
    cause: 'Most mail of this organisation looked suspicious, so Microsoft stopped all of it.',
    remedy: 'Find compromised accounts and open relays, repair them, then ask Microsoft’s support to lift the block.',
    ...reports,
  },
  'microsoft.tenant-block-list': {
    title: 'Blocked by the sender’s own organisation',
    cause:
      'An address or domain in this message is on the tenant allow/block list of the organisation that sends it; one such recipient stops the message to all.',
    remedy: 'Microsoft Defender portal, Policies, Tenant Allow/Block Lists: take the address or domain off it.',
    ...tenants,
  },
  'microsoft.traffic-not-accepted': {
    title: 'Traffic of new customers not accepted',
    cause:
      'The network address that this organisation sends from has a low reputation, as those for new and trial organisations have, and Microsoft does not send from it.',
    remedy:
      'Buy licences, or ask Microsoft’s support for an exception until then; if mail was sent before, look for a compromised account first.',
    ...tenants,
  },
  'microsoft.unregistered-domains': {
    title: 'Sent from domains that are not registered',
    cause:
      'Much mail of this organisation comes from domains that are not among its accepted domains, so Microsoft stopped it.',
    remedy:
      'Microsoft 365 admin center, Settings, Domains: add and verify every domain that mail is sent from. If there are connectors that nobody made, an account is compromised.',
    ...tenants,
  },
  'microsoft.connector-mismatch': {
    title: 'Inbound connector does not recognise the server',
    cause:
      'Mail is relayed through an inbound connector, and the sending server’s certificate or network address is no longer the one in it.',
    remedy:
      'Exchange admin center, Mail flow, Connectors: put the present certificate name or network address into the inbound connector (or run the Hybrid Configuration Wizard again).',
    ...connector,
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
