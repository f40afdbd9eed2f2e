/**
 * The secrets of profiles: in the keychain, or where there is none, in this process until it ends. Nothing here gives one to
 * the window; only a run reads it.
 */
import { addOrphans, dropOrphans, markSecret, profileIn, secretAccount, type ProfileBook } from './book.ts';
import { maySendConnectionSecret, maySendSecret, secretKind } from './secret-use.ts';
import type { ProfileStore, SecretSource, SecretStore } from '../ports.ts';
import type { ConnectionSecrets } from '../smtp/types.ts';
import { AppError } from '../../ipc/errors.ts';
import {
  SECRET_KINDS,
  SecretStateSchema,
  type Profile,
  type SecretKind,
  type SecretState,
  type SecretStatus,
} from '../../ipc/schemas/profiles.ts';
import type { RunRequest } from '../../ipc/schemas/run.ts';
import * as v from 'valibot';

export interface ProfileSecretsOptions {
  readonly keychain: SecretStore;
  readonly change: ProfileStore['change'];
  readonly book: () => Promise<ProfileBook>;
  readonly changed: (id: string) => void;
}

export class ProfileSecrets {
  readonly #options: ProfileSecretsOptions;
  /** By account. */
  readonly #session = new Map<string, string>();

  constructor(options: ProfileSecretsOptions) {
    this.#options = options;
  }

  /** Rejects with `secret-store-unavailable`; what was there before is then still there. */
  async set(id: string, kind: SecretKind, secret: string, where: 'keychain' | 'session'): Promise<SecretStatus> {
    const account = secretAccount(id, kind);
    profileIn(await this.#options.book(), id);
    if (secret === '') throw new AppError('invalid-argument', { argument: 'secret', reason: 'is missing' });
    if (where === 'session') {
      this.#session.set(account, secret);
      this.#options.changed(id);
      return { kind, state: 'session' };
    }
    // Known before it is there: whatever happens in between, the entry is found again.
    await this.#options.change(addOrphans([account]));
    await this.#options.keychain.set(account, secret);
    await this.#options.change(markSecret(id, kind, true));
    this.#session.delete(account);
    this.#options.changed(id);
    return { kind, state: 'keychain' };
  }

  async remove(id: string, kind: SecretKind): Promise<SecretStatus> {
    const account = secretAccount(id, kind);
    const profile = profileIn(await this.#options.book(), id);
    this.#session.delete(account);
    if (profile.secrets.includes(kind)) {
      await this.#options.keychain.delete(account);
      await this.#options.change(markSecret(id, kind, false));
    }
    this.#options.changed(id);
    return { kind, state: 'none' };
  }

  async status(id: string): Promise<SecretStatus[]> {
    const profile = profileIn(await this.#options.book(), id);
    const states: SecretStatus[] = [];
    for (const kind of SECRET_KINDS) states.push({ kind, state: await this.#state(profile, kind) });
    return states;
  }

  /** What is left in the keychain of profiles that are gone, as far as it could not be removed at the time. */
  async orphans(): Promise<string[]> {
    const { orphans, profiles } = await this.#options.book();
    const used = new Set(profiles.flatMap(({ id, secrets }) => secrets.map((kind) => secretAccount(id, kind))));
    return orphans.filter((account) => !used.has(account));
  }

  /** Those that are left; rejects when the keychain cannot be used at all. */
  async removeOrphans(): Promise<string[]> {
    for (const account of await this.orphans()) {
      await this.#options.keychain.delete(account);
      await this.#options.change(dropOrphans([account]));
    }
    return this.orphans();
  }

  /** Of profiles that are gone for good. */
  forget(ids: readonly string[]): void {
    for (const id of ids) for (const kind of SECRET_KINDS) this.#session.delete(secretAccount(id, kind));
  }

  /** To another id, as far as it can be read now; a copy without its secret is still a copy. */
  async copy(from: Profile, to: string): Promise<void> {
    for (const kind of SECRET_KINDS) {
      const kept = this.#session.get(secretAccount(from.id, kind));
      if (kept !== undefined) await this.set(to, kind, kept, 'session');
      else if (from.secrets.includes(kind)) {
        const secret = await this.#options.keychain.get(secretAccount(from.id, kind));
        if (secret !== null) await this.set(to, kind, secret, 'keychain');
      }
    }
  }

  /** Read only when a mechanism is about to need it. Rejects with `secret-missing` or `secret-store-unavailable`. */
  source(id: string, request: Pick<RunRequest, 'connection' | 'auth'>): SecretSource {
    let token = false;
    return {
      isToken: () => token,
      read: async () => {
        const profile = profileIn(await this.#options.book(), id);
        const { name } = profile.content;
        if (request.auth === null || !maySendSecret(profile.content, request))
          throw new AppError('secret-missing', { reason: 'edited', name });
        const has = SECRET_KINDS.filter(
          (kind) => profile.secrets.includes(kind) || this.#session.has(secretAccount(id, kind)),
        );
        const kind = secretKind(request.auth, has);
        token = kind === 'token';
        const account = secretAccount(id, kind);
        const secret =
          this.#session.get(account) ?? (has.includes(kind) ? await this.#options.keychain.get(account) : null);
        if (secret === null)
          throw new AppError('secret-missing', { reason: has.includes(kind) ? 'vanished' : 'none', name });
        return secret;
      },
    };
  }

  /** The connection's own: each is read only when it is needed, like the one above. */
  async connection(id: string, { connection }: Pick<RunRequest, 'connection'>): Promise<ConnectionSecrets> {
    const profile = profileIn(await this.#options.book(), id);
    const sources: { -readonly [K in keyof ConnectionSecrets]: ConnectionSecrets[K] } = {};
    for (const [kind, name] of [
      ['client-key', 'clientKey'],
      ['passphrase', 'clientKeyPassphrase'],
      ['proxy-password', 'proxyPassword'],
    ] as const) {
      const account = secretAccount(id, kind);
      const kept = profile.secrets.includes(kind);
      if (!kept && !this.#session.has(account)) continue;
      if (!maySendConnectionSecret(profile.content, connection, kind)) continue;
      sources[name] = {
        read: async () => {
          const secret = this.#session.get(account) ?? (await this.#options.keychain.get(account));
          if (secret === null) throw new AppError('secret-missing', { reason: 'vanished', name: profile.content.name });
          return secret;
        },
      };
    }
    return sources;
  }

  async #state(profile: Profile, kind: SecretKind): Promise<SecretState> {
    const account = secretAccount(profile.id, kind);
    if (this.#session.has(account)) return 'session';
    if (!profile.secrets.includes(kind)) return 'none';
    try {
      return (await this.#options.keychain.get(account)) === null ? 'vanished' : 'keychain';
    } catch (error) {
      return refusalState(error);
    }
  }
}

/** Why the keychain could not be used, as a state of the secret. Throws on what is no word of the keychain's. */
export function refusalState(error: unknown): SecretState {
  const reason = error instanceof AppError ? v.safeParse(SecretStateSchema, error.params.reason) : null;
  if (reason?.success !== true) throw error;
  return reason.output;
}
