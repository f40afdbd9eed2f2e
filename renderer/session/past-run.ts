/** A run of the history, in the shape in which the views take a run that is followed live. */
import { eventsOfReport } from '../../electron/protocol/fold/report-events.ts';
import { hostPortText } from '../../electron/protocol/parse/host-port.ts';
import type { Report } from '../../electron/protocol/values/session/report.ts';
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
> & {
  /** The file that it was read from. */
  readonly file?: string;
};

/** A report that was read from a file. What was asked is not part of it; its target is. */
export function fileRun(file: string, report: Report): ShownRun {
  const log = new ShownSession();
  log.append(eventsOfReport(report), true);
  const { host, port, path, protocol, security } = report.target;
  const target = host === null ? (path ?? '') : port === null ? host : hostPortText(host, port);
  return {
    id: null,
    log,
    command: report.command,
    targetText: target,
    user: null,
    asked: { connection: { target, protocol, security }, auth: null, envelope: null },
    status: 'done',
    report,
    ownServer: false,
    error: null,
    active: false,
    file,
  };
}

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
