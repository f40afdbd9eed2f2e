/** What was sent last and what came of it: one run, the deliveries of a sequence, or one of the history that is looked at again. */
import { leadsHere } from '../../../../electron/protocol/parse/loopback.ts';
import type { MessageInput, RunRequest } from '../../../../electron/protocol/values/app/run.ts';
import type { Envelope } from '../../../../electron/protocol/values/target.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import { Experiment } from '../../../session/experiments/pair.svelte.ts';
import type { ExperimentPlan } from '../../../session/experiments/plans.ts';
import type { ShownRun } from '../../../session/past-run.ts';
import { runInput, withPlan } from '../../../session/run-input.ts';
import { LiveRun } from '../../../session/run.svelte.ts';
import type { ConnectionForm } from '../../../session/target/connection-form.svelte.ts';
import { readTarget } from '../../../session/target/target-words.ts';
import type { EnvelopeForm } from '../envelope/envelope.svelte.ts';
import type { Repetition } from '../delivery/repetition.svelte.ts';
import { PLAIN } from '../message/message.svelte.ts';
import type { Route } from '../route/route.svelte.ts';
import type { Stop } from '../route/stops.ts';
import { Repeated } from './repeated.svelte.ts';
import { Sequence } from './sequence.svelte.ts';

type SendRequest = Extract<RunRequest, { command: 'send' }>;

/** What would go out now, beside the connection. */
export interface AskedSend {
  readonly message: MessageInput;
  readonly envelope: Envelope;
  readonly dryRun: boolean;
}

export type SentMessage = Pick<AskedSend, 'message' | 'envelope'>;

interface SendingParts {
  readonly form: ConnectionForm;
  readonly envelope: EnvelopeForm;
  readonly route: Route;
  readonly outgoing: () => AskedSend;
  readonly repetition: () => Repetition;
  /** Why it cannot be sent yet, in words; null when it can. */
  readonly missing: () => string | null;
  /** The result comes to the front. */
  readonly show: () => void;
}

export class Sending {
  current: LiveRun | null = $state.raw(null);
  readonly experiment = new Experiment();
  /** What is to be confirmed: the deliveries, or, with none of them, many messages alike; null while nothing is asked. */
  asking: readonly Stop[] | null = $state.raw(null);
  /** What was sent last, where it is several; null where it was one. */
  many: Sequence | Repeated | null = $state.raw(null);
  /** What was sent last, as it was in the form then; null where nothing of this window was, or another run is shown. */
  sent: SentMessage | null = $state.raw(null);
  #past: ShownRun | null = $state.raw(null);
  readonly #app: AppState;
  readonly #parts: SendingParts;

  constructor(app: AppState, parts: SendingParts) {
    this.#app = app;
    this.#parts = parts;
  }

  get form(): ConnectionForm {
    return this.#parts.form;
  }

  /** A run of the history that is looked at again, until another is made. */
  get past(): ShownRun | null {
    return this.#past;
  }

  set past(run: ShownRun | null) {
    this.#past = run;
    if (run === null) return;
    this.many = null;
    this.sent = null;
    this.#parts.show();
  }

  /** The run that is shown. */
  get front(): ShownRun | null {
    if (this.many !== null) return this.many.front;
    return this.experiment.front(this.current ?? this.past);
  }

  /** Something is being sent. */
  get active(): boolean {
    return this.many?.active ?? this.front?.active === true;
  }

  get stopping(): boolean {
    return this.many?.stopping ?? this.front?.status === 'stopping';
  }

  run(plan: ExperimentPlan | null = this.experiment.due): void {
    const { form, route, missing, repetition } = this.#parts;
    if (this.active || missing() !== null) return;
    if (route.kind !== 'server' && plan === null) {
      this.asking = route.stops;
      return;
    }
    if (plan === null && repetition().count > 1) {
      // Here nobody minds.
      if (leadsHere(form.connection())) this.#startRepeated();
      else this.asking = [];
      return;
    }
    // The field says what is wrong with it.
    if (readTarget(form.target, form)?.ok !== true) return;
    const input = runInput(this.#app, form);
    if (input === null) return;
    this.past = null;
    this.many?.dispose();
    this.many = null;
    this.current?.dispose();
    const { envelope, message, dryRun } = this.#parts.outgoing();
    this.#parts.show();
    this.sent = { envelope, message: plan?.message === 'plain' ? PLAIN : message };
    this.current = LiveRun.start(this.#app.client, {
      command: 'send',
      ...withPlan(input, plan),
      envelope: { ...envelope, ...plan?.envelope },
      message: this.sent.message,
      dryRun: plan === null ? dryRun : plan.message === 'asked',
    });
    this.experiment.started(this.current);
  }

  /** Of a window that was reloaded, or whose page has died: what it was sending then, whose end nobody has seen. */
  async findAgain(): Promise<void> {
    const { found } = await this.#app.client.call('runs.unseen', {});
    if (found === null || this.front !== null || this.many !== null) return;
    const { asked, ...run } = found;
    this.current = new LiveRun(this.#app.client, { command: 'send', ...asked }, () => Promise.resolve(run));
    this.#parts.show();
  }

  /** What was asked for is begun. */
  confirm(): void {
    const { asking } = this;
    this.asking = null;
    if (asking === null || this.active) return;
    if (asking.length === 0) this.#startRepeated();
    else this.#startSequence(asking);
  }

  #startRepeated(): void {
    const { form, outgoing, repetition, show } = this.#parts;
    if (readTarget(form.target, form)?.ok !== true) return;
    const input = runInput(this.#app, form);
    if (input === null) return;
    this.clear();
    show();
    const request: SendRequest = { command: 'send', ...input, ...outgoing(), batch: crypto.randomUUID() };
    this.sent = { envelope: request.envelope, message: request.message };
    this.many = new Repeated(this.#app.client, repetition(), request);
  }

  #startSequence(stops: readonly Stop[]): void {
    const input = runInput(this.#app, this.form);
    if (input === null) return;
    this.clear();
    const { envelope, message, dryRun } = this.#parts.outgoing();
    const { secret, secrets } = input;
    this.sent = { envelope, message };
    this.#parts.show();
    this.many = new Sequence(this.#app.client, stops, this.#parts.repetition().pause, (stop): SendRequest => ({
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
      this.#leaveMany(before);
      this.#parts.envelope.fill(envelope);
    }
    this.experiment.make(plan, before, this);
  }

  stop(): void {
    if (this.many === null) this.current?.cancel();
    else this.many.stop();
  }

  clear(): void {
    if (this.current?.active === true) this.current.cancel();
    this.current?.dispose();
    this.current = null;
    this.many?.dispose();
    this.many = null;
    this.past = null;
    this.sent = null;
    this.experiment.end();
  }

  /** One of its deliveries becomes the run that an experiment is compared with, through its own server. */
  #leaveMany(before: ShownRun): void {
    if (this.many === null) return;
    this.many = null;
    this.#parts.route.kind = 'server';
    this.past = before;
  }
}
