/** What other providers of mailboxes say, by their own pages and by replies of theirs that were published. */
import type { Rule, Source } from '../types.ts';
import { rule } from './rule.ts';

const yahoo: Source = { url: 'https://senders.yahooinc.com/smtp-error-codes/', verifiedOn: '2026-02-15' };
const yahooLogin: Source = { url: 'https://github.com/nodemailer/nodemailer/issues/1112', verifiedOn: '2024-07-17' };
const apple: Source = { url: 'https://support.apple.com/en-us/102322', verifiedOn: '2025-02-25' };
const zoho: Source = { url: 'https://www.zoho.com/zeptomail/help/api/smtp-error-codes.html', verifiedOn: '2026-11-22' };
const mailRu: Source = { url: 'https://help.mail.ru/mail/security/protection/external', verifiedOn: '2024-08-16' };
const qq: Source = {
  url: 'https://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256',
  verifiedOn: '2023-07-17',
};

const godaddy: Source = {
  url: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
  verifiedOn: '2026-11-22',
};

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

export const zohoRules = (): readonly Rule[] => [
  rule(
    'zoho.sender-not-allowed',
    { codes: [552, 553], text: ['relaying disallowed as'] },
    'Sender does not belong to the login',
    'Zoho does not let this login send with the address that the reply names.',
    'you',
    'Use the account’s own address or one of its aliases in From and MAIL FROM; with ZeptoMail, an address of a verified domain.',
    zoho,
  ),
];

export const mailRuRules = (): readonly Rule[] => [
  rule(
    'mail-ru.app-password-required',
    { codes: [535], text: [['parol prilozheniya', 'application password is required']] },
    'App password required',
    'Mail.ru does not take the password of the account for this login: it wants a password made for external programs.',
    'you',
    'In the Mail.ru account, Security, Passwords for external applications: make one and use it as the password.',
    mailRu,
  ),
];

export const qqRules = (): readonly Rule[] => [
  rule(
    'qq.authorization-code-required',
    { codes: [535], text: ['authorization code'] },
    'Authorization code required',
    'QQ Mail does not take the password of the account for this login: it wants an authorization code.',
    'you',
    'In QQ Mail’s settings, Account: switch SMTP on, make an authorization code and use it as the password.',
    qq,
  ),
];

/** By the code that GoDaddy puts behind its words. */
export const godaddyRules = (): readonly Rule[] => [
  rule(
    'godaddy.login-at-inbound-server',
    { codes: [535], text: ['ib401'] },
    'Login at the server for incoming mail',
    'The program logs in at the server that takes mail from others, where nobody can log in.',
    'you',
    'Set smtpout.secureserver.net as the outgoing server.',
    godaddy,
  ),
  rule(
    'godaddy.from-invalid',
    { codes: [550], text: [['ib501', 'ib502']] },
    'No valid sender',
    'The sender’s address is missing, or is a network address.',
    'you',
    'Give a valid mail address as the sender.',
    godaddy,
  ),
  rule(
    'godaddy.from-domain-invalid',
    { codes: [550], text: ['ib506'] },
    'Sender’s domain not found',
    'The sender’s domain has neither MX nor address records, or they could not be looked up.',
    'dns-owner',
    'Check the spelling of the domain, then its MX and address records.',
    godaddy,
  ),
  rule(
    'godaddy.spf-failed',
    { codes: [550], text: ['ib508'] },
    'SPF failed',
    'The SPF record of the sender’s domain does not list the server that the mail came from.',
    'dns-owner',
    'Add the sending server to the SPF record of the sender’s domain.',
    godaddy,
  ),
  rule(
    'godaddy.no-ptr',
    { codes: [421], text: ['ib108'] },
    'Reverse DNS missing',
    'The sending address has no reverse DNS, or it could not be looked up.',
    'dns-owner',
    'Have whoever owns the address set a PTR record.',
    godaddy,
  ),
  rule(
    'godaddy.spam-content',
    { codes: [552], text: ['ib212'] },
    'Content taken for spam',
    'A link, attachment or pattern in the message was caught as spam.',
    'you',
    'Look at the links and attachments; send a plain message to compare.',
    godaddy,
  ),
  rule(
    'godaddy.too-many-recipients',
    { codes: [452], text: ['ib605'] },
    'Too many recipients',
    'The message has more recipients than GoDaddy takes at once.',
    'you',
    'Send to the others in another transaction.',
    godaddy,
  ),
  rule(
    'godaddy.too-many-sessions',
    { codes: [421], text: ['ib007'] },
    'Too many connections at once',
    'The sending address has too many sessions open.',
    'you',
    'Use fewer connections at once, and try again.',
    godaddy,
  ),
  rule(
    'godaddy.address-blocked',
    { codes: [554], text: [['ib110', 'ib111', 'ib112', 'ib113']] },
    'Sending address blocked for a while',
    'The sending address sent too much that was taken for spam (IB110, IB111) or to too many unknown recipients (IB112, IB113); the block lasts an hour or a day.',
    'you',
    'Stop what sends it, then wait; clean the list of recipients.',
    godaddy,
  ),
  rule(
    'godaddy.sending-limit',
    { codes: [550], text: [['ib504', 'ib510', 'ib607']] },
    'Sending limit reached',
    'The sending address has reached the messages or recipients of an hour (IB504, IB607) or of one session (IB510).',
    'you',
    'Wait an hour or open a new session, and send less.',
    godaddy,
  ),
  rule(
    'godaddy.block-list',
    { codes: [554], text: [['ib103', 'ib104', 'ib105', 'ib106']] },
    'Sending address on a block list',
    'A block list that GoDaddy uses has the sending address: Cloudmark (IB103), or Spamhaus (SBL IB104, XBL IB105, PBL IB106).',
    'you',
    'Look the address up there (https://check.spamhaus.org, https://csi.cloudmark.com), remove the reason, and have it taken off.',
    godaddy,
  ),
];
