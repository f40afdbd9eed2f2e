/** State of the send test: connection, envelope and message as typed, and the run that came of them. */
import type { AppState } from '../../app/app.svelte.ts';
import type { PastFile } from '../../../electron/protocol/values/app/history.ts';
import type { MessageInput, RunRequest } from '../../../electron/protocol/values/app/run.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type { InspectorPort, PastFiles, ServerPort } from '../../app/ports.ts';
import { ConnectionForm } from '../../session/target/connection-form.svelte.ts';
import type { ShownRun } from '../../session/past-run.ts';
import { Experiment } from '../../session/experiments/pair.svelte.ts';
import type { ExperimentPlan } from '../../session/experiments/plans.ts';
import { LiveRun } from '../../session/run.svelte.ts';
import { runInput, withPlan } from '../../session/run-input.ts';
import { readTarget } from '../../session/target/target-words.ts';
import { OutgoingFiles, type Dropped } from './outgoing-files.svelte.ts';
import { parseRecipients, splitEnvelope } from '../../../electron/protocol/parse/addresses/recipients.ts';

const FROM = 'sender@example.org';
const TO = 'recipient@example.org';
const SUBJECT = 'Test message from Posthorn';
const TEXT =
  'This is a test message.\n\nIf you can read it, it went the whole way: the server took it, and delivered it to you.\n';
const PLAIN: MessageInput = { kind: 'composed', subject: SUBJECT, text: TEXT, html: null };

/** Why it would not be the same message, in words; null when it would. */
function differences({ known, files }: PastFiles, fromFile: boolean): string | null {
  const names = (list: readonly PastFile[]): string => list.map(({ name }) => `“${visible(name)}”`).join(', ');
  const gone = files.filter(({ file }) => file === null);
  const changed = files.filter(({ file, changed: differs }) => file !== null && differs);
  if (!known)
    return fromFile
      ? 'Not sent: choose the message file again. This run was kept by a version that did not remember it.'
      : 'Not sent yet: this run was kept by a version that did not remember attachments. Attach them if there were any.';
  if (gone.length > 0)
    return `Not sent: ${names(gone)} ${gone.length === 1 ? 'is' : 'are'} gone or cannot be read. Choose ${gone.length === 1 ? 'it' : 'them'} again.`;
  if (changed.length > 0)
    return `Not sent: ${names(changed)} ${changed.length === 1 ? 'was' : 'were'} changed since. Press Send to send what is there now.`;
  return null;
}

export class SendState {
  readonly form = new ConnectionForm();
  from = $state(FROM);
  to = $state(TO);
  subject = $state(SUBJECT);
  text = $state(TEXT);
  html = $state('');
  withHtml = $state(false);
  dryRun = $state(false);
  kind: 'composed' | 'file' = $state('composed');
  /** The octets of the file as they are, whatever its line ends. */
  raw = $state(false);
  readonly files: OutgoingFiles;
  current: LiveRun | null = $state.raw(null);
  /** A run of the history that is looked at again, until another is made. */
  past: ShownRun | null = $state.raw(null);
  readonly experiment = new Experiment();
  readonly recipients = $derived(parseRecipients(this.to));
  /** What stands in the envelope without having been typed. */
  readonly #filled = { from: FROM, to: TO };
  #app: AppState;
  #inspector: InspectorPort;
  #server: ServerPort;

  constructor(app: AppState, inspector: InspectorPort, server: ServerPort) {
    this.#app = app;
    this.#inspector = inspector;
    this.#server = server;
    this.files = new OutgoingFiles(app);
  }

  /** The run that is shown. */
  get front(): ShownRun | null {
    return this.experiment.front(this.current ?? this.past);
  }

  /** Why it cannot be sent yet, in words; null when it can. */
  get missing(): string | null {
    if (this.form.target.trim() === '') return 'Name the server to send through.';
    if (this.recipients.addresses.length === 0) return 'Name at least one recipient.';
    if (this.kind === 'file' && this.files.message === null && !this.dryRun)
      return 'Choose the file that is the message.';
    return null;
  }

  /** The sender as MAIL gets it: "<>" and an empty field are the null reverse-path. */
  get envelopeFrom(): string {
    const inAngles = /<([^<>]*)>\s*$/.exec(this.from)?.[1];
    return (inAngles ?? this.from).trim();
  }

  /** A pasted envelope with its sender goes to both fields; answers false for everything else, which is pasted as usual. */
  pasteEnvelope(text: string): boolean {
    const envelope = splitEnvelope(text);
    if (envelope === null) return false;
    this.from = envelope.from === '' ? '<>' : envelope.from;
    this.to = envelope.to.join('\n');
    return true;
  }

