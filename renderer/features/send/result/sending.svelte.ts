/** What was sent last and what came of it: one run, the deliveries of a sequence, or one of the history that is looked at again. */
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
import { PLAIN } from '../message/message.svelte.ts';
import type { Route } from '../route/route.svelte.ts';
import type { Stop } from '../route/stops.ts';
import { Sequence } from './sequence.svelte.ts';

type SendRequest = Extract<RunRequest, { command: 'send' }>;

/** What would go out now, beside the connection. */
export interface AskedSend {
  readonly message: MessageInput;
  readonly envelope: Envelope;
  readonly dryRun: boolean;
}

interface SendingParts {
  readonly form: ConnectionForm;
  readonly envelope: EnvelopeForm;
  readonly route: Route;
  readonly outgoing: () => AskedSend;
  /** Why it cannot be sent yet, in words; null when it can. */
  readonly missing: () => string | null;
  /** The result comes to the front. */
  readonly show: () => void;
}

export class Sending {
  current: LiveRun | null = $state.raw(null);
  readonly experiment = new Experiment();
  /** The deliveries that are to be confirmed; null while nothing is asked. */
  asking: readonly Stop[] | null = $state.raw(null);
  /** The deliveries that were made last; null where one server was asked since. */
  sequence: Sequence | null = $state.raw(null);
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
    this.sequence = null;
    this.#parts.show();
  }

  /** The run that is shown. */
  get front(): ShownRun | null {
    if (this.sequence !== null) return this.sequence.front;
    return this.experiment.front(this.current ?? this.past);
  }

  /** Something is being sent. */
  get active(): boolean {
    return this.sequence?.active ?? this.front?.active === true;
  }

  get stopping(): boolean {
    return this.sequence?.stopping ?? this.front?.status === 'stopping';
  }

  run(plan: ExperimentPlan | null = this.experiment.due): void {
    const { form, route, missing } = this.#parts;
    if (this.active || missing() !== null) return;
    if (route.kind !== 'server' && plan === null) {
      this.asking = route.stops;
      return;
    }
    // The field says what is wrong with it.
    if (readTarget(form.target, form)?.ok !== true) return;
    const input = runInput(this.#app, form);
    if (input === null) return;
    this.past = null;
    this.sequence?.dispose();
    this.sequence = null;
    this.current?.dispose();
    const { envelope, message, dryRun } = this.#parts.outgoing();
    this.#parts.show();
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
    const { asking } = this;
    this.asking = null;
    if (asking === null || this.active) return;
    const input = runInput(this.#app, this.form);
    if (input === null) return;
    this.clear();
    const { envelope, message, dryRun } = this.#parts.outgoing();
    const { secret, secrets } = input;
    this.#parts.show();
    this.sequence = new Sequence(this.#app.client, asking, (stop): SendRequest => ({
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
      this.#parts.envelope.fill(envelope);
    }
    this.experiment.make(plan, before, this);
  }

  stop(): void {
    if (this.sequence === null) this.current?.cancel();
    else this.sequence.stop();
  }

  clear(): void {
    if (this.current?.active === true) this.current.cancel();
    this.current?.dispose();
    this.current = null;
    this.sequence?.dispose();
    this.sequence = null;
    this.past = null;
    this.experiment.end();
  }

  /** One of its deliveries becomes the run that an experiment is compared with, through its own server. */
  #leaveSequence(before: ShownRun): void {
    if (this.sequence === null) return;
    this.sequence = null;
    this.#parts.route.kind = 'server';
    this.past = before;
  }
}
