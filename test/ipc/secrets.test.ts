/** A secret goes one way: from the window to the server it is for. It comes back nowhere and stays nowhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunSnapshot } from '../../electron/ipc/schemas/run.ts';
import { check, realApp, runToEnd, type RealApp } from './real-app.ts';

const user = 'alice@example.org';
const secret = 'Zq9/tröt+horn & café=77';

/** Every way in which it might be written down. Base64 of a part depends on what stands before it: all three alignments. */
function forms(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const aligned = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return whole.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 8) / 24) * 4);
  });
  return [
    text,
    bytes.toString('latin1'),
    ...aligned,
    ...aligned.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    encodeURIComponent(text),
    bytes.toString('hex'),
    JSON.stringify(text).slice(1, -1),
  ];
}

/** All text and octets in a value, as they are and as Latin-1. */
function flatten(value: unknown): string {
  if (value instanceof Uint8Array)
    return `${Buffer.from(value).toString('utf8')}\n${Buffer.from(value).toString('latin1')}`;
  if (Array.isArray(value)) return value.map(flatten).join('\n');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, entry]) => `${key}\n${flatten(entry)}`)
      .join('\n');
  }
  return String(value);
}

async function everythingIn(dir: string): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map((file) => readFile(file)));
  return flatten(contents);
}

async function expectNowhere(real: RealApp, runs: readonly RunSnapshot[]): Promise<void> {
  const sessions = await real.client.call('server.sessions', { limit: 100 });
  expect(sessions.length).toBeGreaterThanOrEqual(runs.length);
  for (const { id } of sessions) await real.client.call('server.sessionEvents', { id });
  await real.app.close();
  const places = { seen: flatten(real.seen), logged: real.logged.join('\n'), files: await everythingIn(real.dataDir) };
  expect(places.seen).toContain('AUTH');
  for (const [place, text] of Object.entries(places)) {
    for (const form of forms(secret)) expect(text.includes(form), `${form} in ${place}`).toBe(false);
  }
}

const mechanisms = ['PLAIN', 'LOGIN'] as const;

test('the search itself finds what it looks for', () => {
  const plain = `\0${user}\0${secret}`;
  const found = (text: string): boolean => forms(secret).some((form) => text.includes(form));
  expect(found(Buffer.from(plain, 'utf8').toString('base64'))).toBe(true);
  expect(found(Buffer.from(`x${plain}`, 'utf8').toString('base64'))).toBe(true);
  expect(found(flatten([{ a: Buffer.from(secret, 'utf8') }]))).toBe(true);
  expect(found(flatten({ raw: 'nothing here' }))).toBe(false);
});

test.each(mechanisms)('%s that succeeds leaves no trace of the password', async (mechanism) => {
  const real = await realApp();
  try {
    const done = await runToEnd(
      real.client,
      check(real.address('smtp'), { auth: { user, mechanisms: [mechanism] }, secret }),
    );
    expect(done.report?.auth?.used).toBe(mechanism);
    await expectNowhere(real, [done]);
  } finally {
    await real.close();
  }
});

test.each(mechanisms)('%s that is refused leaves none either', async (mechanism) => {
  const real = await realApp((config) => ({ ...config, auth: { ...config.auth, acceptAny: false } }));
  try {
    const done = await runToEnd(
      real.client,
      check(real.address('smtps'), {
        connection: { target: real.address('smtps'), security: 'tls' },
        auth: { user, mechanisms: [mechanism] },
        secret,
      }),
    );
    expect(done.report?.error?.code).toBe('auth-failed');
    await expectNowhere(real, [done]);
  } finally {
    await real.close();
  }
});

test('a secret with a control character is refused without being repeated', async () => {
  const real = await realApp();
  try {
    const done = await runToEnd(
      real.client,
      check(real.address('smtp'), { auth: { user, mechanisms: ['PLAIN'] }, secret: `${secret}\0` }),
    );
    expect(done.report?.error).toMatchObject({ code: 'invalid-argument', params: { value: null } });
    await real.app.close();
    for (const form of forms(secret)) expect(flatten(real.seen).includes(form)).toBe(false);
  } finally {
    await real.close();
  }
});
