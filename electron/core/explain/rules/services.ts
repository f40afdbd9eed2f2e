/** What services that send for any domain say, by their own lists. */
import type { Rule, Source } from '../types.ts';
import { rule } from './rule.ts';

const ses: Source = {
  url: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
  verifiedOn: '2026-11-22',
};
const sendgrid: Source = {
  url: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting',
  verifiedOn: '2026-11-22',
};

export const amazonSesRules = (): readonly Rule[] => [
  rule(
    'amazon-ses.credentials-invalid',
    { codes: [535], text: ['authentication credentials invalid'] },
    'SMTP credentials refused',
    'Amazon SES did not accept the credentials; its SMTP credentials are not the AWS access keys.',
    'you',
    'Make SMTP credentials in the SES console, SMTP settings, in the region of this endpoint, and use those.',
    ses,
  ),
  rule(
    'amazon-ses.not-subscribed',
    { codes: [535], text: ['not subscribed to ses'] },
    'Account not signed up for SES',
    'The AWS account that the credentials belong to is not signed up for Amazon SES.',
    'mailbox-admin',
    'Sign the account up for Amazon SES, or use credentials of one that is.',
    ses,
  ),
  rule(
    'amazon-ses.login-wanted',
    { codes: [530], text: ['authentication required'] },
    'Login wanted first',
    'The program did not log in, and SES takes mail only after a login.',
    'you',
    'Switch SMTP AUTH on in the program, with SMTP credentials from the SES console.',
    ses,
  ),
  rule(
    'amazon-ses.login-temporary',
    { codes: [454], text: ['temporary authentication failure'] },
    'Login not possible now',
    'SES could not check the credentials, for a reason of its own that should pass.',
    'provider',
    'Try again with growing pauses.',
    ses,
  ),
  rule(
    'amazon-ses.daily-quota',
    { codes: [454], text: ['daily message quota exceeded'] },
    'Daily quota used up',
    'The account has sent as many messages as it may in 24 hours.',
    'you',
    'Wait, or have the sending quota raised: SES console, Account dashboard, Request a limit increase.',
    ses,
  ),
  rule(
    'amazon-ses.sending-rate',
    { codes: [454], text: ['maximum sending rate exceeded'] },
    'Sent too fast',
    'The account sends more messages a second than it may.',
    'you',
    'Send more slowly and try the refused ones again with growing pauses.',
    ses,
  ),
  rule(
    'amazon-ses.identity-not-verified',
    { codes: [554], text: ['email address is not verified'] },
    'Address or domain not verified in this region',
    'The addresses that the reply names are not verified in the region of this endpoint; in the sandbox recipients have to be as well.',
    'you',
    'Verify the sender’s address or domain in the SES console of that region; to write to anybody, ask for production access (out of the sandbox).',
    ses,
  ),
  rule(
    'amazon-ses.not-permitted',
    { codes: [554], text: ['access denied', 'is not authorized to perform'] },
    'IAM policy does not allow it',
    'The policy of the IAM user behind the credentials does not allow sending with this identity.',
    'mailbox-admin',
    'Allow ses:SendRawEmail for the identity in the user’s IAM policy or the identity’s sending authorization policy.',
    ses,
  ),
  rule(
    'amazon-ses.too-many-connections',
    { codes: [421], text: ['too many concurrent smtp connections'] },
    'Too many connections at once',
    'There are too many connections to this endpoint.',
    'you',
    'Use fewer connections and try again.',
    ses,
  ),
  rule(
    'amazon-ses.idle',
    { codes: [451], text: ['timeout waiting for data from client'] },
    'Too slow',
    'Too much time passed between two commands, so SES closed the connection.',
    'you',
    'Send without long pauses; open a new connection after one.',
    ses,
  ),
  rule(
    'amazon-ses.too-large',
    { codes: [552], text: ['message is too long'] },
    'Message too large',
    'The message is larger than SES takes.',
    'you',
    'Send a smaller message, or put the file elsewhere and send a link.',
    ses,
  ),
];

export const sendgridRules = (): readonly Rule[] => [
  rule(
    'sendgrid.sender-not-verified',
    { text: [['does not match a verified sender identity', 'not authorized to send from that email address']] },
    'Sender not verified',
    'The address in From belongs to no verified sender identity of the account.',
    'you',
    'Settings, Sender Authentication: verify this very address or its domain; or use a verified one in From.',
    sendgrid,
  ),
  rule(
    'sendgrid.credits-used-up',
    { codes: [451], text: ['maximum credits exceeded'] },
    'Sending limit reached',
    'The account’s credits are used up; the password is not the reason, though the reply says authentication.',
    'mailbox-admin',
    'Wait for the next period, raise the plan, or ask SendGrid’s support to remove the limit.',
    sendgrid,
  ),
];
