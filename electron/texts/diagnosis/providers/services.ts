/** Diagnoses of what services that send for any domain say, in words, by their own lists. */
import type { DiagnosisText } from '../types.ts';

export const serviceTexts = {
  'amazon-ses.credentials-invalid': {
    title: 'SMTP credentials refused',
    cause: 'Amazon SES did not accept the credentials; its SMTP credentials are not the AWS access keys.',
    remedy: 'Make SMTP credentials in the SES console, SMTP settings, in the region of this endpoint, and use those.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.not-subscribed': {
    title: 'Account not signed up for SES',
    cause: 'The AWS account that the credentials belong to is not signed up for Amazon SES.',
    remedy: 'Sign the account up for Amazon SES, or use credentials of one that is.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.login-wanted': {
    title: 'Login wanted first',
    cause: 'The program did not log in, and SES takes mail only after a login.',
    remedy: 'Switch SMTP AUTH on in the program, with SMTP credentials from the SES console.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.login-temporary': {
    title: 'Login not possible now',
    cause: 'SES could not check the credentials, for a reason of its own that should pass.',
    remedy: 'Try again with growing pauses.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.daily-quota': {
    title: 'Daily quota used up',
    cause: 'The account has sent as many messages as it may in 24 hours.',
    remedy: 'Wait, or have the sending quota raised: SES console, Account dashboard, Request a limit increase.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.sending-rate': {
    title: 'Sent too fast',
    cause: 'The account sends more messages a second than it may.',
    remedy: 'Send more slowly and try the refused ones again with growing pauses.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.identity-not-verified': {
    title: 'Address or domain not verified in this region',
    cause:
      'The addresses that the reply names are not verified in the region of this endpoint; in the sandbox recipients have to be as well.',
    remedy:
      'Verify the sender’s address or domain in the SES console of that region; to write to anybody, ask for production access (out of the sandbox).',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.not-permitted': {
    title: 'IAM policy does not allow it',
    cause: 'The policy of the IAM user behind the credentials does not allow sending with this identity.',
    remedy:
      'Allow ses:SendRawEmail for the identity in the user’s IAM policy or the identity’s sending authorization policy.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.too-many-connections': {
    title: 'Too many connections at once',
    cause: 'There are too many connections to this endpoint.',
    remedy: 'Use fewer connections and try again.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.idle': {
    title: 'Too slow',
    cause: 'Too much time passed between two commands, so SES closed the connection.',
    remedy: 'Send without long pauses; open a new connection after one.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'amazon-ses.too-large': {
    title: 'Message too large',
    cause: 'The message is larger than SES takes.',
    remedy: 'Send a smaller message, or put the file elsewhere and send a link.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html',
    verifiedOn: '2026-11-22',
  },
  'sendgrid.sender-not-verified': {
    title: 'Sender not verified',
    cause: 'The address in From belongs to no verified sender identity of the account.',
    remedy: 'Settings, Sender Authentication: verify this very address or its domain; or use a verified one in From.',
    source: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting',
    verifiedOn: '2026-11-22',
  },
  'sendgrid.credits-used-up': {
    title: 'Sending limit reached',
    cause: 'The account’s credits are used up; the password is not the reason, though the reply says authentication.',
    remedy: 'Wait for the next period, raise the plan, or ask SendGrid’s support to remove the limit.',
    source: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting',
    verifiedOn: '2026-11-22',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
