/** Signing in for a profile, as far as the window takes part: it asks main to begin, and shows what main reports. It gets no token. */
import type { AppErrorValue } from '../../../electron/protocol/values/app-error.ts';
import type { SignInStep } from '../../../electron/protocol/values/profiles/sign-in.ts';
import type { AppState } from '../../app/app.svelte.ts';

type Place = 'keychain' | 'session';

interface Owner {
  /** Does what the user asked for; false, and reported, when it failed. */
  readonly call: (work: () => Promise<unknown>) => Promise<boolean>;
  /** Tokens were kept or forgotten. */
  readonly changed: () => Promise<void>;
}

export class SignInState {
  /** Of which profile the rest is. */
  profile: string | null = $state(null);
  /** The last step that waits for somebody. */
  step: Extract<SignInStep, { type: 'browser' | 'code' }> | null = $state.raw(null);
  running = $state(false);
  failure: AppErrorValue | null = $state.raw(null);
  /** What signing out came to, in words. */
  said = $state('');
  #attempt: string | null = null;
  readonly #app: AppState;
  readonly #owner: Owner;

  constructor(app: AppState, owner: Owner) {
    this.#app = app;
    this.#owner = owner;
  }

  async begin(id: string, where: Place): Promise<void> {
    this.#clear(id);
    await this.#owner.call(async () => {
      const { attempt } = await this.#app.client.call('profiles.signIn', { id, where });
      this.#attempt = attempt;
      this.running = true;
      this.#app.client.subscribe(
        'profiles.signInSteps',
        { attempt },
        (step) => this.#take(attempt, step),
        () => {
          if (this.#attempt === attempt) this.running = false;
        },
      );
    });
  }

  async cancel(): Promise<void> {
    const attempt = this.#attempt;
    if (attempt !== null) await this.#owner.call(() => this.#app.client.call('profiles.cancelSignIn', { attempt }));
  }

  async signOut(id: string): Promise<void> {
    this.#clear(id);
    await this.#owner.call(async () => {
      const { revoked } = await this.#app.client.call('profiles.signOut', { id });
      this.said = revoked ? 'Signed out; the server revoked the token.' : 'Signed out; the tokens are forgotten here.';
    });
    await this.#owner.changed();
  }

  #clear(id: string): void {
    this.#attempt = null;
    this.profile = id;
    this.step = null;
    this.failure = null;
    this.running = false;
    this.said = '';
  }

  #take(attempt: string, step: SignInStep): void {
    if (this.#attempt !== attempt) return;
    if (step.type === 'browser' || step.type === 'code') {
      this.step = step;
      return;
    }
    this.step = null;
    this.running = false;
    if (step.type === 'failed') this.failure = step.error;
    else void this.#owner.changed();
  }
}
