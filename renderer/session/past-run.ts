/** A run of the history, in the shape in which the views take a run that is followed live. */
import { SessionLog } from './log.svelte.ts';
import type { HistoryRun } from '../../electron/protocol/values/app/history.ts';
import type { Run } from './run.svelte.ts';

/** The details of a check, of which one is in front. */
export type CheckTab = 'transcript' | 'tls' | 'auth';

/** What the views of a result ask of a run, live or past. */
export type ShownRun = Pick<
  Run,
  'id' | 'log' | 'command' | 'targetText' | 'user' | 'asked' | 'status' | 'report' | 'ownServer' | 'error' | 'active'
>;

export function pastRun({ entry, request, events, report }: HistoryRun): ShownRun {
  const log = new SessionLog();
  log.append(events);
  return {
    id: entry.id,
    log,
    command: entry.command,
    targetText: entry.target,
    user: request.auth?.user ?? null,
    asked: { connection: request.connection, auth: request.auth, envelope: request.envelope },
    status: 'done',
    report,
    // Which certificate authority was trusted then is part of the report; where the message lies now is not known.
    ownServer: false,
    error: null,
    active: false,
  };
}
