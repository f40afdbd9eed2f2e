/** What Google's servers say, by Google's own list of errors. Its codes are often not the registry's: 5.7.30 is DKIM here. */
import { byToken, ofProvider } from './of-provider.ts';

export const googleCauses = ofProvider('google', [
  { id: 'google.app-password-required', actor: 'you', ways: [{ words: ['application-specific password required'] }] },
  {
    id: 'google.token-refused',
    actor: 'you',
    ways: [{ codes: [535], words: ['username and password not accepted'], when: byToken }],
  },
  {
    id: 'google.bad-credentials',
    actor: 'you',
    ways: [{ codes: [535], words: ['username and password not accepted'] }],
  },
  {
    id: 'google.log-in-by-browser',
    actor: 'mailbox-admin',
    ways: [
      { words: [['log in through your web browser', 'log in with your web browser', 'log in via your web browser']] },
    ],
  },
  { id: 'google.too-many-logins', actor: 'you', ways: [{ codes: [454], words: ['too many login attempts'] }] },
  { id: 'google.login-temporary', actor: 'provider', ways: [{ codes: [454], words: ['cannot authenticate due to'] }] },
  {
    id: 'google.login-wanted',
    actor: 'you',
    asks: ['login'],
    ways: [{ codes: [530], words: ['authentication required'] }],
  },
  {
    id: 'google.starttls-first',
    actor: 'you',
    asks: ['tls'],
    ways: [{ codes: [530], words: ['must issue a starttls command first'] }],
  },
  {
    id: 'google.mechanism-unknown',
    actor: 'you',
    ways: [{ codes: [504], words: [['unrecognized authentication type', 'xoauth is no longer supported']] }],
  },
  { id: 'google.response-not-decoded', actor: 'you', ways: [{ codes: [501], words: ['cannot decode response'] }] },
  {
    id: 'google.relay-suspended',
    actor: 'mailbox-admin',
    ways: [{ codes: [550], words: [['mail relay denied', 'email relay denied'], 'suspended due to abuse'] }],
  },
  {
    id: 'google.relay-denied',
    actor: 'mailbox-admin',
    ways: [{ codes: [550], words: [['mail relay denied', 'email relay denied']] }],
  },
  {
    id: 'google.relay-credentials',
    actor: 'mailbox-admin',
    ways: [{ codes: [550], words: ['invalid credentials for relay'] }],
  },
  {
    id: 'google.relay-daily-limit',
    actor: 'you',
    ways: [{ codes: [550], words: [['daily smtp relay limit exceeded', 'daily smtp relay sending limit exceeded']] }],
  },
  { id: 'google.relay-peak', actor: 'you', ways: [{ codes: [450], words: ['peak smtp relay limit exceeded'] }] },
  {
    id: 'google.daily-limit',
    actor: 'you',
    ways: [
      {
        codes: [550],
        enhanced: ['5.4.5'],
        words: [
          ['daily user sending limit exceeded', 'daily user sending quota exceeded', 'daily sending quota exceeded'],
        ],
      },
    ],
  },
  {
    id: 'google.recipient-too-fast',
    actor: 'you',
    ways: [
      { enhanced: ['x.2.1'], words: [['mail too quickly', 'mail at a rate', 'email too quickly', 'email at a rate']] },
    ],
  },
  {
    id: 'google.mailbox-full',
    actor: 'mailbox-admin',
    ways: [{ enhanced: ['x.2.2'], words: [['out of storage space', 'over quota']] }],
  },
  { id: 'google.no-such-user', actor: 'you', ways: [{ codes: [550], enhanced: ['5.1.1'], words: ['does not exist'] }] },
  {
    id: 'google.inactive',
    actor: 'mailbox-admin',
    ways: [{ codes: [550], enhanced: ['5.2.1'], words: [['is inactive', 'is disabled']] }],
  },
  {
    id: 'google.no-ptr',
    actor: 'dns-owner',
    ways: [
      { codes: [421, 451, 550], enhanced: ['x.7.23', 'x.7.25'] },
      { codes: [421, 550], words: ['ptr record'] },
    ],
  },
  {
    id: 'google.ipv6-guidelines',
    actor: 'dns-owner',
    ways: [{ codes: [550, 421], words: ['ipv6', 'sending guidelines'] }],
  },
  { id: 'google.spf-record-suspicious', actor: 'dns-owner', ways: [{ codes: [451, 550], enhanced: ['x.7.24'] }] },
  {
    id: 'google.dmarc-reject',
    actor: 'dns-owner',
    ways: [{ codes: [451, 550], words: ['unauthenticated', "domain's dmarc policy"] }],
  },
  { id: 'google.spf-hard-fail', actor: 'dns-owner', ways: [{ codes: [550], words: ['spf', 'hard fail'] }] },
  { id: 'google.unauthenticated', actor: 'dns-owner', ways: [{ codes: [421, 550], enhanced: ['x.7.26'] }] },
  { id: 'google.spf-failed', actor: 'dns-owner', ways: [{ codes: [421, 550], enhanced: ['x.7.27'] }] },
  {
    id: 'google.unusual-rate',
    actor: 'you',
    ways: [
      { codes: [421, 550], enhanced: ['x.7.28'] },
      { codes: [421, 550], words: [['unusual rate', 'unusual amount']] },
    ],
  },
  { id: 'google.tls-wanted', actor: 'you', ways: [{ codes: [421, 550], enhanced: ['x.7.29'] }] },
  {
    id: 'google.tls-wanted-by-recipient',
    actor: 'you',
    ways: [{ codes: [421], words: ['tls required for rcpt domain'] }],
  },
  { id: 'google.dkim-failed', actor: 'dns-owner', ways: [{ codes: [421, 550], enhanced: ['x.7.30'] }] },
  { id: 'google.from-not-aligned', actor: 'dns-owner', ways: [{ codes: [421, 550], enhanced: ['x.7.32'] }] },
  { id: 'google.dmarc-missing', actor: 'dns-owner', ways: [{ codes: [421, 550], enhanced: ['x.7.40'] }] },
  {
    id: 'google.reputation-address',
    actor: 'you',
    ways: [{ codes: [421, 550], words: ['very low reputation of the sending ip'] }],
  },
  {
    id: 'google.reputation-domain',
    actor: 'you',
    ways: [{ codes: [421, 550], words: ['very low reputation of the sending domain'] }],
  },
  { id: 'google.suspicious-content', actor: 'you', ways: [{ codes: [421, 550], words: ['nature of the content'] }] },
  {
    id: 'google.likely-spam',
    actor: 'you',
    ways: [{ codes: [550], words: [['likely unsolicited mail', 'likely unsolicited email']] }],
  },
  {
    id: 'google.address-not-authorized',
    actor: 'you',
    ways: [{ codes: [550], words: ['not authorized to send', 'directly to our servers'] }],
  },
  {
    id: 'google.not-rfc-5322',
    actor: 'you',
    ways: [
      {
        codes: [550],
        words: [
          [
            'not rfc 5322 compliant',
            'messages missing a valid',
            'messages with multiple addresses',
            'multiple addresses in from',
          ],
        ],
      },
    ],
  },
  { id: 'google.blocked-content', actor: 'you', ways: [{ codes: [552], enhanced: ['5.7.0'] }] },
  { id: 'google.header-too-large', actor: 'you', ways: [{ codes: [552], enhanced: ['5.3.4'], words: ['header'] }] },
  {
    id: 'google.too-large',
    actor: 'you',
    ways: [
      {
        codes: [552],
        enhanced: ['5.3.4', '5.2.3'],
        words: [["exceeded google's message size limit", "exceeds google's message size limit"]],
      },
    ],
  },
  {
    id: 'google.policy-of-organisation',
    actor: 'mailbox-admin',
    ways: [{ codes: [550], words: ['policy that prohibit'] }],
  },
  { id: 'google.mail-loop', actor: 'server-admin', ways: [{ codes: [554], words: ['exceeded 50 hops'] }] },
  {
    id: 'google.not-on-allow-list',
    actor: 'mailbox-admin',
    ways: [{ codes: [421], words: ['ip not in whitelist for rcpt domain'] }],
  },
  {
    id: 'google.temporary-problem',
    actor: 'provider',
    ways: [{ codes: [421, 451], words: [['temporary system problem', 'server busy, try again later']] }],
  },
  { id: 'google.ehlo-invalid', actor: 'you', ways: [{ codes: [501], words: ['helo/ehlo argument'] }] },
]);
export const googleCustomerCauses = ofProvider('google-customer', [
  { id: 'google-customer.own-rule', actor: 'mailbox-admin', ways: [{ words: ['gcdp'] }] },
]);
