/** A run of the history, in the shape in which the views take a run that is followed live. */
import { ShownSession } from './log.svelte.ts';
import type { HistoryRun } from '../../electron/protocol/values/app/history.ts';
import { askedOf, type LiveRun } from './run.svelte.ts';

/** The details of a run, of which one is in front; a send test has its result among them. */
export type CheckTab = 'transcript' | 'capabilities' | 'tls' | 'auth' | 'console';
export type SendTab = CheckTab | 'result';

/** What the views of a result ask of a run, live or past. */
export type ShownRun = Pick<
  LiveRun,
  'id' | 'log' | 'command' | 'targetText' | 'user' | 'asked' | 'status' | 'report' | 'ownServer' | 'error' | 'active'
>;

export function pastRun({ entry, request, events, report }: HistoryRun): ShownRun {
  const log = new ShownSession();
  log.append(events);
  return {
    id: entry.id,
    log,
    command: request.command,
    targetText: entry.target,
    user: request.auth?.user ?? null,
    asked: askedOf(request),
    status: 'done',
    report,
    // Which certificate authority was trusted then is part of the report; where the message lies now is not known.
    ownServer: false,
    error: null,
    active: false,
  };
}
