/** Profiles that leave and come in, as the window asks for it: files, the clipboard, and the import whose dialog is open. */
import { AppError } from '../../../../electron/protocol/values/app-error.ts';
import type { ImportSource, ProfileSelection } from '../../../../electron/protocol/values/profiles/exchange.ts';
import type { Profile } from '../../../../electron/protocol/values/profiles/profile.ts';
import { appErrorText } from '../../../../electron/texts/app/app-errors.ts';
import { importProblemText } from '../../../../electron/texts/app/exchange.ts';
import { plural } from '../../../../electron/texts/units.ts';
import { visible } from '../../../../electron/texts/visible.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import { copyText } from '../../../ui/clipboard.ts';
import { ProfileImport } from './import.svelte.ts';

export class ExchangeState {
  /** Under way while its dialog is open. */
  importing: ProfileImport | null = $state.raw(null);
  readonly #app: AppState;
  readonly #imported: (profiles: readonly Profile[]) => void;

  /** `imported` gets what came in. */
  constructor(app: AppState, imported: (profiles: readonly Profile[]) => void) {
    this.#app = app;
    this.#imported = imported;
  }

  /** As JSON without secrets, to a file the user chooses. */
  async export(what: ProfileSelection): Promise<void> {
    await this.#call(async () => {
      const { saved, name } = await this.#app.client.call('profiles.export', { what });
      if (saved)
        this.#app.toasts.show({
          message: `Saved${name === null ? '' : ` as ${visible(name)}`}, without passwords`,
          tone: 'ok',
        });
    });
  }

  async copyExport(what: ProfileSelection): Promise<void> {
    await this.#call(async () => {
      const copied = await copyText((await this.#app.client.call('profiles.exportText', { what })).text);
      this.#app.toasts.show({
        message: copied ? 'Copied as JSON, without passwords' : 'Could not copy',
        tone: copied ? 'ok' : 'err',
      });
    });
  }

  openImport(): void {
    this.importing = new ProfileImport();
  }

  async previewText(): Promise<void> {
    const text = this.importing?.text ?? '';
    await this.#importing(() => this.#preview({ from: 'text', text }));
  }

  async previewFile(): Promise<void> {
    await this.#importing(async () => {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'profiles' });
      if (file === undefined) return;
      await this.#preview({ from: 'file', handle: file.handle });
      await this.#app.client.call('files.release', { handles: [file.handle] });
    });
  }

  /** What was read is forgotten; nothing of it was kept. */
  backToSource(): void {
    this.#forgetImport();
    this.importing = new ProfileImport();
  }

  async finishImport(): Promise<void> {
    await this.#importing(async (current) => {
      if (current.token === null) return;
      current.done = await this.#app.client.call('profiles.import', current.choice(current.token));
      this.#endImport(current);
    });
  }

  /** The secrets that were not kept yet. */
  async keepImported(where: 'keychain' | 'session'): Promise<void> {
    await this.#importing(async (current) => {
      if (current.token === null || current.done === null) return;
      const kept = await this.#app.client.call('profiles.importSecrets', { token: current.token, where });
      const secrets = current.done.secrets.map(
        (one) => kept.find(({ id, kind }) => id === one.id && kind === one.kind) ?? one,
      );
      current.done = { ...current.done, secrets };
      this.#endImport(current);
    });
  }

  closeImport(): void {
    this.#forgetImport();
    this.importing = null;
  }

  #endImport(current: ProfileImport): void {
    if (current.missing.length > 0) {
      current.step = 'secrets';
      return;
    }
    const imported = current.done?.profiles ?? [];
    this.closeImport();
    this.#imported(imported);
    this.#app.toasts.show({ message: `${plural(imported.length, 'profile')} imported`, tone: 'ok' });
  }

  #forgetImport(): void {
    const token = this.importing?.token ?? null;
    if (token !== null) void this.#call(() => this.#app.client.call('profiles.dropImport', { token }));
  }

  async #preview(source: ImportSource): Promise<void> {
    const preview = await this.#app.client.call('profiles.previewImport', source);
    const current = this.importing;
    if (current === null) return;
    if (preview.kind === 'found') current.take(preview);
    else current.problem = importProblemText(preview.problem);
  }

  async #importing(work: (current: ProfileImport) => Promise<void>): Promise<void> {
    const current = this.importing;
    if (current === null || current.busy) return;
    current.busy = true;
    current.problem = null;
    try {
      await work(current);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'disconnected') this.#app.report(error);
      else current.problem = appErrorText(error).message;
    } finally {
      current.busy = false;
    }
  }

  async #call(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#app.report(error);
    }
  }
}
