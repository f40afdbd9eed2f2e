/** Options of the commands about connection profiles. */
import { loginSecrets } from '../../protocol/options/login.ts';
import { choice, flag, text, texts } from '../../protocol/options/option.ts';
import { loginSecretTexts } from '../../texts/options/login.ts';
import { described, group, groupWith, type Values } from './types.ts';

const json = described(flag('json'), 'print JSON on standard output, everything else on standard error');

export const plainGroup = group('Output', { json });

export const chosen = group('What to export (one of these, or NAME)', {
  folder: described(text('folder', 'NAME'), 'the profiles of this folder'),
  all: described(flag('all'), 'all profiles'),
});

export const several = group('Several at once (one of these, or NAME)', {
  folder: described(text('folder', 'NAME'), 'the profiles of this folder'),
  all: described(flag('all'), 'all profiles'),
});

export const exportOutput = group('Output', {
  output: described(text('output', 'FILE'), 'write to FILE (default: standard output)'),
  json,
});

export const importing = group('Import', {
  folder: described(text('folder', 'NAME'), 'put what has no folder of its own into this one; made when there is none'),
  dryRun: described(flag('dry-run'), 'say what would be made, and make nothing'),
  noSecrets: described(flag('no-secrets'), 'leave passwords; without it they go to the keychain'),
});

const tokenOptions = {
  provider: described(
    text('provider', 'ID|URL'),
    'microsoft, google ..., or the https URL of an issuer that describes itself (default: by the server)',
  ),
  clientId: described(text('client-id', 'ID'), 'of the client that was registered with the provider'),
  tenant: described(text('tenant', 'T'), 'Microsoft: the directory\u2019s id or domain (default: common)'),
  scopes: described(texts('scope', 'S'), 'in place of those of the provider\u2019s record'),
  browser: described(flag('browser'), 'with the browser of this machine (the default)'),
  device: described(flag('device'), 'with a code that is entered in a browser elsewhere'),
  clientCredentials: described(flag('client-credentials'), 'as the program itself, without a person'),
};

export const tokens = group('Tokens (default: what the profile says)', {
  ...tokenOptions,
  clientSecretEnv: described(
    text('client-secret-env', 'NAME'),
    'its secret, from this environment variable; kept in the keychain',
  ),
});

/** Of a session that signs in for its own token. */
export const signIn = group('Sign-in (OAuth 2), for the token that --user logs in with', {
  oauth: described(flag('oauth'), 'sign in first; the token stays in memory and is renewed there'),
  ...tokenOptions,
  clientSecretEnv: described(
    text('client-secret-env', 'NAME'),
    'the client\u2019s secret, from this environment variable (default: the one kept for the profile)',
  ),
});
export type SignInValues = Values<typeof signIn>;
export type TokenValues = Values<typeof tokens>;

/** Those that are typed; the others come from a sign-in or a file. */
const TYPED_SECRETS = ['password', 'token', 'client-secret', 'passphrase', 'proxy-password'] as const;

export const secret = groupWith(
  'Secret',
  { kind: choice('kind', TYPED_SECRETS, 'KIND'), ...loginSecrets },
  { kind: { help: `one of ${TYPED_SECRETS.join(', ')} (default: password)` }, ...loginSecretTexts },
);

export interface PlainValues {
  readonly output: Values<typeof plainGroup>;
}
export interface LoginProfileValues extends PlainValues {
  readonly tokens: TokenValues;
}
export interface SetSecretValues extends PlainValues {
  readonly secret: Values<typeof secret>;
}
export interface ExportValues {
  readonly chosen: Values<typeof chosen>;
  readonly output: Values<typeof exportOutput>;
}
export interface ImportValues extends PlainValues {
  readonly importing: Values<typeof importing>;
}
