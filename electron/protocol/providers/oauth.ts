/**
 * Where providers hand out access tokens for mail, what for, and what they demand of a client. One record each, with its sources. What a
 * provider lets nobody do stands here too: it is said before anything is tried.
 */
import type { OAuthFlow } from '../values/profiles/oauth.ts';
import type { ProviderSource } from './types.ts';

export interface OAuthProvider {
  /** Stable: profiles remember it. */
  readonly id: string;
  readonly name: string;
  /** Providers of protocol/providers whose mail these tokens are for. */
  readonly mail: readonly string[];
  /** As its answers name it (RFC 9207, id tokens); `{tenant}` is filled in. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly deviceEndpoint?: string;
  readonly revocationEndpoint?: string;
  /** What is asked for, by way; a way that is missing is not allowed for mail. */
  readonly scopes: Readonly<Partial<Record<OAuthFlow, readonly string[]>>>;
  /** Where `{tenant}` stands: the one to take unless something is known. */
  readonly tenant?: string;
  /** The host of the redirect that may have any port. */
  readonly redirectHost: '127.0.0.1' | 'localhost';
  /** A path that was registered; '/' where any will do. */
  readonly redirectPath: string;
  /** A client secret is demanded also of programs that cannot keep one. */
  readonly secretNeeded: boolean;
  /** How the client names itself at the token endpoint. */
  readonly clientAuthentication: 'post' | 'basic';
  /** More parameters of the question in the browser. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly sources: readonly [ProviderSource, ...ProviderSource[]];
}

const source = (title: string, url: string, verifiedOn: string): ProviderSource => ({ title, url, verifiedOn });

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
    notes: [
      'A program without a person (client credentials) needs the permission SMTP.SendAsApp, the consent of an administrator, and its service principal in Exchange Online with access to the mailbox.',
    ],
    sources: [
      source(
        'Authenticate an IMAP, POP or SMTP connection using OAuth',
        'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
        '2026-11-30',
      ),
    ],
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
    notes: [
      'The device flow grants no scope for mail: sign in with the browser.',
      'A client of type "Desktop app" has a secret that Google demands, though no program on a desktop can keep it from its user.',
    ],
    sources: [
      source(
        'OAuth 2.0 for Mobile & Desktop Apps',
        'https://developers.google.com/identity/protocols/oauth2/native-app',
        '2026-11-30',
      ),
      source(
        'OAuth 2.0 for TV and Limited-Input Device Applications, allowed scopes',
        'https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes',
        '2026-11-30',
      ),
    ],
  },
];

/** Who hands out tokens for a provider of protocol/providers; null where none is known. */
export function oauthProviderOfMail(id: string): OAuthProvider | null {
  return oauthProviders.find(({ mail }) => mail.includes(id)) ?? null;
}

/** The record, or null for an id that is not known. */
export function oauthProvider(id: string): OAuthProvider | null {
  return oauthProviders.find((provider) => provider.id === id) ?? null;
}
