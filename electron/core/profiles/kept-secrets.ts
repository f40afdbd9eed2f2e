/**
 * Where the secrets of profiles are kept, and what for: in the keychain, or where there is none, in this process until it ends.
 * Whether one may be given is judged in secrets.ts.
 */
import {
  addOrphans,
  bindSecrets,
  dropOrphans,
  markSecret,
  profileIn,
  secretAccount,
  type ProfileBook,
} from './book.ts';
import { sameBinding } from './secret-binding.ts';
import { KeyedTurns } from './keyed-turns.ts';
import type { ProfileStore, SecretStore } from '../ports.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import {
  SECRET_KINDS,
  SecretStateSchema,
  type Profile,
  type SecretBinding,
  type SecretKind,
  type SecretState,
  type SecretStatus,
} from '../../protocol/values/profiles/profile.ts';
import * as v from 'valibot';

export interface KeptSecretsOptions {
  readonly keychain: SecretStore;
  readonly change: ProfileStore['change'];
  readonly book: () => Promise<ProfileBook>;
  readonly changed: (id: string) => void;
}

/** A secret and where it may go. */
export interface BoundSecret {
  readonly secret: string;
  readonly binding: SecretBinding;
}

export class KeptSecrets {
  readonly #options: KeptSecretsOptions;
  /** By account. */
  readonly #session = new Map<string, BoundSecret>();
  /**
   * By account: a secret in the keychain and the place in the file are two steps, and between those of one nothing else may put the
   * other half there, or read both.
   */
  readonly #turns = new KeyedTurns();

  constructor(options: KeptSecretsOptions) {
    this.#options = options;
  }

  /** Somewhere; the keychain is not asked whether it still has it. */
  has(profile: Pick<Profile, 'id' | 'secrets'>, kind: SecretKind): boolean {
    return profile.secrets.includes(kind) || this.#session.has(secretAccount(profile.id, kind));
  }

  /** Kept in this process alone; null where it is not. */
  inSession(id: string, kind: SecretKind): BoundSecret | null {
    return this.#session.get(secretAccount(id, kind)) ?? null;
  }

  binding(profile: Profile, kind: SecretKind): SecretBinding | null {
    return this.inSession(profile.id, kind)?.binding ?? profile.bindings?.[kind] ?? null;
  }

  /** Rejects with `secret-store-unavailable`; what was there before is then still there. */
  async keep(id: string, kind: SecretKind, kept: BoundSecret, where: 'keychain' | 'session'): Promise<SecretStatus> {
    const account = secretAccount(id, kind);
    profileIn(await this.#options.book(), id);
    if (kept.secret === '') throw new AppError('invalid-argument', { argument: 'secret', reason: 'is missing' });
    if (where === 'session') {
      this.#session.set(account, kept);
      this.#options.changed(id);
      return { kind, state: 'session' };
    }
    await this.#turns.next(account, async () => {
      const before = profileIn(await this.#options.book(), id);
      // Known before it is there: whatever happens in between, the entry is found again.
      await this.#options.change(addOrphans([account]));
      await this.#replace(before, kind, kept);
      await this.#options.change(markSecret(id, kind, kept.binding));
      this.#session.delete(account);
    });
    this.#options.changed(id);
    return { kind, state: 'keychain' };
  }

  /** Between two places a secret has none: a run that reads the keychain meanwhile gets neither the old nor the new one. */
  async #replace(before: Profile, kind: SecretKind, { secret, binding }: BoundSecret): Promise<void> {
    const old = before.secrets.includes(kind) ? before.bindings?.[kind] : null;
    const moves = old !== null && old !== undefined && !sameBinding(old, binding);
    if (moves) await this.#options.change(bindSecrets(before.id, { [kind]: null }));
    try {
      await this.#options.keychain.set(secretAccount(before.id, kind), secret);
    } catch (error) {
      // What has not answered may still be done: then it is the new one that is there.
      const open = error instanceof AppError && error.params.reason === 'no-answer';
      if (moves && !open) await this.#options.change(bindSecrets(before.id, { [kind]: old }));
      throw error;
    }
  }

  async remove(id: string, kind: SecretKind): Promise<SecretStatus> {
    const account = secretAccount(id, kind);
    profileIn(await this.#options.book(), id);
    this.#session.delete(account);
    await this.#turns.next(account, async () => {
      if (!profileIn(await this.#options.book(), id).secrets.includes(kind)) return;
      await this.#options.keychain.delete(account);
      await this.#options.change(markSecret(id, kind, null));
    });
    this.#options.changed(id);
    return { kind, state: 'none' };
  }

  /** To `to`, as long as it still is bound as the user was asked about. */
  async rebind(id: string, kind: SecretKind, from: SecretBinding, to: SecretBinding): Promise<void> {
    const account = secretAccount(id, kind);
    await this.#turns.next(account, async () => {
      const now = this.binding(profileIn(await this.#options.book(), id), kind);
      // Given anew while the question was on the screen: that was not what was asked about.
      if (now === null || !sameBinding(now, from)) return;
      const kept = this.#session.get(account);
      if (kept !== undefined) this.#session.set(account, { ...kept, binding: to });
      else await this.#options.change(bindSecrets(id, { [kind]: to }));
    });
  }

  /** To another id, as far as it can be read now, and for the same place. */
  async copy(from: Profile, to: string, kind: SecretKind): Promise<void> {
    const kept = this.inSession(from.id, kind);
    const binding = from.bindings?.[kind];
    if (kept !== null) await this.keep(to, kind, kept, 'session');
    else if (from.secrets.includes(kind) && binding !== undefined && binding !== null) {
      const secret = await this.fromKeychain(from.id, kind, async (found) => {
        const now = profileIn(await this.#options.book(), from.id).bindings?.[kind];
        const still = now !== undefined && now !== null && sameBinding(now, binding);
        return still ? found : null;
      });
      if (secret !== null) await this.keep(to, kind, { secret, binding }, 'keychain');
    }
  }

  /** What the keychain has, once `judge` has looked again at what holds by then; nothing is put there in between. */
  fromKeychain(
    id: string,
    kind: SecretKind,
    judge: (found: string | null) => Promise<string | null>,
  ): Promise<string | null> {
    const account = secretAccount(id, kind);
    return this.#turns.next(account, async () => judge(await this.#options.keychain.get(account)));
  }

  async state(profile: Profile, kind: SecretKind): Promise<SecretState> {
    const account = secretAccount(profile.id, kind);
    if (this.#session.has(account)) return 'session';
    if (!profile.secrets.includes(kind)) return 'none';
    try {
      return (await this.#options.keychain.get(account)) === null ? 'vanished' : 'keychain';
    } catch (error) {
      return refusalState(error);
    }
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
}

/** Why the keychain could not be used, as a state of the secret. Throws on what is no word of the keychain's. */
export function refusalState(error: unknown): SecretState {
  const reason = error instanceof AppError ? v.safeParse(SecretStateSchema, error.params.reason) : null;
  if (reason?.success !== true) throw error;
  return reason.output;
}
