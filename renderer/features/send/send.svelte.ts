/** State of the send test: connection, envelope and message as typed, and the run that came of them. */
import type { AppState } from '../../app/app.svelte.ts';
import type { Envelope } from '../../../electron/protocol/values/target.ts';
import type { MessageInput, RunRequest } from '../../../electron/protocol/values/app/run.ts';
import type { InspectorPort, PastFiles, ProfilesPort, ServerPort } from '../../app/ports.ts';
import { ConnectionForm } from '../../session/target/connection-form.svelte.ts';
import type { ShownRun } from '../../session/past-run.ts';
import { Experiment } from '../../session/experiments/pair.svelte.ts';
import type { ExperimentPlan } from '../../session/experiments/plans.ts';
import { LiveRun } from '../../session/run.svelte.ts';
import { runInput, withPlan } from '../../session/run-input.ts';
import { readTarget, settleTarget } from '../../session/target/target-words.ts';
import type { CapturedChoice, FoundDraft, SendDraft } from '../../../electron/protocol/values/app/outgoing.ts';
import { sendCommandText } from '../../../electron/texts/copy-as/option-words.ts';
import { swaksSend } from '../../../electron/texts/copy-as/swaks-send.ts';
import type { CopyResult } from '../../../electron/texts/copy-as/types.ts';
import { visible } from '../../../electron/texts/visible.ts';
import { keep, readKept } from '../../ui/kept.ts';
import { parseHeaderLines } from '../../../electron/protocol/parse/message/header-lines.ts';
import { DeliveryForm } from './delivery/delivery.svelte.ts';
import { draftOf, fillFrom, firstDraft, signedAs } from './draft-form.ts';
import { KeptDraft } from './draft.svelte.ts';
import { DkimForm } from './message/dkim/dkim.svelte.ts';
import { MessageSources } from './message/sources/message-sources.svelte.ts';
import { PreparedMessage } from './preview/prepared.svelte.ts';
import { OutgoingFiles, type Dropped } from './message/outgoing-files.svelte.ts';
import { SourceForm } from './message/source.svelte.ts';
import { differencesOf } from './repeat.ts';
import { Route } from './route/route.svelte.ts';
import { Sequence } from './route/sequence.svelte.ts';
import type { Stop } from './route/stops.ts';
import { ServerLook } from './steps/look.svelte.ts';
import { factsOf } from './steps/facts.ts';
import { blocking, type StepFacts, type StepId, type Steps, stepsOf } from './steps/steps.ts';
import {
  parseRecipients,
  splitEnvelope,
  typedRecipients,
} from '../../../electron/protocol/parse/addresses/recipients.ts';

const { from: FROM, to: TO } = firstDraft;
const { subject: SUBJECT, text: TEXT } = firstDraft.message;
const PLAIN: MessageInput = { kind: 'composed', subject: SUBJECT, text: TEXT, html: null };

type Kind = SendDraft['message']['kind'];
export type SendMode = 'steps' | 'page';
const isMode = (value: unknown): value is SendMode => value === 'steps' || value === 'page';

