/** Sessions for the tests of reports: events as an engine emits them, stamped by the real recorder on a clock of the test. */
import { SessionRecorder } from '../../../electron/core/recording/recorder.ts';
import { foldReport } from './fold-report.ts';
import type { SessionEvent, SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { Reply } from '../../../electron/protocol/values/session/reply.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';

/** Each event comes 10 ms after the one before. */
export function stamped(facts: readonly SessionFact[]): SessionEvent[] {
  const events: SessionEvent[] = [];
  let now = 1000;
  const clock = { now: () => (now += 10), wall: () => '2026-11-22T03:00:00.000Z' };
  const recorder = new SessionRecorder((event) => events.push(event), clock);
  for (const fact of facts) recorder.record(fact);
  return events;
}

export const target = (over: Partial<Target> = {}): Target => ({
  host: 'mx.test',
  port: 587,
  path: null,
  protocol: 'smtp',
  security: 'starttls',
  ...over,
});

export function reply(code: number, ...lines: string[]): Reply {
  const enhanced = /^([245]\.\d+\.\d+)/.exec(lines.at(-1) ?? '')?.[1] ?? null;
  const raw = lines.map((line, i) => `${code}${i < lines.length - 1 ? '-' : ' '}${line}\r\n`).join('');
  return { code, enhancedCode: enhanced, lines, raw: new TextEncoder().encode(raw), anomalies: [] };
}

export const begin = (over: Partial<Target> = {}): SessionFact => ({
  type: 'session-begin',
  role: 'client',
  startedAt: '2026-11-22T03:00:00.000Z',
  target: target(over),
  peer: null,
});

export const line = (
  direction: 'sent' | 'received',
  phase: Phase,
  text: string,
  over: Partial<Extract<SessionFact, { type: 'line' }>> = {},
): SessionFact => ({
  type: 'line',
  direction,
  phase,
  encrypted: false,
  text,
  raw: null,
  anomalies: [],
  hidden: null,
  ...over,
});

export const inPhase = (phase: Phase, ok: boolean, ...facts: SessionFact[]): SessionFact[] => [
  { type: 'phase-begin', phase },
  ...facts,
  { type: 'phase-end', phase, ok },
];

export const greeting = inPhase('greeting', true, line('received', 'greeting', '220 mx.test ESMTP'), {
  type: 'reply',
  phase: 'greeting',
  command: null,
  reply: reply(220, 'mx.test ESMTP'),
});

export const end = (over: Partial<Extract<SessionFact, { type: 'session-end' }>> = {}): SessionFact => ({
  type: 'session-end',
  durationMs: 500,
  error: null,
  delivery: null,
  ...over,
});

const nasty =
  'evil \u001b[2J\u001b]0;title\u0007 \u202e<script>alert(1)</script> `code` | [x](https://evil.test) \u009b31m';

/** Everything a server can put somewhere is nasty here. */
/** `words`: what stands wherever a server has something to say. */
export function hostileReport(words = nasty): Report {
  const bad = reply(535, `5.7.8 ${words}`);
  const ehlo = {
    verb: 'EHLO' as const,
    lines: [words, `X${words}`],
    capabilities: [
      { keyword: `X${words}`, params: [words], anomalies: [] },
      { keyword: 'AUTH', params: [words, 'PLAIN'], anomalies: [] },
      { keyword: 'SIZE', params: [words], anomalies: [] },
    ],
  };
  return foldReport(
    'check',
    stamped([
      begin(),
      { type: 'phase-begin', phase: 'greeting' },
      line('received', 'greeting', `220 ${words}`, { anomalies: ['control'] }),
      { type: 'reply', phase: 'greeting', command: null, reply: reply(220, words) },
      { type: 'phase-end', phase: 'greeting', ok: true },
      { type: 'capabilities', stage: 'plain', ehlo },
      { type: 'anomaly', phase: 'ehlo', anomaly: 'unsolicited', detail: words },
      { type: 'note', phase: 'connect', note: 'connected', params: { address: words } },
      {
        type: 'tls',
        info: {
          version: 'TLSv1.3',
          cipher: 'TLS_AES_256_GCM_SHA384',
          keyExchange: null,
          alpn: null,
          servername: 'mx.test',
          verifiedName: words,
          authorized: false,
          chainError: 'self-signed',
          chainErrorCode: words,
          nameError: words,
          pinned: false,
          chain: [
            {
              subject: `CN=${words}`,
              issuer: `CN=${words}`,
              altNames: [`DNS:${words}`],
              validFrom: '2026-01-01T00:00:00.000Z',
              validTo: '2026-12-01T00:00:00.000Z',
              fingerprint256: 'AA',
              serial: '01',
              key: 'RSA 2048',
            },
          ],
        },
      },
      { type: 'auth', tried: { mechanism: words, ok: false, reply: bad }, offered: [words], user: 'ann' },
      { type: 'sender', address: words, reply: reply(250, words) },
      {
        type: 'recipient',
        result: { index: 0, address: words, accepted: false, reply: bad, final: null, delivery: 'no' },
      },
      end({
        error: {
          code: 'auth-failed',
          phase: 'auth',
          temporary: false,
          reply: bad,
          params: { reason: 'refused', mechanism: words, tried: [] },
        },
      }),
    ]),
  );
}
