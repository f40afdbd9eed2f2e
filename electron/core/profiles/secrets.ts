/**
 * The secrets of profiles: which of them may go where. Nothing here gives one to the window; only a run reads it. Where they are
 * kept is in kept-secrets.ts.
 */
import { profileIn, secretAccount } from './book.ts';
import { bindingFor, differences, secretPlace, type SecretUse } from './secret-binding.ts';
import { KeptSecrets, type KeptSecretsOptions } from './kept-secrets.ts';
import { secretKind } from './secret-use.ts';
import type { SecretSource } from '../ports.ts';
import type { ConnectionSecrets } from '../smtp/types.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import {
  SECRET_KINDS,
  type BoundElsewhere,
  type Profile,
  type ProfileContent,
  type SecretBinding,
  type SecretKind,
  type SecretStatus,
} from '../../protocol/values/profiles/profile.ts';
import type { RunRequest } from '../../protocol/values/app/run.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';

export interface ProfileSecretsOptions extends KeptSecretsOptions {
  /** Called with the secret that a profile logs in with from now on, once it is kept. */
  readonly logsIn?: (id: string, secret: string) => Promise<void>;
  /**
   * Before an access token is read: renews one that is about to end; `force`: the server has refused it as it is. Whether there is a new
   * one. Rejects with AppError `sign-in-failed`, and what the keychain says.
   */
  readonly renew?: (id: string, force: boolean) => Promise<boolean>;
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

/** A secret that is kept for `elsewhere`, and where it would be bound to if the user agreed. */
export interface Misplaced {
  readonly kind: SecretKind;
  readonly elsewhere: BoundElsewhere;
  readonly from: SecretBinding;
  readonly to: SecretBinding;
}

export class ProfileSecrets {
  readonly #options: ProfileSecretsOptions;
  readonly #kept: KeptSecrets;

