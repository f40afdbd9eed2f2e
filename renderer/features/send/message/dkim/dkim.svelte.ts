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
  /** As typed; null: that of the message's author, whatever it becomes. */
  #typed: string | null = $state(null);
  selector = $state(SELECTOR);
  readonly key: DkimKeyInfo | null = $derived(this.keys.find(({ key }) => key === this.chosen) ?? null);
  readonly domainWrong: string | null = $derived.by(() => wrong(parseDkimDomain(this.domain), 'example.org'));
  readonly selectorWrong: string | null = $derived(wrong(parseDkimSelector(this.selector), SELECTOR));
  /** Which keys there are was asked and answered. */
  #known = $state(false);
  #app: AppState;
  #author: () => string;

  /** `author`: the domain that the message's From names; a signature of another is not aligned with it (RFC 7489 section 3.1.1). */
  constructor(app: AppState, author: () => string) {
    this.#app = app;
    this.#author = author;
  }

  /** Who signs (d=). */
  get domain(): string {
    return this.#typed ?? this.#author();
  }

  set domain(domain: string) {
    this.#typed = domain;
  }

  /** The author's own domain goes on following the author. */
  follow(): void {
    if (this.#typed === this.#author()) this.#typed = null;
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

  async make(algorithm: DkimAlgorithm): Promise<void> {
    await this.#try(async () => this.#add(await this.#app.client.call('messages.makeDkimKey', { algorithm })));
  }

  async fromFile(): Promise<void> {
    await this.#try(async () => {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'dkim-key' });
      if (file === undefined) return;
      try {
        this.#add(await this.#app.client.call('messages.readDkimKey', { handle: file.handle }));
      } finally {
        await this.#app.client.call('files.release', { handles: [file.handle] });
      }
    });
  }

  use(key: DkimKeyInfo | null): void {
    this.chosen = key?.key ?? null;
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

  #add(key: DkimKeyInfo): void {
    this.keys = [...this.keys, key];
    this.#known = true;
    this.use(key);
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
