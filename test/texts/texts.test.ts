/** Texts exist for every code, are sentences, and hold no placeholder, no undefined, no raw control character. */
import { describe, expect, test } from 'vitest';
import { APP_ERROR_CODES } from '../../electron/protocol/values/app-error.ts';
import { NOTES } from '../../electron/protocol/values/session/event.ts';
import {
  OutcomeSchema,
  PROXY_FAILURES,
  TOKEN_PROBLEMS,
  type Outcome,
  type OutcomeCode,
} from '../../electron/protocol/values/session/outcome.ts';
import { PHASES } from '../../electron/protocol/values/session/phase.ts';
import { ANOMALIES } from '../../electron/protocol/values/session/reply.ts';
import { CHAIN_ERRORS } from '../../electron/protocol/values/session/tls.ts';
import { anomalyText } from '../../electron/texts/session/anomalies.ts';
import { appErrorText } from '../../electron/texts/app/app-errors.ts';
import { FINDING_CODES, findingText } from '../../electron/texts/session/findings.ts';
import { noteText } from '../../electron/texts/session/notes.ts';
import { outcomeText } from '../../electron/texts/outcomes/outcomes.ts';
import { phaseText } from '../../electron/texts/session/phases.ts';
import { chainErrorText } from '../../electron/texts/session/tls.ts';
import { visible } from '../../electron/texts/visible.ts';
import { reply, target } from '../core/report/sample.ts';

const evil = 'x\u001b[2J\r\nFAKE\u202e\u0000';
const bad = reply(550, `5.1.1 ${evil}`);
const bytes = new TextEncoder().encode(`\u0016\u0003\u0001${evil}`);

type ParamsOf = { [C in OutcomeCode]: Extract<Outcome, { code: C }>['params'][] };
const samples: ParamsOf = {
  'invalid-argument': [
    { argument: 'from', value: evil, reason: 'control-character' },
    { argument: 'password', value: null, reason: 'missing' },
  ],
  'dns-failed': [
    { name: evil, dnsCode: 'ENOTFOUND' },
    { name: 'x.test', dnsCode: 'EWHATEVER' },
    { name: 'x.test', dnsCode: '' },
  ],
  'connect-failed': [
    { addresses: [] },
    { addresses: [{ address: evil, family: 4, ok: false, error: 'ECONNREFUSED', durationMs: 1 }] },
    { addresses: [{ address: '::1', family: 6, ok: false, error: 'ETIMEDOUT', durationMs: 1 }] },
  ],
  'proxy-failed': PROXY_FAILURES.map((reason) => ({ proxy: 'http://proxy.test:8080', reason, answer: evil })),
  timeout: [
    { limitMs: 60_000, bytesReceived: 0 },
    { limitMs: 1500, bytesReceived: 7 },
  ],
  'server-disconnected': [
    { bytesReceived: 0, reset: false },
    { bytesReceived: 1, reset: true },
  ],
  'protocol-error': [
    { anomaly: 'malformed-code', limit: null, raw: bytes },
    { anomaly: null, limit: 'reply.maxLine', raw: bytes },
    { anomaly: null, limit: null, raw: new Uint8Array() },
  ],
  'security-mismatch': (['plain', 'tls'] as const).flatMap((expected) =>
    (['tls', 'smtp', 'http', 'silence', 'other'] as const).map((seen) => ({ expected, seen, raw: bytes })),
  ),
  'greeting-refused': [{}],
  'helo-refused': [{ replies: [bad] }, { replies: [] }],
  'not-supported': [{ keyword: 'STARTTLS' }, { keyword: evil }],
  'starttls-refused': [{}],
  'tls-failed': [
    { check: 'handshake', chainError: null, libraryCode: evil, detail: evil },
    { check: 'chain', chainError: 'expired', libraryCode: null, detail: '' },
    { check: 'name', chainError: null, libraryCode: null, detail: evil },
  ],
  'auth-unavailable': (['needs-tls', 'none-offered', 'none-usable'] as const).flatMap((reason) => [
    { reason, offered: [] },
    { reason, offered: [evil, 'PLAIN'] },
  ]),
  'auth-failed': (
    ['refused', 'mechanism-refused', 'temporary', 'server-not-authenticated', 'bad-challenge'] as const
  ).map((reason) => ({
    reason,
    mechanism: evil,
    tried: [],
    refusal: { status: evil, scope: evil, schemes: null },
    token: {
      issuer: null,
      audience: [evil],
      scopes: [],
      subject: null,
      user: evil,
      tenant: null,
      expiresAt: '2026-01-01T00:00:00.000Z',
      wanted: { audience: ['https://mail.test'], scopes: ['SMTP.Send'] },
      problems: [...TOKEN_PROBLEMS],
    },
  })),
  'sender-refused': [{ sender: evil }, { sender: '' }],
  'recipients-refused': [
    { refused: [{ address: evil, reply: bad }] },
    {
      refused: [
        { address: 'a@x.test', reply: bad },
        { address: 'b@x.test', reply: bad },
      ],
    },
    { refused: [] },
  ],
  'message-too-large': [
    { size: 5_000_000, limit: 1_000_000 },
    { size: 5_000_000, limit: null },
  ],
  'data-refused': [{}],
  'command-refused': [{ command: evil }],
  cancelled: [{}],
};

