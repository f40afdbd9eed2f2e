/** An import under way: what was read, what of it is chosen, and what became of the secrets. The secrets themselves stay in main. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  ImportChoice,
  ImportDone,
  ImportEntry,
  ImportForm,
  ImportPreview,
} from '../../../../electron/protocol/values/profiles/exchange.ts';

export class ProfileImport {
  /** As pasted; taken out of the page once it was read, since a password may stand in it. */
  text = $state('');
  step: 'source' | 'preview' | 'secrets' = $state('source');
  /** Why nothing could be read, or imported; null when all is well. */
  problem: string | null = $state(null);
  busy = $state(false);
  form: ImportForm | null = $state(null);
  entries: readonly ImportEntry[] = $state.raw([]);
  readonly chosen = new SvelteSet<number>();
  /** Other names than were found, by index. */
  readonly names = new SvelteMap<number, string>();
  folder: string = $state('');
  secrets: ImportChoice['secrets'] = $state('keychain');
  /** Null until it is done. */
  done: ImportDone | null = $state.raw(null);
  token: string | null = $state(null);

  readonly withSecrets = $derived(this.entries.some(({ index, secret }) => secret !== null && this.chosen.has(index)));
  readonly withoutFolder = $derived(
    this.entries.some(({ index, folder }) => folder === null && this.chosen.has(index)),
  );
  readonly nameless = $derived(
    this.entries.some(({ index, content }) => this.chosen.has(index) && this.nameOf(index, content.name).trim() === ''),
  );
  /** Secrets that neither the keychain nor this session holds although they should be kept. */
  readonly missing = $derived(
    (this.done?.secrets ?? []).filter(({ state }) => state !== 'keychain' && state !== 'session' && state !== 'none'),
  );

  nameOf(index: number, found: string): string {
    return this.names.get(index) ?? found;
  }

  take(preview: Extract<ImportPreview, { kind: 'found' }>): void {
    this.text = '';
    this.token = preview.token;
    this.form = preview.form;
    this.entries = preview.entries;
    this.names.clear();
    this.chosen.clear();
    for (const { index } of preview.entries) this.chosen.add(index);
    this.step = 'preview';
  }

  choice(token: string): ImportChoice {
    const entries = this.entries
      .filter(({ index }) => this.chosen.has(index))
      .map(({ index, content }) => {
        const name = this.nameOf(index, content.name).trim();
        return { index, ...(name === content.name ? {} : { name }) };
      });
    return { token, entries, folder: this.folder === '' ? null : this.folder, secrets: this.secrets };
  }
}
