/** The release feed over real TLS: what is sent, what is taken, and everything that is not. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicKeyText, signedFeed } from '../../../build/package/release-feed.mjs';
import { askFeed } from '../../../electron/core/updates/ask.ts';
import { feedRequest, readFeedConfig, type FeedAnswer, type FeedConfig } from '../../../electron/core/updates/feed.ts';
import { limits } from '../../../electron/core/updates/limits.ts';
import { httpAnswer, sampleRelease, startFeed, type FeedServer } from '../../harness/peers/release-feed.ts';

let there: FeedServer;
beforeAll(async () => {
  there = await startFeed();
});
afterAll(() => there.close());

const never = new AbortController().signal;

function configured(changes: object = {}): FeedConfig {
  const config = readFeedConfig({ ...there.config, ...changes });
  if (config === null) throw new Error('no configuration');
  return config;
}

const ask = (seen: string | null = null, time?: number): Promise<FeedAnswer> =>
  askFeed(configured(), seen, never, time);
const problemOf = async (answer: Promise<FeedAnswer>): Promise<string> => {
  const found = await answer;
  return found.ok ? 'none' : found.problem.code;
};

test('sends exactly what it says it sends, and says nothing of who asks', async () => {
  there.release();
  const before = there.asked.length;
  expect(await ask()).toEqual({ ok: true, release: sampleRelease });
  expect(await ask()).toMatchObject({ ok: true });
  const sent = there.asked.slice(before);
  const { url } = configured();
  expect(sent).toEqual(Array(2).fill(`${feedRequest(url).replaceAll('\n', '\r\n')}\r\n\r\n`));
  expect(feedRequest(url).split('\n')).toEqual([
    'GET /posthorn/feed.json HTTP/1.1',
    `Host: ${url.host}`,
    'User-Agent: Posthorn',
    'Accept: application/json',
    'Connection: close',
  ]);
});

test('an answer is taken to its end, and no connection is left', async () => {
  there.answer((socket) => {
    const whole = httpAnswer(signedFeed(sampleRelease, there.privateKey));
    socket.write(whole.slice(0, 300));
    setImmediate(() => socket.end(whole.slice(300)));
  });
  expect(await ask()).toMatchObject({ ok: true });
  await expect.poll(() => there.open).toBe(0);
});

test('a feed is read as it was signed, and not as what stands around it', async () => {
  const whole = JSON.parse(signedFeed(sampleRelease, there.privateKey)) as { signed: string; signature: string };
  there.serve(JSON.stringify({ ...whole, version: '1.0.0', page: 'https://elsewhere.example/' }));
  expect(await ask()).toEqual({ ok: true, release: sampleRelease });
  there.serve(JSON.stringify({ ...whole, signed: whole.signed.replace('99.1.0', '99.2.0') }));
  expect(await problemOf(ask())).toBe('wrong-signature');
  there.serve(JSON.stringify({ ...whole, signed: `${whole.signed} ` }));
  expect(await problemOf(ask())).toBe('wrong-signature');
  there.serve(JSON.stringify({ signed: whole.signed }));
  expect(await problemOf(ask())).toBe('unsigned');
  there.serve(JSON.stringify({ ...whole, signature: '' }));
  expect(await problemOf(ask())).toBe('unsigned');
  for (const signature of ['AAAA', '!', whole.signature.slice(4)]) {
    there.serve(JSON.stringify({ ...whole, signature }));
    expect(await problemOf(ask())).toBe('wrong-signature');
  }
});

test('another key’s signature is not taken', async () => {
  there.serve(signedFeed(sampleRelease, generateKeyPairSync('ed25519').privateKey));
  expect(await problemOf(ask())).toBe('wrong-signature');
});

test('one that was signed before the last that was taken is a copy; the same again is not', async () => {
  there.release();
  expect(await ask(sampleRelease.date)).toMatchObject({ ok: true });
  expect(await ask('2026-11-30T12:00:00.001Z')).toEqual({
    ok: false,
    problem: { code: 'replayed', params: { date: sampleRelease.date } },
  });
});

test.each<[string, string]>([
  ['nothing', ''],
  ['no JSON', '<!doctype html><title>Sign in</title>'],
  ['cut', '{"signed":"{'],
  ['a list', '[]'],
  ['null', 'null'],
  ['octets that are no UTF-8', '\u00ff'],
  ['deep', `{"signed":${'['.repeat(50_000)}`],
])('%s is damaged', async (_name, body) => {
  const head = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n';
  there.answer((socket) => void socket.end(Buffer.from(`${head}${body}`, 'latin1')));
  expect(await problemOf(ask())).toBe('damaged');
});

test.each<[string, object]>([
  ['no version', { version: 'newest' }],
  ['a version with an escape sequence', { version: '2.0.0-\u001b[31m' }],
  ['a page without TLS', { page: 'http://releases.example/' }],
  ['a page that is a script', { page: 'javascript:alert(1)' }],
  ['a page with a blank', { page: 'https://releases.example/ a' }],
  ['notes without an end', { notes: 'x'.repeat(8_001) }],
  ['a file elsewhere', { files: [{ ...sampleRelease.files[0], name: '../../etc/passwd' }] }],
  ['too many files', { files: Array(41).fill(sampleRelease.files[0]) }],
  ['another feed', { feed: 'others' }],
  ['no date', { date: 'yesterday' }],
])('rightly signed and damaged: %s', async (_name, changes) => {
  there.release(changes);
  expect(await problemOf(ask())).toBe('damaged');
});

test('members that are not known are passed over', async () => {
  there.release({ later: { than: 'this' } });
  expect(await ask()).toEqual({ ok: true, release: sampleRelease });
});

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed, wherever it leads', async (status) => {
  there.answer((socket) => void socket.end(httpAnswer('', `${status} Moved`, `Location: ${there.config.url}\r\n`)));
  const before = there.asked.length;
  expect(await problemOf(ask())).toBe('redirected');
  expect(there.asked.length).toBe(before + 1);
});

test('another status is named', async () => {
  there.answer((socket) => void socket.end(httpAnswer(signedFeed(sampleRelease, there.privateKey), '404 Not Found')));
  expect(await ask()).toEqual({ ok: false, problem: { code: 'refused', params: { status: 404 } } });
});

test('what is huge, or has no end, is cut off', async () => {
  there.serve(JSON.stringify({ signed: 'x'.repeat(limits.updates.answer) }));
  expect(await problemOf(ask())).toBe('too-large');
  let written = 0;
  there.answer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n');
    const more = (): void => {
      if (socket.destroyed) return;
      written += 65_536;
      socket.write('x'.repeat(65_536), () => setImmediate(more));
    };
    more();
  });
  expect(await problemOf(ask())).toBe('too-large');
  await expect.poll(() => there.open).toBe(0);
  expect(written).toBeLessThan(33_554_432);
});

test('header fields without an end are cut off', async () => {
  there.answer((socket) => void socket.write(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(limits.updates.headers * 2)}`));
  expect(await problemOf(ask())).toBe('unreachable');
});

test('one that drips, and one that is silent, end with the time', async () => {
  there.answer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{');
    const timer = setInterval(() => socket.write(' '), 10);
    socket.on('close', () => clearInterval(timer));
  });
  expect(await ask(null, 300)).toEqual({ ok: false, problem: { code: 'timeout', params: { seconds: 0.3 } } });
  there.answer(() => undefined);
  expect(await problemOf(ask(null, 300))).toBe('timeout');
  await expect.poll(() => there.open).toBe(0);
});

test('a connection that ends early, and nobody there', async () => {
  there.answer((socket) => void socket.destroy());
  expect(await problemOf(ask())).toBe('unreachable');
  there.answer((socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{'));
  expect(await problemOf(ask())).toBe('unreachable');
  const gone = await startFeed();
  const config = readFeedConfig(gone.config);
  await gone.close();
  if (config === null) throw new Error('no configuration');
  expect(await askFeed(config, null, never)).toEqual({
    ok: false,
    problem: { code: 'unreachable', params: { reason: 'ECONNREFUSED' } },
  });
});

test('a certificate that nobody vouches for, or of another name, ends it before anything is sent', async () => {
  there.release();
  const before = there.asked.length;
  const { ca: _, ...without } = there.config;
  const alone = readFeedConfig(without);
  if (alone === null) throw new Error('no configuration');
  expect(await problemOf(askFeed(alone, null, never))).toBe('certificate');
  const elsewhere = configured({ url: there.config.url.replace('127.0.0.1', '127.0.0.2') });
  expect(['certificate', 'unreachable']).toContain(await problemOf(askFeed(elsewhere, null, never)));
  expect(there.asked.length).toBe(before);
});

test.each<[string, object]>([
  ['no TLS', { url: 'http://127.0.0.1/feed.json' }],
  ['a user', { url: 'https://me:secret@releases.example/feed.json' }],
  ['no address', { url: 'releases.example' }],
  ['a file', { url: 'file:///etc/passwd' }],
  ['no key', { publicKey: '' }],
  ['another kind of key', { publicKey: publicKeyText(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey) }],
])('a configuration with %s is none', (_name, changes) => {
  expect(readFeedConfig({ ...there.config, ...changes })).toBeNull();
});

test('a build without one has none', () => {
  for (const value of [undefined, null, '', {}, []]) expect(readFeedConfig(value)).toBeNull();
});
