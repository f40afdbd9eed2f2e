/**
 * Sign-ins that the window began, one at a time. Main alone opens the browser, at the address that comes of the saved profile; where that
 * is no provider of our records, main asks first, in a dialog of its own. The window gets the steps, and no token.
 */
import { randomUUID } from 'node:crypto';
import type { ProfileSignIn } from '../../core/profiles/sign-in.ts';
import type { StreamSink } from '../../ipc/host.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { Profile } from '../../protocol/values/profiles/profile.ts';
import type { SignInStep } from '../../protocol/values/profiles/sign-in.ts';
import { signInQuestion } from '../../texts/app/agreements.ts';
import type { Desktop } from '../desktop.ts';
import { limits } from '../limits.ts';

type Sink = StreamSink<SignInStep>;

interface Attempt {
  readonly id: string;
  readonly cancel: AbortController;
  readonly steps: SignInStep[];
  readonly followers: Set<Sink>;
  over: boolean;
}

export interface SignInsOptions {
  readonly signIn: ProfileSignIn;
  /** Rejects with AppError `profile-not-found`. */
  readonly known: (id: string) => Promise<Profile>;
  readonly desktop: Pick<Desktop, 'confirm' | 'openSignIn'>;
  readonly log: (line: string) => void;
}

export class SignIns {
  readonly #options: SignInsOptions;
  /** The last one stays until the next, for a window that asks late. */
  #last: Attempt | null = null;
  readonly #running = new Set<Promise<void>>();
  /** When browsers were opened, milliseconds since 1970. */
  #opened: number[] = [];

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  /** Its id, at once; one before it is cancelled. Rejects with AppError `profile-not-found`. */
  async begin(id: string, where: 'keychain' | 'session'): Promise<string> {
    const profile = await this.#options.known(id);
    this.#last?.cancel.abort();
    const attempt: Attempt = {
      ...{ id: randomUUID(), cancel: new AbortController(), steps: [], followers: new Set<Sink>() },
      over: false,
    };
    this.#last = attempt;
    const run = this.#run(attempt, profile, where).finally(() => this.#running.delete(run));
    this.#running.add(run);
    return attempt.id;
  }

  /** What is over, or not known any more, is cancelled. */
  cancel(id: string): void {
    if (this.#last?.id === id) this.#last.cancel.abort();
  }

  /** Begins with what has happened. @throws AppError `invalid-argument` for an attempt that is not known any more */
  follow(id: string, sink: Sink): () => void {
    const attempt = this.#last;
    if (attempt?.id !== id) throw new AppError('invalid-argument', { argument: 'attempt', reason: 'it is over' });
    for (const step of attempt.steps) sink.event(step);
    if (attempt.over) sink.end(null);
    else attempt.followers.add(sink);
    return () => void attempt.followers.delete(sink);
  }

  /** Whether the server revoked what renews the token; it is forgotten in any case. Rejects as ProfileSignIn does. */
  async signOut(id: string): Promise<boolean> {
    await this.#options.known(id);
    this.#last?.cancel.abort();
    return this.#options.signIn.signOut(id, AbortSignal.timeout(limits.signIn.revoking));
  }

  /** Resolves when nothing is written any more. */
  async close(): Promise<void> {
    this.#last?.cancel.abort();
    await Promise.all(this.#running);
  }

  async #run(attempt: Attempt, profile: Profile, where: 'keychain' | 'session'): Promise<void> {
    const { signal } = attempt.cancel;
    const report = (step: SignInStep): void => this.#report(attempt, step);
    try {
      const signedIn = await this.#options.signIn.signIn(profile.id, {
        signal,
        where,
        open: async (address) => {
          report({ type: 'browser', address, opened: await this.#open(profile, address) });
        },
        show: ({ address, userCode, expiresAt }) =>
          report({ type: 'code', address, userCode, expiresAt: new Date(expiresAt).toISOString() }),
      });
      report({ type: 'done', signedIn });
    } catch (error) {
      const known = error instanceof AppError;
      if (!known) this.#options.log(`signing in: ${error instanceof Error ? error.name : typeof error}`);
      const { code, params } = known ? error : new AppError('internal');
      report({ type: 'failed', error: { code, params } });
    }
    attempt.over = true;
    for (const sink of attempt.followers) sink.end(null);
    attempt.followers.clear();
  }

  /** Whether a browser took it. Rejects with AppError `not-confirmed`. */
  async #open({ content }: Profile, address: string): Promise<boolean> {
    const { desktop } = this.#options;
    try {
      // Whoever has the page can save any issuer: its address opens in sight of the user alone.
      if (
        (content.oauth?.provider ?? null) === null &&
        !(await desktop.confirm(signInQuestion(content.name, new URL(address).host, address)))
      )
        throw new AppError('not-confirmed');
      const now = Date.now();
      this.#opened = this.#opened.filter((at) => now - at < limits.signIn.within);
      if (this.#opened.length >= limits.signIn.browsers) return false;
      this.#opened.push(now);
      return await desktop.openSignIn(address);
    } catch (error) {
      // Without a desktop the address stands in the window.
      if (error instanceof AppError && error.code === 'not-available') return false;
      throw error;
    }
  }

  #report({ steps, followers }: Attempt, step: SignInStep): void {
    steps.push(step);
    for (const sink of followers) sink.event(step);
  }
}
