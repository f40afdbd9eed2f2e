/**
 * What Microsoft 365 and Outlook.com say, by Microsoft's lists of errors. Codes with details from 100 on are its own, and 5.7.30 and 5.7.3
 * mean something else here than in the registry.
 */
import type { Actor } from '../../../../texts/actors.ts';
import type { Evidence } from '../../evidence.ts';
import type { Way } from '../../types.ts';
import { byToken, ofProvider } from './of-provider.ts';

/** Exchange of somebody's own writes the same words as Microsoft 365. */
const offline = ({ reply }: Evidence): boolean => !/outlook\.com|exchangelabs\.com|office365\.com/i.test(reply.words);

/** At Outlook.com there is nobody who could switch them on again. */
const whoAllowsPasswords = ({ target }: Evidence): Actor =>
  target.host?.toLowerCase() === 'smtp-mail.outlook.com' ? 'you' : 'mailbox-admin';

/** "Access denied" stands after each of these; by the code alone they are known too. */
const denied = (enhanced: string): readonly Way[] => [
  { enhanced: [enhanced], words: ['access denied'] },
  { enhanced: [enhanced] },
];

/** The login, and what the mailbox that logged in may send. */
const submission = ofProvider('microsoft', [
  {
    id: 'microsoft.smtp-auth-disabled-tenant',
    actor: 'mailbox-admin',
    ways: [
      { words: ['smtpclientauthentication is disabled for the tenant'] },
      { words: ['smtpclientauthentication', 'tenant'], says: ['disabled'] },
    ],
  },
  {
    id: 'microsoft.smtp-auth-disabled',
    actor: 'mailbox-admin',
    ways: [{ words: ['smtpclientauthentication'], says: ['disabled'] }, { words: ['smtp_auth_disabled'] }],
  },
  {
    id: 'microsoft.basic-auth-disabled',
    actor: whoAllowsPasswords,
    ways: [{ words: ['basic auth'], says: ['disabled'] }],
    alternatives: ['microsoft.smtp-auth-disabled'],
  },
  { id: 'microsoft.security-defaults', actor: 'mailbox-admin', ways: [{ words: ['security defaults'] }] },
  {
    id: 'microsoft.token-refused',
    actor: 'you',
    ways: [{ codes: [535], enhanced: ['5.7.3', '5.7.139'], says: ['credentials'], when: byToken }],
  },
  {
    id: 'microsoft.sign-in-conditions',
    actor: 'mailbox-admin',
    ways: [
      { codes: [535], words: ['did not meet the criteria'], sure: 'likely' },
      { codes: [535], words: ['conditional access'] },
      // Of all that refuses a login with this code, most is a rule of the organisation.
      { codes: [535], enhanced: ['5.7.139'], sure: 'likely' },
    ],
    alternatives: ['microsoft.smtp-auth-disabled', 'microsoft.basic-auth-disabled', 'microsoft.security-defaults'],
  },
  {
    id: 'microsoft.credentials-incorrect',
    actor: 'you',
    ways: [{ codes: [535], words: ['credentials were incorrect'], sure: 'likely' }],
    alternatives: ['microsoft.basic-auth-disabled', 'microsoft.sign-in-conditions'],
  },
  {
    id: 'microsoft.login-unsuccessful',
    actor: 'mailbox-admin',
    ways: [{ codes: [535], enhanced: ['5.7.3'], sure: 'likely' }],
    alternatives: ['auth.bad-credentials', 'microsoft.smtp-auth-disabled', 'microsoft.security-defaults'],
  },
  {
    id: 'microsoft.basic-auth-retired',
    actor: whoAllowsPasswords,
    ways: [{ codes: [550, 535], enhanced: ['5.7.30'] }, { words: ['not supported for client submission'] }],
  },
  {
    id: 'microsoft.tls-too-old',
    actor: 'you',
    ways: [{ enhanced: ['4.7.66'], says: ['tls'] }, { words: ['smtp_auth_tls'] }, { enhanced: ['4.7.66'] }],
  },
  { id: 'microsoft.not-logged-in', actor: 'you', asks: ['login'], ways: [{ enhanced: ['5.7.57'] }] },
  {
    id: 'microsoft.send-as-denied',
    actor: 'you',
    ways: [
      { words: ['sendasdenied'] },
      { enhanced: ['5.7.60', '5.2.252'] },
      { says: ['send-as', ['not-allowed', 'refused']] },
    ],
  },
  {
    id: 'microsoft.too-many-connections',
    actor: 'you',
    ways: [{ words: [['concurrent connection', 'sender thread limit exceeded']] }],
  },
  { id: 'microsoft.daily-recipients', actor: 'you', ways: [{ enhanced: ['5.1.90'] }] },
  { id: 'microsoft.submission-quota', actor: 'you', ways: [{ words: ['submission quota'], says: ['too-many'] }] },
  {
    id: 'microsoft.outbound-spam',
    actor: 'you',
    ways: [{ words: [['outboundspamexception', 'wascl useraction']] }],
  },
  {
    id: 'microsoft.account-blocked',
    actor: 'you',
    ways: [...denied('5.7.501-503'), { enhanced: ['5.1.8'], words: ['outbound sender'] }],
  },
  {
    id: 'microsoft.tenant-blocked',
    actor: 'you',
    ways: [...denied('5.7.700-702'), ...denied('5.7.704-707')],
  },
  {
    id: 'microsoft.tenant-block-list',
    actor: 'mailbox-admin',
    ways: [{ enhanced: ['5.7.703'], words: ['allow block list'] }, { enhanced: ['5.7.703'] }],
  },
  {
    id: 'microsoft.traffic-not-accepted',
    actor: 'you',
    ways: [{ enhanced: ['5.7.708'], words: ['traffic not accepted'] }, { enhanced: ['5.7.708'] }],
  },
  { id: 'microsoft.unregistered-domains', actor: 'you', ways: [{ enhanced: ['5.7.750'] }] },
  {
    id: 'microsoft.connector-mismatch',
    actor: 'mailbox-admin',
    ways: [{ words: ['tenantattribution'] }, { enhanced: ['5.7.64'] }],
  },
]);

