/**
 * The system's keychain through keytar: Keychain, Credential Vault, Secret Service. keytar is loaded with the first call and never
 * before. A call that waits for the user occupies a thread of libuv, so there is one at a time; each has a time limit, and while
 * one is stuck the others fail at once instead of piling up.
 */
import type { SecretStore } from '../../core/ports.ts';
import { limits } from '../limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { SecretState } from '../../protocol/values/profiles/profile.ts';
import { secretServiceState, type ServiceState } from './secret-service.ts';
import { joinParts, partAccount, splitSecret } from './secret-parts.ts';

/** Shown in the system's own list of passwords. */
export const KEYCHAIN_SERVICE = 'Posthorn';

export interface KeytarCalls {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

export interface KeychainOptions {
  readonly load?: () => Promise<KeytarCalls>;
  readonly platform?: NodeJS.Platform;
  readonly serviceState?: () => Promise<ServiceState>;
  readonly callMs?: number;
  readonly waitingMs?: number;
  /** A call takes so long that it probably waits for the user; false when it is over. */
  readonly waiting?: (waiting: boolean) => void;
}

type Reason = Extract<SecretState, 'no-service' | 'locked' | 'refused' | 'no-answer' | 'too-long' | 'failed'>;

export class Keychain implements SecretStore {
  readonly #options: Required<KeychainOptions>;
  #pending = 0;
  #keytar: Promise<KeytarCalls> | null = null;
  #last: Promise<unknown> = Promise.resolve();
  /** The call under way is over its limit and still has not returned. */
  #stuck = false;

  constructor(options: KeychainOptions = {}) {
    this.#options = {
      load: async () => (await import('keytar')).default,
      platform: process.platform,
      serviceState: secretServiceState,
      callMs: limits.keychain.callMs,
      waitingMs: limits.keychain.waitingMs,
      waiting: () => undefined,
      ...options,
    };
  }

  /**
   * A native call has not returned. It cannot be taken back, and a process that ends in the usual way waits for the thread it is in:
   * for ever, where the system's question is never answered.
   */
  get busy(): boolean {
    return this.#pending > 0;
  }

  get(account: string): Promise<string | null> {
    return this.#call(async (keytar) => {
      const first = await keytar.getPassword(KEYCHAIN_SERVICE, account);
      if (first === null) await this.#unlocked();
      return first === null
        ? null
        : joinParts(first, (part) => keytar.getPassword(KEYCHAIN_SERVICE, partAccount(account, part)));
    });
  }

  async set(account: string, secret: string): Promise<void> {
    const octets = this.#options.platform === 'win32' ? limits.keychain.windowsOctets : Infinity;
    const split = splitSecret(secret, octets);
    if (split === null) throw unavailable('too-long');
    await this.#call(async (keytar) => {
      // The first one names the others, and so comes last: interrupted, it fits no longer, and half a secret is never used.
      for (const [part, text] of split.parts.entries()) {
        await keytar.setPassword(KEYCHAIN_SERVICE, partAccount(account, part), text);
      }
      await keytar.setPassword(KEYCHAIN_SERVICE, account, split.first);
      if (this.#options.platform === 'win32') await removeParts(keytar, account, split.parts.length);
    });
  }

  delete(account: string): Promise<boolean> {
    return this.#call(async (keytar) => {
      const deleted = await keytar.deletePassword(KEYCHAIN_SERVICE, account);
      if (!deleted) await this.#unlocked();
      if (this.#options.platform === 'win32') await removeParts(keytar, account, 0);
      return deleted;
    });
  }

  /** libsecret says "there is none" of what it may not look at. */
  async #unlocked(): Promise<void> {
    if (this.#options.platform !== 'linux') return;
    const state = await this.#options.serviceState();
    if (state === 'locked') throw unavailable('locked');
    if (state === 'absent') throw unavailable('no-service');
  }

  #call<T>(work: (keytar: KeytarCalls) => Promise<T>): Promise<T> {
    if (this.#stuck) return Promise.reject(unavailable('no-answer'));
    const turn = this.#last.then(() => this.#limited(work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Rejects after the limit. The native call cannot be taken back: until it returns, nothing else is asked. */
  #limited<T>(work: (keytar: KeytarCalls) => Promise<T>): Promise<T> {
    if (this.#stuck) return Promise.reject(unavailable('no-answer'));
    const { callMs, waitingMs, waiting } = this.#options;
    return new Promise((resolve, reject) => {
      let reported = false;
      const hint = setTimeout(() => waiting((reported = true)), waitingMs);
      const limit = setTimeout(() => {
        this.#stuck = true;
        reject(unavailable('no-answer'));
      }, callMs);
      const over = (): void => {
        clearTimeout(hint);
        clearTimeout(limit);
        this.#stuck = false;
        if (reported) waiting(false);
      };
      this.#work(work).then(
        (value) => {
          over();
          resolve(value);
        },
        (error: unknown) => {
          over();
          void this.#explain(error).then(reject);
        },
      );
    });
  }

  async #work<T>(work: (keytar: KeytarCalls) => Promise<T>): Promise<T> {
    this.#keytar ??= this.#options.load();
    let keytar: KeytarCalls;
    try {
      keytar = await this.#keytar;
    } catch (error) {
      // Such as a system without libsecret; it may be installed while the app runs.
      this.#keytar = null;
      throw unavailable('no-service', error);
    }
    this.#pending += 1;
    try {
      return await work(keytar);
    } finally {
      this.#pending -= 1;
    }
  }

  /** By what the system said, or where that is in another language, by the state it is in. */
  async #explain(error: unknown): Promise<AppError> {
    if (error instanceof AppError) return error;
    const text = error instanceof Error ? error.message : String(error);
    const known = reasons.find(([pattern]) => pattern.test(text))?.[1];
    if (known !== undefined) return unavailable(known, error);
    const state = this.#options.platform === 'linux' ? await this.#options.serviceState() : 'unknown';
    return unavailable(state === 'locked' ? 'locked' : state === 'absent' ? 'no-service' : 'failed', error);
  }
}

const reasons: readonly (readonly [RegExp, Reason])[] = [
  [/\blocked\b/i, 'locked'],
  [/cancel|dismiss|denied|declined|not allowed|passphrase you entered/i, 'refused'],
  [
    /not provided by any|unsupported transport|autolaunch|could not connect|ServiceUnknown|no such interface/i,
    'no-service',
  ],
];

/** The system's own words stay in the cause: they may be in any language and quote anything. */
const unavailable = (reason: Reason, cause?: unknown): AppError =>
  new AppError('secret-store-unavailable', { reason }, cause === undefined ? undefined : { cause });

/** All there can be: one that is missing in the middle says nothing about those after it. */
async function removeParts(keytar: KeytarCalls, account: string, from: number): Promise<void> {
  for (let part = from; part < limits.keychain.parts; part += 1) {
    await keytar.deletePassword(KEYCHAIN_SERVICE, partAccount(account, part));
  }
}
