/** What services that send for any domain say, by their own lists. */
import { ofProvider } from './of-provider.ts';

export const amazonSesCauses = ofProvider('amazon-ses', [
  {
    id: 'amazon-ses.credentials-invalid',
    actor: 'you',
    ways: [{ codes: [535], words: ['authentication credentials invalid'] }],
  },
  {
    id: 'amazon-ses.not-subscribed',
    actor: 'mailbox-admin',
    ways: [{ codes: [535], words: ['not subscribed to ses'] }],
  },
  { id: 'amazon-ses.login-wanted', actor: 'you', ways: [{ codes: [530], words: ['authentication required'] }] },
  {
    id: 'amazon-ses.login-temporary',
    actor: 'provider',
    ways: [{ codes: [454], words: ['temporary authentication failure'] }],
  },
  { id: 'amazon-ses.daily-quota', actor: 'you', ways: [{ codes: [454], words: ['daily message quota exceeded'] }] },
  { id: 'amazon-ses.sending-rate', actor: 'you', ways: [{ codes: [454], words: ['maximum sending rate exceeded'] }] },
  {
    id: 'amazon-ses.identity-not-verified',
    actor: 'you',
    ways: [{ codes: [554], words: ['email address is not verified'] }],
  },
  {
    id: 'amazon-ses.not-permitted',
    actor: 'mailbox-admin',
    ways: [{ codes: [554], words: ['access denied', 'is not authorized to perform'] }],
  },
  {
    id: 'amazon-ses.too-many-connections',
    actor: 'you',
    ways: [{ codes: [421], words: ['too many concurrent smtp connections'] }],
  },
  { id: 'amazon-ses.idle', actor: 'you', ways: [{ codes: [451], words: ['timeout waiting for data from client'] }] },
  { id: 'amazon-ses.too-large', actor: 'you', ways: [{ codes: [552], words: ['message is too long'] }] },
]);

export const sendgridCauses = ofProvider('sendgrid', [
  {
    id: 'sendgrid.sender-not-verified',
    actor: 'you',
    ways: [
      { words: [['does not match a verified sender identity', 'not authorized to send from that email address']] },
    ],
  },
  {
    id: 'sendgrid.credits-used-up',
    actor: 'you',
    ways: [{ codes: [451], words: ['maximum credits exceeded'] }],
  },
]);
