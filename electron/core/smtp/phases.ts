/**
 * The one owner of a client session's phase: what began, what ended and how, and to which phase that belongs which is said now. What may
 * not follow what is refused with an exception: it is a fault of this program, never of a peer.
 */
import { PHASES, type Phase } from '../../protocol/values/session/phase.ts';
import type { SessionRecorder } from '../recording/recorder.ts';
import { type StepResult, cancelled, failed } from './step.ts';

export type PhaseEvents = Pick<SessionRecorder, 'beginPhase' | 'endPhase'>;

/** What may begin after a phase; `start` is a connection of which nothing has begun yet. */
const followers: Readonly<Record<Phase | 'start', readonly Phase[]>> = {
  start: ['dns', 'connect'],
  dns: ['dns', 'connect'],
  // QUIT: cancelled before anybody waited for the greeting.
  connect: ['tls', 'greeting', 'quit'],
  tls: ['greeting', 'ehlo-tls', 'quit'],
  greeting: ['ehlo', 'ehlo-tls', 'quit'],
  ehlo: ['starttls', 'command', 'auth', 'mail', 'quit'],
  starttls: ['tls', 'command', 'auth', 'mail', 'quit'],
  'ehlo-tls': ['command', 'auth', 'mail', 'quit'],
  auth: ['command', 'mail', 'ehlo-auth', 'quit'],
  'ehlo-auth': ['command', 'mail', 'quit'],
  // Whoever types, or calls the library, says what he likes in the order he likes; TLS follows a STARTTLS that was typed.
  command: PHASES.filter((phase) => phase !== 'dns' && phase !== 'connect' && phase !== 'greeting'),
  mail: ['mail', 'rcpt', 'rset', 'ehlo-auth', 'quit'],
  rcpt: ['data', 'rset', 'mail', 'ehlo-auth', 'quit'],
  data: ['mail', 'rset', 'quit'],
  rset: ['mail', 'ehlo-auth', 'quit'],
  quit: [],
};

/** What may be said ahead of its phase's beginning, or without one (RFC 2920: the answers come later). */
const ahead: Readonly<Partial<Record<Phase, readonly Phase[]>>> = {
  rcpt: ['mail', 'rcpt'],
  data: ['mail', 'rcpt', 'data', 'command'],
};

/** `running`: the phases that have begun and not ended. The next transaction's MAIL goes out with the end of the message before it. */
export function mayBegin(phase: Phase, after: Phase | 'start', running: readonly Phase[]): boolean {
  const alone = running.every((other) => phase === 'mail' && other === 'data') && running.length <= 1;
  return alone && followers[after].includes(phase);
}

/** `now`: the phase in which the last line was said. */
export function maySpeakAhead(phase: Phase, now: Phase): boolean {
  return ahead[phase]?.includes(now) === true;
}

const isOk = ({ ok }: StepResult<unknown>): boolean => ok;

export class Phases {
  readonly #events: PhaseEvents;
  readonly #running: Phase[] = [];
  #last: Phase | 'start' = 'start';
  #current: Phase = 'greeting';

  constructor(events: PhaseEvents) {
    this.#events = events;
  }

  /** The phase that new commands and stray replies belong to. */
  get current(): Phase {
    return this.#current;
  }

  get running(): readonly Phase[] {
    return this.#running;
  }

  /** What is said from now on belongs to it. */
  begin(phase: Phase): void {
    this.#open(phase);
    this.#current = phase;
  }

  /** Its commands went out ahead; from now on their answers are taken. */
  beginAnswers(phase: Phase): void {
    this.#open(phase);
  }

  end(phase: Phase, ok: boolean): void {
    const at = this.#running.indexOf(phase);
    if (at === -1) throw new Error(`the phase ${phase} ends, which is not running`);
    this.#running.splice(at, 1);
    this.#events.endPhase(phase, ok);
  }

  /** Runs one phase: its beginning and end are reported, and everything said meanwhile belongs to it. It ends though the work throws. */
  async run<T>(phase: Phase, work: () => Promise<T>, passed: (result: T) => boolean): Promise<T> {
    this.begin(phase);
    let ok = false;
    try {
      const result = await work();
      ok = passed(result);
      return result;
    } finally {
      this.end(phase, ok);
    }
  }

  /** The same for a step, and not begun after a cancel. */
  step<T>(phase: Phase, signal: AbortSignal, work: () => Promise<StepResult<T>>): Promise<StepResult<T>> {
    return signal.aborted ? Promise.resolve(failed(cancelled(phase))) : this.run(phase, work, isOk);
  }

  /** A command of a group, whose phase begins when its answer's turn comes. */
  speakAhead(phase: 'rcpt' | 'data'): void {
    if (!maySpeakAhead(phase, this.#current)) throw new Error(`${phase} cannot be said in the phase ${this.#current}`);
    this.#current = phase;
  }

  /** Between the operations of somebody who types or calls: whatever is said next is a command, and may be any. */
  rest(): void {
    if (this.#running.length > 0) throw new Error(`the phase ${this.#running.join(', ')} has not ended`);
    this.#current = 'command';
    // After QUIT nothing begins, whoever asks for it.
    if (this.#last !== 'quit') this.#last = 'command';
  }

  /** The session comes to its end: what is still running will not be answered any more. */
  abandon(): void {
    for (const phase of [...this.#running]) this.end(phase, false);
  }

  /** Another connection in place of this one. */
  renew(): void {
    this.abandon();
    this.#last = 'start';
    this.#current = 'greeting';
  }

  #open(phase: Phase): void {
    if (!mayBegin(phase, this.#last, this.#running)) {
      const running = this.#running.length === 0 ? '' : ` while ${this.#running.join(', ')} is running`;
      throw new Error(`the phase ${phase} cannot begin after ${this.#last}${running}`);
    }
    this.#running.push(phase);
    this.#last = phase;
    this.#events.beginPhase(phase);
  }
}
