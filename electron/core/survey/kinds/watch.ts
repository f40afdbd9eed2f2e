/** The same session again and again, one at a time. Ends after a refused login: a watch must not lock an account. */
import { parseTarget } from '../../../protocol/parse/target.ts';
import { isLoopback } from '../../../protocol/parse/loopback.ts';
import { limits as asked } from '../../../protocol/values/survey/limits.ts';
import type { SessionEvent } from '../../../protocol/values/session/event.ts';
import type { CellKey } from '../../../protocol/values/survey/cell.ts';
import type { FoundHost } from '../../../protocol/values/survey/event.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { ConnectionOptions } from '../../../protocol/values/target.ts';
import { onAbort } from '../../recording/on-abort.ts';
import { ReportFold } from '../../report/fold.ts';
import type { CheckOptions } from '../../smtp/types.ts';
import type { KindContext } from '../context.ts';
import { findHost } from '../look-up.ts';

type Request = RequestOf<'watch'>;

/** How often a target may be asked, in milliseconds: a stranger's server less often than one on this machine. */
export function leastEvery(connection: ConnectionOptions): number {
  const typed = parseTarget(connection.target, connection);
  const local = typed.ok && (typed.value.path !== null || isLoopback(typed.value.host ?? ''));
  return local && connection.proxy === undefined ? asked.watch.everyLocal : asked.watch.every;
}

export async function surveyWatch(request: Request, context: KindContext): Promise<'done' | 'auth-failed'> {
  const every = Math.max(request.everyMs, leastEvery(request.connection));
  const key = watchedKey(request.connection);
  const { signal, elapsed } = context;
  const isStopped = (): boolean => signal.aborted;
  let hosts: FoundHost | null = null;
  for (let round = 1; !isStopped(); round += 1) {
    const begun = elapsed();
    hosts = await lookAgain(request, hosts, round, context);
    const failed = await watchOnce(request, { ...key, round }, context);
    if (failed === 'auth-failed') return failed;
    // From beginning to beginning; a round that took longer is followed at once.
    const next = Math.max(begun + every, elapsed());
    const isLast = round === request.rounds || (request.forMs !== null && next >= request.forMs);
    if (isLast || isStopped()) return 'done';
    context.emit({ type: 'survey-waits', round: round + 1, untilMs: next });
    await pause(next - elapsed(), signal);
  }
  return 'done';
}

function watchedKey(connection: ConnectionOptions): CellKey {
  const typed = parseTarget(connection.target, connection);
  const { host, port, path } = typed.ok ? typed.value : { host: connection.target, port: null, path: null };
  const name = host ?? path ?? connection.target;
  return { host: name, address: name, port: port ?? 0 };
}

/** Where the name leads to is asked each time, and reported when it is another. */
async function lookAgain(
  { connection }: Request,
  before: FoundHost | null,
  round: number,
  context: KindContext,
): Promise<FoundHost | null> {
  const typed = parseTarget(connection.target, connection);
  if (!typed.ok || typed.value.host === null || connection.mx === true) return before;
  const found = await findHost(typed.value.host, connection, context);
  // A resolver that does not answer says nothing of the addresses.
  if (context.signal.aborted || (before !== null && found.addresses.length === 0)) return before;
  const isSame = before !== null && sameAddresses(before, found);
  if (!isSame) context.emit({ type: 'survey-hosts', hosts: [found], route: null, round });
  return found;
}

function sameAddresses(a: FoundHost, b: FoundHost): boolean {
  const known = new Set(a.addresses);
  return a.addresses.length === b.addresses.length && b.addresses.every((address) => known.has(address));
}

async function watchOnce(
  { connection, auth }: Request,
  key: CellKey,
  { check, signal, clock, secret, secrets, emit, session }: KindContext,
): Promise<string | null> {
  emit({ type: 'cell-started', key });
  const fold = new ReportFold('check');
  const options: CheckOptions = {
    connection,
    auth: auth === null || secret === undefined ? null : { options: auth, secret },
    envelope: null,
    ...(secrets === undefined ? {} : { secrets }),
  };
  const heard = (event: SessionEvent): void => {
    fold.push(event);
    session?.(key, event);
  };
  const result = await check(options, { emit: heard, signal, clock, probesSilence: false });
  const asked = { connection, auth, envelope: null };
  const report = await fold.report({ transcript: true, error: result.error, delivery: result.delivery, asked });
  emit({ type: 'cell-done', key, report });
  return report.error?.code ?? null;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(over, Math.max(0, ms));
    const lift = onAbort(signal, over);
    // Stopped by whoever was told that it waits.
    if (signal.aborted) over();
    function over(): void {
      clearTimeout(timer);
      lift();
      resolve();
    }
  });
}
