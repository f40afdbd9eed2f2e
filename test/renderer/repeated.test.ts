/** Sums and steps of the window where something comes twice: an address in an envelope, a connection in a session. */
import { expect, test } from 'vitest';
import { mayWaitForTls } from '../../renderer/session/tls/implicit-tls.ts';
import { timelineSteps } from '../../electron/protocol/fold/timeline.ts';
import { stepText } from '../../electron/texts/session/timeline.ts';
import { emptyFacts } from '../../electron/protocol/fold/facts.ts';
import type { Report } from '../../electron/protocol/values/session/report.ts';

test('addresses stand in the connect phase that they were tried in, each under a key of its own', () => {
  const at = (startMs: number, address: string, ok: boolean) => ({
    startMs,
    endMs: startMs + 1,
    attempt: { address, family: 4 as const, ok, error: ok ? null : 'ECONNREFUSED', durationMs: 1 },
  });
  const phase = (name: 'connect' | 'greeting', startMs: number, endMs: number, ok: boolean) => ({
    phase: name,
    startMs,
    endMs,
    ok,
  });
  const rows = timelineSteps(
    {
      ...emptyFacts,
      phases: [
        phase('connect', 0, 10, true),
        phase('greeting', 10, 20, false),
        phase('connect', 20, 30, true),
        phase('greeting', 30, 40, true),
      ],
      addresses: [at(1, '192.0.2.1', false), at(3, '192.0.2.2', true), at(21, '192.0.2.3', true)],
    },
    40,
  ).map((step) => ({ ...step, ...stepText(step, 'smtp') }));
  expect(rows.map(({ phase: name, detail }) => detail ?? name)).toEqual([
    '192.0.2.1',
    '192.0.2.2',
    'greeting',
    '192.0.2.3',
    'greeting',
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test('TLS from the first octet is offered where the server speaks it, or is silent between servers', () => {
  const report = (error: object, target: object = {}) =>
    ({
      error: { phase: 'greeting', ...error },
      target: { security: 'starttls-if-offered', port: 587, ...target },
    }) as unknown as Report;
  const seen = { code: 'security-mismatch', params: { expected: 'plain', seen: 'tls' } };
  const silent = { code: 'timeout', params: { bytesReceived: 0 } };
  expect(mayWaitForTls(report(seen))).toBe(true);
  expect(mayWaitForTls(report(seen, { security: 'tls' }))).toBe(false);
  expect(mayWaitForTls(report({ ...seen, params: { expected: 'plain', seen: 'http' } }))).toBe(false);
  expect([24, 25, 587].map((port) => mayWaitForTls(report(silent, { port })))).toEqual([true, true, false]);
  expect(mayWaitForTls(report({ ...silent, params: { bytesReceived: 3 } }, { port: 25 }))).toBe(false);
  expect(mayWaitForTls(null)).toBe(false);
});
