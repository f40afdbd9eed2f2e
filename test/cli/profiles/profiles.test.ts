/** Profiles from the command line: named, listed, exported, imported, verified; their passwords in a real keyring and nowhere else. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startKeyring } from '../../../build/lib/machine/display.mjs';
import { profileStore } from '../../../electron/storage/profiles/store.ts';
import { addProfile, markSecret, profileIn, saveFolder } from '../../../electron/core/profiles/book.ts';
import { bindingFor } from '../../../electron/core/profiles/secret-binding.ts';
import { content } from '../../core/profiles/samples.ts';
import { Program, type Finished, type RunOptions, type Serving } from '../program.ts';

const SECRET = 'Zq9/tröt+horn & café=77';
const noBus = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };

/** Every way in which it might be written down; of base64 the alignments after what usually stands before it. */
const forms = [
  SECRET,
  encodeURIComponent(SECRET),
  ...[SECRET, `\0ann\0${SECRET}`].map((text) => Buffer.from(text).toString('base64')),
  ...[1, 2].map((skip) => Buffer.from(SECRET).subarray(skip).toString('base64').slice(0, -4)),
].flatMap((form) => [Buffer.from(form), Buffer.from(form, 'utf16le')]);

let program: Program;
let serving: Serving;
let port: number;
/** Everything any of the programs printed. */
const printed: string[] = [];

const dataDir = (): string => join(program.folder, 'config', 'Posthorn');
const store = () => profileStore(join(dataDir(), 'profiles.json'));

async function run(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const finished = await program.run(args, { ...options, env: { ...noBus, ...options.env } });
  printed.push(finished.stdout, finished.stderr);
  return finished;
}
async function json<T = Record<string, unknown>>(args: readonly string[], options: RunOptions = {}): Promise<T> {
  const { stdout } = await run([...args, '--json'], options);
  return JSON.parse(stdout) as T;
}

interface Row {
  name: string;
  folder: string | null;
  target: string;
  user: string | null;
  secrets: string[];
  verified: { ok: boolean; mechanism: string | null; error: string | null } | null;
}
const rows = async (): Promise<Row[]> => (await json<{ profiles: Row[] }>(['profiles', 'list'])).profiles;
const own = (name: string) => content(name, { connection: { target: `127.0.0.1:${port}`, ehloName: 'me.test' } });

beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(
    ['--smtp', '0', '--starttls', 'off', '--auth', 'ann:env:PW', '--auth-mechanisms', 'SCRAM-SHA-256'],
    { PW: SECRET },
  );
  port = serving.ports[0] ?? 0;
  const kept = store();
  await kept.change(saveFolder({ id: 'f1', name: 'Customers', colour: 'green' }));
  await kept.change(saveFolder({ id: 'f2', name: 'Staging', colour: null }));
  await kept.change(addProfile('p1', own('Office'), null));
  await kept.change(addProfile('p2', { ...own('mx1'), auth: null }, 'f1'));
  await kept.change(addProfile('p3', { ...own('mx1'), auth: null, notes: 'line one\nline two' }, 'f2'));
  await kept.change(
    addProfile(
      'p4',
      { ...own('Login'), auth: { user: 'ann' }, envelope: { from: 'a@x.test', to: ['b@y.test'] } },
      null,
    ),
  );
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

