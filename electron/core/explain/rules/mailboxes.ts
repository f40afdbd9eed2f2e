/** What other providers of mailboxes say, by their own pages and by replies of theirs that were published. */
import type { Rule, Source } from '../types.ts';
import { rule } from './rule.ts';

const yahoo: Source = { url: 'https://senders.yahooinc.com/smtp-error-codes/', verifiedOn: '2026-02-15' };
const yahooLogin: Source = { url: 'https://github.com/nodemailer/nodemailer/issues/1112', verifiedOn: '2024-07-17' };
const apple: Source = { url: 'https://support.apple.com/en-us/102322', verifiedOn: '2025-02-25' };

const YAHOO_SENDERS = 'Yahoo’s sender requirements: https://senders.yahooinc.com/best-practices/.';
const YAHOO_APP_PASSWORD =
  'Make an app password in the account’s security settings and use it as the password; or log in with OAuth. Wait before the next try.';

export const yahooRules = (): readonly Rule[] => [
  rule(
    'yahoo.permanently-deferred',
    { codes: [553, 554], text: ['permanently deferred'] },
    'Sending address refused for good',
    'Yahoo takes nothing from this network address any more; trying again will not succeed.',
    'you',
    `Stop what sends spam or unwanted mail from it, then send Yahoo a support request. ${YAHOO_SENDERS}`,
    yahoo,
  ),
  rule(
    'yahoo.deferred',
    {
      codes: [421, 451],
      text: [['[ts', 'user complaints', 'unexpected volume']],
    },
    'Put off for volume or complaints',
    'Yahoo puts mail from this network address off: its users complained of it, or there is unusually much.',
    'you',
    `Send less and let the queue try again later; look for spam in the outgoing queue. ${YAHOO_SENDERS}`,
    yahoo,
  ),
  rule(
    'yahoo.from-domain-unresolvable',
    { codes: [451, 554], text: ['unresolvable'] },
    'Sender’s domain not found',
    'Yahoo cannot find the domain behind the @ of MAIL FROM or From; it asks for its SOA record.',
    'dns-owner',
    'Check the spelling of the domain and its name servers; a subdomain needs records too (A or MX, and SOA).',
    yahoo,
  ),
  rule(
    'yahoo.spamhaus',
    { codes: [553, 554], text: ['spamhaus'] },
    'Sending address listed at Spamhaus',
    'Yahoo refuses the network address because Spamhaus lists it.',
    'you',
    'Look the address up at https://check.spamhaus.org, remove the reason, and have it taken off there.',
    yahoo,
  ),
  rule(
    'yahoo.unauthenticated',
    { codes: [550, 554], text: ['unauthenticated'] },
    'Neither SPF nor DKIM passed',
    'Yahoo wants every sender to pass SPF or DKIM, and this mail passed neither.',
    'dns-owner',
    'Set up SPF for the MAIL FROM domain or DKIM signing; bulk mail needs both and DMARC.',
    yahoo,
  ),
  rule(
    'yahoo.content',
    { codes: [554], text: ['[ph'] },
    'Content blocked',
    'Yahoo found something in the content that it does not take, such as malware, phishing or a link to them.',
    'you',
    'Look at the links and attachments, and for spam in the outgoing queue.',
    yahoo,
  ),
  rule(
    'yahoo.policy',
    { codes: [554], text: ['not accepted for policy reasons'] },
    'Refused by policy',
    'Yahoo refused the message for good by its policy: authentication (DMARC, DKIM) and content are among its reasons.',
    'you',
    `Check SPF, DKIM and DMARC of the domain in From first, then the content. ${YAHOO_SENDERS}`,
    yahoo,
  ),
  rule(
    'yahoo.not-rfc-compliant',
    { codes: [554], text: ['not rfc compliant'] },
    'Header section not valid',
    'The message breaks the RFCs: header fields are doubled or malformed, or MIME types wrong.',
    'you',
    'Correct the program that makes the message.',
    yahoo,
  ),
  rule(
    'yahoo.no-such-user',
    { codes: [552, 554], text: [["this user doesn't have a", 'mailbox not found']] },
    'No such mailbox',
    'Yahoo knows no such address.',
    'you',
    'Check the spelling of the address; take it off lists, it will never work.',
    yahoo,
  ),
  rule(
    'yahoo.busy',
    { codes: [451], text: ['resources temporarily unavailable'] },
    'Yahoo’s servers busy',
    'Yahoo’s servers were too busy at the moment.',
    'provider',
    'Try again later; it passes within a short time.',
    yahoo,
  ),
  rule(
    'yahoo.login-refused',
    { codes: [535], text: [['(#auth005)', '(#mbr1212)']] },
    'Login refused',
    'Yahoo refused the login, or there were too many refused ones; it does not take the password of the account over SMTP.',
    'you',
    YAHOO_APP_PASSWORD,
    yahooLogin,
  ),
];

export const appleRules = (): readonly Rule[] => [
  rule(
    'apple.unauthenticated',
    { codes: [550, 554], text: ['failing both spf and dkim'] },
    'Neither SPF nor DKIM passed',
    'Apple checks SPF and DKIM of mail to iCloud, and this mail passed neither.',
    'dns-owner',
    'Set up SPF for the MAIL FROM domain and DKIM signing.',
    apple,
  ),
  rule(
    'apple.dmarc-reject',
    { codes: [550, 554], text: ['dmarc policy'] },
    'Refused by the DMARC policy of the sender’s domain',
    'The domain in From asks by DMARC to refuse mail that passes neither SPF nor DKIM for it; iCloud Mail honours that.',
    'dns-owner',
    'Sign with DKIM for the domain in From, or send through a server in its SPF record with the same domain in MAIL FROM.',
    apple,
  ),
];
