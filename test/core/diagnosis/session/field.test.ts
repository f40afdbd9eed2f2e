/** What people met in the field, in wordings of our own: the cause, who can act, and what is not to be said. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseContext } from '../../../../electron/core/explain/context.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';
import { evidence } from '../../../../electron/core/diagnosis/evidence.ts';
import { judge } from '../../../../electron/core/diagnosis/judge.ts';

interface Row {
  readonly case: string;
  readonly text: string;
  readonly context?: unknown;
  readonly ids: readonly string[];
  readonly actor: string;
  readonly alternatives?: readonly string[];
  /** Not in cause or remedy. */
  readonly not?: string;
}

const rows = JSON.parse(readFileSync('test/fixtures/field.json', 'utf8')) as readonly Row[];

describe('pasted', () => {
  test.each(rows.map((row) => [row.case, row.text, row] as const))('%s: %s', (_, text, row) => {
    const context = parseContext(JSON.stringify(row.context ?? {}));
    if (!context.ok) throw new Error(context.problem);
    const [found] = explain(text, context.value).findings;
    expect(row.ids).toContain(found?.id);
    expect(found?.actor).toBe(row.actor);
    const others = found?.alternatives.map(({ id }) => id) ?? [];
    for (const id of row.alternatives ?? []) expect(others).toContain(id);
    for (const words of (row.not ?? '').split('|').filter((each) => each !== ''))
      expect(`${found?.title ?? ''} ${found?.cause ?? ''} ${found?.remedy ?? ''}`).not.toContain(words);
  });

  test('each kind is there', () => {
    const kinds = ['C4', 'C5', 'C9', 'L1', 'L2', 'L6', 'T1', 'T2', 'T3', 'T5', 'T6', 'T9'];
    expect([...new Set(rows.map((row) => row.case))].sort()).toEqual(kinds);
  });
});

test('L4: a password beyond ASCII, which only a session shows', () => {
  const found = judge(
    evidence({
      phase: 'auth',
      reply: { code: 535, enhanced: null, words: 'authentication failed' },
      session: { secret: 'password' },
      own: { secretBeyondAscii: true },
    }),
  );
  expect(found).toMatchObject({ id: 'auth.password-beyond-ascii', actor: 'you' });
});
