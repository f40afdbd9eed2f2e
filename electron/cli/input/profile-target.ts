/**
 * A session that begins from a profile: `profile:NAME` in the place of a host. File, keychain and schemas are loaded only when
 * one is named.
 */
import type { SecretSource } from '../../core/ports.ts';
import type { ProfileSecrets } from '../../core/profiles/secrets.ts';
import type { ConnectionSecrets } from '../../core/smtp/types.ts';
import type { Profile } from '../../protocol/values/profiles/profile.ts';
import type { AuthOptions, ConnectionOptions } from '../../protocol/values/target.ts';
import type { KeptProfiles } from './profiles.ts';
import { UsageError } from '../status.ts';
import type { Terminal } from '../output/terminal.ts';

export interface ProfileTarget {
  readonly profile: Profile;
  /** The kept secret, read when a mechanism is about to need it, and only for where the profile goes. */
  secret(asked: { connection: ConnectionOptions; auth: AuthOptions }): SecretSource;
  /** Of the connection's own secrets those that are kept, and may be used for this connection. */
  connectionSecrets(connection: ConnectionOptions): Promise<ConnectionSecrets>;
  /** Of the client that gets its tokens; null where none is kept. */
  clientSecret(): Promise<string | null>;
}

type FindTarget = (target: string) => Promise<ProfileTarget | null>;

/** null for a target that is no `profile:NAME`. @throws AppError `profile-not-found`, UsageError when several could be meant */
export function profileTarget(target: string, terminal: Terminal): Promise<ProfileTarget | null> {
  return profileTargets(terminal)(target);
}

/** The same for several targets, with one look at the file and one keychain, which answers one question at a time. */
export function profileTargets(terminal: Terminal): FindTarget {
  let kept: Promise<KeptProfiles> | null = null;
  return async (target) => {
    const name = /^profile:([^]*)$/i.exec(target)?.[1];
    if (name === undefined) return null;
    if (name === '') throw new UsageError('profile: needs a name after the colon, such as profile:Office');
    const { openProfiles, profileNamed } = await import('./profiles.ts');
    kept ??= openProfiles(terminal);
    const { book, secrets } = await kept;
    return targetOf(profileNamed(book, name), secrets);
  };
}

export function targetOf(profile: Profile, secrets: ProfileSecrets): ProfileTarget {
  return {
    profile,
    secret: (asked) => secrets.source(profile.id, asked),
    connectionSecrets: (connection) => secrets.connection(profile.id, { connection }),
    clientSecret: () => secrets.ofTokens(profile.id, 'client-secret'),
  };
}
