/** Diagnoses of replies of Yahoo and AOL, in words. */
import type { DiagnosisText } from '../types.ts';

const errors = { source: 'https://senders.yahooinc.com/smtp-error-codes/', verifiedOn: '2026-02-15' };
const logins = { source: 'https://github.com/nodemailer/nodemailer/issues/1112', verifiedOn: '2024-07-17' };

export const yahooTexts = {
  'yahoo.permanently-deferred': {
    title: 'Sending address refused for good',
    cause: 'Yahoo takes nothing from this network address any more; trying again will not succeed.',
    remedy:
      'Stop what sends spam or unwanted mail from it, then send Yahoo a support request. Yahoo’s sender requirements: https://senders.yahooinc.com/best-practices/.',
    ...errors,
  },
  'yahoo.deferred': {
    title: 'Put off for volume or complaints',
    cause: 'Yahoo puts mail from this network address off: its users complained of it, or there is unusually much.',
    remedy:
      'Send less and let the queue try again later; look for spam in the outgoing queue. Yahoo’s sender requirements: https://senders.yahooinc.com/best-practices/.',
    ...errors,
  },
  'yahoo.from-domain-unresolvable': {
    title: 'Sender’s domain not found',
    cause: 'Yahoo cannot find the domain after the @ of MAIL FROM or From; it asks for its SOA record.',
    remedy: 'Check the spelling of the domain and its name servers; a subdomain needs records too (A or MX, and SOA).',
    ...errors,
  },
  'yahoo.spamhaus': {
    title: 'Sending address listed at Spamhaus',
    cause: 'Yahoo refuses the network address because Spamhaus lists it.',
    remedy: 'Look the address up at https://check.spamhaus.org, remove the reason, and have it taken off there.',
    ...errors,
  },
  'yahoo.unauthenticated': {
    title: 'Neither SPF nor DKIM passed',
    cause: 'Yahoo wants every sender to pass SPF or DKIM, and this mail passed neither.',
    remedy: 'Set up SPF for the MAIL FROM domain or DKIM signing; bulk mail needs both and DMARC.',
    ...errors,
  },
  'yahoo.content': {
    title: 'Content blocked',
    cause: 'Yahoo found something in the content that it does not take, such as malware, phishing or a link to them.',
    remedy: 'Look at the links and attachments, and for spam in the outgoing queue.',
    ...errors,
  },
  'yahoo.policy': {
    title: 'Refused by policy',
    cause:
      'Yahoo refused the message for good by its policy: authentication (DMARC, DKIM) and content are among its reasons.',
    remedy:
      'Check SPF, DKIM and DMARC of the domain in From first, then the content. Yahoo’s sender requirements: https://senders.yahooinc.com/best-practices/.',
    ...errors,
  },
  'yahoo.not-rfc-compliant': {
    title: 'Header section not valid',
    cause: 'The message breaks the RFCs: header fields are doubled or malformed, or MIME types wrong.',
    remedy: 'Correct the program that makes the message.',
    ...errors,
  },
  'yahoo.no-such-user': {
    title: 'No such mailbox',
    cause: 'Yahoo knows no such address.',
    remedy: 'Check the spelling of the address; take it off lists, it will never work.',
    ...errors,
  },
  'yahoo.busy': {
    title: 'Yahoo’s servers busy',
    cause: 'Yahoo’s servers were too busy at the moment.',
    remedy: 'Try again later; it passes within a short time.',
    ...errors,
  },
  'yahoo.login-refused': {
    title: 'Login refused',
    cause:
      'Yahoo refused the login, or there were too many refused ones; it does not take the password of the account over SMTP.',
    remedy:
      'Make an app password in the account’s security settings and use it as the password; or log in with OAuth. Wait before the next try.',
    ...logins,
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
