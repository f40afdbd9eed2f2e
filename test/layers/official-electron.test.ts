/** Releases hold the Electron of the lockfile, whose checksum stands in the repository; whatever else is offered is refused. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { recordedChecksums, unpackVerified } from '../../build/lib/electron/official.mjs';
import { inRoot } from '../../build/lib/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'posthorn-electron-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A zip of one file, stored as it is. */
function zipOf(name: string, content: string): Buffer {
  const [path, data] = [Buffer.from(name), Buffer.from(content)];
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, path, data]);
  const central = Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.of(20, 0), common, Buffer.alloc(14), path]);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function given(name: string, version: string) {
  const zip = join(folder, `${name}.zip`);
  const octets = zipOf('version', version);
  writeFileSync(zip, octets);
  return { zip, sha256: createHash('sha256').update(octets).digest('hex'), folder: join(folder, name) };
}

test('the checksums are those of the locked version, as Electron’s own package has them', () => {
  const { version, sha256 } = recordedChecksums();
  const read = (path: string): unknown => JSON.parse(readFileSync(inRoot('node_modules', 'electron', path), 'utf8'));
  expect((read('package.json') as { version: string }).version).toBe(version);
  expect(read('checksums.json')).toMatchObject(sha256);
  const systems = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];
  expect(Object.keys(sha256)).toEqual(systems.map((system) => `electron-v${version}-${system}.zip`));
  const { devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(devDependencies.electron).toBe(version);
});

test('a zip of the recorded checksum is unpacked', async () => {
  const made = given('good', '45.5.0\n');
  expect(await unpackVerified({ ...made, version: '45.5.0' })).toEqual({ dist: made.folder, version: '45.5.0' });
});

test('another zip, another version and a system without a checksum are refused', async () => {
  const made = given('other', '33.2.1');
  await expect(unpackVerified({ ...made, sha256: '0'.repeat(64), version: '33.2.1' })).rejects.toThrow(
    'is not Electron',
  );
  await expect(unpackVerified({ ...made, version: '45.5.0' })).rejects.toThrow('holds Electron 33.2.1');
  await expect(unpackVerified({ ...made, sha256: null, version: '45.5.0' })).rejects.toThrow('no checksum');
});
