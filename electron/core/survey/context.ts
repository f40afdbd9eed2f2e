/** What a survey is given besides its request, and the one stream of its events. */
import type { Clock, DnsClient, SecretSource } from '../ports.ts';
import type { CheckOptions, ConnectionSecrets } from '../smtp/types.ts';
import type { SurveyEvent, SurveyFact } from '../../protocol/values/survey/event.ts';
import type { ListedTarget, TargetProblem } from '../../protocol/values/survey/targets.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import type { TriesContext } from './runner.ts';

/** One target of a list, ready to be asked; or why not. */
export type OpenedTarget =
  | {
      readonly ok: true;
      readonly connection: ConnectionOptions;
      /** Of `verify` alone. */
      readonly auth: CheckOptions['auth'];
      readonly secrets?: ConnectionSecrets | undefined;
    }
  | { readonly ok: false; readonly problem: TargetProblem };

export interface SurveyContext {
  /** Takes each event at once and in order; must not throw. */
  readonly emit: (event: SurveyEvent) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** One session; smtp/flows/check.ts. */
  readonly check: TriesContext['check'];
  /** The events of each session, as they happen; one that is broken off to be made again begins anew. */
  readonly session?: TriesContext['session'];
  /** Of the request's `auth`. */
  readonly secret?: SecretSource | undefined;
  readonly secrets?: ConnectionSecrets | undefined;
  /** Of a list: what the session with a target is made with, its profile's connection and login; absent: the text is a target. */
  readonly open?: ((target: ListedTarget) => Promise<OpenedTarget>) | undefined;
  /** Of a list: resolves when the next session may be begun, for a reader who is slower than the servers. */
  readonly room?: (() => Promise<void>) | undefined;
  /** Where DNS itself is asked; absent: dns/client.ts. */
  readonly dns?: ((server: string | null) => DnsClient) | undefined;
}

/** What the kinds are given: facts get their number and time after it. */
export interface KindContext extends Omit<SurveyContext, 'emit'>, TriesContext {
  /** Milliseconds since the survey began. */
  readonly elapsed: () => number;
}

/** Stamps the facts of one survey. */
export class SurveyStream {
  readonly #context: SurveyContext;
  readonly #begun: number;
  #seq = 0;

  constructor(context: SurveyContext) {
    this.#context = context;
    this.#begun = context.clock.now();
  }

  get kindContext(): KindContext {
    return { ...this.#context, emit: (fact) => this.emit(fact), elapsed: () => this.elapsed() };
  }

  elapsed(): number {
    return this.#context.clock.now() - this.#begun;
  }

  emit(fact: SurveyFact): void {
    this.#seq += 1;
    this.#context.emit({ seq: this.#seq, tMs: this.elapsed(), ...fact });
  }
}
