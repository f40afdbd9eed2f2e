/**
 * A list of targets, the same asked of each. A few are looked up ahead, so that one that waits for its address holds up no other; what
 * has ended is reported and not kept. An account that was refused at a host is not tried there again.
 */
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { ListedTarget, TargetProblem, TargetRow } from '../../../protocol/values/survey/targets.ts';
import { type TargetSession, targetRow, untriedRow } from '../../../protocol/fold/survey/targets/row.ts';
import { AppError } from '../../../protocol/values/app-error.ts';
import { WaitList } from '../../recording/wait-list.ts';
import type { KindContext } from '../context.ts';
import { limits } from '../limits.ts';
import { NamedPlaces } from '../targets/named-places.ts';
import { type PlannedSession, type PlannedTarget, planListed } from '../targets/plan.ts';
import { IN_ALL, UNANSWERED, isAccountPlace, runInPlaces } from '../targets/session.ts';

type Request = RequestOf<'targets'>;
type Times = Pick<TargetRow, 'startedAt' | 'durationMs'>;

/** The place of a target that is looked up, waits or runs. */
const AHEAD = ' ahead';

export async function surveyTargets(request: Request, context: KindContext): Promise<'done'> {
  const halt = new AbortController();
  const signal = AbortSignal.any([context.signal, halt.signal]);
  const list = new ListRun(request, { ...context, signal });
  const workers = Array.from({ length: limits.targets.lookUps }, () => list.work());
  // What must not happen ends the others, and is not swallowed.
  for (const worker of workers) worker.catch(() => halt.abort());
  const ended = await Promise.allSettled([...workers, list.settled(workers)]);
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return 'done';
}

class ListRun {
  readonly #request: Request;
  readonly #context: KindContext;
  readonly #places: NamedPlaces;
  readonly #refused = new Set<string>();
  readonly #running = new WaitList<Promise<void>>();
  #next = 0;

  constructor(request: Request, context: KindContext) {
    this.#request = request;
    this.#context = context;
    const perAddress = request.do === 'verify' ? 1 : request.perAddress;
    this.#places = new NamedPlaces((name) => {
      if (name === IN_ALL) return request.concurrency;
      if (name === UNANSWERED) return limits.targets.unanswered;
      if (name === AHEAD) return limits.targets.ahead;
      return isAccountPlace(name) ? 1 : perAddress;
    });
  }

  /** Takes one target after the other, until there is none. */
  async work(): Promise<void> {
    const { signal } = this.#context;
    const isStopped = (): boolean => signal.aborted;
    for (;;) {
      if (!(await this.#places.take([AHEAD], signal))) return;
      const target = this.#request.targets[this.#next];
      if (target === undefined || isStopped()) return this.#places.give([AHEAD]);
      this.#next += 1;
      const { startedAt, durationMs } = this.#since();
      const plan = await planListed(target, this.#request, this.#context);
      if (isStopped()) return;
      const running = this.#target(target, plan, () => ({ startedAt, durationMs: durationMs() }));
      const place = this.#running.add(running);
      void running.finally(() => this.#running.remove(place)).catch(() => undefined);
    }
  }

  async settled(workers: readonly Promise<void>[]): Promise<void> {
    await Promise.allSettled(workers);
    await Promise.all(this.#running.values());
  }

  /** Its sessions, side by side as far as there is room, and its row. One that was stopped in the middle has none. */
  async #target(target: ListedTarget, { sessions, problem }: PlannedTarget, times: () => Times): Promise<void> {
    const { emit, signal } = this.#context;
    try {
      const tried = await Promise.all(sessions.map((one) => this.#session(one)));
      const held = tried.flatMap((one) => ('report' in one ? [one] : []));
      const left = problem ?? tried.flatMap((one) => ('code' in one ? [one] : []))[0] ?? null;
      // With a part of its sessions it would say what is not so.
      const isPart =
        tried.some((one) => 'stopped' in one) || held.some(({ report }) => report.error?.code === 'cancelled');
      if ((signal.aborted && isPart) || (held.length === 0 && left === null)) return;
      const row = held.length === 0 ? untriedRow(target, left, times()) : targetRow(target, held, times(), left);
      emit({ type: 'target-done', row });
    } finally {
      this.#places.give([AHEAD]);
    }
  }

  /** Rejects with what must not happen; a secret that is not there concerns this target alone. */
  async #session(session: PlannedSession): Promise<TargetSession | TargetProblem | Stopped> {
    const known = namesOfAccount(session);
    const isRefused = (): boolean => known.some((name) => this.#refused.has(name));
    try {
      const report = await runInPlaces(session, this.#places, this.#context, {
        begins: () => !isRefused(),
        ended: ({ error, addresses }) => {
          if (error?.code !== 'auth-failed') return;
          const reached = addresses.filter(({ ok }) => ok).map(({ address }) => address);
          for (const name of namesOfAccount(session, reached)) this.#refused.add(name);
        },
      });
      if (report === null) return isRefused() ? { code: 'refused-before', detail: '' } : stopped;
      this.#context.emit({ type: 'cell-done', key: session.key, report });
      return { key: session.key, report };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'secret-missing') throw error;
      return { code: 'secret-missing', detail: '' };
    }
  }

  #since() {
    const begun = this.#context.clock.now();
    return { startedAt: this.#context.clock.wall(), durationMs: () => this.#context.clock.now() - begun };
  }
}

interface Stopped {
  readonly stopped: true;
}
const stopped: Stopped = { stopped: true };

/** Host and addresses with the user: by any of them it is the same account at the same server. */
function namesOfAccount({ account, addresses }: PlannedSession, reached: readonly string[] = []): string[] {
  if (account === null) return [];
  return [account.host, ...addresses, ...reached].map((where) => JSON.stringify([account.user, where]));
}
