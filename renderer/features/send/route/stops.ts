/** Where one message goes, stop by stop: through one server, several, or to the MX hosts of each recipient's domain. Pure. */
import { byDomain } from '../../../../electron/protocol/parse/addresses/envelopes.ts';
import { parseTarget } from '../../../../electron/protocol/parse/target.ts';
import type { Profile } from '../../../../electron/protocol/values/profiles/profile.ts';
import type { SendDraft } from '../../../../electron/protocol/values/app/outgoing.ts';
import type { AuthOptions, ConnectionOptions, Envelope } from '../../../../electron/protocol/values/target.ts';
import { plural } from '../../../../electron/texts/units.ts';
import { readTarget, serverHost, tidyTarget } from '../../../session/target/target-words.ts';
import { limits } from '../../../../electron/protocol/values/app/limits.ts';

export type RouteKind = NonNullable<SendDraft['route']>;

/** One delivery. */
export interface Stop {
  /** As typed, the profile's name, or the domain. */
  readonly name: string;
  readonly connection: ConnectionOptions;
  readonly auth: AuthOptions | null;
  readonly profileId: string | null;
  readonly envelope: Envelope;
  /** It is the server of the form, whose typed secrets go along. */
  readonly own: boolean;
}

export interface Others {
  readonly stops: readonly Omit<Stop, 'envelope'>[];
  /** What keeps them from being used; null where nothing does. */
  readonly trouble: string | null;
}

const profileName = /^profile:\s{0,20}(.{1,200})$/i;

/** One a line, as the command line takes them: a server, or profile:NAME. */
export function readOthers(text: string, profiles: readonly Profile[]): Others {
  const stops: Omit<Stop, 'envelope'>[] = [];
  let trouble: string | null = null;
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const name = profileName.exec(line)?.[1]?.trim();
    const read = name === undefined ? readServer(line) : readProfile(name, profiles);
    if (typeof read === 'string') trouble ??= read;
    else stops.push(read);
  }
  if (stops.length >= limits.stops) trouble ??= `More than ${limits.stops} servers for one message`;
  return { stops, trouble };
}

function readServer(line: string): Omit<Stop, 'envelope'> | string {
  const reading = readTarget(line, { protocol: 'auto', security: 'auto' });
  if (reading?.ok !== true) return reading?.text ?? 'A line without a server';
  return { name: line, connection: { target: tidyTarget(line) }, auth: null, profileId: null, own: false };
}

function readProfile(name: string, profiles: readonly Profile[]): Omit<Stop, 'envelope'> | string {
  const found = profiles.filter(({ content }) => content.name.toLowerCase() === name.toLowerCase());
  const [profile] = found;
  if (profile === undefined) return `There is no profile “${name}”`;
  if (found.length > 1) return `${plural(found.length, 'profile')} are called “${name}”`;
  const { connection, auth } = profile.content;
  return { name: profile.content.name, connection, auth, profileId: profile.id, own: false };
}

/** The same host gets the login of the form, which is meant for it; no other does. */
export function withLogin(
  stops: readonly Omit<Stop, 'envelope'>[],
  form: Omit<Stop, 'envelope'>,
): readonly Omit<Stop, 'envelope'>[] {
  const host = serverHost(form.connection.target);
  return [
    form,
    ...stops.map((stop) => {
      const same = stop.profileId === null && serverHost(stop.connection.target) === host;
      if (!same) return stop;
      const { target } = stop.connection;
      // Its own port says how TLS begins there; what else was chosen for the host holds.
      const { security: _security, ...connection } = form.connection;
      return { ...form, name: stop.name, connection: { ...connection, target } };
    }),
  ];
}

export interface ToDomains {
  readonly stops: readonly Stop[];
  readonly trouble: string | null;
}

/** A delivery for each domain, without a login: what was typed for one server is not said to others. */
export function toDomains(envelope: Envelope, options: Omit<ConnectionOptions, 'target'>): ToDomains {
  const { domains, without } = byDomain(envelope);
  const [nowhere] = without;
  const stops = domains.map(({ domain, envelope: own }): Stop => {
    const connection = { ...options, target: domain, mx: true };
    return { name: domain, connection, auth: null, profileId: null, envelope: own, own: false };
  });
  const trouble =
    nowhere === undefined
      ? stops.length > limits.stops
        ? `${stops.length} domains: more than ${limits.stops} deliveries for one message`
        : null
      : `“${nowhere}” has no domain whose MX hosts could be asked`;
  return { stops, trouble };
}

/** Whether the target of a form is one that can be used. */
export const isUsable = (connection: ConnectionOptions): boolean => parseTarget(connection.target, connection).ok;
