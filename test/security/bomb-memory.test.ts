/** SEC-54: whatever a message is made of, reading it for its structure and its view costs less than 256 MiB. Each in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleForNode } from '../../build/lib/bundle.mjs';
import { inRoot } from '../../build/lib/paths.mjs';
import { messagePath } from '../../electron/storage/mailbox/files.ts';

const MIB = 1_048_576;
const bundle = inRoot('out', 'test-workers', `bombs-${process.pid}`);
let dir: string;

beforeAll(async () => {
  await bundleForNode({ entries: { child: new URL('./bomb-child.ts', import.meta.url).pathname }, outDir: bundle });
  dir = await mkdtemp(join(tmpdir(), 'posthorn-bomb-memory-'));
});

afterAll(async () => {
  await rm(bundle, { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
});

const multipart = (boundary: string): string => `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`;
const bombs: Readonly<Record<string, () => string>> = {
  'ten thousand multiparts within each other': () =>
    Array.from({ length: 10_000 }, (_, at) => `${multipart(`b${at}`)}--b${at}\r\n`).join(''),
  'two hundred thousand parts': () => `${multipart('b')}${'--b\r\n\r\nx\r\n'.repeat(200_000)}--b--\r\n`,
  'fifty thousand messages within each other': () => 'Content-Type: message/rfc822\r\n\r\n'.repeat(50_000),
  'a million header fields': () => `${'A: b\r\n'.repeat(1_000_000)}\r\nbody`,
  'a hundred thousand pieces of a name': () =>
    `Content-Type: text/plain;${Array.from({ length: 100_000 }, (_, at) => `name*${at}=x`).join(';')}\r\n\r\nx`,
  'a hundred thousand encoded words': () => `Subject: ${'=?utf-8?q?x?= '.repeat(100_000)}\r\n\r\nx`,
  'sixty megabytes of base64': () =>
    `Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${'QUFB'.repeat(19)}\r\n`.repeat(800_000)}`,
};

// What is needed is measured, and not how long the collector waits before it collects.
const execArgv = ['--max-old-space-size=128'];
let number = 0;
test.each(Object.entries(bombs))('%s', async (_, make) => {
  number += 1;
  const id = `bomb-${number}`;
  const path = messagePath(dir, id);
  await mkdir(join(path, '..'), { recursive: true });
  const source = Buffer.from(make());
  await writeFile(path, source);
  const child = fork(join(bundle, 'child.js'), [dir, id, String(source.length)], { execArgv });
  const [reported] = (await once(child, 'message')) as [{ grown: number; truncated: boolean }];
  await once(child, 'exit');
  expect(reported.grown).toBeGreaterThan(0);
  expect(reported.grown).toBeLessThan(256 * MIB);
});
