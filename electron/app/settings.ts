/**
 * The user's settings: one file with a version, read once before the window opens. What an older version did not know yet gets
 * its default; a file that cannot be understood is set aside by the file's adapter, and reported.
 */
import { join } from 'node:path';
import { jsonFile, type JsonFile } from '../storage/files/json-file.ts';
import { AppError, type AppErrorValue } from '../protocol/values/app-error.ts';
import {
  completeSettings,
  defaultSettings,
  defined,
  StoredSettingsSchema,
  type Settings,
  type StoredSettings,
} from '../protocol/values/app/settings.ts';

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
      this.#settings = completeSettings(stored);
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
