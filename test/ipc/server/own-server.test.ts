/** Our certificate authority is trusted for our own listeners, and for nothing else. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ListenerState } from '../../../electron/protocol/values/server/server.ts';
import { createTestServer } from '../../../electron/core/server/server.ts';
import { defaultServerConfig } from '../../../electron/core/server/defaults.ts';
import { sinkHandler } from '../../../electron/core/server/handlers/sink.ts';
import { acceptAnyUser } from '../../../electron/core/server/users/users.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { ensureAuthority } from '../../../electron/storage/authority/store.ts';
import { discardingSpool } from '../../../electron/storage/spool/memory-spool.ts';
import { isOwnListener, leadsToOwnListener } from '../../../electron/app/server/own-server.ts';
import { check, realApp, runToEnd, type RealApp } from '../real-app.ts';

const listener = (more: Partial<ListenerState>): ListenerState => ({
  config: {
    id: 'one',
    protocol: 'smtp',
    security: 'starttls',
    host: '127.0.0.1',
    port: 2525,
    path: null,
    nextFree: true,
  },
  boundPort: 2526,
  listening: true,
  error: null,
  sessions: 0,
  ...more,
});

describe('which targets are ours', () => {
  const socket = listener({
    config: { ...listener({}).config, host: null, port: null, path: '/run/p.sock' },
    boundPort: null,
  });
  test.each([
    ['127.0.0.1:2526', true],
    ['localhost:2526', true],
    ['LOCALHOST:2526', true],
    ['[::1]:2526', true],
    ['smtp://127.0.0.1:2526', true],
    ['/run/p.sock', true],
    ['127.0.0.1:2525', false],
    ['127.0.0.1', false],
    ['192.0.2.1:2526', false],
    ['localhost.example.org:2526', false],
    ['127.0.0.1.example.org:2526', false],
    ['/run/other.sock', false],
    ['', false],
  ])('%s: %s', (target, own) => {
    expect(isOwnListener({ target }, [listener({}), socket])).toBe(own);
  });

  test('a listener that does not listen has no port to trust', () => {
    expect(isOwnListener({ target: '127.0.0.1:2526' }, [listener({ listening: false })])).toBe(false);
  });
});

test('a socket of ours is one by whatever links it is reached', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-own-'));
  try {
    await mkdir(join(dir, 'run'));
    await symlink(join(dir, 'run'), join(dir, 'var-run'));
    for (const name of ['ours', 'other']) await writeFile(join(dir, 'run', name), '');
    await symlink(join(dir, 'run', 'ours'), join(dir, 'alias'));
    const path = join(dir, 'run', 'ours');
    const ours = [listener({ config: { ...listener({}).config, host: null, port: null, path }, boundPort: null })];
    const leads = (name: string) => leadsToOwnListener({ target: `${dir}/${name}` }, ours);
    for (const name of ['run/ours', 'run/../run/ours', 'var-run/ours', 'alias']) expect(await leads(name)).toBe(true);
    for (const name of ['run/other', 'var-run/other', 'run/gone']) expect(await leads(name)).toBe(false);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

describe('with real certificates', () => {
  let real: RealApp;
  beforeAll(async () => {
    real = await realApp();
  });
  afterAll(() => real.close());

  test('our own STARTTLS and implicit TLS are trusted, and the run says why', async () => {
    const starttls = await runToEnd(real.client, check(real.address('smtp')));
    expect(starttls).toMatchObject({ ownServer: true, report: { ok: true, tls: { authorized: true } } });
    const target = real.address('smtps');
    const implicit = await runToEnd(real.client, check(target, { connection: { target, security: 'tls' } }));
    expect(implicit).toMatchObject({ ownServer: true, report: { ok: true, tls: { authorized: true } } });
  });

  test('the same certificate on a port that is not ours is not trusted', async () => {
    const authority = await ensureAuthority(`${real.dataDir}/authority`);
    const defaults = defaultServerConfig('test.example');
    const stranger = createTestServer({
      config: { ...defaults, listeners: [{ ...defaults.listeners[0]!, port: 0 }] },
      spool: discardingSpool(),
      handler: sinkHandler(),
      users: acceptAnyUser,
      tls: () => authority.issue(),
      clock: systemClock,
      observer: {
        listener: () => undefined,
        session: () => undefined,
        event: () => undefined,
        message: () => undefined,
      },
    });
    const [state] = await stranger.start();
    try {
      const done = await runToEnd(real.client, check(`127.0.0.1:${state?.boundPort ?? 0}`));
      expect(done.ownServer).toBe(false);
      expect(done.report?.tls).toMatchObject({ authorized: false, chainError: 'untrusted-root', nameError: null });
    } finally {
      await stranger.stop();
    }
  });
});
