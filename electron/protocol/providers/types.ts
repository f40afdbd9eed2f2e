/**
 * What a provider asks of whoever submits mail to it. Every fact carries where it was read and when: what nobody could name a
 * source for is not here, and a reader can see how old a statement is.
 */

/** The listing of mail providers that Thunderbird maintains, one file per provider, at this commit. */
const ISPDB_COMMIT = 'c6ad79659b5fc321d1593ec4c277815b83e5dec5';
const ISPDB_DATE = '2026-03-12';
/** nodemailer's list of well-known services as of version 10.6.0. */
const WELL_KNOWN_DATE = '2026-11-22';

export interface ProviderSource {
  readonly title: string;
  readonly url: string;
  /** YYYY-MM-DD: the date of the text, or the day it was read where it bears none. */
  readonly verifiedOn: string;
}

export interface ProviderEndpoint {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls';
}

/** What stands in the user name. */
export type UserNameForm =
  | { readonly kind: 'address' }
  /** What stands before the @. */
  | { readonly kind: 'local-part' }
  /** Always this very word. */
  | { readonly kind: 'fixed'; readonly value: string }
  /** Made by the provider for this purpose; copied from its console. */
  | { readonly kind: 'issued' }
  /** The same text as the secret. */
  | { readonly kind: 'secret' };

export type SecretForm = 'password' | 'app-password' | 'api-key' | 'smtp-password' | 'oauth';

export interface Provider {
  /** Stable: a profile may remember it. */
  readonly id: string;
  readonly name: string;
  /** What reports call it, where several entries are one company's; absent: the id. */
  readonly reportAs?: string;
  /** Mailbox domains; an address below one of them suggests this provider. Empty for services that send for any domain. */
  readonly domains: readonly string[];
  /** The first is the one to take unless something speaks against it. A `<...>` in a host is to be filled in. */
  readonly endpoints: readonly [ProviderEndpoint, ...ProviderEndpoint[]];
  /** Other names of its submission servers: known again, not offered. A `<...>` stands for one label. */
  readonly alsoHosts?: readonly string[];
  readonly userName: UserNameForm;
  /** Accepted kinds, the best first. */
  readonly secrets: readonly [SecretForm, ...SecretForm[]];
  /** One or two sentences on what usually goes wrong. */
  readonly notes: readonly string[];
  readonly sources: readonly [ProviderSource, ...ProviderSource[]];
}

export const ispdb = (file: string): ProviderSource => ({
  title: `Thunderbird autoconfiguration, ${file}`,
  url: `https://github.com/thunderbird/autoconfig/blob/${ISPDB_COMMIT}/ispdb/${file}.xml`,
  verifiedOn: ISPDB_DATE,
});

export const wellKnown = (service: string): ProviderSource => ({
  title: `nodemailer 10.6.0, well-known service ${service}`,
  url: 'https://nodemailer.com/smtp/well-known-services/',
  verifiedOn: WELL_KNOWN_DATE,
});

export const page = (title: string, url: string, verifiedOn = '2026-11-22'): ProviderSource => ({
  title,
  url,
  verifiedOn,
});

/** A page that was read later than the others. */
export const readLater = (title: string, url: string): ProviderSource => page(title, url, '2026-11-30');

/** Hints for the users of a mail program, one file per provider, at this commit. */
export const loginHints = (file: string): ProviderSource => ({
  title: `chatmail provider-db, ${file}`,
  url: `https://github.com/chatmail/provider-db/blob/ad097ee40579c884e7757de2d3bb0a51f481a32a/_providers/${file}.md`,
  verifiedOn: '2026-04-21',
});

export const tls = (host: string, port = 465): ProviderEndpoint => ({ host, port, security: 'tls' });
export const starttls = (host: string, port = 587): ProviderEndpoint => ({ host, port, security: 'starttls' });

export const address: UserNameForm = { kind: 'address' };
export const localPart: UserNameForm = { kind: 'local-part' };
export const issued: UserNameForm = { kind: 'issued' };
export const fixed = (value: string): UserNameForm => ({ kind: 'fixed', value });
