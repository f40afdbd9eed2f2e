/** The messages that the user keeps to begin with, as main has them; each change is asked of main and shown once it is done. */
import type { MessageInput } from '../../../../../electron/protocol/values/app/run.ts';
import type { OwnTemplate, OwnTemplateInfo } from '../../../../../electron/protocol/values/app/own-templates.ts';
import type { Envelope } from '../../../../../electron/protocol/values/target.ts';
import { visible } from '../../../../../electron/texts/visible.ts';
import type { AppState } from '../../../../app/app.svelte.ts';

export class KeptTemplates {
  list: readonly OwnTemplateInfo[] = $state.raw([]);
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      this.list = (await this.#app.client.call('messages.ownTemplates', {})).templates;
    });
  }

  nameOf(id: string): string | null {
    return this.list.find((each) => each.id === id)?.name ?? null;
  }

  has(name: string): boolean {
    return this.list.some((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  }

  get(id: string): Promise<OwnTemplate> {
    return this.#app.client.call('messages.ownTemplate', { id });
  }

  /** One of the same name is replaced. Answers its id; null where it could not be kept, which is reported. */
  async save(name: string, message: MessageInput, envelope: Envelope): Promise<string | null> {
    let id: string | null = null;
    await this.#try(async () => {
      ({ id } = await this.#app.client.call('messages.saveTemplate', { name, message, envelope }));
      await this.load();
      this.#app.toasts.show({ message: `Kept as “${visible(name.trim())}”, under Yours.` });
    });
    return id;
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#try(async () => {
      await this.#app.client.call('messages.renameTemplate', { id, name });
      await this.load();
    });
  }

  /** Comes back with one press, under another id. */
  async delete(id: string): Promise<void> {
    await this.#try(async () => {
      const { name, source, raw } = await this.get(id);
      await this.#app.client.call('messages.deleteTemplate', { id });
      await this.load();
      const envelope = { from: '', to: [] };
      this.#app.toasts.show({
        message: `“${visible(name)}” was deleted.`,
        action: {
          label: 'Undo',
          undoes: true,
          run: () => void this.save(name, { kind: 'source', source, raw }, envelope),
        },
      });
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#app.report(error);
    }
  }
}
