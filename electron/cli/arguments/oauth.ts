/** Options of signing in: who is asked for tokens, as which client, and by which way. */
import * as v from 'valibot';
import { oauthProvider, oauthProviderOfMail, oauthProviders } from '../../protocol/providers/oauth.ts';
import { providerOfHost } from '../../protocol/providers/find.ts';
import { OAuthSettingsSchema, type OAuthFlow, type OAuthSettings } from '../../protocol/values/profiles/oauth.ts';
import { parseTarget } from '../../protocol/parse/target.ts';
import { shorten, visible } from '../../texts/visible.ts';
import type { TokenValues } from '../options/profiles.ts';
import { UsageError } from '../status.ts';

function flowFrom({ browser, device, clientCredentials }: TokenValues, before: OAuthFlow): OAuthFlow {
  const given = Number(browser ?? false) + Number(device ?? false) + Number(clientCredentials ?? false);
  if (given > 1) throw new UsageError('--browser, --device and --client-credentials exclude each other');
  if (device) return 'device';
  if (clientCredentials) return 'client-credentials';
  return browser ? 'code' : before;
}

/** An id of a record, or the https URL of an issuer. */
function serverFrom(given: string): Pick<OAuthSettings, 'provider' | 'issuer'> {
  if (oauthProvider(given) !== null) return { provider: given };
  if (/^https?:\/\//.test(given)) return { provider: null, issuer: given };
  const known = oauthProviders.map(({ id }) => id).join(', ');
  throw new UsageError(
    `--provider ${shorten(visible(given), 100)}: neither a provider (${known}) nor the https URL of an issuer`,
  );
}

/** The provider of the mail server that a profile or TARGET names; null where none is known. */
function suggested(target: string): Pick<OAuthSettings, 'provider'> | null {
  const parsed = parseTarget(target, {});
  const mail = parsed.ok && parsed.value.host !== null ? providerOfHost(parsed.value.host) : null;
  const found = mail === null ? null : oauthProviderOfMail(mail.id);
  return found === null ? null : { provider: found.id };
}

/**
 * What the options say, over what was there. @throws UsageError where something is missing, by the option that gives it
 */
export function oauthFrom(options: TokenValues, before: OAuthSettings | null, target: string): OAuthSettings {
  const given = options.provider;
  const server: Partial<OAuthSettings> | null = given === undefined ? (before ?? suggested(target)) : serverFrom(given);
  if (server === null)
    throw new UsageError('no provider is known for this server: --provider ID, or the https URL of an issuer');
  const { provider = null, issuer } = server;
  const clientId = options.clientId ?? before?.clientId;
  if (clientId === undefined)
    throw new UsageError('signing in needs a client that was registered with the provider: --client-id ID');
  const same = before !== null && provider === before.provider && issuer === before.issuer;
  const tenant = options.tenant ?? (same ? before.tenant : undefined);
  const flow = flowFrom(options, before?.flow ?? 'code');
  const scopes = options.scopes ?? [];
  const parsed = v.safeParse(OAuthSettingsSchema, {
    provider,
    ...(issuer === undefined ? {} : { issuer }),
    ...(tenant === undefined ? {} : { tenant }),
    clientId,
    // Scopes of one way seldom fit another at a provider with a record; of an issuer nothing else is known.
    scopes: scopes.length > 0 ? [...scopes] : same && (provider === null || flow === before.flow) ? before.scopes : [],
    flow,
  });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = issue.path?.[0].key;
  const option =
    field === 'scopes' ? 'scope' : field === 'tenant' ? 'tenant' : field === 'issuer' ? 'provider' : 'client-id';
  throw new UsageError(`--${option}: ${visible(issue.message)}`);
}
