/** Replies from providers' pages, published logs and recorded servers: what is reported first, who can act, and what must not be reported. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parseContext } from '../../../electron/core/explain/context.ts';
import { explain } from '../../../electron/core/explain/explain.ts';
import { FindingSchema } from '../../../electron/protocol/values/session/report.ts';

interface Row {
  readonly about: string;
  /** Where the text was read. */
  readonly source: string;
  readonly text: string;
  readonly context?: unknown;
  readonly first: string;
  readonly actor: string;
  readonly not?: readonly string[];
}

const rows = JSON.parse(readFileSync('test/fixtures/explain.json', 'utf8')) as readonly Row[];

test('what is proven is nothing else as well', () => {
  const proven = rows.flatMap((row) => {
    const context = parseContext(JSON.stringify(row.context ?? {}));
    return explain(row.text, context.ok ? context.value : {}).findings.filter(({ sure }) => sure === 'proven');
  });
  expect(proven.length).toBeGreaterThan(100);
  expect(proven.filter(({ alternatives }) => alternatives.length > 0).map(({ id }) => id)).toEqual([]);
});

describe('what is reported first', () => {
  test.each(rows.map((row) => [row.about, row] as const))('%s', (_, row) => {
    const context = parseContext(JSON.stringify(row.context ?? {}));
    if (!context.ok) throw new Error(context.problem);
    const { findings } = explain(row.text, context.value);
    const [first] = findings;
    expect({ first: first?.id, actor: first?.actor }, row.source).toEqual({ first: row.first, actor: row.actor });
    const reported = findings.map(({ id }) => id);
    expect(reported.filter((id) => row.not?.includes(id) === true)).toEqual([]);
    expect(new Set(reported).size).toBe(reported.length);
    for (const finding of findings) expect(v.is(FindingSchema, finding)).toBe(true);
  });

  test('there are enough of them', () => {
    expect(rows.length).toBeGreaterThanOrEqual(120);
  });
});
