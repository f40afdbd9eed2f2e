/** A secret goes one way: from the window to the server it is for. It comes back nowhere and stays nowhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mechanisms } from '../../../electron/core/sasl/registry.ts';
import type { RunSnapshot } from '../../../electron/protocol/values/app/run.ts';
import { reportFile } from '../../../electron/app/runs/report-file.ts';
import { startScripted } from '../../harness/peers/scripted-server.ts';
import { check, realApp, runToEnd, type RealApp } from '../real-app.ts';

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

test('the search itself finds what it looks for', () => {
  const plain = `\0${user}\0${secret}`;
  const found = (text: string): boolean => forms(secret).some((form) => text.includes(form));
  expect(found(Buffer.from(plain, 'utf8').toString('base64'))).toBe(true);
  expect(found(Buffer.from(`x${plain}`, 'utf8').toString('base64'))).toBe(true);
  expect(found(flatten([{ a: Buffer.from(secret, 'utf8') }]))).toBe(true);
  expect(found(flatten({ raw: 'nothing here' }))).toBe(false);
});

/** Of what a mechanism sends in one piece, besides the secret itself. */
const responses = (given: string): string[] => [`\0${user}\0${given}`, `user=${user}\x01auth=Bearer ${given}\x01\x01`];

/** Everything that crossed to the window, the reports that can be saved, what was logged and what was kept. */
async function expectNoTrace(real: RealApp, run: RunSnapshot, given: string): Promise<void> {
  const { markdown } = await real.client.call('report.text', { runId: run.runId });
  await real.client.call('history.list', { offset: 0, limit: 10, search: '' });
  for (const { id } of await real.client.call('server.sessions', { limit: 100 }))
    await real.client.call('server.sessionEvents', { id });
  const { report } = run;
  if (report === null) throw new Error('no report');
  await real.app.close();
  const places = {
    seen: flatten(real.seen),
    events: flatten(run.events),
    logged: real.logged.join('\n'),
    files: await everythingIn(real.dataDir),
    markdown,
    html: reportFile(report, 'html').text,
    json: reportFile(report, 'json').text,
  };
  expect(places.seen).toContain('AUTH');
  const wanted = [given, ...responses(given)].flatMap(forms);
  for (const [place, text] of Object.entries(places)) {
    const lower = text.toLowerCase();
    for (const form of wanted) expect(lower.includes(form.toLowerCase()), `${form} in ${place}`).toBe(false);
  }
}

/** Token mechanisms take printable ASCII alone; what URL encoding and base64url change is in it. */
const given = { password: secret, token: 'ya29.Zq9~en/with+signs=', none: '' } as const;
const served = mechanisms.filter((one) => one.secret !== 'none' && one.server !== null);

describe.each(served)('$name', (mechanism) => {
  const text = given[mechanism.secret];

  test.each(['right', 'wrong'] as const)('with the %s secret: nowhere behind the contract', async (which) => {
    const tokens = which === 'right' ? ({ kind: 'any' } as const) : ({ kind: 'none' } as const);
    const real = await realApp((config) => ({
      ...config,
      auth: { ...config.auth, acceptAny: false, mechanisms: [mechanism.name], tokens },
    }));
    try {
      const password = which === 'right' ? text : `${text}x`;
      await real.client.call('server.addUser', { user, password });
      const auth = { user, mechanisms: [mechanism.name] };
      const done = await runToEnd(real.client, check(real.address('smtp'), { auth, secret: text }));
      expect(done.report?.auth?.tried).toMatchObject([{ mechanism: mechanism.name, ok: which === 'right' }]);
      expect(done.report?.error?.code ?? null).toBe(which === 'right' ? null : 'auth-failed');
      await expectNoTrace(real, done, text);
    } finally {
      await real.close();
    }
  });
});

test('NTLM, whose server is not ours: nowhere behind the contract', async () => {
  // [MS-NLMP] section 4.2.4.3.
  const challenge =
    'TlRMTVNTUAACAAAADAAMADgAAAAzgoriASNFZ4mrze8AAAAAAAAAACQAJABEAAAABgBwFwAAAA9TAGUAcgB2AGUAcgACAAwARABvAG0AYQBpAG4AAQAMAFMAZQByAHYAZQByAAAAAAA=';
  const peer = await startScripted([
    { send: '220 mx.test\r\n' },
    { expect: '^EHLO' },
    { send: '250-mx.test\r\n250 AUTH NTLM\r\n' },
    { expect: '^AUTH NTLM' },
    { send: `334 ${challenge}\r\n` },
    { expect: '' },
    { send: '535 5.7.8 no\r\n' },
    { tail: true },
  ]);
  const real = await realApp();
  try {
    const connection = { target: `127.0.0.1:${peer.port}`, security: 'none' as const };
    const auth = { user, mechanisms: ['NTLM'], allowClear: true };
    const done = await runToEnd(real.client, check(connection.target, { connection, auth, secret }));
    expect(done.report?.auth?.tried).toMatchObject([{ mechanism: 'NTLM', ok: false }]);
    await expectNoTrace(real, done, secret);
  } finally {
    await real.close();
    await peer.close();
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
