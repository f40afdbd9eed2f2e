/** An experiment beside the session before it: what the two settle, for every kind of end. */
import { describe, expect, test } from 'vitest';
import { judgeAnew } from '../../../../electron/core/diagnosis/anew/judge-anew.ts';
import { meanings } from '../../../../electron/core/diagnosis/anew/meanings.ts';
import type { Ended } from '../../../../electron/protocol/values/app/explain.ts';
import { diagnosisIn } from '../../../../electron/core/diagnosis/write.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';
import { AnewSchema } from '../../../../electron/protocol/values/session/diagnosis.ts';
import type { OutcomeCode } from '../../../../electron/protocol/values/session/outcome.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';
import type { Report } from '../../../../electron/protocol/values/session/report.ts';
import type { ExperimentId } from '../../../../electron/protocol/values/session/experiment.ts';
import * as v from 'valibot';
import { reply } from '../../report/sample.ts';

const target = { host: 'mx.test', port: 587, path: null, protocol: 'smtp', security: 'none' } as const;
const nothing: Ended = {
  error: null,
  target,
  greeting: reply(220, 'mx.test ESMTP'),
  ehlo: { plain: null, tls: null, auth: null },
  tls: null,
  auth: null,
  recipients: [],
  phases: [],
  delivery: null,
  startedAt: '2026-01-01T00:00:00.000Z',
};
const steps: readonly Phase[] = ['connect', 'greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data'];
const through = (last: Phase, ok: boolean): Ended['phases'] =>
  steps.slice(0, steps.indexOf(last) + 1).map((name) => ({ name, startMs: 0, durationMs: 1, ok: name !== last || ok }));

/** A session that was refused so. */
function refused(phase: Phase, text: string, more: Partial<Ended> = {}): Ended {
  const [first] = explain(text, { phase }).findings;
  if (first === undefined) throw new Error('no answer');
  const answer = reply(Number(text.slice(0, 3)), text.slice(4));
  const code: OutcomeCode = phase === 'data' ? 'data-refused' : phase === 'auth' ? 'auth-failed' : 'sender-refused';
  const error = {
    code,
    phase,
    temporary: false,
    reply: answer,
    params: { sender: 'a@b.test', reason: 'refused', mechanism: 'PLAIN', tried: [] },
    message: '',
    diagnosis: { ...diagnosisIn(first), evidence: [7] },
  } as unknown as Report['error'];
  return { ...nothing, error, phases: through(phase, false), ...more };
}
const went = (last: Phase, more: Partial<Ended> = {}): Ended => ({ ...nothing, phases: through(last, true), ...more });

function anew(before: Ended, id: ExperimentId, after: Ended) {
  const found = judgeAnew(before, id, after);
  if (found === null) throw new Error('nothing to settle');
  expect(v.is(AnewSchema, found)).toBe(true);
  expect(found.sentence).toMatch(/^[A-Z].*\.$/);
  return found;
}

describe('what got past the refusal', () => {
  test('proves the cause that the experiment takes away', () => {
    const before = refused('mail', '502 5.5.1 pipelined commands are not allowed');
    const found = anew(before, 'without-pipelining', went('rcpt'));
    expect(found).toMatchObject({ settled: 'proven', now: null });
    expect(found.answer).toMatchObject({ id: 'session.pipelining', sure: 'proven', alternatives: [], evidence: [7] });
  });

  test('proves an alternative in place of the first, with its own words and actor', () => {
    const before = refused('mail', '503 5.5.1 Say EHLO first');
    const { error } = before;
    if (error?.diagnosis === undefined) throw new Error('no diagnosis');
    const other = { id: 'phrase.hello-name', title: 'Name in EHLO refused', tellApart: 'x' };
    const doubtful = { ...error, diagnosis: { ...error.diagnosis, sure: 'likely' as const, alternatives: [other] } };
    const found = anew({ ...before, error: doubtful }, 'other-hello', went('rcpt'));
    expect(found.answer).toMatchObject({ id: 'phrase.hello-name', sure: 'proven', actor: 'you', evidence: [7] });
    expect(found.ruledOut.map(({ id }) => id)).toEqual(['session.hello-missing']);
    expect(found.answer.remedy).not.toBe(error.diagnosis.remedy);
  });

  test('a login taken by another mechanism rules a wrong password out', () => {
    const before = refused('auth', '535 5.7.8 authentication failed');
    expect(before.error?.diagnosis).toMatchObject({ id: 'auth.bad-credentials', sure: 'likely' });
    const taken = went('auth', { auth: { offered: ['PLAIN', 'LOGIN'], tried: [], used: 'LOGIN' } });
    const found = anew(before, 'other-mechanism', taken);
    expect(found.settled).toBe('narrowed');
    expect(found.ruledOut.map(({ id }) => id)).toContain('auth.bad-credentials');
    expect(found.answer.id).not.toBe('auth.bad-credentials');
    expect(found.answer.remedy).not.toMatch(/password/i);
  });

  test('and was stopped by something else says both', () => {
    const before = refused('mail', '530 5.7.0 Must issue a STARTTLS command first');
    const after = refused('rcpt', '550 5.1.1 user unknown', { phases: through('rcpt', false) });
    const found = anew(before, 'with-starttls', after);
    expect(found).toMatchObject({ settled: 'further', answer: { id: 'phrase.starttls-first', sure: 'proven' } });
    expect(found.now?.id).toBe('phrase.no-such-mailbox');
  });
});