/** The address, the domain and the server that mail comes from. */
const senders = ofProvider('microsoft', [
  { id: 'microsoft.address-banned', actor: 'you', ways: denied('5.7.606-649') },
  { id: 'microsoft.sender-banned', actor: 'you', ways: denied('5.7.511') },
  { id: 'microsoft.dmarc-reject', actor: 'dns-owner', ways: [{ enhanced: ['5.7.509'] }] },
  { id: 'microsoft.bulk-authentication', actor: 'dns-owner', ways: [{ enhanced: ['5.7.515'] }] },
  { id: 'microsoft.ipv6-no-ptr', actor: 'dns-owner', ways: [{ enhanced: ['5.7.25'], words: ['ipv6'] }] },
  { id: 'microsoft.ipv6-unauthenticated', actor: 'dns-owner', ways: [{ enhanced: ['4.7.26'] }] },
  { id: 'microsoft.ipv6-range-limit', actor: 'you', ways: denied('5.7.508') },
  {
    id: 'microsoft.address-rate-limited',
    actor: 'you',
    ways: [
      { codes: [451, 421, 450], enhanced: ['4.7.650-651'] },
      { codes: [451, 421, 450], says: ['too-fast', 'reputation-word'] },
    ],
  },
  {
    id: 'microsoft.network-blocked',
    actor: 'provider',
    ways: [
      { codes: [550], words: ['network', 'block list'] },
      // The block that a number in brackets stands for: S3140, S3150 and their like.
      {
        codes: [550],
        when: ({ reply }) => /\((?:as|s)31[0-9]{2}\)/i.test(reply.words),
        says: [['blocked', 'on-list', 'refused']],
      },
    ],
  },
  {
    id: 'microsoft.suspicious-activity',
    actor: 'you',
    ways: [{ enhanced: ['4.7.500-649', '4.7.652-699', '4.7.850-899'] }],
  },
  {
    id: 'microsoft.exchange-out-of-date',
    actor: 'server-admin',
    ways: [{ enhanced: ['x.7.230'] }, { words: ['exchange server version is out-of-date'] }],
  },
  { id: 'microsoft.spf-failed', actor: 'dns-owner', ways: [{ enhanced: ['5.7.23'] }] },
  {
    id: 'microsoft.bad-helo',
    actor: 'you',
    ways: [{ enhanced: ['5.7.506'], says: ['hello-argument'] }, { enhanced: ['5.7.506'] }],
  },
  { id: 'microsoft.no-ipv6', actor: 'you', ways: denied('5.7.510') },
  {
    id: 'microsoft.address-misused',
    actor: 'you',
    ways: [{ codes: [550], words: [['sc-002', 'sc-003', 'dy-002']] }],
  },
  {
    id: 'microsoft.reputation-rate',
    actor: 'you',
    ways: [{ codes: [421], words: [['rp-001', 'rp-002', 'rp-003']] }],
  },
  { id: 'microsoft.content-or-reputation', actor: 'you', ways: [{ codes: [550], words: [['sc-001', 'ou-002']] }] },
  { id: 'microsoft.complaints', actor: 'you', ways: [{ codes: [550], words: ['sc-004'] }] },
  { id: 'microsoft.dynamic-address', actor: 'you', ways: [{ codes: [550], words: ['dy-001'] }] },
]);

