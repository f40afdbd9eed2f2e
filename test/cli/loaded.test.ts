/** What a start of the command line reads: each of its files that is loaded and not needed makes everybody wait. */
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Program, type Serving } from './program.ts';

let program: Program;
let serving: Serving;
beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(['--smtp', '0', '--require-auth', '--auth-any']);
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** The names of the bundle's own files that were run, without their hashes; V8 lists every script that it has seen. */
async function loadedBy(args: readonly string[]): Promise<{ status: number | null; files: string[]; stdout: string }> {
  const folder = await mkdtemp(join(program.folder, 'coverage-'));
  const { status, stdout } = await program.run(args, { env: { NODE_V8_COVERAGE: folder } });
  const seen = await Promise.all(
    (await readdir(folder)).map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Coverage),
  );
  const own = seen.flatMap(({ result }) => result.map(({ url }) => url)).filter((url) => url.startsWith('file:'));
  const files = own.map((url) => /([^/]+?)(?:-[\w-]{8})?\.js$/.exec(url)?.[1] ?? url);
  return { status, files: files.sort(), stdout };
}

test.each<[readonly string[], readonly string[]]>([
  [['--version'], ['package', 'posthorn', 'start']],
  [['--help'], ['help', 'posthorn', 'start', 'words']],
  [
    ['check', '--help'],
    ['help', 'posthorn', 'start', 'words'],
  ],
])('%j reads nothing of sessions and judge', async (args, expected) => {
  const { status, files } = await loadedBy(args);
  expect(status).toBe(0);
  expect(files).toEqual(expected);
});

test('a check that finds nothing wrong does without the judge', async () => {
  const { status, files } = await loadedBy(['check', `127.0.0.1:${serving.ports[0] ?? 0}`, '--security', 'none']);
  expect(status).toBe(0);
  expect(files).toEqual(['check', 'posthorn', 'session', 'start', 'words']);
});

test('one that is refused has the judge say why', async () => {
  const asked = ['--security', 'none', '--from', 'a@example.test', '--to', 'b@example.test', '--json'];
  const { status, files, stdout } = await loadedBy(['check', `127.0.0.1:${serving.ports[0] ?? 0}`, ...asked]);
  expect(status).toBe(1);
  expect(files).toContain('judge');
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'sender-refused', diagnosis: { sure: 'proven' } } });
});

test('an explanation does without the session', async () => {
  const { status, files } = await loadedBy(['explain', '550 5.1.1 User unknown']);
  expect(status).toBe(0);
  expect(files).toEqual(['explain', 'judge', 'posthorn', 'start', 'words']);
});
