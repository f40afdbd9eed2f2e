/**
 * Access tokens at providers besides the two largest. Where their own texts leave out what a sign-in from a desktop needs, no way is
 * offered and the record says what is missing: nothing here was guessed.
 */
import type { OAuthProvider } from './oauth-types.ts';
import { page, readLater, type ProviderSource } from './types.ts';

/** What a mail program that signs in at many of them asks for, at this commit. */
const thunderbird: ProviderSource = {
  title: 'Thunderbird, its providers of OAuth 2',
  url: 'https://github.com/thunderbird/thunderbird-desktop/blob/8456074de7fe7460c866eaa0be4403897dfa6125/mailnews/base/src/OAuth2Providers.sys.mjs',
  verifiedOn: '2026-11-30',
};

/** A redirect that has to be registered to the letter needs a port that is always the same; below those that systems hand out. */
const REGISTERED_PORT = 28_417;
const REGISTERED = `http://localhost:${String(REGISTERED_PORT)}/`;

const forDesktops = {
  redirectHost: 'localhost',
  redirectPath: '/',
  clientAuthentication: 'post',
  parameters: {},
} as const;

export const smallerOAuthProviders: readonly OAuthProvider[] = [
  {
    ...forDesktops,
    id: 'fastmail',
    name: 'Fastmail',
    mail: ['fastmail'],
    issuer: 'https://api.fastmail.com',
    authorizationEndpoint: 'https://api.fastmail.com/oauth/authorize',
    tokenEndpoint: 'https://api.fastmail.com/oauth/refresh',
    scopes: { code: ['https://www.fastmail.com/dev/protocol-smtp'] },
    withheld: {
      device: 'Fastmail documents the way through the browser alone.',
      'client-credentials': 'Fastmail documents the way through the browser alone.',
    },
    // PKCE with S256 is demanded, and a client has no secret.
    secretNeeded: false,
    wanted: { audience: [], scopes: ['https://www.fastmail.com/dev/protocol-smtp'] },
    notes: ['Fastmail registers clients by hand. For your own mailbox an app password is less work.'],
    guide: {
      steps: [
        'Write to Fastmail through its partnerships page: clients are registered by its developers.',
        'Give them a name, the addresses that they ask for, the scope https://www.fastmail.com/dev/protocol-smtp, and the redirect http://localhost/. Its port does not count.',
        'Copy the client id that they send to "Client id". There is no secret.',
      ],
      source: readLater('OAuth at Fastmail, registration', 'https://www.fastmail.com/developer/oauth/'),
    },
    sources: [readLater('OAuth at Fastmail', 'https://www.fastmail.com/developer/oauth/'), thunderbird],
    reviewBy: '2027-11-30',
  },
  {
    ...forDesktops,
    id: 'yandex',
    name: 'Yandex',
    mail: ['yandex'],
    issuer: 'https://oauth.yandex.com',
    authorizationEndpoint: 'https://oauth.yandex.com/authorize',
    tokenEndpoint: 'https://oauth.yandex.com/token',
    scopes: { code: ['mail:smtp'] },
    withheld: {
      device: 'The device code of Yandex is not that of the standard (RFC 8628): Posthorn does not speak it.',
      'client-credentials': 'Yandex does not document this way for mail.',
    },
    redirectPort: REGISTERED_PORT,
    secretNeeded: true,
    wanted: { audience: [], scopes: ['mail:smtp'] },
    notes: [
      `The redirect has to be registered to the letter: ${REGISTERED}. A client "for API access" has a fixed one of Yandex’s own and cannot come back here.`,
    ],
    guide: {
      steps: [
        'At oauth.yandex.com create an application, and choose the platform of web services.',
        `As its Redirect URI enter ${REGISTERED}`,
        'Among its permissions choose sending mail by SMTP (mail:smtp).',
        'Copy its ClientID to "Client id" and its secret to "Client secret".',
      ],
      source: readLater('OAuth in Yandex Mail', 'https://yandex.ru/support/mail-business/web/security/oauth.html'),
    },
    sources: [
      readLater('OAuth in Yandex Mail', 'https://yandex.ru/support/mail-business/web/security/oauth.html'),
      readLater('Getting a confirmation code from a URL', 'https://yandex.com/dev/id/doc/en/codes/code-url'),
      readLater('App registration for API access', 'https://yandex.com/dev/id/doc/en/register-api'),
      readLater('A redirect to this machine at Yandex', 'https://www.npmjs.com/package/ya-token-cli'),
    ],
    reviewBy: '2027-11-30',
  },
  {
    ...forDesktops,
    id: 'mail-ru',
    name: 'Mail.ru',
    mail: ['mail-ru'],
    issuer: 'https://oauth.mail.ru',
    authorizationEndpoint: 'https://oauth.mail.ru/login',
    tokenEndpoint: 'https://oauth.mail.ru/token',
    // mail.imap is granted together with openid only; it is the one scope for mail, and mail programs use it for SMTP as well.
    scopes: { code: ['openid', 'mail.imap', 'offline_access'] },
    withheld: {
      device: 'Mail.ru does not document this way.',
      'client-credentials': 'Mail.ru does not document this way.',
    },
    redirectPort: REGISTERED_PORT,
    secretNeeded: true,
    parameters: { prompt: 'consent' },
    wanted: { audience: [], scopes: ['mail.imap'] },
    notes: [
      `The redirect has to be registered to the letter: ${REGISTERED}`,
      'Mail.ru names no scope for SMTP: mail.imap is what mail programs present there.',
      'Since 2025-07-01 its page offers this for requests about its products only; what was registered before goes on.',
    ],
    guide: {
      steps: [
        'At oauth.mail.ru/app create an application.',
        `As its redirect enter ${REGISTERED}`,
        'Among its scopes choose openid and mail.imap.',
        'Copy its ID to "Client id" and its secret to "Client secret".',
      ],
      source: readLater(
        'What OAuth Mail is',
        'https://id.vk.ru/about/business/go/docs/ru/vkid/latest/oauth/oauth-mail/index',
      ),
    },
    sources: [
      readLater('What OAuth Mail is', 'https://id.vk.ru/about/business/go/docs/ru/vkid/latest/oauth/oauth-mail/index'),
      readLater('A refresh token of Mail.ru', 'https://github.com/rustmailer/bichon/discussions/385'),
      thunderbird,
    ],
    reviewBy: '2027-11-30',
  },
  {
    ...forDesktops,
    id: 'yahoo',
    name: 'Yahoo',
    mail: ['yahoo'],
    issuer: 'https://api.login.yahoo.com',
    authorizationEndpoint: 'https://api.login.yahoo.com/oauth2/request_auth',
    tokenEndpoint: 'https://api.login.yahoo.com/oauth2/get_token',
    scopes: {},
    withheld: {
      code: 'Yahoo sends the browser to a registered address of the web or shows a code to copy ("oob"), and names no address of this machine. Use an app password, or a token from elsewhere under Login.',
      device: 'Yahoo documents the authorization code alone.',
      'client-credentials': 'Yahoo documents the authorization code alone.',
    },
    secretNeeded: true,
    wanted: { audience: [], scopes: ['mail-w'] },
    notes: [],
    guide: {
      steps: [
        'Ask Yahoo for access to its mail with the form on its developer pages: the scope for mail is granted to applications that it approved.',
        'At developer.yahoo.com/apps create an application, with the permission for mail that was approved.',
        'Sign in with that application’s own program, and give the access token under Login as the secret, with the mechanism XOAUTH2 or OAUTHBEARER.',
      ],
      source: readLater(
        'Yahoo IMAP/SMTP Exchange using OAUTH2',
        'https://senders.yahooinc.com/developer/documentation',
      ),
    },
    sources: [
      readLater(
        'Authorization Code Flow for Server-side Apps',
        'https://developer.yahoo.com/oauth2/guide/flows_authcode/',
      ),
      readLater('Yahoo IMAP/SMTP Exchange using OAUTH2', 'https://senders.yahooinc.com/developer/documentation'),
      thunderbird,
    ],
    reviewBy: '2027-11-30',
  },
  {
    ...forDesktops,
    id: 'zoho',
    name: 'Zoho',
    mail: ['zoho', 'zoho-eu', 'zoho-in', 'zoho-au', 'zoho-jp', 'zoho-ca'],
    issuer: 'https://accounts.zoho.com',
    authorizationEndpoint: 'https://accounts.zoho.com/oauth/v2/auth',
    tokenEndpoint: 'https://accounts.zoho.com/oauth/v2/token',
    scopes: {},
    withheld: {
      code: 'No text of Zoho names a scope for SMTP (looked for on 2026-11-30): its tokens are for its own interfaces. Use the password, or an app password.',
      device: 'The device code of Zoho is not that of the standard (RFC 8628), and it names no scope for SMTP.',
      'client-credentials': 'Zoho names no scope for SMTP.',
    },
    secretNeeded: true,
    notes: [],
    guide: {
      steps: [
        'There is no client to register for SMTP. Make an app password instead: in the account’s settings under Security, App Passwords.',
        'Give it under Login as the password.',
      ],
      source: page('SMTP settings of Zoho Mail', 'https://www.zoho.com/mail/help/zoho-smtp.html'),
    },
    sources: [
      readLater('OAuth 2.0 User Guide', 'https://www.zoho.com/mail/help/api/using-oauth-2.html'),
      readLater('Initiation request', 'https://zoho.com/accounts/protocol/oauth/devices/initiation-request.html'),
    ],
    reviewBy: '2027-11-30',
  },
];