describe('a profile as TARGET', () => {
  test('gives connection and envelope; options stand above it', async () => {
    const report = await json(['check', 'profile:customers/MX1', '--quit-after', 'ehlo']);
    expect(report).toMatchObject({ ok: true, target: { host: '127.0.0.1', port } });
    const sent = await json(['send', 'profile:Login', '--password-env', 'PW'], { env: { PW: SECRET } });
    expect(sent).toMatchObject({ ok: true, delivery: 'all', auth: { used: 'SCRAM-SHA-256' } });
    expect(await serving.next('message')).toMatchObject({ mailFrom: 'a@x.test', rcptTo: [{ address: 'b@y.test' }] });
    const other = await run([
      'check',
      'profile:office',
      '--ehlo',
      'other.test',
      '--transcript',
      '--quit-after',
      'ehlo',
    ]);
    expect(other.stdout).toContain('EHLO other.test');
    const typed = await run(['raw', 'profile:Customers/mx1'], { input: 'NOOP\nQUIT\n' });
    expect(typed).toMatchObject({ status: 0 });
    expect(typed.stdout).toContain('EHLO me.test');
  });

  test('that does not exist, or could be several, is refused with a word on which', async () => {
    const none = await run(['check', 'profile:Ofice', '--json']);
    expect(none).toMatchObject({ status: 3 });
    expect(none.stderr).toContain('Did you mean "Office"?');
    expect(JSON.parse(none.stdout)).toMatchObject({ ok: false, error: { code: 'profile-not-found' } });
    const several = await run(['check', 'profile:mx1']);
    expect(several).toMatchObject({ status: 2, stdout: '' });
    expect(several.stderr).toContain('"Customers/mx1", "Staging/mx1"');
    expect((await run(['check', 'profile:'])).status).toBe(2);
  });

  test('whose password is nowhere, or for somebody else, says so', async () => {
    const none = await run(['check', 'profile:Login', '--json']);
    expect(none.status).toBe(3);
    expect(JSON.parse(none.stdout)).toMatchObject({ error: { code: 'secret-missing', params: { reason: 'none' } } });
    expect(none.stderr).toContain('--password-stdin');
    const { content: login } = profileIn((await store().read()).book, 'p4');
    const kept = bindingFor('password', { ...login, ownServer: false });
    await store().change(markSecret('p4', 'password', kept));
    const edited = await run(['check', 'profile:Login', '--insecure']);
    expect(edited.status).toBe(3);
    expect(edited.stderr).toContain('secret-missing: The password kept for');
    const unavailable = await run(['check', 'profile:Login', '--json']);
    expect(unavailable.status).toBe(3);
    expect(JSON.parse(unavailable.stdout)).toMatchObject({
      error: { code: 'secret-store-unavailable', params: { reason: 'no-service' } },
    });
    const user = await run(['check', 'profile:Login', '--user', 'bob']);
    expect(user).toMatchObject({ status: 2 });
    await store().change(markSecret('p4', 'password', null));
  });
});