  constructor(options: ProfileSecretsOptions) {
    this.#options = options;
    this.#kept = new KeptSecrets(options);
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
    const { content } = await this.#profile(id);
    const binding = bindingFor(kind, await this.#use(keptFor ?? content));
    const status = await this.#kept.keep(id, kind, { secret, binding }, where);
    if (kind === 'password' || kind === 'token') await this.#options.logsIn?.(id, secret);
    return status;
  }

  /** What the window gives, as its call has it: straight from the contract's host, through no hand that has no use for it. */
  readonly give = ({ id, kind, secret, where }: GivenSecret): Promise<SecretStatus> =>
    this.set(id, kind, secret, where);

  remove(id: string, kind: SecretKind): Promise<SecretStatus> {
    return this.#kept.remove(id, kind);
  }

  async status(id: string): Promise<SecretStatus[]> {
    const profile = await this.#profile(id);
    const use = await this.#use(profile.content);
    const states: SecretStatus[] = [];
    for (const kind of SECRET_KINDS) {
      const state = await this.#kept.state(profile, kind);
      const elsewhere = state === 'none' ? null : this.#elsewhere(profile, kind, use);
      states.push({ kind, state, ...(elsewhere === null ? {} : { elsewhere }) });
    }
    return states;
  }

  /** Those that are kept for somewhere else than where the profile goes now, with where they would be bound to. */
  async misplaced(id: string): Promise<Misplaced[]> {
    const profile = await this.#profile(id);
    const use = await this.#use(profile.content);
    return SECRET_KINDS.flatMap((kind) => {
      if (!this.#kept.has(profile, kind)) return [];
      const elsewhere = this.#elsewhere(profile, kind, use);
      // What has no place is not known to be what somebody once agreed to.
      const from = this.#kept.binding(profile, kind);
      return elsewhere === null || from === null ? [] : [{ kind, elsewhere, from, to: bindingFor(kind, use) }];
    });
  }

  /** The user agreed, in a dialog of main's. */
  async rebind(id: string, agreed: readonly Misplaced[]): Promise<void> {
    for (const { kind, from, to } of agreed) await this.#kept.rebind(id, kind, from, to);
    this.#options.changed(id);
  }

  /** What is left in the keychain of profiles that are gone, as far as it could not be removed at the time. */
  orphans(): Promise<string[]> {
    return this.#kept.orphans();
  }

  /** Those that are left; rejects when the keychain cannot be used at all. */
  removeOrphans(): Promise<string[]> {
    return this.#kept.removeOrphans();
  }

  /** Of profiles that are gone for good. */
  forget(ids: readonly string[]): void {
    this.#kept.forget(ids);
  }

  /** To another id, as far as they can be read now, and for the same place; a copy without its secret is still a copy. */
  async copy(from: Profile, to: string): Promise<void> {
    // A refresh token that two use is taken for stolen where they rotate: the copy signs in for itself.
    const kinds = SECRET_KINDS.filter((kind) => kind !== 'refresh-token' && (kind !== 'token' || !from.signedIn));
    for (const kind of kinds) await this.#kept.copy(from, to, kind);
  }

  /** Read only when a mechanism is about to need it. Rejects with `secret-missing` or `secret-store-unavailable`. */
  source(id: string, request: Pick<RunRequest, 'connection' | 'auth'>): SecretSource {
    let token = false;
    return {
      isToken: () => token,
      read: async () => {
        const profile = await this.#profile(id);
        const has = SECRET_KINDS.filter((kind) => this.#kept.has(profile, kind));
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
    const profile = await this.#profile(id);
    return this.#kept.has(profile, kind) ? this.#read(id, kind, profile.content) : null;
  }

  /** Rejects with `secret-store-unavailable` where a token could not be kept now. */
  async ready(id: string): Promise<void> {
    await this.#options.keychain.get(secretAccount(id, 'token'));
  }

  /** In the place of one that is kept, where that is kept, for what that is kept for. Rejects with `secret-missing` where there is none. */
  async replaceToken(id: string, kind: 'token' | 'refresh-token', secret: string): Promise<void> {
    const profile = await this.#profile(id);
    const binding = this.#kept.binding(profile, kind);
    if (binding === null) throw new AppError('secret-missing', { reason: 'none', name: profile.content.name, kind });
    const where = this.#kept.inSession(id, kind) === null ? 'keychain' : 'session';
    await this.#kept.keep(id, kind, { secret, binding }, where);
  }

  /** The connection's own: each is read only when it is needed, like the one above. */
  async connection(id: string, { connection }: Pick<RunRequest, 'connection'>): Promise<ConnectionSecrets> {
    const profile = await this.#profile(id);
    const sources: { -readonly [K in keyof ConnectionSecrets]: ConnectionSecrets[K] } = {};
    for (const [kind, name] of [
      ['client-key', 'clientKey'],
      ['passphrase', 'clientKeyPassphrase'],
      ['proxy-password', 'proxyPassword'],
    ] as const) {
      if (!this.#kept.has(profile, kind)) continue;
      sources[name] = { read: () => this.#read(id, kind, { connection, auth: null }) };
    }
    return sources;
  }

  /** Judged before the keychain is asked, which may take a minute of the user's, and again by what holds then. */
  async #read(id: string, kind: SecretKind, request: KeptFor): Promise<string> {
    const use = await this.#use(request);
    const judged = async (): Promise<{ name: string; session: string | null }> => {
      const profile = await this.#profile(id);
      const session = this.#kept.inSession(id, kind)?.secret ?? null;
      const { name } = profile.content;
      if (!this.#kept.has(profile, kind)) throw new AppError('secret-missing', { reason: 'none', name });
      const elsewhere = this.#elsewhere(profile, kind, use);
      if (elsewhere !== null) throw await this.#refusal(profile, kind, elsewhere);
      return { name, session };
    };
    const { name, session } = await judged();
    if (session !== null) return session;
    const secret = await this.#kept.fromKeychain(id, kind, async (found) => {
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
    const binding = this.#kept.binding(profile, kind);
    if (binding === null) return { place: null, changed: [] };
    const changed = differences(kind, binding, use);
    return changed.length === 0 ? null : { place: secretPlace(binding), changed };
  }

  async #use({ connection, auth, oauth }: KeptFor): Promise<SecretUse> {
    return { connection, auth, oauth, ownServer: (await this.#options.isOwn?.(connection)) ?? false };
  }

  async #profile(id: string): Promise<Profile> {
    return profileIn(await this.#options.book(), id);
  }
}