export class SendState {
  readonly form = new ConnectionForm();
  from = $state(FROM);
  to = $state(TO);
  subject = $state(SUBJECT);
  text = $state(TEXT);
  html = $state('');
  withHtml = $state(false);
  /** Fields of the message, one a line, in place of ours or besides. */
  headers = $state('');
  dryRun = $state(false);
  kind: Kind = $state('composed');
  /** Of a message made up to a size, as typed. */
  octets = $state('1048576');
  step: StepId = $state('server');
  #mode: SendMode = $state(readKept('send-mode', isMode) ?? 'steps');
  readonly source: SourceForm;
  readonly delivery = new DeliveryForm();
  readonly look: ServerLook;
  readonly route: Route;
  /** Where profiles are named as further servers. */
  profiles: Pick<ProfilesPort, 'profiles'> | null = null;
  readonly draft: KeptDraft;
  /** The octets of the file as they are, whatever its line ends. */
  raw = $state(false);
  readonly files: OutgoingFiles;
  readonly dkim: DkimForm;
  readonly sources: MessageSources;
  readonly prepared: PreparedMessage;
  current: LiveRun | null = $state.raw(null);
  /** A run of the history that is looked at again, until another is made. */
  #past: ShownRun | null = $state.raw(null);
  readonly experiment = new Experiment();
  readonly recipients = $derived(parseRecipients(this.to));
  /** What the server is known to offer; null: not known. */
  readonly offered = $derived.by(() => (this.route.kind === 'mx' ? null : this.look.offered));
  readonly sizeLimit = $derived.by(() => (this.route.kind === 'mx' ? null : this.look.sizeLimit));
  /** For sentences about what is not offered. */
  readonly offeredBy = $derived.by(() => visible(this.form.target.trim()) || 'The server');
  readonly facts: StepFacts = $derived.by(() => factsOf(this));
  readonly steps: Steps = $derived(stepsOf(this.facts));
  readonly blocked = $derived(blocking(this.steps));
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
    this.dkim = new DkimForm(app);
    this.sources = new MessageSources(app);
    this.prepared = new PreparedMessage(app);
    this.source = new SourceForm(app);
    this.look = new ServerLook(app, this.form, () => this.current ?? this.past);
    this.route = new Route({
      form: this.form,
      envelope: () => this.envelope,
      profiles: () => this.profiles?.profiles ?? [],
    });
    this.draft = new KeptDraft(app, (found) => this.#restore(found));
  }

  get past(): ShownRun | null {
    return this.#past;
  }

  set past(run: ShownRun | null) {
    this.#past = run;
    if (run === null) return;
    this.route.sequence = null;
    this.step = 'result';
  }

  /** The run that is shown. */
  get front(): ShownRun | null {
    const { sequence } = this.route;
    if (sequence !== null) return sequence.front;
    return this.experiment.front(this.current ?? this.past);
  }

  /** Something is being sent. */
  get active(): boolean {
    return this.route.sequence?.active ?? this.front?.active === true;
  }

  get stopping(): boolean {
    return this.route.sequence?.stopping ?? this.front?.status === 'stopping';
  }

  /** Why it cannot be sent yet, in words; null when it can. */
  get missing(): string | null {
    return this.blocked?.trouble ?? null;
  }

  get mode(): SendMode {
    return this.#mode;
  }

  set mode(mode: SendMode) {
    this.#mode = mode;
    keep('send-mode', mode);
  }

  /** Leaving the server for the first time asks it what it offers, so that later steps can say what it does not take. */
  goTo(step: StepId): void {
    const left = this.step;
    this.step = step;
    const ready = this.steps.server.tone !== 'err' && this.route.kind !== 'mx';
    if (left === 'server' && step !== 'result' && ready && this.offered === null && this.look.failed === null)
      this.look.start();
  }

  choose(kind: Kind): void {
    this.kind = kind;
    if (kind === 'template' && this.source.template === null && this.source.source === '')
      void this.source.choose('plain');
  }

  get octetsWrong(): string | null {
    return /^\d{1,10}$/.test(this.octets.trim()) ? null : 'A whole number of octets';
  }

  /** On the button that starts it. */
  get sendLabel(): string {
    const again = this.front === null ? '' : ' again';
    const { stops } = this.route;
    if (stops.length > 1) return this.dryRun ? `Ask ${stops.length} servers…` : `Send ${stops.length} messages…`;
    return `${this.dryRun ? 'Ask' : 'Send'}${again}`;
  }

  get envelope(): Envelope {
    const { addresses, reports } = this.recipients;
    return {
      from: this.envelopeFrom,
      to: [...addresses],
      ...(reports.length === 0 ? {} : { perRecipient: [...reports] }),
      ...this.delivery.asked,
    };
  }

