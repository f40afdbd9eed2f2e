/**
 * Newer releases: asks the feed of this build when the user has agreed to that, once a day, or when somebody presses the button. Nothing
 * is ever fetched but the feed, and nothing is installed.
 */
import type { FeedAnswer, FeedConfig } from '../../core/updates/feed.ts';
import { limits } from '../../core/updates/limits.ts';
import { newerRelease, type Installation } from '../../core/updates/newer.ts';
import { noUpdateMemory, type UpdateMemory } from '../../storage/files/update-memory.ts';
import type { JsonFile } from '../../storage/files/json-file.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { FeedProblem, UpdateState } from '../../protocol/values/app/updates.ts';
import type { SettingsService } from '../settings.ts';

export interface UpdatesOptions {
  /** Null: this build has no feed. */
  readonly feed: FeedConfig | null;
  /** What is sent, as text. */
  readonly request: string;
  readonly installed: Installation;
  readonly memory: JsonFile<UpdateMemory>;
  readonly settings: SettingsService;
  readonly ask: (feed: FeedConfig, seen: string | null, signal: AbortSignal) => Promise<FeedAnswer>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly changed: (state: UpdateState) => void;
  readonly log: (line: string) => void;
}

export class Updates {
  readonly #options: UpdatesOptions;
  readonly #ending = new AbortController();
  readonly #opened: Promise<void>;
  readonly #unfollow: () => void;
  #memory: UpdateMemory = noUpdateMemory;
  #problem: FeedProblem | null = null;
  #asking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** When it was last asked in this run of the app, whatever came of it. */
  #asked = Number.NEGATIVE_INFINITY;

  /** `ready`: the settings are read. */
  constructor(options: UpdatesOptions, ready: Promise<unknown>) {
    this.#options = options;
    this.#opened = Promise.all([this.#read(), ready]).then(() => undefined);
    void this.#opened.then(() => options.changed(this.state));
    this.#unfollow = options.settings.onChange(() => void this.#look());
    if (options.feed === null) return;
    this.#timer = setInterval(() => void this.#look(), limits.updates.look).unref();
    void this.#look();
  }

  get state(): UpdateState {
    const { feed, request, installed } = this.#options;
    const { checkedAt, release, passedOver } = this.#memory;
    return {
      feed: feed === null ? null : { host: feed.url.host, request },
      checking: this.#asking !== null,
      checkedAt,
      problem: this.#problem,
      newer: feed === null ? null : newerRelease(release, installed),
      passedOver,
    };
  }

  /** Resolves once what is kept is read. */
  async known(): Promise<UpdateState> {
    await this.#opened;
    return this.state;
  }

  /** Asks now. Two at one time are one. Rejects with AppError `not-available` where this build has no feed. */
  async check(): Promise<UpdateState> {
    const { feed } = this.#options;
    if (feed === null) throw new AppError('not-available');
    await this.#opened;
    this.#asking ??= this.#ask(feed).finally(() => {
      this.#asking = null;
      this.#options.changed(this.state);
    });
    this.#options.changed(this.state);
    await this.#asking;
    return this.state;
  }

  /** This version is not spoken of again; the next one is. */
  async passOver(version: string): Promise<UpdateState> {
    await this.#opened;
    await this.#keep({ passedOver: version });
    this.#options.changed(this.state);
    return this.state;
  }

  async close(): Promise<void> {
    this.#unfollow();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#ending.abort();
    await this.#asking;
  }

  async #read(): Promise<void> {
    try {
      this.#memory = (await this.#options.memory.load()) ?? noUpdateMemory;
    } catch (error) {
      this.#options.log(`what was known of releases could not be read: ${nameOf(error)}`);
    }
  }

  /** Whether it is time, and wanted. */
  async #look(): Promise<void> {
    await this.#opened;
    const { feed, settings, now } = this.#options;
    if (feed === null || settings.current.updates !== true || this.#ending.signal.aborted) return;
    const { checkedAt } = this.#memory;
    const last = Math.max(checkedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(checkedAt), this.#asked);
    // A clock that was set back is no reason never to ask again.
    if (now() >= last && now() - last < limits.updates.every) return;
    await this.check();
  }

  async #ask(feed: FeedConfig): Promise<void> {
    const { ask, now } = this.#options;
    this.#asked = now();
    const answer = await ask(feed, this.#memory.release?.date ?? null, this.#ending.signal);
    if (this.#ending.signal.aborted) return;
    this.#problem = answer.ok ? null : answer.problem;
    if (answer.ok) await this.#keep({ checkedAt: new Date(now()).toISOString(), release: answer.release });
  }

  async #keep(changes: Partial<UpdateMemory>): Promise<void> {
    this.#memory = { ...this.#memory, ...changes };
    try {
      await this.#options.memory.save(this.#memory);
    } catch (error) {
      // It is known until the app ends, and asked again then.
      this.#options.log(`what is known of releases could not be kept: ${nameOf(error)}`);
    }
  }
}

const nameOf = (error: unknown): string =>
  error instanceof AppError ? error.code : error instanceof Error ? error.name : typeof error;
