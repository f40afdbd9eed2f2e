/** The judge: what wins, what is taken away, and what stays a likelihood. Texts are of our own phrasing, for the kinds that servers write. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { providerCauses } from '../../../electron/core/diagnosis/causes/providers/all.ts';
import { causes as everybodys } from '../../../electron/core/diagnosis/causes/all.ts';
import { evidence } from '../../../electron/core/diagnosis/evidence.ts';
import { judge } from '../../../electron/core/diagnosis/judge.ts';
import { parseEnhanced } from '../../../electron/core/explain/enhanced.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';
import { DIAGNOSIS_IDS, diagnosisWords, tellApart } from '../../../electron/texts/diagnosis/all.ts';
import { rounds } from '../../harness/seeds.ts';

const causes = [...everybodys, ...providerCauses];

const of = (code: number, words: string, phase: Phase | null = null, enhanced: string | null = null) =>
  evidence({ phase, reply: { code, words, enhanced: enhanced === null ? null : parseEnhanced(enhanced) } });

test('each cause has its words, and each id with words is a cause or an alternative', () => {
  const ids = causes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const named = new Set([...ids, ...causes.flatMap(({ alternatives }) => alternatives ?? [])]);
  expect(DIAGNOSIS_IDS.filter((id) => !named.has(id))).toEqual([]);
});

test.each(DIAGNOSIS_IDS)('%s says something, in sentences', (id) => {
  const { title, cause, remedy, source } = diagnosisWords(id, {});
  expect(title).not.toMatch(/[.]$/);
  for (const sentence of [cause, remedy, tellApart(id)]) expect(sentence).toMatch(/^[A-Z].*[.]$/s);
  expect(source).toMatch(/^https:\/\//);
});

describe('what the session disproves', () => {
  test('a login is not asked for after a login', () => {
    const refused = { code: 550, words: 'you need to log in before you may write to this recipient' };
    expect(judge(evidence({ phase: 'rcpt', reply: refused }))?.id).toBe('phrase.login-first');
    expect(judge(evidence({ phase: 'rcpt', reply: refused, session: { loggedIn: true } }))?.id).not.toBe(
      'phrase.login-first',
    );
  });

  test('TLS is not asked for under TLS', () => {
    const refused = { code: 530, words: 'encryption is required here' };
    expect(judge(evidence({ phase: 'mail', reply: refused }))?.id).toBe('phrase.starttls-first');
    expect(judge(evidence({ phase: 'mail', reply: refused, session: { tls: true } }))?.id).not.toBe(
      'phrase.starttls-first',
    );
  });

  test('a token is not called a password', () => {
    const refused = { code: 535, words: 'authentication failed' };
    expect(judge(evidence({ phase: 'auth', reply: refused, session: { secret: 'token' } }))?.id).toBe(
      'auth.token-refused',
    );
  });

  test('nobody is told to wait for what is said to be permanent', () => {
    expect(judge(of(421, 'server too busy for you, permanently'))?.id).not.toBe('server.busy');
  });
});

test('what fits alike is named, and neither is proven', () => {
  const diagnosis = judge(of(535, 'authentication failed', 'auth', '5.7.8'));
  expect(diagnosis).toMatchObject({ id: 'auth.bad-credentials', sure: 'likely' });
  expect(diagnosis?.alternatives.length).toBeGreaterThan(0);
});

test('text of any kind is never proven to be anything', () => {
  fc.assert(
    fc.property(fc.integer({ min: 400, max: 599 }), fc.string({ maxLength: 200 }), (code, words) => {
      expect(judge(of(code, words))?.sure).not.toBe('proven');
    }),
    { numRuns: rounds(500) },
  );
});

test('a success is no refusal', () => {
  expect(judge(of(250, 'authentication required'))).toBeNull();
});
