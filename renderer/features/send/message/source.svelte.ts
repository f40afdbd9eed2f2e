/** A ready-made message under edit: its source as a text field holds it, and what is to be said of it. */
import { type TemplateId, templates } from '../../../../electron/protocol/facts/templates.ts';
import { checkSource, type SourceCheck } from '../../../../electron/protocol/parse/message/source-checks.ts';
import type { MessageInput } from '../../../../electron/protocol/values/app/run.ts';
import { KeptTemplates } from './templates/own-templates.svelte.ts';
import type { AppState } from '../../../app/app.svelte.ts';

/** Characters that are checked as they are typed; beyond them the checks would be felt. */
const CHECKED = 1_000_000;

export class SourceForm {
  template: TemplateId | null = $state(null);
  /** One of the user's own that the source began as. */
  own: string | null = $state(null);
  /** Line ends are LF, as a text field has them, but for one whose line ends are part of it. */
  source = $state('');
  /** Its line ends are part of it: shown, not edited. */
  raw = $state(false);
  readonly checks: readonly SourceCheck[] = $derived(this.source.length > CHECKED ? [] : checkSource(this.source));
  #made = '';
  #app: AppState;

  readonly kept: KeptTemplates;

  constructor(app: AppState) {
    this.#app = app;
    this.kept = new KeptTemplates(app);
  }

  get edited(): boolean {
    return this.source !== this.#made;
  }

  /** In place of what stands there; what was edited comes back with one press. */
  async choose(id: TemplateId): Promise<void> {
    await this.#replace(() => this.#app.client.call('messages.template', { id }), id, null);
  }

  /** One of the user's own, likewise. */
  async chooseOwn(id: string): Promise<void> {
    await this.#replace(() => this.kept.get(id), null, id);
  }

  /** The source is what was kept. */
  becameOwn(id: string): void {
    this.template = null;
    this.own = id;
    this.#made = this.source;
  }

  async #replace(
    get: () => Promise<{ readonly source: string; readonly raw: boolean }>,
    template: TemplateId | null,
    own: string | null,
  ): Promise<void> {
    const { source: text, raw: isRaw } = this;
    const before = { template: this.template, own: this.own, source: text, raw: isRaw, made: this.#made };
    const wasEdited = this.edited && this.source.trim() !== '';
    try {
      const { source, raw } = await get();
      this.template = template;
      this.own = own;
      this.raw = raw;
      this.source = raw ? source : source.replaceAll('\r\n', '\n');
      this.#made = this.source;
    } catch (error) {
      this.#app.report(error);
      return;
    }
    if (!wasEdited) return;
    this.#app.toasts.show({
      message: 'What you had written was replaced.',
      action: {
        label: 'Undo',
        undoes: true,
        run: () => {
          ({ template: this.template, own: this.own, source: this.source, raw: this.raw } = before);
          this.#made = before.made;
        },
      },
    });
  }

  fill(template: TemplateId | null, source: string, raw: boolean, own: string | null = null): void {
    this.template = template;
    this.own = own;
    this.source = raw ? source : source.replaceAll('\r\n', '\n');
    this.raw = raw;
    this.#made = '';
  }

  get keyword(): string | null {
    return this.template === null ? null : (templates[this.template].keyword ?? null);
  }

  get input(): MessageInput {
    return { kind: 'source', source: this.source, raw: this.raw, fill: true };
  }
}
