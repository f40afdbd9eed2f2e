/** The fields of a profile's form, some of them those of a run's options too, made from a profile's content and made into one. What the form has no field for stays as it was. */
import { tidyTarget } from '../../../electron/protocol/parse/pasted-target.ts';
import type { AuthOptions, ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import type { Protocol, Security, Timeouts } from '../../../electron/protocol/values/connection.ts';
import type { ProfileColour, ProfileContent } from '../../../electron/protocol/values/profiles/profile.ts';
import { mechanismChoice, mechanismOptions, type MechanismChoice } from '../capabilities/mechanisms.ts';
import {
  fieldsAt,
  type OptionField,
  type OptionFields,
  optionFieldsOf,
  optionValues,
  profileOptionFields,
} from './option-fields.ts';
import { oauthFieldsOf, oauthOf, type OAuthFields } from './oauth-fields.ts';
import { parseSeconds, secondsText } from './values.ts';

/** In the order in which a session meets them, with what holds where nothing is typed; held to core's limits by a test. */
export const LIMITS = [
  { name: 'dns', label: 'Looking the name up', seconds: 10 },
  { name: 'connect', label: 'Connecting', seconds: 15 },
  { name: 'greeting', label: 'Greeting', seconds: 60 },
  { name: 'tls', label: 'TLS handshake', seconds: 30 },
  { name: 'reply', label: 'Reply to a command', seconds: 60 },
  { name: 'bodyIdle', label: 'Message without progress', seconds: 180 },
  { name: 'finalDot', label: 'Reply to the message', seconds: 600 },
  { name: 'quit', label: 'Reply to QUIT', seconds: 1 },
] as const satisfies readonly { name: keyof Timeouts; label: string; seconds: number }[];

export const emptyContent: ProfileContent = {
  name: '',
  colour: null,
  favourite: false,
  notes: '',
  connection: { target: '' },
  auth: null,
  envelope: { from: '', to: [] },
};

export interface ProfileFields extends OptionFields {
  name: string;
  colour: ProfileColour | 'none';
  favourite: boolean;
  notes: string;
  target: string;
  protocol: Protocol | 'auto';
  security: Security;
  /** Seconds. */
  limits: Record<keyof Timeouts, string>;
  user: string;
  mechanisms: MechanismChoice;
  /** How its access token is got. */
  oauth: OAuthFields;
  from: string;
  to: string;
}

const noLimits: Record<keyof Timeouts, string> = {
  dns: '',
  connect: '',
  greeting: '',
  tls: '',
  reply: '',
  bodyIdle: '',
  finalDot: '',
  quit: '',
};

export function fieldsOf({ connection, auth, oauth, envelope, ...about }: ProfileContent): ProfileFields {
  const limits = { ...noLimits };
  for (const { name } of LIMITS) limits[name] = secondsText(connection.timeouts?.[name] ?? null);
  return {
    name: about.name,
    colour: about.colour ?? 'none',
    favourite: about.favourite,
    notes: about.notes,
    target: connection.target,
    protocol: connection.protocol ?? 'auto',
    security: connection.security ?? 'auto',
    ...optionFieldsOf({ ...connection, ...auth }),
    limits,
    user: auth?.user ?? '',
    mechanisms: mechanismChoice(auth),
    oauth: oauthFieldsOf(oauth),
    from: envelope.from,
    to: envelope.to.join(', '),
  };
}

/** What is wrong with a field, by its name; a limit's is called `limits.connect`. */
export type FieldErrors = Readonly<Record<string, string>>;

/**
 * `shown`: the options that the form has fields for. `base`: for what there is no field for, and for what is typed wrongly where the text may hold a password, since this becomes a
 * draft in a file.
 */
export function contentOf(
  fields: ProfileFields,
  base: ProfileContent,
  shown: readonly OptionField[] = profileOptionFields,
): ProfileContent {
  return withOrder({
    name: fields.name.trim(),
    colour: fields.colour === 'none' ? null : fields.colour,
    favourite: fields.favourite,
    notes: fields.notes,
    connection: connectionOf(fields, base.connection, shown),
    auth: authOf(fields, base.auth),
    ...oauthMember(oauthOf(fields.oauth, base.oauth)),
    envelope: { from: fields.from.trim(), to: addressList(fields.to) },
  });
}

type Kept = ProfileContent['connection'];

function connectionOf(fields: ProfileFields, before: Kept, shown: readonly OptionField[]): Kept {
  const chosen = <T extends string>(value: T, none: string): T | undefined => (value === none ? undefined : value);
  const asTyped: { readonly [K in keyof ConnectionOptions]?: ConnectionOptions[K] | undefined } = {
    protocol: chosen(fields.protocol, 'auto') as Protocol | undefined,
    security: chosen(fields.security, 'auto'),
    ...optionValues(fields, before, shown),
    timeouts: limitsOf(fields.limits, before.timeouts),
  };
  const tidied = tidyTarget(fields.target);
  // A URL with a password in it.
  const target = tidied.includes('@') ? before.target : tidied;
  return defined({ ...before, ...asTyped, target }) as Kept;
}

function limitsOf(typed: ProfileFields['limits'], before: Kept['timeouts']): Kept['timeouts'] {
  const limits: Kept['timeouts'] = {};
  for (const { name } of LIMITS) {
    const parsed = parseSeconds(typed[name]);
    const value = parsed.ok ? parsed.value : before?.[name];
    if (value !== null && value !== undefined) limits[name] = value;
  }
  return Object.keys(limits).length === 0 ? undefined : limits;
}

function authOf(fields: ProfileFields, before: AuthOptions | null): AuthOptions | null {
  if (fields.user.trim() === '') return null;
  return defined({
    ...before,
    mechanisms: undefined,
    tryAllMechanisms: undefined,
    ...mechanismOptions(fields.mechanisms),
    ...optionValues(fields, before ?? {}, fieldsAt('login')),
    user: fields.user.trim(),
  }) as AuthOptions;
}

const defined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));

export const addressList = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const oauthMember = (oauth: ProfileContent['oauth']): Pick<ProfileContent, 'oauth'> =>
  oauth === undefined ? {} : { oauth };

/** Members in one order, so that two that say the same are the same as text. */
export function withOrder(content: ProfileContent): ProfileContent {
  const sorted = <T extends object>(value: T): T =>
    Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
  const { name, colour, favourite, notes, connection, auth, oauth, envelope } = content;
  const { timeouts } = connection;
  return {
    name,
    colour,
    favourite,
    notes,
    connection: sorted({ ...connection, ...(timeouts === undefined ? {} : { timeouts: sorted(timeouts) }) }),
    auth: auth === null ? null : sorted(auth),
    ...(oauth === undefined ? {} : { oauth: oauth === null ? null : sorted(oauth) }),
    envelope: { from: envelope.from, to: envelope.to },
  };
}
