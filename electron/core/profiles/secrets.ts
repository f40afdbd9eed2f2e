/**
 * The secrets of profiles: in the keychain, or where there is none, in this process until it ends. Nothing here gives one to
 * the window; only a run reads it.
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
import { bindingFor, differences, secretPlace, sameBinding, type SecretUse } from './secret-binding.ts';
import { KeyedTurns } from './keyed-turns.ts';
import { secretKind } from './secret-use.ts';
import type { ProfileStore, SecretSource, SecretStore } from '../ports.ts';
import type { ConnectionSecrets } from '../smtp/types.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import {
  SECRET_KINDS,
  SecretStateSchema,
  type BoundElsewhere,
  type Profile,
  type ProfileContent,
  type SecretBinding,
  type SecretKind,
  type SecretState,
  type SecretStatus,
} from '../../protocol/values/profiles/profile.ts';
import type { RunRequest } from '../../protocol/values/app/run.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import * as v from 'valibot';

export interface ProfileSecretsOptions {
  /** Called with the secret that a profile logs in with from now on, once it is kept. */
  readonly logsIn?: (id: string, secret: string) => Promise<void>;
  /**
   * Before an access token is read: renews one that is about to end; `force`: the server has refused it as it is. Whether there is a new
   * one. Rejects with AppError `sign-in-failed`, and what the keychain says.
   */
  readonly renew?: (id: string, force: boolean) => Promise<boolean>;
  readonly keychain: SecretStore;
  readonly change: ProfileStore['change'];
  readonly book: () => Promise<ProfileBook>;
  readonly changed: (id: string) => void;
  /** Whether it leads to a listener of our own test server; absent: there is none. */
  readonly isOwn?: (connection: ConnectionOptions) => Promise<boolean>;
}

/** What a secret is kept for; absent: what its profile says now. */
type KeptFor = Pick<ProfileContent, 'connection' | 'auth' | 'oauth'>;

export interface GivenSecret {
  readonly id: string;
  readonly kind: SecretKind;
  readonly secret: string;
  readonly where: 'keychain' | 'session';
}

interface Kept {
  readonly secret: string;
  readonly binding: SecretBinding;
}

/** A secret that is kept for `elsewhere`, and where it would be bound to if the user agreed. */
export interface Misplaced {
  readonly kind: SecretKind;
  readonly elsewhere: BoundElsewhere;
  readonly from: SecretBinding;
  readonly to: SecretBinding;
}

export class ProfileSecrets {
  readonly #options: ProfileSecretsOptions;
  /** By account. */
  readonly #session = new Map<string, Kept>();
  /**
   * By account: a secret in the keychain and the place in the file are two steps, and between those of one nothing else may put the
   * other half there, or read both.
   */
  readonly #turns = new KeyedTurns();

  constructor(options: ProfileSecretsOptions) {
    this.#options = options;
  }

