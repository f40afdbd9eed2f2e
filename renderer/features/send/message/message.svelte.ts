/** What a send test sends: written here, ready-made, a file, a captured message or made up to a size; and how it is signed. */
import { parseHeaderLines } from '../../../../electron/protocol/parse/message/header-lines.ts';
import type { FoundDraft, SendDraft } from '../../../../electron/protocol/values/app/outgoing.ts';
import type { MessageInput } from '../../../../electron/protocol/values/app/run.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import type { PastFiles } from '../../../app/ports.ts';
import { firstDraft } from '../first-draft.ts';
import { authorDomain } from './author.ts';
import { DkimForm, signedAs } from './dkim/dkim.svelte.ts';
import { type Dropped, OutgoingFiles } from './outgoing-files.svelte.ts';
import { SourceForm } from './source.svelte.ts';
import { MessageSources } from './sources/message-sources.svelte.ts';

const { subject: SUBJECT, text: TEXT } = firstDraft.message;
/** What is sent where the message itself is not to matter. */
export const PLAIN: MessageInput = { kind: 'composed', subject: SUBJECT, text: TEXT, html: null };

type Kind = SendDraft['message']['kind'];

const wholeNumber = /^\d{1,10}$/;

export class OutgoingMessage {
  kind: Kind = $state('composed');
  subject = $state(SUBJECT);
  text = $state(TEXT);
  html = $state('');
  withHtml = $state(false);
  /** Fields of the message, one a line, in place of ours or besides. */
  headers = $state('');
  /** Of a message made up to a size, as typed. */
  octets = $state(String(firstDraft.message.octets));
  /** The octets of the file as they are, whatever its line ends. */
  raw = $state(false);
  readonly files: OutgoingFiles;
  readonly source: SourceForm;
  readonly sources: MessageSources;
  readonly dkim: DkimForm;

  /** `sender`: of the envelope. */
  constructor(app: AppState, sender: () => string) {
    this.files = new OutgoingFiles(app);
    this.source = new SourceForm(app);
    this.sources = new MessageSources(app);
    this.dkim = new DkimForm(app, () => authorDomain(this, sender()));
  }

  choose(kind: Kind): void {
    this.kind = kind;
    if (kind === 'template' && this.source.template === null && this.source.source === '')
      void this.source.choose('plain');
  }

  get octetsWrong(): string | null {
    return wholeNumber.test(this.octets.trim()) ? null : 'A whole number of octets';
  }

  get input(): MessageInput {
    return { ...this.#unsigned(), ...signedAs(this.dkim) };
  }

  #unsigned(): MessageInput {
    const { attachments, message } = this.files;
    if (this.kind === 'template') return this.source.input;
    if (this.kind === 'generated') return { kind: 'generated', octets: this.#size };
    if (this.kind === 'file' && message !== null) {
      const { entry } = this.sources;
      return { kind: 'file', handle: message.handle, raw: this.raw, ...(entry === null ? {} : { entry }) };
    }
    if (this.kind === 'captured' && this.sources.captured !== null)
      return { kind: 'captured', id: this.sources.captured.id };
    return {
      kind: 'composed',
      subject: this.subject,
      text: this.text,
      html: this.withHtml ? this.html : null,
      ...(this.headers.trim() === '' ? {} : { headers: [...parseHeaderLines(this.headers).fields] }),
      ...(attachments.length === 0 ? {} : { attachments: attachments.map((each) => each.handle) }),
    };
  }

  get #size(): number {
    return this.octetsWrong === null ? Number(this.octets) : 0;
  }

  async drop(dropped: readonly Dropped[]): Promise<void> {
    const became = await this.files.drop(dropped);
    if (became !== null) this.kind = became === 'message' ? 'file' : 'composed';
  }

  attachMessage(): void {
    this.files.messageToAttachment();
    this.kind = 'composed';
  }

  /** As it was sent before; its files as far as they are still there. */
  refill(message: MessageInput, past: PastFiles): void {
    this.kind = message.kind === 'source' ? 'template' : message.kind;
    this.dkim.fill(message.dkim);
    const captured = message.kind === 'captured' ? { id: message.id, subject: null, size: 0 } : null;
    this.sources.fill(message.kind === 'file' ? (message.entry ?? null) : null, captured);
    if (message.kind === 'source') this.source.fill(null, message.source, message.raw ?? false);
    if (message.kind === 'generated') this.octets = String(message.octets);
    if (message.kind === 'composed') {
      this.subject = message.subject;
      this.text = message.text;
      this.html = message.html ?? '';
      this.withHtml = message.html !== null;
      this.headers = (message.headers ?? []).map(({ name, value }) => `${name}: ${value}`).join('\n');
    }
    const there = past.files.flatMap(({ file }) => (file === null ? [] : [file]));
    if (message.kind === 'file') {
      this.raw = message.raw;
      this.files.replace([], there[0] ?? null);
    } else this.files.replace(there, null);
  }

  /** As a draft has it. */
  get kept(): SendDraft['message'] {
    const { kind, source, sources } = this;
    return {
      kind,
      subject: this.subject,
      text: this.text,
      html: this.withHtml ? this.html : null,
      template: source.template,
      source: source.source,
      octets: this.#size,
      raw: kind === 'template' ? source.raw : this.raw,
      ...(this.withHtml || this.html === '' ? {} : { htmlAside: this.html }),
      ...(this.octetsWrong === null ? {} : { octetsTyped: this.octets }),
      ...(this.headers === '' ? {} : { headers: this.headers }),
      ...(source.own === null ? {} : { ownTemplate: source.own }),
      ...(sources.entry === null ? {} : { entry: sources.entry }),
      ...(sources.captured === null ? {} : { captured: sources.captured }),
      ...signedAs(this.dkim),
    };
  }

  /** From a draft. */
  restore({ draft: { message }, attachments, messageFile }: FoundDraft): void {
    const { kind, html, raw } = message;
    this.kind = kind;
    this.subject = message.subject;
    this.text = message.text;
    this.html = html ?? message.htmlAside ?? '';
    this.withHtml = html !== null;
    this.headers = message.headers ?? '';
    this.octets = message.octetsTyped ?? String(message.octets);
    this.source.fill(message.template, message.source, kind === 'template' && raw, message.ownTemplate ?? null);
    this.raw = kind !== 'template' && raw;
    this.dkim.fill(message.dkim);
    this.dkim.follow();
    this.sources.fill(message.entry ?? null, message.captured ?? null);
    this.files.set(attachments, messageFile);
  }
}
