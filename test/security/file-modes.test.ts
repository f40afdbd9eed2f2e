/** Whatever we make is its owner's alone, even where the system's mask takes nothing away: every file of a full use is looked at. */
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { content } from '../core/profiles/samples.ts';
import { Program } from '../cli/program.ts';
import { memoryKeychain } from '../harness/memory-keychain.ts';
import { check, message, realApp, runToEnd } from '../ipc/real-app.ts';
import { openMailbox } from '../../electron/storage/mailbox/mailbox.ts';
import { save } from '../../electron/app/saving/save.ts';
import { noDesktop } from '../../electron/app/desktop.ts';
import { workerUrl } from '../server/fixture.ts';

let before = 0;
let dir: string;
beforeEach(async () => {
  before = process.umask(0);
  dir = await mkdtemp(join(tmpdir(), 'posthorn-modes-'));
});
afterEach(async () => {
  process.umask(before);
  await rm(dir, { recursive: true, force: true });
});

interface Found {
  readonly paths: readonly string[];
  /** Those that others may look into, with their modes. */
  readonly open: readonly string[];
}

async function walk(root: string): Promise<Found> {
  const paths: string[] = [];
  const open: string[] = [];
  for (const name of await readdir(root, { recursive: true })) {
    const { mode } = await stat(join(root, name));
    paths.push(name);
    if ((mode & 0o077) !== 0) open.push(`${name} ${(mode & 0o777).toString(8)}`);
  }
  return { paths, open };
}

const BIG = `Subject: big\r\n\r\n${'x'.repeat(70)}\r\n`.repeat(20_000);

async function deliver(
  where: { port: number; host: string } | { path: string },
  body: string,
  hello = 'EHLO',
): Promise<void> {
  const socket = connect(where);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.write(`${hello} c\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nDATA\r\n${body}\r\n.\r\nQUIT\r\n`);
  await once(socket, 'close');
  expect(received).toContain('250 2.0.0 Message accepted');
}

describe.skipIf(process.platform === 'win32')('with a mask of 000', () => {
  test('the app: mail, sessions, runs, profiles, settings, users, authority', async () => {
    const data = join(dir, 'data');
    await mkdir(data, { mode: 0o700 });
    const app = await realApp(undefined, data, memoryKeychain());
    const { client } = app;
    try {
      await client.call('server.start', {});
      const state = app.app.server.state().listeners.find(({ config }) => config.id === 'smtp');
      const where = { port: state?.boundPort ?? 0, host: '127.0.0.1' };
      await deliver(where, 'Subject: small\r\n\r\nx');
      await deliver(where, BIG);
      await client.call('mailbox.list', { offset: 0, limit: 10, search: 'small' });
      await runToEnd(client, check(app.address('smtp')));
      await runToEnd(client, message(app.address('smtp'), 'Subject: own\r\n\r\nx'));
      const profile = await client.call('profiles.save', { id: null, rev: 0, folder: null, content: content('one') });
      await client.call('profiles.save', { id: profile.id, rev: profile.rev, folder: null, content: content('two') });
      await client.call('settings.set', { theme: 'dark' });
      await client.call('server.addUser', { user: 'ann', password: null });
      const during = await walk(data);
      expect(during.open).toEqual([]);
      expect(during.paths).toEqual(expect.arrayContaining(['index.db', 'mailbox/envelopes.jsonl', 'profiles.json']));
    } finally {
      await app.close();
    }
    const after = await walk(data);
    expect(after.open).toEqual([]);
    const expected = [
      'history/runs',
      'mailbox/spool',
      'sessions',
      'settings.json',
      'server-users.json',
      'authority/ca.pem',
    ];
    expect(after.paths).toEqual(expect.arrayContaining(expected));
  });

  test('an index that others could read is theirs no more', async () => {
    const path = join(dir, 'index.db');
    await (await openMailbox({ dir, workerUrl: workerUrl() })).close();
    await rm(path);
    await writeFile(path, '', { mode: 0o644 });
    await (await openMailbox({ dir, workerUrl: workerUrl() })).close();
    expect((await walk(dir)).open).toEqual([]);
  });

  test('what is saved where the user chose', async () => {
    const path = join(dir, 'saved.eml');
    const desktop = { ...noDesktop, chooseSavePath: async () => path };
    async function* octets(): AsyncIterable<Uint8Array> {
      yield Buffer.from('Subject: x\r\n\r\n');
    }
    await save(desktop, { name: 'saved.eml', content: octets, foreign: true });
    expect((await walk(dir)).open).toEqual([]);
  });

  describe('the command line', () => {
    let program: Program;
    beforeAll(async () => {
      program = await Program.build();
    });
    afterAll(() => program.remove());

    test.each(['DIR', 'maildir:DIR', 'mbox:DIR/mbox'])('serve --store %s', async (store) => {
      const kept = join(dir, 'kept');
      if (store.startsWith('mbox')) await mkdir(kept, { mode: 0o700 });
      const socket = join(dir, 'socket');
      const args = ['--smtp', '0', '--lmtp', socket, '--smtps', '0', '--store', store.replace('DIR', kept)];
      const passwords = ['--auth', 'ann', '--passwords-file', join(dir, 'passwords')];
      const serving = await program.serve([...args, ...passwords], { XDG_CONFIG_HOME: join(dir, 'config') });
      await deliver({ port: serving.ports[0] ?? 0, host: '127.0.0.1' }, 'Subject: small\r\n\r\nx');
      await deliver({ path: socket }, BIG, 'LHLO');
      const found = await walk(dir);
      expect(found.open).toEqual([]);
      expect(found.paths).toEqual(expect.arrayContaining(['socket', 'passwords']));
      expect(await serving.stop()).toBe(0);
      expect((await walk(dir)).open).toEqual([]);
      expect(found.paths.some((path) => path.endsWith('ca.pem'))).toBe(true);
    });

    test('reports and exports', async () => {
      const report = join(dir, 'report.md');
      await program.run(['check', '127.0.0.1:1', '--report', report]);
      await program.run(['profiles', 'export', join(dir, 'profiles.json')], {
        env: { XDG_CONFIG_HOME: join(dir, 'c') },
      });
      const found = await walk(dir);
      expect(found.open).toEqual([]);
      expect(found.paths).toContain('report.md');
    });
  });
});