describe('posthorn profiles', () => {
  test('list and show', async () => {
    expect((await rows()).map(({ name, folder }) => [folder, name])).toEqual([
      ['Customers', 'mx1'],
      ['Staging', 'mx1'],
      [null, 'Office'],
      [null, 'Login'],
    ]);
    const { stdout } = await run(['profiles', 'list']);
    expect(stdout).toMatch(/Customers\/mx1 +127\.0\.0\.1:\d+/);
    const shown = await run(['profiles', 'show', 'Staging/mx1']);
    expect(shown.stdout).toMatch(/Ehlo name +me\.test/);
    expect(shown.stdout).toContain('  line one\n  line two\n');
    expect(await json(['profiles', 'show', 'p4'])).toMatchObject({ profile: { name: 'Login', auth: { user: 'ann' } } });
    expect((await run(['profiles'])).stdout).toContain('posthorn profiles verify [NAME]');
  });

  test('export and import of the same: nothing is overwritten, names get a number', async () => {
    const file = join(program.folder, 'out.json');
    const exported = await json(['profiles', 'export', '--folder', 'customers', '--output', file]);
    expect(exported).toEqual({ schema: 1, command: 'profiles export', ok: true, file, profiles: 1 });
    expect((await run(['profiles', 'export', 'Customers/mx1'])).stdout).toBe(await readFile(file, 'utf8'));
    const before = (await rows()).length;
    const dry = await json(['profiles', 'import', file, '--dry-run']);
    expect(dry).toMatchObject({ ok: true, dryRun: true, form: 'posthorn', profiles: [{ id: null, name: 'mx1' }] });
    expect(await rows()).toHaveLength(before);
    const done = await json(['profiles', 'import', file]);
    expect(done).toMatchObject({ ok: true, profiles: [{ name: 'mx1 (2)', folder: 'Customers' }] });
    expect(await rows()).toHaveLength(before + 1);
    const all = JSON.parse((await run(['profiles', 'export', '--all'])).stdout) as { profiles: unknown[] };
    expect(all.profiles).toHaveLength(before + 1);
    expect((await run(['profiles', 'export'])).status).toBe(2);
    expect((await run(['profiles', 'export', '--folder', 'nowhere'])).stderr).toContain('no folder "nowhere"');
  });

  test('import says where it cannot read, and never repeats what it read', async () => {
    const input = `{"host": "h", "auth": {"pass": "${SECRET}"}`;
    const cut = await run(['profiles', 'import', '-', '--json'], { input });
    expect(cut.status).toBe(2);
    expect(cut.stderr).toContain('in line 1, column');
    expect(JSON.parse(cut.stdout)).toMatchObject({ ok: false, error: { params: { error: 'syntax', line: 1 } } });
    const newer = await run(['profiles', 'import', '-'], { input: '{"format":"posthorn-profiles","schema":9}' });
    expect(newer.status).toBe(2);
    expect(newer.stderr).toContain('later version of Posthorn (form 9)');
    const argument = await run(['profiles', 'import', `smtp://ann:${encodeURIComponent(SECRET)}@mail.example.org`]);
    expect(argument).toMatchObject({ status: 2, stdout: '' });
    expect((await run(['profiles', 'import', join(program.folder, 'none')])).status).toBe(2);
  });

  test('import without a keychain makes the profile, says that its password is not kept, and writes it nowhere', async () => {
    const input = `account work\nhost 127.0.0.1\nport ${port}\nuser ann\npassword ${SECRET}\npasswordeval "pass show x"\n`;
    const done = await run(['profiles', 'import', '-', '--folder', 'New', '--json'], { input });
    expect(done.status).toBe(3);
    expect(JSON.parse(done.stdout)).toMatchObject({
      ok: false,
      error: { code: 'secret-store-unavailable', params: { reason: 'no-service' } },
      profiles: [
        {
          name: 'work',
          folder: 'New',
          secret: { kind: 'password', state: 'no-service' },
          notes: [{ code: 'password-command', command: 'pass show x' }],
        },
      ],
    });
    expect((await rows()).find(({ name }) => name === 'work')).toMatchObject({ secrets: [] });
    const left = await run(['profiles', 'import', '-', '--no-secrets'], { input });
    expect(left).toMatchObject({ status: 0 });
    expect(left.stdout).toContain('password: was left out');
  });

  test('two at a time lose nothing', async () => {
    const before = (await rows()).length;
    const input = 'smtp://parallel.example.org';
    const all = await Promise.all([1, 2, 3, 4].map(() => run(['profiles', 'import', '-'], { input })));
    expect(all.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    const names = (await rows()).map(({ name }) => name).filter((name) => name.startsWith('parallel'));
    expect(names.sort()).toEqual(['', ' (2)', ' (3)', ' (4)'].map((number) => `parallel.example.org${number}`));
    expect(await rows()).toHaveLength(before + 4);
  });

  test('a file of a later version is left as it is', async () => {
    const config = join(program.folder, 'later');
    const env = { XDG_CONFIG_HOME: config };
    await run(['profiles', 'import', '-'], { input: 'smtp://a.example.org', env });
    const path = join(config, 'Posthorn', 'profiles.json');
    await writeFile(path, '{"schema":99}');
    const { status, stderr } = await run(['profiles', 'list'], { env });
    expect(status).toBe(3);
    expect(stderr).toContain('file-newer');
    expect(await readFile(path, 'utf8')).toBe('{"schema":99}');
  });
});

describe.runIf(process.platform === 'linux')('with a keyring', () => {
  test('a password in a URL goes there, verifies, and is found nowhere else', async () => {
    const keyring = await startKeyring(join(program.folder, 'keyring'));
    expect(keyring, 'gnome-keyring and dbus are installed').not.toBeNull();
    if (keyring === null) return;
    try {
      const { env } = keyring;
      const input = `smtp://ann:${encodeURIComponent(SECRET)}@127.0.0.1:${port}`;
      const done = await json(['profiles', 'import', '-', '--folder', 'Kept'], { input, env });
      expect(done).toMatchObject({ ok: true, profiles: [{ secret: { kind: 'password', state: 'keychain' } }] });
      const child = program.spawn(['profiles', 'verify', 'Kept/127.0.0.1', '--json'], { ...noBus, ...env });
      const process = `/proc/${child.pid ?? 0}`;
      printed.push(await readFile(`${process}/cmdline`, 'utf8'), await readFile(`${process}/environ`, 'utf8'));
      let stdout = '';
      child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      const [code] = await new Promise<[number | null]>((resolve) => child.on('close', (status) => resolve([status])));
      printed.push(stdout);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        command: 'profiles verify',
        ok: true,
        profile: { folder: 'Kept' },
        verified: { ok: true, mechanism: 'SCRAM-SHA-256', tlsVersion: null },
        check: { auth: { used: 'SCRAM-SHA-256' } },
      });
      const kept = (await rows()).find(({ folder }) => folder === 'Kept');
      expect(kept).toMatchObject({ secrets: ['password'], verified: { ok: true, mechanism: 'SCRAM-SHA-256' } });
      const report = join(program.folder, 'report.html');
      const check = ['check', 'profile:kept/127.0.0.1', '--report', report, '--transcript'];
      expect((await run(check, { env })).status).toBe(0);
      const file = join(program.folder, 'all.json');
      await run(['profiles', 'export', '--all', '--output', file]);
      await run(['profiles', 'show', 'Kept/127.0.0.1']);
      const wrong = await run(['profiles', 'verify', 'Kept/127.0.0.1', '--password-stdin'], { input: 'wrong\n', env });
      expect(wrong.status).toBe(1);
      expect((await rows()).find(({ folder }) => folder === 'Kept')?.verified).toMatchObject({
        ok: false,
        error: 'auth-failed',
      });
      const folder = await json(['profiles', 'verify', '--folder', 'Kept'], { env });
      expect(folder).toMatchObject({
        command: 'profiles verify',
        ok: true,
        summary: { profiles: 1, verified: 1, refused: 0, notTried: 0 },
        profiles: [{ name: '127.0.0.1', ok: true, answer: 'works', verified: { ok: true } }],
      });
      const all = await run(['profiles', 'verify', '--all'], { env });
      expect([all.status, all.stdout]).toEqual([1, expect.stringMatching(/Kept\/127\.0\.0\.1 +ann +✔ SCRAM-SHA-256/)]);
      expect(all.stdout).toContain('not tried');
      // A list of accounts finds the password by the profile's name, or by user and server.
      const accounts = join(program.folder, 'accounts.csv');
      await writeFile(
        accounts,
        `host,port,user,profile\n127.0.0.1,${port},ann,\n,,,Kept/127.0.0.1\na.test,,,Kept/127.0.0.1\n`,
      );
      const surveyed = await json<{ cells: { line: number; ok: boolean; problem: { code: string } | null }[] }>(
        ['survey', '--targets', accounts, '--do', 'verify'],
        { env },
      );
      expect(surveyed.cells.map(({ line, ok, problem }) => [line, ok, problem?.code ?? null]).sort()).toEqual([
        [2, true, null],
        [3, true, null],
        [4, false, 'profile'],
      ]);
      // Without a keychain what had ended is printed, and the object is whole.
      const locked = await run(['survey', '--targets', accounts, '--do', 'verify', '--json']);
      expect([locked.status, JSON.parse(locked.stdout)]).toMatchObject([
        3,
        { command: 'survey', ok: false, error: { code: 'secret-store-unavailable' } },
      ]);
      const files = await readdir(program.folder, { recursive: true, withFileTypes: true });
      const searched = files.filter((each) => each.isFile() && !each.parentPath.includes('/keyring'));
      expect(searched.length).toBeGreaterThan(4);
      const texts = [...printed.map((text) => Buffer.from(text))];
      for (const each of searched) texts.push(await readFile(join(each.parentPath, each.name)));
      for (const text of texts) for (const form of forms) expect(text.includes(form)).toBe(false);
    } finally {
      keyring.stop();
    }
  });
});
