/** Causes of single providers: data with a source and a day, reached by a reply that was read somewhere, and never said of anybody else. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { providerCauses } from '../../../../electron/core/diagnosis/causes/providers/all.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';
import { FAMILIES, providerMarks } from '../../../../electron/protocol/providers/marks.ts';
import { providerById } from '../../../protocol/provider-by-id.ts';
import { diagnosisWords } from '../../../../electron/texts/diagnosis/all.ts';

const fixtures = JSON.parse(readFileSync('test/fixtures/explain.json', 'utf8')) as readonly {
  readonly first: string;
}[];
const reached = new Set(fixtures.map(({ first }) => first));
const ids = new Set<string>(providerCauses.map(({ id }) => id));

describe('each cause', () => {
  test.each(providerCauses.map((cause) => [cause.id, cause] as const))('%s', (id, cause) => {
    expect(id.startsWith(`${cause.provider ?? ''}.`)).toBe(true);
    expect(reached.has(id), 'a reply in test/fixtures/explain.json').toBe(true);
    const { verifiedOn, source, remedy, title, cause: why } = diagnosisWords(cause.id, {});
    expect(source).toMatch(/^https:\/\//);
    expect(verifiedOn).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    expect(title).not.toMatch(/[.]$/);
    for (const sentence of [why, remedy]) expect(sentence).toMatch(/^[A-Z].*[.]$/);
    expect(remedy).not.toMatch(/might be|may be due to|various reasons|contact (?:the|your) (?:provider|support)\.$/i);
    for (const { words } of cause.ways) for (const word of (words ?? []).flat()) expect(word).toBe(word.toLowerCase());
  });

  test('none without its provider, whatever the words and codes', () => {
    for (const { ways } of providerCauses) {
      for (const { words, codes, enhanced } of ways) {
        const code = codes?.[0] ?? 550;
        const own = (enhanced?.[0] ?? '').replace('x', String(Math.floor(code / 100))).replace(/-.*/, '');
        const text = `${code} ${own} ${(words ?? []).map((asked) => [asked].flat()[0]).join(' ')}`;
        const { findings, provider } = explain(text);
        // Some words and codes are marks themselves.
        if (provider === null) expect(findings.filter(({ id }) => ids.has(id))).toEqual([]);
      }
    }
  });
});

/** A provider's own words from a host that greets as somebody else. */
test.each(FAMILIES.filter((family) => providerMarks[family].introducesItself === true))(
  'a stranger under the name of a server of %s gets none of its causes',
  (family) => {
    const [preset = ''] = providerMarks[family].presets ?? [];
    const host = providerById(preset)?.endpoints[0].host ?? '';
    for (const { provider, ways } of providerCauses.filter(({ provider: whose }) => whose === family)) {
      expect(provider).toBe(family);
      for (const { words, codes, enhanced } of ways) {
        const code = codes?.[0] ?? 550;
        const own = (enhanced?.[0] ?? '').replace('x', String(Math.floor(code / 100))).replace(/-.*/, '');
        const text = `${code} ${own} ${(words ?? []).map((asked) => [asked].flat()[0]).join(' ')}`;
        const { findings } = explain(text, { host, greeting: '220 web17.hosting.example ESMTP Exim 4.96' });
        expect(findings.filter(({ id }) => ids.has(id))).toEqual([]);
      }
    }
  },
);

test('records of marks: lower case, host endings that belong to nobody else', () => {
  const hosts = FAMILIES.flatMap((family) => providerMarks[family].hosts);
  expect(new Set(hosts).size).toBe(hosts.length);
  for (const family of FAMILIES) {
    const { presets, hosts: own, words, greets } = providerMarks[family];
    for (const preset of presets ?? []) expect(providerById(preset), preset).not.toBeNull();
    for (const word of [...own, ...(words ?? []), ...(greets ?? [])]) expect(word).toBe(word.toLowerCase());
  }
});