  async drop(dropped: readonly Dropped[]): Promise<void> {
    const became = await this.files.drop(dropped);
    if (became !== null) this.kind = became === 'message' ? 'file' : 'composed';
  }

  attachMessage(): void {
    this.files.messageToAttachment();
    this.kind = 'composed';
  }

  /** Fills an empty connection: with what is being inspected, else with the local test server. */
  prefill(): void {
    if (this.form.target !== '') return;
    if (this.#inspector.form.target.trim() !== '') {
      this.form.copyFrom(this.#inspector.form);
      this.#fillEnvelope();
    } else if (this.#server.localTarget !== null) this.form.open(this.#server.localTarget);
  }

  /** "Send test…" of the inspector: the same server, with its credentials. */
  fromInspector(): void {
    if (this.form.target !== this.#inspector.form.target) this.#clearRun();
    this.form.copyFrom(this.#inspector.form);
    this.#fillEnvelope();
    this.#app.go('send');
  }

  /** From the profile, as far as nobody typed something else there. */
  #fillEnvelope(): void {
    const { from = '', to = [] } = this.form.envelope ?? {};
    if (from !== '' && this.from === this.#filled.from) this.from = this.#filled.from = from;
    if (to.length > 0 && this.to === this.#filled.to) this.to = this.#filled.to = to.join('\n');
  }

  /** A past send, to be sent again just as it was. What cannot be repeated is named, and then nothing is sent. */
  refill(request: Extract<RunRequest, { command: 'send' }>, past: PastFiles, start: boolean): void {
    const { message } = request;
    this.#clearRun();
    this.form.fill(request.connection, request.auth);
    this.form.useProfile(request.profileId ?? null);
    this.from = request.envelope.from;
    this.to = request.envelope.to.join('\n');
    this.dryRun = request.dryRun;
    this.kind = message.kind === 'file' ? 'file' : 'composed';
    if (message.kind === 'composed') {
      this.subject = message.subject;
      this.text = message.text;
      this.html = message.html ?? '';
      this.withHtml = message.html !== null;
    }
    const there = past.files.flatMap(({ file }) => (file === null ? [] : [file]));
    if (message.kind === 'file') {
      this.raw = message.raw;
      this.files.replace([], there[0] ?? null);
    } else this.files.replace(there, null);
    const differs = differences(past, message.kind === 'file');
    if (differs !== null) this.#app.toasts.show({ message: differs, tone: 'warn' });
    else if (start) this.run();
  }

  run(plan: ExperimentPlan | null = this.experiment.due): void {
    if (this.current?.active === true || this.missing !== null) return;
    // The field says what is wrong with it.
    if (readTarget(this.form.target, this.form)?.ok !== true) return;
    const input = runInput(this.#app, this.form);
    if (input === null) return;
    this.past = null;
    this.current?.dispose();
    this.current = new LiveRun(this.#app.client, {
      command: 'send',
      ...withPlan(input, plan),
      envelope: { from: this.envelopeFrom, to: [...this.recipients.addresses], ...plan?.envelope },
      message: plan?.message === 'plain' ? PLAIN : this.#message(),
      dryRun: plan === null ? this.dryRun : plan.message === 'asked',
    });
    this.experiment.started(this.current);
  }

  /** Asks again with the one change that the experiment is; the message in the form stays as it is. */
  make(plan: ExperimentPlan, before: ShownRun): void {
    const { envelope } = before.asked;
    if (envelope !== null && this.current?.active !== true) {
      this.from = envelope.from === '' ? '<>' : envelope.from;
      this.to = envelope.to.join('\n');
    }
    this.experiment.make(plan, before, this);
  }

  /** The same with TLS from the first octet. */
  runImplicitTls(): void {
    if (this.current?.active === true) return;
    this.form.security = 'tls';
    this.run();
  }

  #message(): MessageInput {
    const { attachments, message } = this.files;
    if (this.kind === 'file' && message !== null) return { kind: 'file', handle: message.handle, raw: this.raw };
    return {
      kind: 'composed',
      subject: this.subject,
      text: this.text,
      html: this.withHtml ? this.html : null,
      ...(attachments.length === 0 ? {} : { attachments: attachments.map((each) => each.handle) }),
    };
  }

  stop(): void {
    this.current?.cancel();
  }

  #clearRun(): void {
    if (this.current?.active === true) this.current.cancel();
    this.current?.dispose();
    this.current = null;
    this.past = null;
    this.experiment.end();
  }
}
