/** A past run to be kept: small, and whole by the schema. */
import type { HistoryRun } from '../../../electron/protocol/values/app/history.ts';

const report: HistoryRun['report'] = {
  schema: 1,
  command: 'check',
  ok: true,
  target: { host: 'h.example', port: 25, path: null, protocol: 'smtp', security: 'none' },
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  error: null,
  delivery: null,
  provider: null,
  phases: [],
  addresses: [],
  greeting: null,
  ehlo: { plain: null, tls: null, auth: null },
  tls: null,
  auth: null,
  sender: null,
  recipients: [],
  findings: [],
};

/** `events`: how many; each makes its file larger. */
export function sampleRun(number: number, { id = `run-${number}`, events = 1 } = {}): HistoryRun {
  const startedAt = new Date(number * 1000).toISOString();
  const entry = { id, command: 'check' as const, startedAt, durationMs: 1, target: `host${number}.example` };
  return {
    entry: { ...entry, ok: true, error: null, title: 'fine' },
    request: { command: 'check', connection: { target: entry.target }, auth: null, secret: null, envelope: null },
    events: Array.from({ length: events }, (_, at) => ({
      ...{ seq: at + 1, tMs: at, type: 'note' as const, phase: 'connect' as const },
      ...{ note: 'tls-established' as const, params: {} },
    })),
    report,
  };
}