  /**
   * Binds the secret to where the profile goes, or to what it came with.
   * Rejects with `secret-store-unavailable`; what was there before is then still there.
   */
  async set(
    id: string,
    kind: SecretKind,
    secret: string,
    where: 'keychain' | 'session',
    keptFor?: KeptFor,
  ): Promise<SecretStatus> {
    const { content } = profileIn(await this.#options.book(), id);
    const binding = bindingFor(kind, await this.#use(keptFor ?? content));
    const status = await this.#keep(id, kind, { secret, binding }, where);
    if (kind === 'password' || kind === 'token') await this.#options.logsIn?.(id, secret);
    return status;
  }

  /** What the window gives, as its call has it: straight from the contract's host, through no hand that has no use for it. */
  readonly give = ({ id, kind, secret, where }: GivenSecret): Promise<SecretStatus> =>
    this.set(id, kind, secret, where);

  async #keep(id: string, kind: SecretKind, kept: Kept, where: 'keychain' | 'session'): Promise<SecretStatus> {
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
  async #replace(before: Profile, kind: SecretKind, { secret, binding }: Kept): Promise<void> {
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

  async status(id: string): Promise<SecretStatus[]> {
    const profile = profileIn(await this.#options.book(), id);
    const use = await this.#use(profile.content);
    const states: SecretStatus[] = [];
    for (const kind of SECRET_KINDS) {
      const state = await this.#state(profile, kind);
      const elsewhere = state === 'none' ? null : this.#elsewhere(profile, kind, use);
      states.push({ kind, state, ...(elsewhere === null ? {} : { elsewhere }) });
    }
    return states;
  }

  /** Those that are kept for somewhere else than where the profile goes now, with where they would be bound to. */
  async misplaced(id: string): Promise<Misplaced[]> {
    const profile = profileIn(await this.#options.book(), id);
    const use = await this.#use(profile.content);
    return SECRET_KINDS.flatMap((kind) => {
      if (!profile.secrets.includes(kind) && !this.#session.has(secretAccount(id, kind))) return [];
      const elsewhere = this.#elsewhere(profile, kind, use);
      // What has no place is not known to be what somebody once agreed to.
      const from = this.#binding(profile, kind);
      return elsewhere === null || from === null ? [] : [{ kind, elsewhere, from, to: bindingFor(kind, use) }];
    });
  }

  /** The user agreed, in a dialog of main's. */
  async rebind(id: string, agreed: readonly Misplaced[]): Promise<void> {
    for (const { kind, from, to } of agreed) {
      const account = secretAccount(id, kind);
      await this.#turns.next(account, async () => {
        const now = this.#binding(profileIn(await this.#options.book(), id), kind);
        // Given anew while the question was on the screen: that was not what was asked about.
        if (now === null || !sameBinding(now, from)) return;
        const kept = this.#session.get(account);
        if (kept !== undefined) this.#session.set(account, { ...kept, binding: to });
        else await this.#options.change(bindSecrets(id, { [kind]: to }));
      });
    }
    this.#options.changed(id);
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

  /** To another id, as far as it can be read now, and for the same place; a copy without its secret is still a copy. */
  async copy(from: Profile, to: string): Promise<void> {
    // A refresh token that two use is taken for stolen where they rotate: the copy signs in for itself.
    const kinds = SECRET_KINDS.filter((kind) => kind !== 'refresh-token' && (kind !== 'token' || !from.signedIn));
    for (const kind of kinds) {
      const account = secretAccount(from.id, kind);
      const kept = this.#session.get(account);
      const binding = from.bindings?.[kind];
      if (kept !== undefined) await this.#keep(to, kind, kept, 'session');
      else if (from.secrets.includes(kind) && binding !== undefined && binding !== null) {
        const secret = await this.#turns.next(account, async () => {
          const found = await this.#options.keychain.get(account);
          const now = profileIn(await this.#options.book(), from.id).bindings?.[kind];
          const still = now !== undefined && now !== null && sameBinding(now, binding);
          return still ? found : null;
        });
        if (secret !== null) await this.#keep(to, kind, { secret, binding }, 'keychain');
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
        const has = SECRET_KINDS.filter(
          (kind) => profile.secrets.includes(kind) || this.#session.has(secretAccount(id, kind)),
        );
        const kind = request.auth === null ? 'password' : secretKind(request.auth, has);
        token = kind === 'token';
        if (token) await this.#options.renew?.(id, false);
        return this.#read(id, kind, request);
      },
      renew: async () => token && ((await this.#options.renew?.(id, true)) ?? false),
    };
  }

  /** Of the client that gets its tokens; null where there is none. For the authorization server of the saved profile alone. */
  async ofTokens(id: string, kind: 'refresh-token' | 'client-secret'): Promise<string | null> {
    const { content, secrets } = profileIn(await this.#options.book(), id);
    if (!secrets.includes(kind) && !this.#session.has(secretAccount(id, kind))) return null;
    return this.#read(id, kind, content);
  }

  /** Rejects with `secret-store-unavailable` where a token could not be kept now. */
  async ready(id: string): Promise<void> {
    await this.#options.keychain.get(secretAccount(id, 'token'));
  }

  /** In the place of one that is kept, where that is kept, for what that is kept for. Rejects with `secret-missing` where there is none. */
  async replaceToken(id: string, kind: 'token' | 'refresh-token', secret: string): Promise<void> {
    const profile = profileIn(await this.#options.book(), id);
    const binding = this.#binding(profile, kind);
    if (binding === null) throw new AppError('secret-missing', { reason: 'none', name: profile.content.name, kind });
    const where = this.#session.has(secretAccount(id, kind)) ? 'session' : 'keychain';
    await this.#keep(id, kind, { secret, binding }, where);
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
      if (!profile.secrets.includes(kind) && !this.#session.has(secretAccount(id, kind))) continue;
      sources[name] = { read: () => this.#read(id, kind, { connection, auth: null }) };
    }
    return sources;
  }

  /** Judged before the keychain is asked, which may take a minute of the user's, and again by what holds then. */
  async #read(id: string, kind: SecretKind, request: KeptFor): Promise<string> {
    const account = secretAccount(id, kind);
    const use = await this.#use(request);
    const judged = async (): Promise<{ name: string; session: string | null }> => {
      const profile = profileIn(await this.#options.book(), id);
      const session = this.#session.get(account)?.secret ?? null;
      const { name } = profile.content;
      if (session === null && !profile.secrets.includes(kind))
        throw new AppError('secret-missing', { reason: 'none', name });
      const elsewhere = this.#elsewhere(profile, kind, use);
      if (elsewhere !== null) throw await this.#refusal(profile, kind, elsewhere);
      return { name, session };
    };
    const { name, session } = await judged();
    if (session !== null) return session;
    const secret = await this.#turns.next(account, async () => {
      const found = await this.#options.keychain.get(account);
      await judged();
      return found;
    });
    if (secret === null) throw new AppError('secret-missing', { reason: 'vanished', name });
    return secret;
  }

  /** `edited`: as saved it would be given; `bound-elsewhere`: the profile itself leads elsewhere now. */
  async #refusal(profile: Profile, kind: SecretKind, { place, changed }: BoundElsewhere): Promise<AppError> {
    const saved = this.#elsewhere(profile, kind, await this.#use(profile.content));
    return new AppError('secret-missing', {
      reason: saved === null ? 'edited' : 'bound-elsewhere',
      name: profile.content.name,
      kind,
      changed: changed.join(' '),
      ...(place === null ? {} : { place }),
    });
  }

  /** Null where it may be given. */
  #elsewhere(profile: Profile, kind: SecretKind, use: SecretUse): BoundElsewhere | null {
    const binding = this.#binding(profile, kind);
    if (binding === null) return { place: null, changed: [] };
    const changed = differences(kind, binding, use);
    return changed.length === 0 ? null : { place: secretPlace(binding), changed };
  }

  #binding(profile: Profile, kind: SecretKind): SecretBinding | null {
    return this.#session.get(secretAccount(profile.id, kind))?.binding ?? profile.bindings?.[kind] ?? null;
  }

  async #use({ connection, auth, oauth }: KeptFor): Promise<SecretUse> {
    return { connection, auth, oauth, ownServer: (await this.#options.isOwn?.(connection)) ?? false };
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
