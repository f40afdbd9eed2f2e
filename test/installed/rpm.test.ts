/**
 * The rpm, as far as it can be tried without a system of its own: its fields, and its files and scripts as rpm itself installs, updates and
 * removes them. That its dependencies have these names on Fedora and openSUSE is not shown here.
 */
import { basename } from 'node:path';
import { copyFileSync } from 'node:fs';
import { configuration } from '../../build/electron-builder.mjs';
import { setUpElectron } from '../../build/lib/electron/runtime.mjs';
import { locked } from '../../build/lib/files.mjs';
import { makeInstaller } from '../../build/lib/packages/installer.mjs';
import { expect, test } from './installed.ts';

test('rpm installs it, links the command, keeps it at an update and takes all away', async ({ machine }) => {
  test.setTimeout(180_000);
  const path = await locked(async () => {
    await setUpElectron();
    return makeInstaller('rpm', 'trial');
  });
  const rpm = `/root/${basename(path)}`;
  copyFileSync(path, machine.path(rpm));
  const libraries = (configuration().deb?.depends ?? []) as readonly string[];
  const names = libraries.map((name) => name.split(' ')[0] ?? '');
  await machine.need(['apt-get', 'install', '-y', '--no-install-recommends', 'rpm', ...names], { online: true });

  const fields = await machine.need(['rpm', '-qp', '--queryformat', '%{NAME} %{ARCH} %{LICENSE}', rpm]);
  expect(fields).toBe(`posthorn ${process.arch === 'arm64' ? 'aarch64' : 'x86_64'} MIT`);
  const needs = await machine.need(['rpm', '-qp', '--requires', rpm]);
  for (const name of ['gtk3', 'libsecret', 'mesa-libgbm', 'alsa-lib']) expect(needs).toContain(name);

  // Its dependencies are Debian's here, of which rpm knows nothing.
  const change = (...args: string[]): Promise<string> => machine.need(['rpm', '--force-debian', '--nodeps', ...args]);
  await change('--install', rpm);
  // Each file as the package says: its size, digest, mode and owner.
  expect(await machine.need(['rpm', '--verify', '--nodeps', 'posthorn'])).toBe('');
  const entry = await machine.need(['cat', '/usr/share/applications/posthorn.desktop']);
  expect(entry).toMatch(/^Exec=\/opt\/Posthorn\/posthorn -- %f$/m);
  expect(entry).toMatch(/^MimeType=message\/rfc822;$/m);
  await machine.need(['apt-get', 'install', '-y', '--no-install-recommends', 'desktop-file-utils'], { online: true });
  await machine.need(['desktop-file-validate', '/usr/share/applications/posthorn.desktop']);
  expect(await machine.need(['posthorn', '--version'], { user: true })).toMatch(/^\d+\.\d+\.\d+$/m);
  await change('--upgrade', '--force', rpm);
  expect(await machine.need(['readlink', '/usr/bin/posthorn'])).toBe('/opt/Posthorn/bin/posthorn\n');
  await change('--erase', 'posthorn');
  for (const gone of ['/usr/bin/posthorn', '/opt/Posthorn', '/usr/share/applications/posthorn.desktop'])
    expect((await machine.run(['test', '-e', gone])).status, gone).toBe(1);
});
