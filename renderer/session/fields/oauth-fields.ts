/** The part of a profile's form that says how its access token is got, made from the settings and made into them. */
import * as v from 'valibot';
import { oauthProvider, oauthProviders } from '../../../electron/protocol/providers/oauth.ts';
import {
  OAuthSettingsSchema,
  type OAuthFlow,
  type OAuthSettings,
} from '../../../electron/protocol/values/profiles/oauth.ts';

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

export const NO_PROVIDER = 'none';
export const OTHER_PROVIDER = 'other';

export interface OAuthFields {
  /** `none`, `other`, or the id of a record. */
  provider: string;
  issuer: string;
  tenant: string;
  clientId: string;
  /** Blanks between; empty: those of the record. */
  scopes: string;
  flow: OAuthFlow;
}

/** Those that hold any text. */
export const OAUTH_TEXTS = ['provider', 'issuer', 'tenant', 'clientId', 'scopes'] as const;

type Settings = OAuthSettings | null | undefined;

export const oauthFieldsOf = (settings: Settings): OAuthFields => ({
  provider: settings === null || settings === undefined ? NO_PROVIDER : (settings.provider ?? OTHER_PROVIDER),
  issuer: settings?.issuer ?? '',
  tenant: settings?.tenant ?? '',
  clientId: settings?.clientId ?? '',
  scopes: settings?.scopes.join(' ') ?? '',
  flow: settings?.flow ?? 'code',
});

export const providerChoices: readonly { value: string; label: string }[] = [
  { value: NO_PROVIDER, label: 'None: the secret above' },
  ...oauthProviders.map(({ id, name }) => ({ value: id, label: name })),
  { value: OTHER_PROVIDER, label: 'Other, by its issuer' },
];

/** Whether there is any way to sign in with it; of a provider without one only its guide is of use. */
export const hasWay = (provider: string): boolean =>
  provider !== NO_PROVIDER && Object.keys(oauthProvider(provider)?.scopes ?? { any: true }).length > 0;

/** What is not right yet is not in it: then it stays as it was. */
export function oauthOf(fields: OAuthFields, before: Settings): Settings {
  if (!hasWay(fields.provider)) return before === undefined ? undefined : null;
  const other = fields.provider === OTHER_PROVIDER;
  const tenant = fields.tenant.trim();
  const typed = v.safeParse(OAuthSettingsSchema, {
    provider: other ? null : fields.provider,
    ...(other ? { issuer: fields.issuer.trim() } : {}),
    ...(!other && tenant !== '' ? { tenant } : {}),
    clientId: fields.clientId.trim(),
    scopes: words(fields.scopes),
    flow: fields.flow,
  });
  return typed.success && Object.keys(oauthErrors(fields)).length === 0 ? typed.output : before;
}

/** By the names of fields. */
export function oauthErrors(fields: OAuthFields): Record<string, string> {
  const { provider, issuer, tenant, clientId, scopes } = fields;
  if (!hasWay(provider)) return {};
  const errors: Record<string, string> = {};
  const id = clientId.trim();
  if (id === '') errors['oauth.clientId'] = 'Sign-in needs a client that was registered with the provider';
  else if (!v.is(OAuthSettingsSchema.entries.clientId, id)) errors['oauth.clientId'] = 'A client id has no blanks';
  if (!v.is(OAuthSettingsSchema.entries.scopes, words(scopes))) errors['oauth.scopes'] = 'At most 50, without controls';
  if (provider === OTHER_PROVIDER) {
    if (!/^https?:\/\/[^/\s]+/i.test(issuer.trim()) || !v.is(OAuthSettingsSchema.entries.issuer, issuer.trim()))
      errors['oauth.issuer'] = 'The address of an authorization server, as in https://login.example.org';
  } else if (tenant.trim() !== '' && !v.is(OAuthSettingsSchema.entries.tenant, tenant.trim()))
    errors['oauth.tenant'] = 'A directory’s id or domain';
  return errors;
}

/** Why a way is not to be had, in words; null where it is. */
export function wayRefused(provider: string, flow: OAuthFlow): string | null {
  const record = oauthProvider(provider);
  if (record === null || record.scopes[flow] !== undefined) return null;
  const why = record.withheld?.[flow];
  if (why !== undefined) return why;
  return flow === 'device'
    ? `${record.name} grants a device code no scope for mail.`
    : `${record.name} does not grant mail this way.`;
}

/** Whether the client's secret has a place: it is demanded, or may be. */
export const takesClientSecret = ({ provider, flow }: OAuthFields): boolean =>
  provider === OTHER_PROVIDER || flow === 'client-credentials' || oauthProvider(provider)?.secretNeeded === true;
