/**
 * One session of a list, within the places there are: in all, and at each address. A connect that nobody answers gives its places to
 * others; one that is answered where no place is left is broken off at once and made again when there is one.
 */
import type { EventSink } from '../../ports.ts';
import { onAbort } from '../../recording/on-abort.ts';
import { ReportFold } from '../../report/fold.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import type { KindContext } from '../context.ts';
import { limits } from '../limits.ts';
import type { PlannedSession } from './plan.ts';
import type { NamedPlaces } from './named-places.ts';

/** Names of places that are no address. */
export const IN_ALL = ' in all';
export const UNANSWERED = ' unanswered';

/** Both are called with the places still taken, so that what one attempt showed is known before the next begins. */
export interface AttemptTurns {
  /** Before each attempt; false where it is not to be made any more. */
  readonly begins: () => boolean;
  readonly ended: (report: Report) => void;
}

/** null: no attempt was made. Rejects with what must not happen, such as a secret that cannot be read. */
export async function runInPlaces(
  session: PlannedSession,
  places: NamedPlaces,
  context: KindContext,
  turns: AttemptTurns,
): Promise<Report | null> {
  const { signal } = context;
  const account = session.account === null ? [] : [accountPlace(session.account)];
  let wanted = session.addresses;
  let answered = false;
  for (;;) {
    const names = [...account, ...new Set(wanted), IN_ALL];
    if (!(await places.take(names, signal))) return null;
    // With its places: so nobody else begins meanwhile, and what runs is no more than there are places.
    await context.room?.();
    const attempt = new Attempt(session, places, names, answered);
    if (!turns.begins()) {
      attempt.end();
      return null;
    }
    if (!answered) context.emit({ type: 'cell-started', key: session.key });
    const report = await attempt.run(context, turns);
    if (attempt.brokenOffAt === null || signal.aborted) return report;
    answered = true;
    wanted = [attempt.brokenOffAt];
  }
}

const accountPlace = ({ host, user }: NonNullable<PlannedSession['account']>): string => ` @${user}@${host}`;
/** One try of an account at one time. */
export const isAccountPlace = (name: string): boolean => name.startsWith(' @');

class Attempt {
  /** The address that answered when it had no place left. */
  brokenOffAt: string | null = null;
  readonly #session: PlannedSession;
  readonly #places: NamedPlaces;
  /** Who was answered before will be again, and keeps his places until then. */
  readonly #patient: boolean;
  #held: readonly string[];
  #connected = false;

  constructor(session: PlannedSession, places: NamedPlaces, held: readonly string[], patient: boolean) {
    this.#session = session;
    this.#places = places;
    this.#held = held;
    this.#patient = patient;
  }

  end(): void {
    this.#hold([]);
  }

  async run(context: KindContext, { ended }: AttemptTurns): Promise<Report> {
    const { clock, check, signal } = context;
    const { key, options, addresses } = this.#session;
    const indirect = options.connection.proxy !== undefined || key.port === 0;
    const fold = new ReportFold('check');
    const own = new AbortController();
    const lift = onAbort(signal, () => own.abort());
    if (signal.aborted) own.abort();
    const timer = setTimeout(() => this.#unanswered(), limits.patience);
    const emit: EventSink = (event) => {
      fold.push(event);
      context.session?.(key, event);
      if (event.type !== 'address' || !event.attempt.ok) return;
      // Past a proxy, and of a Unix socket, the place is the server's, not that of what is connected.
      const address = indirect ? (addresses[0] ?? event.attempt.address) : event.attempt.address;
      if (this.#settle(address)) return;
      this.brokenOffAt = address;
      own.abort();
    };
    try {
      const result = await check(options, { emit, signal: own.signal, clock, probesSilence: false });
      const asked = { connection: options.connection, auth: options.auth?.options ?? null, envelope: null };
      const report = await fold.report({ transcript: true, error: result.error, delivery: result.delivery, asked });
      ended(report);
      return report;
    } finally {
      clearTimeout(timer);
      lift();
      this.end();
    }
  }

  /** Its places go to others, but for the one of its account, while there is room for more that wait like this. */
  #unanswered(): void {
    if (this.#connected || this.#patient) return;
    const kept = [...this.#held.filter(isAccountPlace), UNANSWERED];
    if (this.#places.tryTake([UNANSWERED])) this.#hold(kept);
  }

  /** Connected to this address: of the places at its addresses that one is kept. */
  #settle(address: string): boolean {
    const account = this.#held.filter(isAccountPlace);
    const needed = [...account, address, IN_ALL];
    const missing = needed.filter((name) => !this.#held.includes(name));
    if (missing.length > 0 && !this.#places.tryTake(missing)) return false;
    this.#connected = true;
    this.#hold(needed);
    return true;
  }

  /** These are taken; what was held besides is given back. */
  #hold(names: readonly string[]): void {
    const given = this.#held.filter((name) => !names.includes(name));
    this.#held = names;
    this.#places.give(given);
  }
}
