/** The send test: what it is made of, which step is in front, and how others fill it. */
import type { AppState } from '../../app/app.svelte.ts';
import type { RunRequest } from '../../../electron/protocol/values/app/run.ts';
import type { CapturedChoice, SendDraft } from '../../../electron/protocol/values/app/outgoing.ts';
import type { InspectorPort, PastFiles, ProfilesPort, SendPort, ServerPort } from '../../app/ports.ts';
import { ConnectionForm } from '../../session/target/connection-form.svelte.ts';
import type { ExperimentPlan } from '../../session/experiments/plans.ts';
import type { ShownRun } from '../../session/past-run.ts';
import type { LiveRun } from '../../session/run.svelte.ts';
import { visible } from '../../../electron/texts/visible.ts';
import { leadsHere } from '../../../electron/protocol/parse/loopback.ts';
import { keep, readKept } from '../../ui/kept.ts';
import { DeliveryForm } from './delivery/delivery.svelte.ts';
import type { Repetition } from './delivery/repetition.svelte.ts';
import { draftOf, fillFrom } from './draft-form.ts';
import { KeptDraft } from './draft.svelte.ts';
import { EnvelopeForm } from './envelope/envelope.svelte.ts';
import { firstDraft } from './first-draft.ts';
import { OutgoingMessage } from './message/message.svelte.ts';
import { PreparedMessage } from './preview/prepared.svelte.ts';
import { differencesOf } from './repeat.ts';
import { type AskedSend, Sending } from './result/sending.svelte.ts';
import { Route } from './route/route.svelte.ts';
import { ServerLook } from './steps/look.svelte.ts';
import { factsOf } from './steps/facts.ts';
import { blocking, type StepFacts, type StepId, type Steps, stepsOf } from './steps/steps.ts';

export type SendMode = 'steps' | 'page';
const isMode = (value: unknown): value is SendMode => value === 'steps' || value === 'page';

export class SendState implements SendPort {
  readonly form = new ConnectionForm();
  readonly envelope = new EnvelopeForm();
  readonly message: OutgoingMessage;
  readonly delivery = new DeliveryForm();
  readonly route: Route;
  readonly sending: Sending;
  readonly look: ServerLook;
  readonly draft: KeptDraft;
  readonly prepared: PreparedMessage;
  /** Where profiles are named as further servers. */
  profiles: Pick<ProfilesPort, 'profiles'> | null = null;
  step: StepId = $state('server');
  #mode: SendMode = $state(readKept('send-mode', isMode) ?? 'steps');
  /** What the server is known to offer; null: not known. */
  readonly offered = $derived.by(() => (this.route.kind === 'mx' ? null : this.look.offered));
  readonly sizeLimit = $derived.by(() => (this.route.kind === 'mx' ? null : this.look.sizeLimit));
  /** For sentences about what is not offered. */
  readonly offeredBy = $derived.by(() => visible(this.form.target.trim()) || 'The server');
  readonly facts: StepFacts = $derived.by(() => factsOf(this));
  readonly steps: Steps = $derived(stepsOf(this.facts));
  readonly blocked = $derived(blocking(this.steps));
  #app: AppState;
  #inspector: InspectorPort;
  #server: ServerPort;

  constructor(app: AppState, inspector: InspectorPort, server: ServerPort) {
    this.#app = app;
    this.#inspector = inspector;
    this.#server = server;
    const { form, envelope } = this;
    this.message = new OutgoingMessage(app, () => envelope.sender);
    this.prepared = new PreparedMessage(app);
    this.route = new Route({
      form,
      envelope: () => this.outgoing.envelope,
      profiles: () => this.profiles?.profiles ?? [],
    });
    this.sending = new Sending(app, {
      ...{ form, envelope, route: this.route },
      outgoing: () => this.outgoing,
      repetition: () => this.repetition,
      missing: () => this.missing,
      show: () => (this.step = 'result'),
    });
    this.look = new ServerLook(app, form, () => this.sending.current ?? this.sending.past);
    this.draft = new KeptDraft(app, (found) => fillFrom(this, found));
  }

  /** Why it cannot be sent yet, in words; null when it can. */
  get missing(): string | null {
    return this.blocked?.trouble ?? null;
  }

  /** What would go out now, beside the connection. */
  get outgoing(): AskedSend {
    const { message, envelope, delivery } = this;
    return { message: message.input, envelope: envelope.complete(delivery.asked), dryRun: delivery.dryRun };
  }

  /** As it is done: several servers get one message each, and only this machine bears several connections at a time. */
  get repetition(): Repetition {
    const { asked } = this.delivery.repetition;
    if (this.route.kind !== 'server') return { ...asked, count: 1, concurrency: 1 };
    return leadsHere(this.form.connection()) ? asked : { ...asked, concurrency: 1 };
  }

  /** Everything but the secrets. */
  get kept(): SendDraft {
    return draftOf(this);
  }

  get mode(): SendMode {
    return this.#mode;
  }

