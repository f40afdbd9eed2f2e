/** The stand-in for fpm: it reads what electron-builder passes, refuses what it does not know, and writes the fields that were asked for. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { controlFile } from '../../build/lib/packages/deb.mjs';
import { readFpmArguments, stageFiles, stagedFiles } from '../../build/lib/packages/fpm-arguments.mjs';
import { specFile } from '../../build/lib/packages/rpm.mjs';

const given = (type: 'deb' | 'rpm'): string[] => [
  ...['-s', 'dir', '--force', '-t', type, '-d', 'libgtk-3-0', '-d', 'libasound2 | libasound2t64'],
  ...(type === 'deb' ? ['--deb-recommends', 'libgl1', '--deb-compression', 'xz'] : ['--rpm-os', 'linux']),
  ...['--architecture', 'amd64', '--after-install', '/a', '--after-remove', '/b', '--description', 'Short\n Long, %1'],
  ...['--version', '1.2.3', '--package', '/out/p', '--name', 'posthorn', '--maintainer', 'A <a@example.org>'],
  ...(type === 'rpm' ? ['--rpm-rpmbuild-define=_build_id_links none', '--rpm-summary', 'Short'] : []),
  ...['/app/=/opt/Posthorn', '/icon.png=/usr/share/icons/hicolor/16x16/apps/posthorn.png'],
];

test('what electron-builder passes is read', () => {
  const wanted = readFpmArguments(given('rpm'));
  expect(wanted).toMatchObject({ type: 'rpm', name: 'posthorn', version: '1.2.3', architecture: 'amd64' });
  expect(wanted.depends).toEqual(['libgtk-3-0', 'libasound2 | libasound2t64']);
  expect(wanted.defines).toEqual(['_build_id_links none']);
  expect(wanted.files).toEqual([
    { from: '/app/', to: '/opt/Posthorn' },
    { from: '/icon.png', to: '/usr/share/icons/hicolor/16x16/apps/posthorn.png' },
  ]);
});

test('what is not known, or lacks its value, makes no package', () => {
  expect(() => readFpmArguments([...given('deb'), '--deb-systemd', 'x.service'])).toThrow('--deb-systemd');
  expect(() => readFpmArguments([...given('deb'), '--url'])).toThrow('--url has no value');
  expect(() => readFpmArguments(given('deb').filter((argument) => argument !== '/out/p'))).toThrow();
  expect(() => readFpmArguments(given('deb').map((argument) => (argument === 'deb' ? 'pacman' : argument)))).toThrow(
    'no pacman',
  );
});

test('the fields of the deb are those that were asked for, and its description stays one field', () => {
  expect(controlFile(readFpmArguments(given('deb')), 7)).toBe(
    [
      ...['Package: posthorn', 'Version: 1.2.3', 'Architecture: amd64', 'Maintainer: A <a@example.org>'],
      ...['Installed-Size: 7', 'Depends: libgtk-3-0, libasound2 | libasound2t64', 'Recommends: libgl1'],
      ...['Description: Short', ' Long, %1', ''],
    ].join('\n'),
  );
});

test('the rpm owns its own folders and none of the system', () => {
  const wanted = { ...readFpmArguments(given('rpm')), afterInstall: null, afterRemove: null };
  const spec = specFile(wanted, [
    { path: '/opt', folder: true },
    { path: '/opt/Posthorn', folder: true },
    { path: '/opt/Posthorn/app', folder: false },
    { path: '/usr/share/applications', folder: true },
  ]);
  expect(spec.slice(spec.indexOf('%files'))).toBe(
    '%files\n%defattr(-,root,root,-)\n%dir "/opt/Posthorn"\n"/opt/Posthorn/app"\n',
  );
});

test('files are laid out as they will be installed, and folders can be read by everybody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-staged-'));
  try {
    writeFileSync(join(folder, 'icon.png'), 'icon', { mode: 0o600 });
    await stageFiles([{ from: join(folder, 'icon.png'), to: '/usr/share/icon.png' }], join(folder, 'root'));
    expect(stagedFiles(join(folder, 'root')).map(({ path }) => path)).toEqual([
      '/usr',
      '/usr/share',
      '/usr/share/icon.png',
    ]);
    expect(readFileSync(join(folder, 'root', 'usr', 'share', 'icon.png'), 'utf8')).toBe('icon');
    expect(statSync(join(folder, 'root', 'usr', 'share')).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, 'root', 'usr', 'share', 'icon.png')).mode & 0o777).toBe(0o644);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
