/**
 * The user's settings: one file with a version, read once before the window opens. What an older version did not know yet gets
 * its default; a file that cannot be understood is set aside by the file's adapter, and reported.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { jsonFile, type JsonFile } from '../storage/files/json-file.ts';
import { AppError, type AppErrorValue } from '../protocol/values/app-error.ts';
import { defaultSettings, SettingsSchema, type Settings } from '../protocol/values/app/settings.ts';

const { theme, ehloName, timeouts, trust, retention, notifyOnMail, tray, updates } = SettingsSchema.entries;

export const StoredSettingsSchema = v.object({
  schema: v.literal(1),
  theme: v.optional(theme, defaultSettings.theme),
  ehloName: v.optional(ehloName, defaultSettings.ehloName),
  timeouts: v.optional(v.partial(timeouts), {}),
  trust: v.optional(trust, defaultSettings.trust),
  retention: v.optional(v.partial(retention), {}),
  notifyOnMail: v.optional(notifyOnMail, defaultSettings.notifyOnMail),
  tray: v.optional(tray, defaultSettings.tray),
  updates: v.optional(updates, defaultSettings.updates),
});
export type StoredSettings = v.InferOutput<typeof StoredSettingsSchema>;

export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** The settings kept in `dataDir`. */
export const settingsIn = (dataDir: string, log: (line: string) => void): SettingsService =>
  new SettingsService(jsonFile(join(dataDir, 'settings.json'), StoredSettingsSchema), log);

export class SettingsService {
  readonly #file: JsonFile<StoredSettings>;
  readonly #log: (line: string) => void;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #settings: Settings = defaultSettings;
  #problem: AppErrorValue | null = null;
  #opened: Promise<void> | null = null;

  constructor(file: JsonFile<StoredSettings>, log: (line: string) => void) {
    this.#file = file;
    this.#log = log;
  }

  /** Reads the file, once. Never rejects: trouble is a state, and the defaults are there. */
  open(): Promise<void> {
    this.#opened ??= this.#read();
    return this.#opened;
  }

  async #read(): Promise<void> {
    try {
      const stored = await this.#file.load();
      if (stored === null) return;
      const { schema: _, ...settings } = stored;
      this.#settings = {
        ...settings,
        timeouts: { ...defaultSettings.timeouts, ...defined(settings.timeouts) },
        retention: { ...defaultSettings.retention, ...defined(settings.retention) },
      };
      for (const listener of this.#listeners) listener(this.#settings);
    } catch (error) {
      this.#problem = error instanceof AppError ? { code: error.code, params: error.params } : internal;
      this.#log(`the settings could not be read: ${this.#problem.code} ${JSON.stringify(this.#problem.params)}`);
    }
  }

  get current(): Settings {
    return this.#settings;
  }

  get problem(): AppErrorValue | null {
    return this.#problem;
  }

  /** In force at once; rejects when it could not be kept. */
  async set(change: SettingsChange): Promise<Settings> {
    this.#settings = { ...this.#settings, ...defined(change) };
    const settings = this.#settings;
    for (const listener of this.#listeners) listener(settings);
    await this.#file.save({ schema: 1, ...settings });
    return settings;
  }

  /** Called after every change, not with the state as it is. */
  onChange(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

const internal: AppErrorValue = { code: 'internal', params: {} };

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that are there and undefined, which would hide a default. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