  /** What would go out now, beside the connection. */
  get request(): { message: MessageInput; envelope: Envelope; dryRun: boolean } {
    const { envelope } = this;
    return { message: this.#message(), envelope, dryRun: this.dryRun };
  }

  /** The same for a shell; null where it holds what cannot be seen. */
  get command(): string | null {
    const { message, envelope, dryRun } = this.request;
    const { edited, own: kept, kept: templates } = this.source;
    const name = this.source.template ?? (kept === null ? null : templates.nameOf(kept));
    const template = edited ? null : name;
    const { kind, stops } = this.route;
    const toMx = kind === 'mx';
    const { target: _target, ...options } = stops[0]?.connection ?? this.form.connection();
    const own = toMx ? { ...options, target: '' } : this.form.connection();
    return sendCommandText({
      connection: own,
      auth: toMx ? null : this.form.auth(),
      also: toMx ? [] : stops.slice(1).map(alsoText),
      envelope,
      message,
      template,
      dryRun,
    });
  }

  /** The same as swaks does it, with what it cannot; null where there is no one server, or it is not known yet. */
  get swaks(): CopyResult | null {
    if (this.route.kind !== 'server') return null;
    const connection = this.form.connection();
    const settled = settleTarget(connection.target, this.form);
    if (settled?.ok !== true || connection.mx === true) return null;
    const { envelope, dryRun } = this;
    return swaksSend({ target: settled.target, connection, auth: this.form.auth(), envelope, dryRun });
  }

  /** Everything but the secrets. */
  get kept(): SendDraft {
    return draftOf(this);
  }

  #restore(found: FoundDraft): void {
    fillFrom(this, found);
  }

