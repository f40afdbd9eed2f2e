/** What people met in the field, through `posthorn explain --json`: the id and who can act, or a modest answer that names the cause. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Program } from '../program.ts';

interface Row {
  readonly case: string;
  readonly text: string;
  readonly context?: unknown;
  readonly ids: readonly string[];
  readonly actor: string;
}

const rows = JSON.parse(readFileSync('test/fixtures/field.json', 'utf8')) as readonly Row[];
// The judge itself is asked about every row in test/core/diagnosis/session/field.test.ts; here one of each case, for a process each.
const cases = [...new Map(rows.map((row) => [row.case, row])).values()];

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(async () => {
  await program.remove();
});

interface Answer {
  readonly id: string;
  readonly sure: string;
  readonly actor: string;
  readonly alternatives: readonly { readonly id: string }[];
}

async function ask({ text, context }: Row): Promise<Answer | undefined> {
  const file = join(program.folder, 'context.json');
  await writeFile(file, JSON.stringify(context ?? {}));
  const { status, stdout, stderr } = await program.run(['explain', '-', '--json', '--context', file], { input: text });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return (JSON.parse(stdout) as { findings: Answer[] }).findings[0];
}

test('there are ten kinds and more', () => {
  expect(cases.length).toBeGreaterThanOrEqual(10);
});

test.each(cases.map((row) => [row.case, row.text, row] as const))('%s: %s', async (_, __, row) => {
  const found = await ask(row);
  const named = [found?.id ?? '', ...(found?.alternatives.map(({ id }) => id) ?? [])];
  if (found?.sure === 'code-only') expect(named.some((id) => row.ids.includes(id))).toBe(true);
  else expect({ id: row.ids.includes(found?.id ?? ''), actor: found?.actor }).toEqual({ id: true, actor: row.actor });
});
