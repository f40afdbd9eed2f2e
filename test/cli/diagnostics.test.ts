/** `posthorn diagnostics`: what it says, that it holds none of what was planted, and that it changes nothing. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Program } from './program.ts';

const SECRET = 'planted-Secret-0451';
const NAME = 'planted-name';

let program: Program;
let data: string;
beforeAll(async () => {
  program = await Program.build();
  data = join(program.folder, 'config', 'Posthorn');
});
afterAll(() => program.remove());

test('before anything was kept', async () => {
  const { status, stdout, stderr } = await program.run(['diagnostics']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Diagnostics of Posthorn, \d{4}-/);
  for (const line of ['  profiles: 0', '  past runs: 0', '  messages: 0', '  never started', '  0 folders'])
    expect(stdout.split('\n')).toContain(line);
});

test('counts, settings and listeners; nothing of what was planted everywhere; no file is changed', async () => {
  await program.run(['profiles', 'import', '-'], { input: `smtp://${NAME}:${SECRET}@${NAME}.invalid:587` });
  const write = (name: string, value: unknown): Promise<void> => writeFile(join(data, name), JSON.stringify(value));
  await mkdir(join(data, 'mailbox', 'messages'), { recursive: true });
  await writeFile(join(data, 'mailbox', 'messages', `${NAME}.eml`), `Subject: ${SECRET}\r\n\r\n${SECRET}\r\n`);
  await write('settings.json', { schema: 1, theme: 'dark', ehloName: `${NAME}.invalid`, updates: false });
  const listener = { id: 'a', protocol: 'smtp', security: 'none', host: NAME, port: 2525, path: null, nextFree: true };
  await write('server.json', { schema: 1, run: false, config: { hostname: NAME, listeners: [listener] } });
  await write('server-users.json', { schema: 1, users: [{ user: NAME, secret: SECRET }, { user: SECRET }] });
  await write('templates.json', `not read ${SECRET}`);
  const before = await picture();

  const { status, stdout } = await program.run(['diagnostics']);
  expect(status).toBe(0);
  const lines = stdout.split('\n').map((line) => line.trim());
  for (const line of [
    ...['profiles: 1', 'past runs: 0', 'messages: 1', 'logins of the test server: 2', 'theme: dark', 'EHLO name: set'],
    ...['asking for newer versions: off', 'stopped by the user', 'smtp none: port 2525'],
  ])
    expect(lines).toContain(line);
  for (const planted of [SECRET, NAME])
    for (const form of [planted, Buffer.from(planted).toString('base64'), Buffer.from(planted).toString('hex')])
      expect(stdout.toLowerCase()).not.toContain(form.toLowerCase().replace(/=*$/, ''));
  expect(stdout).not.toContain(program.folder);
  expect(await picture()).toEqual(before);
});

test('what cannot be read is said, and stays where it is', async () => {
  for (const name of ['settings.json', 'profiles.json', 'server.json', 'server-users.json'])
    await writeFile(join(data, name), `{"${SECRET}`);
  const { status, stdout } = await program.run(['diagnostics']);
  expect(status).toBe(0);
  expect(stdout.match(/file-damaged/g)).toHaveLength(4);
  expect(stdout).not.toContain(SECRET);
  expect(await readFile(join(data, 'settings.json'), 'utf8')).toBe(`{"${SECRET}`);
});

test('to a file that its user alone can read; a place that cannot be written to is named', async () => {
  const path = join(program.folder, 'out.txt');
  const { status, stdout, stderr } = await program.run(['diagnostics', '--output', path]);
  expect([status, stdout]).toEqual([0, '']);
  expect(stderr).toContain('Read it before you pass it on.');
  expect(await readFile(path, 'utf8')).toMatch(/^Diagnostics of Posthorn/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const refused = await program.run(['diagnostics', '--output', join(program.folder, 'no', 'such.txt')]);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('ENOENT');
});

/** Every file of the data folder with what is in it. */
async function picture(): Promise<Record<string, string>> {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    await Promise.all(files.sort().map(async (path) => [path, await readFile(path, 'latin1')] as const)),
  );
}
