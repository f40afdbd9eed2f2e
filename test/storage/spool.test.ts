import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSpool } from '../../electron/storage/spool/file-spool.ts';
import { discardingSpool, memorySpool } from '../../electron/storage/spool/memory-spool.ts';
import type { SpooledMessage, SpoolFile } from '../../electron/core/ports.ts';
import { limits } from '../../electron/storage/limits.ts';
import { temporaryDir } from '../server/fixture.ts';

async function contents(message: SpooledMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message.stream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');

test.each([0, 1, 1000, limits.spool.smallOctets, limits.spool.smallOctets + 1, limits.spool.writeOctets, 5_000_000])(
  '%i octets are written whole, hashed, and have a head',
  async (size) => {
    const dir = join(await temporaryDir(), 'incoming');
    const octets = Buffer.from(Array.from({ length: Math.min(size, 70_000) }, (_, i) => (i * 31) % 256));
    const whole = Buffer.alloc(size, octets.length === 0 ? 0 : octets);
    const file = await fileSpool(dir).create();
    for (let at = 0; at < size; at += 60_001) await file.write(whole.subarray(at, at + 60_001));
    const message = await file.finish();
    expect(message).toMatchObject({ size, sha256: sha256(whole) });
    expect(whole.subarray(0, limits.spool.headBytes).equals(message.head)).toBe(true);
    if (size > limits.spool.smallOctets) expect((await readFile(message.path)).equals(whole)).toBe(true);
    // A small one costs no file.
    else expect([message.path, message.octets?.length, await readdir(dir)]).toEqual(['', size, []]);
    expect((await contents(message)).equals(whole)).toBe(true);
    await message.discard();
    await message.discard();
    expect(await readdir(dir)).toEqual([]);
  },
);

test('discarding leaves nothing, while a write is under way too', async () => {
  const dir = await temporaryDir();
  const spool = fileSpool(dir);
  const file = await spool.create();
  const written = file.write(Buffer.alloc(limits.spool.writeOctets * 3));
  await file.discard();
  await written;
  const empty = await spool.create();
  await empty.discard();
  expect(await readdir(dir)).toEqual([]);
});

test('a slow disk makes the writer wait', async () => {
  const file = await fileSpool(await temporaryDir()).create();
  let waited = false;
  let done = false;
  const writes = (async () => {
    for (let i = 0; i < 40 && !waited; i += 1) {
      const write = Promise.resolve(file.write(Buffer.alloc(262_144)));
      const ready = await Promise.race([
        write.then(() => true),
        Promise.resolve()
          .then(() => Promise.resolve())
          .then(() => false),
      ]);
      if (!ready) waited = true;
      await write;
    }
    done = true;
  })();
  await writes;
  expect([waited, done]).toEqual([true, true]);
  await file.discard();
});

test('what a killed process left is removed, what others hold is not', async () => {
  const dir = await temporaryDir();
  await mkdir(dir, { recursive: true });
  const dead = `${2 ** 22 + 1}-abcd-1.part`;
  const alive = `${process.ppid}-abcd-1.part`;
  for (const name of [dead, alive, 'other.txt']) await writeFile(join(dir, name), 'x');
  const file = await fileSpool(dir).create();
  await file.discard();
  expect((await readdir(dir)).sort()).toEqual([alive, 'other.txt'].sort());
});

test('in memory, and counted only', async () => {
  const kept = await memorySpool().create();
  await kept.write(Buffer.from('hello '));
  await kept.write(Buffer.from('world'));
  const message = await kept.finish();
  expect((await contents(message)).toString()).toBe('hello world');
  const counted = await discardingSpool().create();
  for (let i = 0; i < 100; i += 1) await counted.write(Buffer.alloc(100_000, 1));
  const sum = await counted.finish();
  expect(sum).toMatchObject({ size: 10_000_000, sha256: sha256(Buffer.alloc(10_000_000, 1)) });
  expect(sum.head).toHaveLength(limits.spool.headBytes);
});

test('a thousand messages that come in at once share what memory there is for them', async () => {
  const spool = fileSpool(join(await temporaryDir(), 'incoming'));
  const chunk = Buffer.alloc(limits.spool.smallOctets + 1, 'x');
  const before = process.memoryUsage().arrayBuffers;
  const files: SpoolFile[] = [];
  for (let i = 0; i < 1_000; i += 1) files.push(await spool.create());
  for (const file of files) await file.write(chunk);
  const { largeStages, writeOctets, smallWriteOctets } = limits.spool;
  // Two buffers each while one is being written, and what the collector has not yet got to.
  const most = 2 * (largeStages * writeOctets + 1_000 * smallWriteOctets) + 64 * 1_048_576;
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(most);
  for (const file of files) await file.write(chunk);
  const whole = sha256(Buffer.concat([chunk, chunk]));
  for (const file of files) {
    const message = await file.finish();
    expect([message.size, message.sha256]).toEqual([2 * chunk.length, whole]);
    await message.discard();
  }
});

test('a message that drips in octet by octet is whole', async () => {
  const file = await fileSpool(join(await temporaryDir(), 'incoming')).create();
  const octets = Buffer.from(Array.from({ length: 10_000 }, (_, i) => (i * 31) % 256));
  for (const octet of octets) await file.write(Uint8Array.of(octet));
  const message = await file.finish();
  expect(message).toMatchObject({ size: 10_000, sha256: sha256(octets) });
  expect(Buffer.compare(await contents(message), octets)).toBe(0);
  expect(Buffer.compare(Buffer.from(message.head), octets)).toBe(0);
});
