/** Hand-made runs for tests of what lies between an engine and a window. */
import type { CheckFlow } from '../../electron/core/smtp/types.ts';
import { SessionRecorder } from '../../electron/core/recording/recorder.ts';
import { systemClock } from '../../electron/core/recording/clock.ts';
import { ReportFold } from '../../electron/core/report/fold.ts';
import { composeMessage } from '../../electron/core/message/build.ts';
import { AppError } from '../../electron/protocol/values/app-error.ts';
import type { RunRequest } from '../../electron/protocol/values/app/run.ts';
import { Runs, type RunsOptions } from '../../electron/app/runs/runs.ts';

export const checkRequest: RunRequest = {
  command: 'check',
  connection: { target: 'mx.example.org' },
  auth: null,
  secret: null,
  envelope: null,
};

const target = { host: 'mx.example.org', port: 25, path: null, protocol: 'smtp', security: 'none' } as const;

/** Says `lines` lines, as fast as asked, then ends. `pause` is awaited before each line. */
export function talkative(
  lines: number,
  pause: (line: number, signal: AbortSignal) => Promise<void> | void,
): CheckFlow {
  return async (_options, { emit, signal, clock }) => {
    const recorder = new SessionRecorder(emit, clock);
    recorder.record({ type: 'session-begin', role: 'client', startedAt: clock.wall(), target, peer: null });
    for (let line = 1; line <= lines && !signal.aborted; line += 1) {
      await pause(line, signal);
      recorder.record({
        type: 'line',
        direction: 'received',
        phase: 'greeting',
        encrypted: false,
        text: `220 line ${line}`,
        raw: null,
        anomalies: [],
        hidden: null,
      });
    }
    const error = signal.aborted
      ? ({ code: 'cancelled', phase: 'greeting', temporary: null, reply: null, params: {} } as const)
      : null;
    recorder.record({ type: 'session-end', durationMs: recorder.elapsed(), error, delivery: null });
    return { error, delivery: null, recipients: [] };
  };
}

export function testRuns(options: Partial<RunsOptions> = {}): Runs {
  return new Runs({
    check: talkative(3, () => undefined),
    send: () => Promise.reject(new Error('not part of this test')),
    compose: (message, envelope) => {
      if (message.kind === 'file' || message.kind === 'captured') throw new AppError('not-available');
      return composeMessage(message, envelope);
    },
    prepare: (connection) => connection,
    finished: () => undefined,
    filesOf: () => [],
    fold: (command) => new ReportFold(command),
    clock: systemClock,
    ownCa: () => null,
    profileSecret: () => ({ read: () => Promise.reject(new AppError('secret-missing')) }),
    profileConnectionSecrets: async () => ({}),
    log: () => undefined,
    ...options,
  });
}
