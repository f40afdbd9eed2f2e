/** What Google's servers say, by Google's own list of errors. Its codes are often not the registry's: 5.7.30 is DKIM here. */
import { byToken, ofProvider } from './of-provider.ts';

/** The login, the relay for organisations, and what may be sent there. */
const submission = ofProvider('google', [
  {
    id: 'google.app-password-required',
    actor: 'you',
    ways: [
      { words: ['application-specific password'] },
      { codes: [534, 535], says: ['app-password', ['required', 'please']] },
      { codes: [534], enhanced: ['5.7.9'], sure: 'likely' },
    ],
  },
  {
    id: 'google.token-refused',
    actor: 'you',
    ways: [
      { codes: [535], says: ['credentials'], when: byToken },
      { codes: [535], enhanced: ['5.7.8'], when: byToken, sure: 'likely' },
    ],
  },
  {
    id: 'google.bad-credentials',
    actor: 'you',
    asks: ['password'],
    ways: [
      { codes: [535], says: ['credentials', ['refused', 'failed', 'invalid', 'unknown']] },
      { codes: [535], enhanced: ['5.7.8'], sure: 'likely' },
    ],
  },
  { id: 'google.log-in-by-browser', actor: 'you', ways: [{ says: ['browser-login'], weight: 20 }] },
  { id: 'google.too-many-logins', actor: 'you', ways: [{ codes: [454, 421], says: ['too-many-logins'] }] },
  {
    id: 'google.login-temporary',
    actor: 'provider',
    ways: [{ codes: [454], says: ['login', ['temporary', 'temporary-error']], not: ['too-many-logins'] }],
  },
  { id: 'google.login-wanted', actor: 'you', asks: ['login'], ways: [{ codes: [530], says: ['login', 'required'] }] },
  { id: 'google.starttls-first', actor: 'you', asks: ['tls'], ways: [{ codes: [530], says: ['starttls'] }] },
  {
    id: 'google.mechanism-unknown',
    actor: 'you',
    ways: [
      {
        codes: [504],
        says: [
          ['mechanism', 'token'],
          ['unknown', 'not-supported', 'temporary', 'missing'],
        ],
      },
      { codes: [504] },
    ],
  },
  { id: 'google.response-not-decoded', actor: 'you', ways: [{ codes: [501], says: ['base64'] }] },
  {
    id: 'google.relay-suspended',
    actor: 'you',
    ways: [{ codes: [550], words: [['relay denied', 'sending denied'], 'suspended'], weight: 10 }],
  },
  {
    id: 'google.relay-denied',
    actor: 'mailbox-admin',
    ways: [
      { codes: [550], says: ['relay', 'refused'], weight: 6 },
      { codes: [550], enhanced: ['5.7.0'], words: ['sending denied'], sure: 'likely' },
    ],
  },
  { id: 'google.relay-credentials', actor: 'mailbox-admin', ways: [{ codes: [550], says: ['relay', 'credentials'] }] },
  {
    id: 'google.relay-hello-name',
    actor: 'you',
    ways: [
      {
        codes: [421],
        enhanced: ['4.7.0'],
        words: ['try again later, closing connection'],
        when: ({ target, phase, reply }) =>
          target.host?.toLowerCase() === 'smtp-relay.gmail.com' || phase === 'ehlo' || reply.words.includes('(ehlo)'),
        sure: 'likely',
      },
    ],
    alternatives: ['reputation.held-off', 'google.temporary-problem'],
  },
  {
    id: 'google.relay-daily-limit',
    actor: 'you',
    ways: [{ codes: [550], words: ['relay'], says: ['sending-limit', 'used-up'] }],
  },
  {
    id: 'google.relay-peak',
    actor: 'you',
    ways: [{ codes: [450], words: ['relay'], says: ['sending-limit', 'used-up'] }],
  },
  {
    id: 'google.daily-limit',
    actor: 'you',
    ways: [{ codes: [550], enhanced: ['5.4.5'], says: ['sending-limit', 'used-up'] }],
  },
  {
    id: 'google.ehlo-invalid',
    actor: 'you',
    ways: [{ codes: [501], says: ['hello-argument'] }],
  },
]);

