/** The messages that a user keeps to begin a send test with, in one small file that window and command line share. */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../protocol/values/app-error.ts';
import {
  type OwnTemplate,
  type OwnTemplateInfo,
  OWN_TEMPLATES,
  StoredTemplatesSchema,
} from '../../protocol/values/app/own-templates.ts';
import { jsonFile } from './json-file.ts';

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export class OwnTemplates {
  readonly #file: ReturnType<typeof jsonFile<typeof StoredTemplatesSchema>>;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#file = jsonFile(path, StoredTemplatesSchema);
  }

  /** By name. @throws AppError `file-damaged`, once: the file is set aside then */
  async list(): Promise<OwnTemplateInfo[]> {
    return (await this.#read()).map(infoOf);
  }

  /** @throws AppError `message-not-found` */
  async get(id: string): Promise<OwnTemplate> {
    const found = (await this.#read()).find((each) => each.id === id);
    if (found === undefined) throw new AppError('message-not-found', { id });
    return found;
  }

  /** Whatever the case of its letters; null where there is none. */
  async named(name: string): Promise<OwnTemplate | null> {
    return (await this.#read()).find((each) => sameName(each.name, name)) ?? null;
  }

  /** One of the same name is replaced: the user sees the names. */
  async save(given: Omit<OwnTemplate, 'id'>): Promise<OwnTemplateInfo> {
    const id = (await this.named(given.name))?.id ?? randomUUID();
    await this.#change((all) => [...all.filter((each) => each.id !== id), { ...given, id }]);
    return infoOf({ ...given, id });
  }

  /** @throws AppError `message-not-found`, or `invalid-argument` where another has that name */
  async rename(id: string, name: string): Promise<OwnTemplateInfo> {
    const found = await this.get(id);
    const other = await this.named(name);
    if (other !== null && other.id !== id)
      throw new AppError('invalid-argument', { argument: 'name', reason: 'another template has it' });
    await this.#change((all) => all.map((each) => (each.id === id ? { ...each, name } : each)));
    return infoOf({ ...found, name });
  }

  async delete(id: string): Promise<void> {
    await this.#change((all) => all.filter((each) => each.id !== id));
  }

  async #read(): Promise<readonly OwnTemplate[]> {
    const stored = await this.#file.load();
    return [...(stored?.templates ?? [])].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  /** One after the other: each begins with what the one before left. */
  #change(change: (all: readonly OwnTemplate[]) => OwnTemplate[]): Promise<void> {
    const next = this.#last.then(async () => {
      const templates = change(await this.#read());
      if (templates.length > OWN_TEMPLATES)
        throw new AppError('invalid-argument', { argument: 'templates', reason: `there are ${OWN_TEMPLATES} already` });
      await this.#file.save({ schema: 1, templates });
    });
    this.#last = next.catch(() => undefined);
    return next;
  }
}

const infoOf = ({ id, name, source }: OwnTemplate): OwnTemplateInfo => ({ id, name, length: source.length });