/** The recipient, the message and the way there. */
const delivery = ofProvider('microsoft', [
  { id: 'microsoft.recipient-throttled', actor: 'you', ways: [{ words: ['recipient thread limit exceeded'] }] },
  { id: 'microsoft.hourly-from-sender', actor: 'you', ways: [{ enhanced: ['5.2.121'] }] },
  { id: 'microsoft.hourly-recipient', actor: 'you', ways: [{ enhanced: ['5.2.122'] }] },
  {
    id: 'microsoft.no-such-recipient',
    actor: 'you',
    ways: [
      { enhanced: ['5.1.10'] },
      { enhanced: ['5.4.1'], words: ['rejected', 'access denied'] },
      { codes: [550], enhanced: ['5.5.0'], words: ['mailbox unavailable'] },
    ],
  },
  { id: 'microsoft.invalid-recipient', actor: 'you', ways: denied('5.7.504') },
  { id: 'microsoft.recipient-banned', actor: 'mailbox-admin', ways: denied('5.7.505') },
  { id: 'microsoft.relay-denied', actor: 'dns-owner', ways: [{ enhanced: ['5.4.1'], words: ['relay access denied'] }] },
  { id: 'microsoft.forwarding-blocked', actor: 'mailbox-admin', ways: denied('5.7.520') },
  {
    id: 'microsoft.senders-restricted',
    actor: 'mailbox-admin',
    ways: [
      { enhanced: ['5.7.124', '5.7.133-136'] },
      { enhanced: ['5.7.12', '5.7.13'], says: [['anonymous', 'login']] },
      { words: [['resolver.rst.', 'sendernotauthenticated']], says: ['login', 'required'] },
    ],
  },
  {
    id: 'microsoft.blocked-by-recipient',
    actor: 'mailbox-admin',
    ways: [...denied('5.7.507'), { enhanced: ['5.7.513'], words: ['customer block list'] }, { enhanced: ['5.7.513'] }],
  },
  { id: 'microsoft.from-invalid', actor: 'you', ways: [{ enhanced: ['5.7.512'] }] },
  { id: 'microsoft.bare-line-feeds', actor: 'you', ways: [{ enhanced: ['5.6.11'] }, { words: ['barelinefeeds'] }] },
  {
    id: 'microsoft.nested-attachment',
    actor: 'you',
    ways: [{ enhanced: ['5.0.350'], words: ['as345'], sure: 'likely' }],
    alternatives: ['message.attachment-unscannable'],
  },
  { id: 'microsoft.journaling-off', actor: 'server-admin', ways: [{ enhanced: ['5.3.190'] }] },
  { id: 'microsoft.mail-loop', actor: 'server-admin', ways: [{ enhanced: ['5.4.6', '5.4.14'] }] },
  { id: 'microsoft.dane-no-starttls', actor: 'server-admin', ways: [{ enhanced: ['x.7.321'] }] },
  { id: 'microsoft.dane-expired', actor: 'server-admin', ways: [{ enhanced: ['x.7.322'] }] },
  { id: 'microsoft.dane-tlsa-invalid', actor: 'dns-owner', ways: [{ enhanced: ['x.7.323'] }] },
  { id: 'microsoft.dnssec-invalid', actor: 'dns-owner', ways: [{ enhanced: ['x.7.324'] }] },
  { id: 'microsoft.dane-name-mismatch', actor: 'server-admin', ways: [{ enhanced: ['x.7.325'] }] },
  {
    id: 'microsoft.destination-refuses',
    actor: 'server-admin',
    ways: [{ enhanced: ['x.4.316'], words: ['connection refused'] }, { enhanced: ['x.4.316'] }],
  },
  { id: 'microsoft.destination-hung-up', actor: 'server-admin', ways: [{ codes: [450, 451], enhanced: ['4.4.318'] }] },
  {
    id: 'microsoft.destination-without-tls',
    actor: 'server-admin',
    ways: [{ enhanced: ['x.4.317'], says: ['starttls', 'required'], sure: 'likely' }],
    alternatives: ['server.tls-not-available'],
  },
  {
    id: 'microsoft.exchange-authentication',
    actor: 'server-admin',
    ways: [{ words: ['exchange server authentication'], when: offline, sure: 'likely' }],
    alternatives: ['auth.not-offered', 'auth.backend-broken'],
  },
]);

export const microsoftCauses = [...submission, ...senders, ...delivery];
