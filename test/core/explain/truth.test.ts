/** Replies from providers' pages, published logs and recorded servers: what is told first, who can act, and what must not be told. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parseContext } from '../../../electron/core/explain/context.ts';
import { explain } from '../../../electron/core/explain/explain.ts';
import { rulesOf } from '../../../electron/core/explain/rules/all.ts';
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
const rules = Object.values(rulesOf).flatMap((rules) => rules());

describe('what is told first', () => {
  test.each(rows.map((row) => [row.about, row] as const))('%s', (_, row) => {
    const context = parseContext(JSON.stringify(row.context ?? {}));
    if (!context.ok) throw new Error(context.problem);
    const { findings } = explain(row.text, context.value);
    const [first] = findings;
    expect({ first: first?.id, actor: first?.actor }, row.source).toEqual({ first: row.first, actor: row.actor });
    const told = findings.map(({ id }) => id);
    expect(told.filter((id) => row.not?.includes(id) === true)).toEqual([]);
    expect(new Set(told).size).toBe(told.length);
    for (const finding of findings) expect(v.is(FindingSchema, finding)).toBe(true);
  });

  test('there are enough of them, and every rule is reached by one', () => {
    expect(rows.length).toBeGreaterThanOrEqual(120);
    const reached = new Set(rows.map(({ first }) => first));
    expect(rules.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });
});

describe('rules', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s has its source, its date and words that say something',
    (_, rule) => {
      expect(rule.source.url).toMatch(/^https:\/\//);
      expect(rule.source.verifiedOn).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(rule.source.verifiedOn <= '2026-11-22').toBe(true);
      for (const sentence of [rule.cause, rule.remedy]) {
        expect(sentence).toMatch(/^[A-Z].*[.]$/);
        expect(sentence).not.toMatch(
          /could be (?:many|anything)|might be|may be due to|various reasons|contact (?:the|your) (?:provider|support)\.$/i,
        );
      }
      expect(rule.title).not.toMatch(/[.]$/);
      for (const wording of rule.when.text ?? [])
        for (const words of [wording].flat()) expect(words).toBe(words.toLowerCase());
    },
  );

  test('each belongs to its family by its id', () => {
    for (const [family, own] of Object.entries(rulesOf))
      expect(
        own()
          .filter(({ id }) => !id.startsWith(`${family}.`))
          .map(({ id }) => id),
      ).toEqual([]);
  });

  test('none fires without its provider, whatever the words', () => {
    const ids = new Set(rules.map(({ id }) => id));
    for (const { when } of rules) {
      // Marks that only this provider writes are part of some wordings: those are certain, and left out here.
      const words = (when.text ?? []).map((wording) => [wording].flat()[0]).join(' ');
      const code = when.codes?.[0] ?? 550;
      const [enhanced = ''] = when.enhanced ?? [];
      const text = `${code} ${enhanced.replace('x', String(Math.floor(code / 100))).replace(/-.*/, '')} ${words}`;
      const { findings, provider } = explain(text);
      if (provider !== null) continue;
      expect(findings.filter(({ id }) => ids.has(id)).map(({ id }) => id)).toEqual([]);
      const other = explain(text, { host: 'mx.example.org' });
      expect(other.findings.map(({ id }) => id)).toEqual(findings.map(({ id }) => id));
    }
  });
});