  /** As on a first start; what was typed comes back with one press. */
  startOver(): void {
    const before = this.kept;
    const { attachments, message } = this.files;
    this.#clearRun();
    fillFrom(this, { draft: firstDraft, attachments: [], messageFile: null, gone: [] });
    this.source.fill(null, '', false);
    this.prefill();
    void this.draft.drop();
    this.#app.toasts.show({
      message: 'Started over.',
      action: {
        label: 'Undo',
        undoes: true,
        run: () => this.#restore({ draft: before, attachments: [...attachments], messageFile: message, gone: [] }),
      },
    });
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
    if (this.step === 'server') this.goTo('envelope');
    this.#app.go('send');
  }

  /** From the profile, as far as nobody typed something else there. */
  #fillEnvelope(): void {
    const { from = '', to = [] } = this.form.envelope ?? {};
    if (from !== '' && this.from === this.#filled.from) this.from = this.#filled.from = from;
    if (to.length > 0 && this.to === this.#filled.to) this.to = this.#filled.to = to.join('\n');
  }

  /** "Send it on" of the inbox: as it came, to whoever the envelope names. */
  fromCaptured(captured: CapturedChoice): void {
    this.#clearRun();
    this.kind = 'captured';
    this.sources.captured = captured;
    this.goTo('server');
    this.#app.go('send');
  }

  /** The message as it stands, to begin with another time. */
  async keepAs(name: string): Promise<void> {
    const { message, envelope } = this.request;
    const id = await this.source.kept.save(name, message, envelope);
    if (id !== null && this.kind === 'template') this.source.becameOwn(id);
  }

  /** A past send, to be sent again just as it was. What cannot be repeated is named, and then nothing is sent. */
  refill(request: Extract<RunRequest, { command: 'send' }>, past: PastFiles, start: boolean): void {
    const { message } = request;
    this.#clearRun();
    this.form.fill(request.connection, request.auth);
    this.form.useProfile(request.profileId ?? null);
    const { from, to, perRecipient, ...delivery } = request.envelope;
    this.from = from;
    this.to = typedRecipients(to, perRecipient).join('\n');
    this.dryRun = request.dryRun;
    this.kind = message.kind === 'source' ? 'template' : message.kind;
    this.delivery.fill(delivery);
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
    const differs = differencesOf(past, message.kind === 'file');
    this.step = 'review';
    if (differs !== null) this.#app.toasts.show({ message: differs, tone: 'warn' });
    else if (start) this.run();
  }

  run(plan: ExperimentPlan | null = this.experiment.due): void {
    if (this.active || this.missing !== null) return;
    if (this.route.kind !== 'server' && plan === null) {
      this.route.asking = this.route.stops;
      return;
    }
    // The field says what is wrong with it.
    if (readTarget(this.form.target, this.form)?.ok !== true) return;
    const input = runInput(this.#app, this.form);
    if (input === null) return;
    this.past = null;
    this.route.sequence?.dispose();
    this.route.sequence = null;
    this.current?.dispose();
    const { envelope, message, dryRun } = this.request;
    this.step = 'result';
    this.current = new LiveRun(this.#app.client, {
      command: 'send',
      ...withPlan(input, plan),
      envelope: { ...envelope, ...plan?.envelope },
      message: plan?.message === 'plain' ? PLAIN : message,
      dryRun: plan === null ? dryRun : plan.message === 'asked',
    });
    this.experiment.started(this.current);
  }

  /** What was asked for and confirmed: one message each, one after the other. */
  startSequence(): void {
    const { asking } = this.route;
    this.route.asking = null;
    if (asking === null || this.active) return;
    const input = runInput(this.#app, this.form);
    if (input === null) return;
    this.#clearRun();
    const { envelope, message, dryRun } = this.request;
    const { secret, secrets } = input;
    this.step = 'result';
    this.route.sequence = new Sequence(this.#app.client, asking, (stop) => ({
      command: 'send',
      connection: stop.connection,
      auth: stop.auth,
      // What was typed is for the host of the form.
      secret: stop.profileId === null && stop.auth !== null ? secret : null,
      ...(stop.own && secrets !== undefined ? { secrets } : {}),
      ...(stop.profileId === null ? {} : { profileId: stop.profileId }),
      envelope: stop.envelope,
      addressed: [...envelope.to],
      message,
      dryRun,
    }));
  }

  /** Asks again with the one change that the experiment is; the message in the form stays as it is. */
  make(plan: ExperimentPlan, before: ShownRun): void {
    const { envelope } = before.asked;
    if (envelope !== null && !this.active) {
      this.#leaveSequence(before);
      this.from = envelope.from === '' ? '<>' : envelope.from;
      this.to = typedRecipients(envelope.to, envelope.perRecipient).join('\n');
    }
    this.experiment.make(plan, before, this);
  }

  /** The same with TLS from the first octet. */
  runImplicitTls(): void {
    if (this.active) return;
    this.form.security = 'tls';
    this.run();
  }

  #message(): MessageInput {
    return { ...this.#unsigned(), ...signedAs(this.dkim) };
  }

  #unsigned(): MessageInput {
    const { attachments, message } = this.files;
    if (this.kind === 'template') return this.source.input;
    if (this.kind === 'generated')
      return { kind: 'generated', octets: this.octetsWrong === null ? Number(this.octets) : 0 };
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

  stop(): void {
    if (this.route.sequence === null) this.current?.cancel();
    else this.route.sequence.stop();
  }

  /** One of its deliveries becomes the run that an experiment is compared with, through its own server. */
  #leaveSequence(before: ShownRun): void {
    if (this.route.sequence === null) return;
    this.route.sequence = null;
    this.route.kind = 'server';
    this.past = before;
  }

  #clearRun(): void {
    if (this.current?.active === true) this.current.cancel();
    this.current?.dispose();
    this.current = null;
    this.route.sequence?.dispose();
    this.route.sequence = null;
    this.past = null;
    this.experiment.end();
  }
}

/** As the command line takes it. */
const alsoText = ({ profileId, name, connection }: Stop): string =>
  profileId === null ? connection.target : `profile:${name}`;
