/**
 * Where providers hand out access tokens for mail, what for, and what they demand of a client. One record each, with its sources. What a
 * provider lets nobody do stands here too: it is said before anything is tried.
 */
import { smallerOAuthProviders } from './oauth-smaller.ts';
import type { OAuthProvider } from './oauth-types.ts';
import { readLater } from './types.ts';

export const oauthProviders: readonly OAuthProvider[] = [
  {
    id: 'microsoft',
    name: 'Microsoft',
    mail: ['microsoft-365', 'outlook'],
    issuer: 'https://login.microsoftonline.com/{tenant}/v2.0',
    authorizationEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    tokenEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    deviceEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode',
    scopes: {
      code: ['https://outlook.office.com/SMTP.Send', 'offline_access'],
      device: ['https://outlook.office.com/SMTP.Send', 'offline_access'],
      'client-credentials': ['https://outlook.office365.com/.default'],
    },
    tenant: 'common',
    redirectHost: 'localhost',
    redirectPath: '/',
    secretNeeded: false,
    clientAuthentication: 'post',
    parameters: { prompt: 'select_account' },
    wanted: {
      audience: [
        'https://outlook.office.com',
        'https://outlook.office365.com',
        // The application id of Exchange Online, which tokens of version 2 name instead.
        '00000002-0000-0ff1-ce00-000000000000',
      ],
      // Of a user's token, and of an application's own.
      scopes: ['SMTP.Send', 'SMTP.SendAsApp'],
    },
    issuers: ['https://login.microsoftonline.com', 'https://sts.windows.net'],
    opaque: 'EwB',
    jwt: true,
    notes: [
      'A program without a person (client credentials) needs the permission SMTP.SendAsApp, the consent of an administrator, and its service principal in Exchange Online with access to the mailbox.',
    ],
    guide: {
      steps: [
        'In the Microsoft Entra admin center open App registrations, New registration; name it, and choose whose accounts may sign in.',
        'Under Manage, Authentication, Add a platform: choose "Mobile and desktop applications" and the redirect http://localhost. Its port does not count.',
        'For a code that is entered on another device: in the same place, allow public client flows.',
        'Copy the Application (client) ID to "Client id". A client for one directory only needs that directory as the tenant.',
      ],
      source: {
        title: 'How to add a redirect URI in your application',
        url: 'https://learn.microsoft.com/entra/identity-platform/how-to-add-redirect-uri',
        verifiedOn: '2025-01-29',
      },
    },
    sources: [
      readLater(
        'Authenticate an IMAP, POP or SMTP connection using OAuth',
        'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
      ),
      readLater(
        'Redirect URI (reply URL) restrictions and limitations',
        'https://learn.microsoft.com/entra/identity-platform/reply-url',
      ),
    ],
    // Basic authentication for SMTP ends by default a month after this was read: the text will change with it.
    reviewBy: '2027-03-31',
  },
  {
    id: 'google',
    name: 'Google',
    mail: ['gmail'],
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    deviceEndpoint: 'https://oauth2.googleapis.com/device/code',
    revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
    // The device flow has a list of scopes that it grants; mail is not among them.
    scopes: { code: ['https://mail.google.com/'] },
    redirectHost: '127.0.0.1',
    redirectPath: '/',
    secretNeeded: true,
    clientAuthentication: 'post',
    parameters: { access_type: 'offline', prompt: 'consent' },
    wanted: { audience: [], scopes: ['https://mail.google.com/'] },
    issuers: ['https://accounts.google.com'],
    opaque: 'ya29.',
    notes: [
      'The device flow grants no scope for mail: sign in with the browser.',
      'A client of type "Desktop app" has a secret that Google demands, though no program on a desktop can keep it from its user.',
    ],
    guide: {
      steps: [
        'In the Google API Console choose a project or make one, and enable the Gmail API in its API Library.',
        'Under Clients create a client of the type "Desktop app". It needs no redirect to be registered.',
        'While the project is in testing, add the mailbox’s address to its test users; what renews the token then ends after seven days.',
        'Copy the client id to "Client id" and the client secret to "Client secret".',
      ],
      source: readLater(
        'OAuth 2.0 for Mobile & Desktop Apps, prerequisites',
        'https://developers.google.com/identity/protocols/oauth2/native-app#prerequisites',
      ),
    },
    sources: [
      readLater(
        'OAuth 2.0 for Mobile & Desktop Apps',
        'https://developers.google.com/identity/protocols/oauth2/native-app',
      ),
      readLater(
        'OAuth 2.0 for TV and Limited-Input Device Applications, allowed scopes',
        'https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes',
      ),
      readLater('OAuth 2.0 Mechanism', 'https://developers.google.com/workspace/gmail/imap/xoauth2-protocol'),
    ],
    reviewBy: '2027-11-30',
  },
  ...smallerOAuthProviders,
];

/** Who hands out tokens for a provider of protocol/providers; null where none is known. */
export function oauthProviderOfMail(id: string): OAuthProvider | null {
  return oauthProviders.find(({ mail }) => mail.includes(id)) ?? null;
}

/** The record, or null for an id that is not known. */
export function oauthProvider(id: string): OAuthProvider | null {
  return oauthProviders.find((provider) => provider.id === id) ?? null;
}
