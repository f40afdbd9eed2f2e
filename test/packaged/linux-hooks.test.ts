/** What the deb and rpm packages do after installing and removing, tried in a folder instead of the system's own. */
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../build/lib/paths.mjs';
import { expect, test } from './packaged.ts';

/** Runs the hook with the system's folders below `root`; electron-builder fills in the two names. */
function hook(name: 'after-install' | 'after-remove', root: string, ...args: string[]): string {
  const template = readFileSync(inRoot('build', 'package', 'linux', `${name}.tpl`), 'utf8');
  const script = template
    .replaceAll('${sanitizedProductName}', 'Posthorn')
    .replaceAll('${executable}', 'posthorn')
    .replaceAll(/'\/(opt|usr|etc)\//g, `'${root}/$1/`)
    .replaceAll(' /usr/share/', ` ${root}/usr/share/`)
    .replaceAll('-d /etc/', `-d ${root}/etc/`);
  expect(script).not.toContain('${');
  writeFileSync(join(root, name), script);
  return execFileSync('sh', [join(root, name), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function system(root: string): { app: string; command: string } {
  const app = join(root, 'opt', 'Posthorn');
  for (const folder of [join(app, 'bin'), join(root, 'usr', 'bin'), join(root, 'usr', 'share', 'applications')]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(app, 'chrome-sandbox'), '');
  return { app, command: join(root, 'usr', 'bin', 'posthorn') };
}

if (process.platform === 'linux') {
  test('installing links the command; updating keeps it; removing takes it away', ({ home }) => {
    const { app, command } = system(home);
    hook('after-install', home, 'configure');
    expect(readlinkSync(command)).toBe(join(app, 'bin', 'posthorn'));
    hook('after-install', home, 'configure');
    for (const updating of ['upgrade', '1', 'abort-install']) hook('after-remove', home, updating);
    expect(lstatSync(command).isSymbolicLink()).toBe(true);
    hook('after-remove', home, 'remove');
    expect(existsSync(command)).toBe(false);
    hook('after-install', home, '1');
    hook('after-remove', home, '0');
    expect(existsSync(command)).toBe(false);
  });

  test('another program of that name stays', ({ home }) => {
    const { command } = system(home);
    writeFileSync(command, 'not ours');
    hook('after-install', home, 'configure');
    hook('after-remove', home, 'remove');
    expect(readFileSync(command, 'utf8')).toBe('not ours');
  });
}