  set mode(mode: SendMode) {
    this.#mode = mode;
    keep('send-mode', mode);
  }

  /** On the button that starts it. */
  get sendLabel(): string {
    const { dryRun } = this.delivery;
    const { stops } = this.route;
    if (stops.length > 1) return dryRun ? `Ask ${stops.length} servers…` : `Send ${stops.length} messages…`;
    const { count } = this.repetition;
    if (count > 1) return dryRun ? `Ask ${count} times` : `Send ${count} messages`;
    return `${dryRun ? 'Ask' : 'Send'}${this.sending.front === null ? '' : ' again'}`;
  }

  /** Leaving the server for the first time asks it what it offers, so that later steps can say what it does not take. */
  goTo(step: StepId): void {
    const left = this.step;
    this.step = step;
    const ready = this.steps.server.tone !== 'err' && this.route.kind !== 'mx';
    if (left === 'server' && step !== 'result' && ready && this.offered === null && this.look.failed === null)
      this.look.start();
  }

  /** As on a first start; what was typed comes back with one press. */
  startOver(): void {
    const before = this.kept;
    const { attachments, message } = this.message.files;
    this.sending.clear();
    fillFrom(this, { draft: firstDraft, attachments: [], messageFile: null, gone: [] });
    this.message.source.fill(null, '', false);
    this.prefill();
    void this.draft.drop();
    this.#app.toasts.show({
      message: 'Started over.',
      action: {
        label: 'Undo',
        undoes: true,
        run: () => fillFrom(this, { draft: before, attachments: [...attachments], messageFile: message, gone: [] }),
      },
    });
  }

  /** Fills an empty connection: with what is being inspected, else with the local test server. */
  prefill(): void {
    if (this.form.target !== '') return;
    if (this.#inspector.form.target.trim() !== '') this.#fillFromInspector();
    else if (this.#server.localTarget !== null) this.form.open(this.#server.localTarget);
  }

  /** "Send test…" of the inspector: the same server, with its credentials. */
  fromInspector(): void {
    if (this.form.target !== this.#inspector.form.target) this.sending.clear();
    this.#fillFromInspector();
    if (this.step === 'server') this.goTo('envelope');
    this.#app.go('send');
  }

  #fillFromInspector(): void {
    this.form.copyFrom(this.#inspector.form);
    this.envelope.suggest(this.form.envelope ?? {});
  }

  /** "Send it on" of the inbox: as it came, to whoever the envelope names. */
  fromCaptured(captured: CapturedChoice): void {
    this.sending.clear();
    this.message.kind = 'captured';
    this.message.sources.captured = captured;
    this.goTo('server');
    this.#app.go('send');
  }

  /** The message as it stands, to begin with another time. */
  /** What stood in the form, and what was being sent by a page that is gone. */
  async restore(): Promise<void> {
    if (this.draft.settled) return;
    await this.draft.restore();
    await this.sending.findAgain().catch((error: unknown) => this.#app.report(error));
  }

  /** The message that was sent, whatever the form holds by now. */
  async keepSentAs(name: string): Promise<void> {
    const { sent } = this.sending;
    if (sent !== null) await this.message.source.kept.save(name, sent.message, sent.envelope);
  }

  async keepAs(name: string): Promise<void> {
    const { message, envelope } = this.outgoing;
    const { kind, source } = this.message;
    const id = await source.kept.save(name, message, envelope);
    if (id !== null && kind === 'template') source.becameOwn(id);
  }

  /** A past send, to be sent again just as it was. What cannot be repeated is named, and then nothing is sent. */
  refill(request: Extract<RunRequest, { command: 'send' }>, past: PastFiles, start: boolean): void {
    const { message, envelope, connection, auth, profileId = null, dryRun } = request;
    this.sending.clear();
    this.form.fill(connection, auth);
    this.form.useProfile(profileId);
    this.envelope.fill(envelope);
    const { from: _from, to: _to, perRecipient: _reports, ...delivery } = envelope;
    this.delivery.fill(delivery);
    this.delivery.dryRun = dryRun;
    this.message.refill(message, past);
    const differs = differencesOf(past, message.kind === 'file');
    this.step = 'review';
    if (differs !== null) this.#app.toasts.show({ message: differs, tone: 'warn' });
    else if (start) this.run();
  }

  /** The same with TLS from the first octet. */
  runImplicitTls(): void {
    if (this.sending.active) return;
    this.form.security = 'tls';
    this.run();
  }

  // As actions and other features know a screen that makes runs.

  /** What is being sent, or was sent last. */
  get current(): Pick<LiveRun, 'active'> | null {
    return this.sending.many ?? this.sending.current;
  }

  get past(): ShownRun | null {
    return this.sending.past;
  }

  set past(run: ShownRun | null) {
    this.sending.past = run;
  }

  run(): void {
    this.sending.run();
  }

  stop(): void {
    this.sending.stop();
  }

  make(plan: ExperimentPlan, before: ShownRun): void {
    this.sending.make(plan, before);
  }
}