/** The address, the domain and what DNS says of them. */
const senders = ofProvider('google', [
  {
    id: 'google.no-ptr',
    actor: 'dns-owner',
    ways: [
      { codes: [421, 451, 550], enhanced: ['x.7.23', 'x.7.25'] },
      { codes: [421, 550], says: ['reverse-name'], not: ['network-address'] },
      { codes: [421, 550], words: ['ptr record'] },
    ],
  },
  {
    id: 'google.ipv6-guidelines',
    actor: 'dns-owner',
    ways: [{ codes: [550, 421], words: ['ipv6', 'guidelines'], weight: 20 }],
  },
  { id: 'google.spf-record-suspicious', actor: 'dns-owner', ways: [{ codes: [451, 421, 550], enhanced: ['x.7.24'] }] },
  {
    id: 'google.dmarc-reject',
    actor: 'dns-owner',
    // Where DNS did not answer, nothing was judged.
    ways: [{ codes: [421, 550], says: ['dmarc'], words: ['dmarc policy'], not: ['policy-outage', 'missing'] }],
  },
  { id: 'google.spf-hard-fail', actor: 'dns-owner', ways: [{ codes: [550], says: ['spf'], words: ['hard fail'] }] },
  {
    id: 'google.unauthenticated',
    actor: 'dns-owner',
    ways: [
      { codes: [421, 550], enhanced: ['x.7.26'], says: [['without-proof', 'either-proof']] },
      { codes: [421, 550], enhanced: ['x.7.26'], sure: 'likely' },
    ],
    alternatives: ['google.dmarc-reject', 'google.spf-hard-fail'],
  },
  { id: 'google.spf-failed', actor: 'dns-owner', ways: [{ codes: [421, 550], enhanced: ['x.7.27'], weight: 20 }] },
  {
    id: 'google.unusual-rate',
    actor: 'you',
    ways: [
      { codes: [421, 550], enhanced: ['x.7.28'], weight: 20 },
      { codes: [421, 550], words: [['unusual rate', 'unusual amount']] },
    ],
  },
  { id: 'google.tls-wanted', actor: 'you', ways: [{ codes: [421, 550], enhanced: ['x.7.29'], weight: 20 }] },
  {
    id: 'google.tls-wanted-by-recipient',
    actor: 'you',
    ways: [{ codes: [421], says: ['tls', 'required'], not: ['tls-module'] }],
  },
  { id: 'google.dkim-failed', actor: 'dns-owner', ways: [{ codes: [421, 550], enhanced: ['x.7.30'], weight: 20 }] },
  {
    id: 'google.from-not-aligned',
    actor: 'dns-owner',
    ways: [{ codes: [421, 550], enhanced: ['x.7.32'], weight: 20 }],
  },
  {
    id: 'google.dmarc-missing',
    actor: 'dns-owner',
    ways: [
      { codes: [421, 550], enhanced: ['x.7.40'], says: ['dmarc'], weight: 10 },
      { codes: [421, 550], enhanced: ['x.7.40'] },
    ],
  },
  {
    id: 'google.reputation-address',
    actor: 'you',
    ways: [{ codes: [421, 550], says: ['reputation-word', 'sending-address'], not: ['from-domain'] }],
  },
  {
    id: 'google.reputation-domain',
    actor: 'you',
    ways: [{ codes: [421, 550], says: ['reputation-word', 'from-domain'] }],
  },
  {
    id: 'google.address-not-authorized',
    actor: 'you',
    ways: [{ codes: [550], words: ['not authorized to send', 'directly'] }],
  },
  {
    id: 'google.not-on-allow-list',
    actor: 'mailbox-admin',
    ways: [
      { codes: [421, 550], says: ['not-on-allow-list'] },
      { codes: [421], words: [['not in whitelist', 'not in allowlist']] },
    ],
  },
]);

/** The recipient and the message. */
const delivery = ofProvider('google', [
  {
    id: 'google.recipient-too-fast',
    actor: 'you',
    ways: [
      { enhanced: ['x.2.1'], words: [['too quickly', 'at a rate']] },
      { enhanced: ['x.2.1'], says: [['too-fast', 'recipients-own-rate']], not: ['mailbox-disabled'] },
    ],
  },
  {
    id: 'google.mailbox-full',
    actor: 'mailbox-admin',
    ways: [
      { codes: [452, 552, 550], enhanced: ['x.2.2'] },
      { codes: [452, 552], says: ['mailbox-full'] },
    ],
  },
  { id: 'google.no-such-user', actor: 'you', ways: [{ codes: [550], enhanced: ['5.1.1'] }] },
  {
    id: 'google.inactive',
    actor: 'mailbox-admin',
    ways: [{ codes: [550], enhanced: ['5.2.1'], says: [['disabled', 'mailbox-disabled']] }],
  },
  {
    id: 'google.suspicious-content',
    actor: 'you',
    ways: [{ codes: [421, 550], words: ['nature of the content'], weight: 10 }],
  },
  {
    id: 'google.likely-spam',
    actor: 'you',
    ways: [{ codes: [550], words: [['likely unsolicited mail', 'likely unsolicited email', 'spam classification']] }],
  },
  {
    id: 'google.not-rfc-5322',
    actor: 'you',
    ways: [
      { codes: [550], says: [['malformed', 'header-missing', 'header-duplicate']] },
      { codes: [550], words: ['rfc 5322'] },
      { codes: [550], words: ['encoded-word syntax'] },
      { codes: [554], enhanced: ['5.6.0'] },
    ],
  },
  { id: 'google.blocked-content', actor: 'you', ways: [{ codes: [552], enhanced: ['5.7.0'] }] },
  {
    id: 'google.header-too-large',
    actor: 'you',
    ways: [{ codes: [552], enhanced: ['5.3.4'], words: ['header'], weight: 10 }],
  },
  {
    id: 'google.too-large',
    actor: 'you',
    ways: [{ codes: [552], enhanced: ['5.3.4', '5.2.3'], words: [['message size', 'size of your message']] }],
  },
  {
    id: 'google.policy-of-organisation',
    actor: 'server-admin',
    ways: [{ codes: [550], words: ['policy that prohibit'] }],
  },
  {
    id: 'google.mail-loop',
    actor: 'server-admin',
    ways: [
      { codes: [554, 550], says: ['loop'] },
      { codes: [554], enhanced: ['5.4.6'] },
    ],
  },
  {
    id: 'google.temporary-problem',
    actor: 'provider',
    ways: [{ codes: [421, 451], says: [['temporary-error', 'busy', 'internal', 'some-error']] }],
  },
]);

export const googleCauses = [...submission, ...senders, ...delivery];

/** What a rule of one of Google's customers said: Google itself did not refuse it. */
export const googleCustomerCauses = ofProvider('google-customer', [
  { id: 'google-customer.own-rule', actor: 'server-admin', ways: [{ words: ['gcdp'] }] },
]);
