/** The secrets of the profile that is edited: where each is kept, and putting it there. What they are never comes back here. */
import type { AppError } from '../../../electron/protocol/values/app-error.ts';
import type {
  BoundElsewhere,
  SecretKind,
  SecretState,
  SecretStatus,
} from '../../../electron/protocol/values/profiles/profile.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { ProfileForm } from './editor/form.svelte.ts';

type Place = 'keychain' | 'session';

interface Owner {
  readonly form: () => ProfileForm | null;
  /** Does what the user asked for; false, and reported, when it failed. */
  readonly call: (work: () => Promise<unknown>) => Promise<boolean>;
  /** The same for what the user did not ask for. */
  readonly background: (work: () => Promise<unknown>) => Promise<boolean>;
}

export class SecretsState {
  /** A kind is missing while it is asked for. */
  states: Partial<Record<SecretKind, SecretState>> = $state.raw({});
  /** Those that are kept for somewhere else than where the profile goes, as it is saved. */
  elsewhere: Partial<Record<SecretKind, BoundElsewhere>> = $state.raw({});
  /** The keychain has been asked and does not answer: it probably waits for the user. */
  waiting = $state(false);
  /** The keychain would not take the secret; it can be kept in memory instead. */
  sessionOffered = $state(false);
  #app: AppState;
  #owner: Owner;

  constructor(app: AppState, owner: Owner) {
    this.#app = app;
    this.#owner = owner;
  }

  /** Asks anew where those of the profile that is edited now are kept. */
  async ask(): Promise<void> {
    const id = this.#owner.form()?.id ?? null;
    this.sessionOffered = false;
    this.states = {};
    this.elsewhere = {};
    if (id === null) return;
    await this.#owner.background(async () => this.#all(id, await this.#app.client.call('secrets.status', { id })));
  }

  async set(id: string, kind: SecretKind, secret: string, where: Place): Promise<boolean> {
    return secret !== '' && this.#owner.call(() => this.put(id, kind, secret, where));
  }

  /** Throws what main answers. */
  async put(id: string, kind: SecretKind, secret: string, where: Place): Promise<void> {
    this.#placed(await this.#app.client.call('secrets.set', { id, kind, secret, where }));
    const form = this.#owner.form();
    if (form?.id === id) form.secrets[kind] = '';
    this.sessionOffered = false;
  }

  /** The key of the client certificate: main takes it from the file to the keychain. */
  async setKey(id: string, where: Place): Promise<void> {
    await this.#owner.call(async () => {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'key', profileId: id });
      if (file === undefined) return;
      const input = { id, kind: 'client-key' as const, handle: file.handle, where };
      this.#placed(await this.#app.client.call('secrets.fromFile', input));
    });
  }

  /** Main asks whether they may go where the profile goes now. */
  async useHere(id: string): Promise<void> {
    await this.#owner.call(async () => this.#all(id, await this.#app.client.call('secrets.rebind', { id })));
  }

  async remove(id: string, kind: SecretKind): Promise<void> {
    await this.#owner.call(async () => this.#placed(await this.#app.client.call('secrets.remove', { id, kind })));
  }

  failed(error: AppError): void {
    this.sessionOffered = error.code === 'secret-store-unavailable' && error.params.reason !== 'too-long';
  }

  #all(id: string, states: readonly SecretStatus[]): void {
    if (this.#owner.form()?.id !== id) return;
    this.states = Object.fromEntries(states.map(({ kind, state }) => [kind, state]));
    this.elsewhere = Object.fromEntries(
      states.flatMap(({ kind, elsewhere }) => (elsewhere === undefined ? [] : [[kind, elsewhere]])),
    );
  }

  #placed({ kind, state }: SecretStatus): void {
    this.states = { ...this.states, [kind]: state };
    const { [kind]: _, ...others } = this.elsewhere;
    this.elsewhere = others;
  }
}

/** Typed and not kept yet; what was kept or taken out again is empty. */
export const typedSecret = ({ secrets: { password = '', token = '' } }: ProfileForm): string =>
  password === '' ? token : password;
