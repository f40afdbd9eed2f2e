/** Whether and as whom a send test is signed (DKIM): the keys that main holds, by what is published of them, and the names as typed. */
import { parseDkimDomain, parseDkimSelector } from '../../../../../electron/protocol/parse/message/dkim.ts';
import type { DkimAlgorithm, DkimChoice, DkimKeyInfo } from '../../../../../electron/protocol/values/app/dkim.ts';
import type { AppState } from '../../../../app/app.svelte.ts';

/** Of a key that is made for a test. */
const SELECTOR = 'test1';

export class DkimForm {
  keys: readonly DkimKeyInfo[] = $state.raw([]);
  /** Id of the key to sign with; null: not signed. */
  chosen: string | null = $state(null);
  domain = $state('');
  selector = $state(SELECTOR);
  readonly key: DkimKeyInfo | null = $derived(this.keys.find(({ key }) => key === this.chosen) ?? null);
  readonly domainWrong: string | null = $derived(wrong(parseDkimDomain(this.domain), 'example.org'));
  readonly selectorWrong: string | null = $derived(wrong(parseDkimSelector(this.selector), SELECTOR));
  /** Which keys there are was asked and answered. */
  #known = $state(false);
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** What keeps it from being signed, in words. */
  get trouble(): string | null {
    if (this.chosen === null) return null;
    if (this.#known && this.key === null) return 'The DKIM key was not kept: choose it again, or do not sign.';
    return this.domainWrong ?? this.selectorWrong;
  }

  get choice(): DkimChoice | null {
    return this.chosen === null ? null : { key: this.chosen, domain: this.domain, selector: this.selector };
  }

  fill(choice: DkimChoice | undefined): void {
    this.chosen = choice?.key ?? null;
    if (choice === undefined) return;
    this.domain = choice.domain;
    this.selector = choice.selector;
    if (!this.#known) void this.load();
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      this.keys = (await this.#app.client.call('messages.dkimKeys', {})).keys;
      this.#known = true;
    });
  }

  /** `sender`: of the envelope, whose domain signs unless another was typed. */
  async make(algorithm: DkimAlgorithm, sender: string): Promise<void> {
    await this.#try(async () => this.#add(await this.#app.client.call('messages.makeDkimKey', { algorithm }), sender));
  }

  async fromFile(sender: string): Promise<void> {
    await this.#try(async () => {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'dkim-key' });
      if (file === undefined) return;
      try {
        this.#add(await this.#app.client.call('messages.readDkimKey', { handle: file.handle }), sender);
      } finally {
        await this.#app.client.call('files.release', { handles: [file.handle] });
      }
    });
  }

  use(key: DkimKeyInfo | null, sender: string): void {
    this.chosen = key?.key ?? null;
    if (key !== null) this.#domainOf(sender);
  }

  /** In the keychain. */
  async keep({ key }: DkimKeyInfo): Promise<void> {
    await this.#try(async () => {
      const kept = await this.#app.client.call('messages.keepDkimKey', { key });
      this.keys = this.keys.map((each) => (each.key === key ? kept : each));
    });
  }

  async forget({ key }: DkimKeyInfo): Promise<void> {
    await this.#try(async () => {
      await this.#app.client.call('messages.forgetDkimKey', { key });
      this.keys = this.keys.filter((each) => each.key !== key);
      if (this.chosen === key) this.chosen = null;
    });
  }

  #add(key: DkimKeyInfo, sender: string): void {
    this.keys = [...this.keys, key];
    this.#known = true;
    this.use(key, sender);
  }

  #domainOf(sender: string): void {
    if (this.domain === '' && sender.includes('@')) this.domain = sender.slice(sender.lastIndexOf('@') + 1);
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#app.report(error);
    }
  }
}

const wrong = (name: { readonly ok: boolean }, like: string): string | null =>
  name.ok ? null : `A name in DNS, such as ${like}`;

/** Of a draft or a message. */
export const signedAs = ({ choice }: DkimForm): { dkim?: DkimChoice } => (choice === null ? {} : { dkim: choice });
