/** State of the settings screen: what is typed and not yet kept, and how to keep it. Drafts outlive the screen, so that nothing typed is lost. */
import { SvelteMap } from 'svelte/reactivity';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { problemOf, type Problem } from '../../app/problem.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { ServerConfig } from '../../../electron/protocol/values/server/server.ts';
import type { ServerPort } from '../../app/ports.ts';
import type { Settings } from '../../../electron/protocol/values/app/settings.ts';

export class SettingsState {
  /** By field; only what differs from what is kept. */
  readonly drafts = new SvelteMap<string, string>();
  dataPath: string | null = $state(null);
  /** Why the file of roots could not be taken; shown beside its button. */
  trustProblem: Problem | null = $state.raw(null);
  /** Accounts in the keychain of profiles that are gone; null until they are known. */
  orphans: readonly string[] | null = $state.raw(null);
  orphanProblem: Problem | null = $state.raw(null);
  removing = $state(false);
  #app: AppState;
  #server: ServerPort;

  constructor(app: AppState, server: ServerPort) {
    this.#app = app;
    this.#server = server;
  }

  async load(): Promise<void> {
    try {
      this.dataPath = (await this.#app.client.call('settings.paths', {})).data;
    } catch (error) {
      this.#app.report(error);
    }
  }

  change(changes: Partial<Settings>): Promise<Problem | null> {
    return this.#app.change(changes);
  }

  /** For what has no field of its own to show a problem at. */
  async set(changes: Partial<Settings>): Promise<void> {
    const problem = await this.change(changes);
    if (problem !== null) this.#app.problem = problem;
  }

  async changeServer(changes: Partial<ServerConfig>): Promise<Problem | null> {
    const { state } = this.#server;
    if (state === null) return { title: 'Not kept', message: 'The test server has not answered yet.' };
    return this.#try(async () => {
      this.#server.state = await this.#app.client.call('server.configure', { ...state.config, ...changes });
    });
  }

  async setServer(changes: Partial<ServerConfig>): Promise<void> {
    const problem = await this.changeServer(changes);
    if (problem !== null) this.#app.problem = problem;
  }

  /** Main opens the dialog; the window sees the file's name and text, never its path. */
  async chooseTrust(): Promise<void> {
    let refused: Problem | null = null;
    const failed = await this.#try(async () => {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'trust' });
      if (file === undefined) return;
      const { text } = await this.#app.client.call('files.text', { handle: file.handle });
      await this.#app.client.call('files.release', { handles: [file.handle] });
      if (!text.includes('-----BEGIN CERTIFICATE-----'))
        throw new AppError('invalid-argument', { argument: file.name, reason: 'it holds no certificate in PEM form' });
      // Main asks whether it may.
      refused = await this.change({ trust: { name: file.name, pem: text } });
    });
    this.trustProblem = failed ?? refused;
  }

  async removeTrust(): Promise<void> {
    const before = this.#app.settings?.trust ?? null;
    this.trustProblem = await this.change({ trust: null });
    if (this.trustProblem !== null || before === null) return;
    this.#app.undos.offer(`${before.name} is no longer trusted.`, () => void this.set({ trust: before }));
  }

  async loadOrphans(): Promise<void> {
    this.orphanProblem = await this.#try(async () => {
      this.orphans = (await this.#app.client.call('secrets.orphans', {})).map(({ account }) => account);
    });
  }

  async removeOrphans(): Promise<void> {
    this.removing = true;
    this.orphanProblem = await this.#try(async () => {
      this.orphans = (await this.#app.client.call('secrets.removeOrphans', {})).map(({ account }) => account);
    });
    this.removing = false;
    // One by one: some may be gone although another was refused.
    if (this.orphanProblem !== null) {
      const { orphanProblem } = this;
      await this.loadOrphans();
      this.orphanProblem = orphanProblem;
    }
  }

  async openDataFolder(): Promise<void> {
    const problem = await this.#try(async () => {
      await this.#app.client.call('settings.openDataFolder', {});
    });
    if (problem !== null) this.#app.problem = problem;
  }

  async #try(action: () => Promise<void>): Promise<Problem | null> {
    try {
      await action();
      return null;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'disconnected') this.#app.report(error);
      return problemOf(error);
    }
  }
}