function expectSentence(text: string): void {
  expect(text).not.toMatch(/undefined|\[object|NaN|null|\$\{|\{\w+\}|TODO/);
  expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  expect(text).not.toMatch(/ {2}|\.\.(?!\.)| \./);
  expect(text).toMatch(/^(?:["A-Z0-9]|mx\.test|\[::1\]|\/run).*[.!?)]$/s);
}

describe('outcomes', () => {
  const codes = OutcomeSchema.options.map((option) => option.entries.code.literal);

  test('every code has a sample here', () => {
    expect(Object.keys(samples).sort()).toEqual([...codes].sort());
  });

  const cases = codes.flatMap((code) => samples[code].map((params) => ({ code, params })));
  test.each(cases)('$code $params', ({ code, params }) => {
    for (const withReply of [null, bad, reply(421, ''), reply(451, '4.7.1 greylisted')]) {
      for (const phase of [null, ...PHASES]) {
        for (const where of [
          null,
          target(),
          target({ host: '::1' }),
          target({ host: null, port: null, path: '/run/lmtp' }),
        ]) {
          const outcome = { code, params, phase, reply: withReply, temporary: true } as Outcome;
          const text = outcomeText(outcome, { target: where });
          expectSentence(text.message);
          if (text.remedy !== null) expectSentence(text.remedy);
          expect(text.title).toMatch(/^[^\u0000-\u001f]{4,}$/);
        }
      }
    }
  });

  test('a refusal quotes the reply it was', () => {
    const outcome: Outcome = {
      code: 'data-refused',
      phase: 'data',
      temporary: false,
      reply: reply(554, '5.6.0 bad thing'),
      params: {},
    };
    expect(outcomeText(outcome, { target: target() }).message).toBe(
      'mx.test:587 refused the message with "554 5.6.0 bad thing".',
    );
  });
});

describe('other tables', () => {
  test.each(ANOMALIES)('anomaly %s', (anomaly) => {
    expectSentence(anomalyText(anomaly).meaning);
    expect(anomalyText(anomaly).title).not.toBe('');
  });

  test.each(NOTES)('note %s', (note) => {
    expectSentence(noteText(note, {}));
    expectSentence(
      noteText(note, { address: evil, octets: 3, version: evil, cipher: evil, bareLf: 1, bareCr: 0, peer: evil }),
    );
  });

  test.each(PHASES)('phase %s', (phase) => {
    expect(phaseText(phase).label).not.toBe('');
    expect(phaseText(phase).doing).toMatch(/^[a-z].*[A-Za-z]$/);
  });

  test.each(CHAIN_ERRORS)('chain error %s', (error) => {
    expectSentence(chainErrorText(error));
  });

  test.each(APP_ERROR_CODES)('app error %s', (code) => {
    expectSentence(appErrorText({ code, params: {} }).message);
    const params = {
      argument: evil,
      path: evil,
      host: 'h',
      port: 1,
      name: evil,
      detail: evil,
      reason: 'address-in-use',
      systemCode: 'EADDRINUSE',
    };
    expectSentence(appErrorText({ code, params }).message);
  });

  test.each(FINDING_CODES)('finding %s', (code) => {
    const full = {
      name: evil,
      subject: evil,
      issuer: evil,
      altNames: evil,
      validTo: '2026-01-01T00:00:00Z',
      validFrom: '2025-01-01T00:00:00Z',
      port: 587,
      anomaly: 'bare-lf',
      count: 3,
      chainError: 'revoked',
      libraryCode: evil,
    };
    const text = findingText(code, full);
    expectSentence(text.cause);
    expectSentence(text.remedy);
    expect(text.source).toMatch(/^https:\/\//);
  });
});

describe('visible', () => {
  test.each([
    ['plain text, ünïcode 漢字 👍', 'plain text, ünïcode 漢字 👍'],
    ['a\tb\r\nc\u0000', 'a\\tb\\r\\nc\\0'],
    ['\u001b[31m\u009b', '\\x1b[31m\\x9b'],
    ['\u202eabc\u2066\u200b', '\\u202eabc\\u2066\\u200b'],
    ['\ud800x', '\\ud800x'],
    ['x\udc00', 'x\\udc00'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('an emoji that is a pair of surrogates stays whole, one that is joined shows its joiner', () => {
    expect(visible('😀')).toBe('😀');
    expect(visible('👩\u200d💻')).toBe('👩\\u200d💻');
  });
});

test('LMTP greets with LHLO in every sentence about a step', () => {
  for (const phase of ['ehlo', 'ehlo-tls', 'ehlo-auth'] as const) {
    const { label, doing } = phaseText(phase, 'lmtp');
    expect(`${label} ${doing}`).not.toContain('EHLO');
    expect(label).toContain('LHLO');
    expect(phaseText(phase).label).toContain('EHLO');
  }
});