test('the other protocol, where it works, proves which one is spoken', () => {
  for (const [id, experiment, protocol] of [
    ['lmtp.is-smtp', 'as-smtp', 'lmtp'],
    ['lmtp.is-lmtp', 'as-lmtp', 'smtp'],
  ] as const) {
    const text = id === 'lmtp.is-smtp' ? '500 5.5.2 Error: command not recognized' : '500 5.5.1 Say LHLO, this is LMTP';
    const { findings } = explain(text, { phase: 'ehlo', protocol, greeting: '220 mx.test' });
    expect(findings[0]).toMatchObject({ id, experiments: [{ id: experiment }] });
    const [first] = findings;
    const before = refused('ehlo', text);
    if (first === undefined || before.error === null) throw new Error('no answer');
    const judged = { ...before, error: { ...before.error, diagnosis: { ...diagnosisIn(first), evidence: [7] } } };
    expect(anew(judged, experiment, went('ehlo'))).toMatchObject({ settled: 'proven', answer: { id } });
  }
});

test('another login that works leaves what is wrong with the account, and clears the server', () => {
  const before = refused('auth', '535 5.7.8 Error: authentication failed: (reason unavailable)');
  const taken = went('auth', { auth: { offered: ['PLAIN'], tried: [], used: 'PLAIN' } });
  const found = anew(before, 'other-login', taken);
  expect(found.settled).toBe('narrowed');
  expect(found.answer.id).toBe('auth.bad-credentials');
  expect(found.ruledOut.map(({ id }) => id)).toContain('auth.backend-broken');
});

describe('what ended in the same way', () => {
  test('rules out what the experiment takes away, and the answer is what is left', () => {
    const before = refused('auth', '504 5.5.4 no');
    expect(before.error?.diagnosis).toMatchObject({ id: 'auth.mechanism-not-available', sure: 'likely' });
    const found = anew(before, 'other-mechanism', before);
    expect(found.settled).toBe('excluded');
    expect(found.answer.sure).toBe('code-only');
    expect(found.answer.remedy).toMatch(/log/);
  });

  test('takes nothing from what the words prove', () => {
    const before = refused('mail', '530 5.7.0 Must issue a STARTTLS command first');
    expect(anew(before, 'with-starttls', before)).toMatchObject({ settled: 'same', answer: { sure: 'proven' } });
  });
});

describe('what settles nothing', () => {
  const before = refused('mail', '550 5.7.1 Quux');
  test('stopped, not reached, another end', () => {
    const cancelled = { ...refused('ehlo', '550 x'), error: { ...refused('ehlo', '550 x').error, code: 'cancelled' } };
    expect(anew(before, 'later', cancelled as Ended).settled).toBe('stopped');
    expect(anew(before, 'later', refused('ehlo', '421 too busy')).settled).toBe('not-reached');
    expect(anew(before, 'later', refused('mail', '530 5.7.0 Must issue a STARTTLS command first')).settled).toBe(
      'other',
    );
    // A check that never came to MAIL shows nothing of MAIL.
    expect(anew(before, 'later', went('auth')).settled).toBe('not-reached');
  });

  test('pipelined commands after the refused one are no progress', () => {
    const after = refused('mail', '550 5.7.1 Quux', { phases: through('rcpt', false) });
    expect(anew(before, 'later', after).settled).toBe('same');
  });

  test('where the first session went well there is nothing to settle', () => {
    expect(judgeAnew(went('data'), 'later', went('data'))).toBeNull();
  });
});

test('no experiment excludes by failing what it could not have shown by success', () => {
  for (const [id, { proves, excludes }] of Object.entries(meanings))
    expect(
      excludes.filter((one) => !proves.includes(one)),
      id,
    ).toEqual([]);
});
