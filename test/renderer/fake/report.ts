/** A report out of a finished event stream, as far as the window reads one. */
import type { EventOf, SessionEvent, SessionEventType } from '../../../electron/protocol/values/session/event.ts';
import type { Finding, Report } from '../../../electron/protocol/values/session/report.ts';
import { outcomeMessage } from '../../../electron/texts/outcomes/outcomes.ts';

export function fakeReport(
  command: 'check' | 'send',
  events: readonly SessionEvent[],
  findings: Finding[] = [],
): Report {
  const all = <T extends SessionEventType>(type: T): EventOf<T>[] =>
    events.filter((event): event is EventOf<T> => event.type === type);
  const begin = all('session-begin')[0]!;
  const end = all('session-end')[0]!;
  const recipients = new Map(all('recipient').map(({ result }) => [result.index, result]));
  const stage = (name: string) => all('capabilities').find((each) => each.stage === name)?.ehlo ?? null;
  return {
    schema: 1,
    command,
    ok: end.error === null,
    target: begin.target,
    startedAt: begin.startedAt,
    durationMs: end.durationMs,
    error: end.error === null ? null : { ...end.error, message: outcomeMessage(end.error) },
    delivery: end.delivery,
    provider: null,
    phases: [],
    addresses: all('address').map((each) => each.attempt),
    greeting: all('reply').find((each) => each.phase === 'greeting')?.reply ?? null,
    ehlo: { plain: stage('plain'), tls: stage('tls'), auth: stage('auth') },
    tls: all('tls')[0]?.info ?? null,
    auth: null,
    sender: all('sender')[0]?.reply ?? null,
    recipients: [...recipients.values()],
    findings,
  };
}
