/**
 * Which replies are waited for, in the order in which the commands went out (RFC 5321 section 4.1.1.11, RFC 2920). Only the first
 * has a running deadline: a reply cannot be late before the one in front of it has come.
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import { type StepResult, cancelled, failed, outcome } from '../step.ts';
import { TimeLimit } from '../../recording/time-limit.ts';
import { systemClock } from '../../recording/clock.ts';

export interface Expectation {
  readonly phase: Phase;
  /** As sent, without secrets; null for the greeting. */
  readonly command: string | null;
  readonly limitMs: number;
  /** Settling twice does nothing: a cancelled one stays in the queue for its reply. */
  readonly settle: (step: StepResult<Reply>) => void;
  /** True while what the reply answers has not gone out whole. */
  readonly early: () => boolean;
}

export interface QueueHost {
  /** Octets received on the connection so far. */
  received(): number;
  expired(error: Outcome): void;
}

export class ReplyQueue {
  readonly #host: QueueHost;
  readonly #waiting: Expectation[] = [];
  /** Of the first. */
  #deadline: TimeLimit | null = null;
  #receivedBefore = 0;
  #paused = false;

  constructor(host: QueueHost) {
    this.#host = host;
  }

  get length(): number {
    return this.#waiting.length;
  }

  get head(): Expectation | undefined {
    return this.#waiting[0];
  }

  /** Octets that came since the first in the queue became the first. */
  get receivedForHead(): number {
    return this.#host.received() - this.#receivedBefore;
  }

  push(expectation: Expectation): void {
    this.#waiting.push(expectation);
    if (this.#waiting.length === 1) this.#start();
  }

  /** The one that the reply just received belongs to. */
  shift(): Expectation | undefined {
    const head = this.#waiting.shift();
    this.rest();
    if (this.#waiting.length > 0) this.#start();
    return head;
  }

  /** What came makes a reply unlikely: the first waits no longer than this, nor than its own limit, and ends with this outcome. */
  hurry(limitMs: number, error: Outcome): void {
    if (this.#deadline === null) return;
    const left = Math.min(limitMs, this.#deadline.due - systemClock.now());
    this.#deadline.lift();
    this.#deadline = new TimeLimit(left, () => this.#host.expired(error));
  }

  /** While a message body goes out, which has a limit of its own. */
  pause(): void {
    this.#paused = true;
    this.rest();
  }

  resume(): void {
    this.#paused = false;
    if (this.#deadline === null) this.#start();
  }

  /** No deadline runs until the next reply: the peer has gone, or the user does not wait any more. */
  rest(): void {
    this.#deadline?.lift();
    this.#deadline = null;
  }

  /** Ends every wait, since the user stopped it; their replies are still awaited, without a deadline of their own. */
  cancel(): void {
    this.rest();
    for (const expectation of this.#waiting) expectation.settle(failed(cancelled(expectation.phase)));
  }

  /** Nobody waits any more. */
  clear(error: Outcome): void {
    this.rest();
    for (const expectation of this.#waiting.splice(0)) expectation.settle(failed(error));
  }

  #start(): void {
    const head = this.#waiting[0];
    if (head === undefined || this.#paused) return;
    this.#receivedBefore = this.#host.received();
    this.#deadline = new TimeLimit(head.limitMs, () => this.#expire(head));
  }

  #expire({ limitMs, phase }: Expectation): void {
    const params = { limitMs, bytesReceived: this.receivedForHead };
    this.#host.expired(outcome('timeout', phase, params, { temporary: true }));
  }
}
