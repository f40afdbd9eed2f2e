/**
 * Which switches the packaged window takes: an allow-list, in the app and, on Linux, in the starter before it. Both are asked about
 * every form in which Chromium reads a switch.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRoot } from '../../build/lib/paths.mjs';
import { cliArguments, switchesOf } from '../../electron/main/command-line.ts';
import { type Start, forbiddenSwitch, refusal } from '../../electron/main/switches.ts';

const user: Start = { platform: 'linux', isRoot: false, commandLine: false, driven: false };

const taken = [
  [],
  ['--disable-gpu'],
  ['--force-device-scale-factor=1.5'],
  ['--ozone-platform=wayland', '--ozone-platform-hint=auto', '--enable-wayland-ime'],
  ['--lang=de-AT'],
  ['--log-level=3'],
  ['--gtk-version=3'],
  ['/etc/passwd', 'smtp://127.0.0.1:9/', 'a=b', ''],
  ['--', '--remote-debugging-port=1', '--log-file=x'],
  ['--disable-gpu', '--', '--inspect'],
];

const refused = [
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--remote-allow-origins=*',
  '--log-file=/tmp/x',
  '--enable-logging',
  '--log-net-log=/tmp/x',
  '--trace-startup-file=/tmp/x',
  '--js-flags=--prof',
  '--gpu-launcher=x',
  '--renderer-cmd-prefix=x',
  '--utility-cmd-prefix=x',
  '--browser-subprocess-path=x',
  '--user-data-dir=/tmp/x',
  '--load-extension=/tmp/x',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--proxy-server=x:1',
  '--ignore-certificate-errors',
  '--disable-web-security',
  '--disable-features=IsolateOrigins',
  '--single-process',
  '--type=renderer',
  '--inspect',
  '--inspect-brk=0',
  '--require=/tmp/x',
  '--app=/tmp/x',
  '-remote-debugging-port=1',
  '---remote-debugging-port=1',
  ' --remote-debugging-port=1',
  '\t--remote-debugging-port=1',
  '\n-log-file=x',
  '--Remote-Debugging-Port=1',
  '--DISABLE-GPU',
  '-',
  '--constructor',
  '--__proto__=x',
  '--toString',
  '--disable-gpu=x --log-file=y',
  '--lang=de/../../x',
  '--lang=',
  '--log-level=30',
  '--force-device-scale-factor=1 --log-file=x',
  '--ozone-platform=headless',
  '-psn_0_1234',
  '-h',
];

describe('the app', () => {
  test.each(taken.map((argv) => [argv]))('takes %j', (argv) => {
    expect(forbiddenSwitch(argv, user)).toBeNull();
  });

  test.each(refused)('refuses %j, wherever it stands', (argument) => {
    for (const argv of [[argument], ['--disable-gpu', 'operand', argument]]) {
      expect(forbiddenSwitch(argv, user)).toBe(argument);
    }
  });

  test('the sandbox is given up for root on Linux alone, who has no choice, and for the command line, which opens no page', () => {
    expect(forbiddenSwitch(['--no-sandbox'], user)).toBe('--no-sandbox');
    expect(forbiddenSwitch(['--no-sandbox'], { ...user, platform: 'darwin', isRoot: true })).toBe('--no-sandbox');
    expect(forbiddenSwitch(['--no-sandbox'], { ...user, isRoot: true })).toBeNull();
    expect(forbiddenSwitch(['--no-sandbox', '--posthorn-cli'], { ...user, commandLine: true })).toBeNull();
    expect(forbiddenSwitch(['--posthorn-cli'], user)).toBe('--posthorn-cli');
  });

  test('a slash is a dash on Windows, where a path is none', () => {
    const windows: Start = { ...user, platform: 'win32' };
    expect(forbiddenSwitch(['/log-file=x'], windows)).toBe('/log-file=x');
    expect(forbiddenSwitch(['C:\\x', '--disable-gpu'], windows)).toBeNull();
  });

  test('what a test needs is taken by the build for tests alone', () => {
    const argv = ['--remote-debugging-port=0', '--user-data-dir=/tmp/x'];
    expect(forbiddenSwitch(argv, { ...user, driven: true })).toBeNull();
    expect(forbiddenSwitch(['--log-file=x'], { ...user, driven: true })).toBe('--log-file=x');
  });

  test('of the command line’s line everything before its own arguments is looked at', () => {
    const line = ['posthorn', '--no-sandbox', '--log-file=x', '--posthorn-cli', '--', 'check', '--inspect'];
    expect(switchesOf(line)).toEqual(['--no-sandbox', '--log-file=x', '--posthorn-cli']);
    expect(cliArguments(line)).toEqual(['check', '--inspect']);
    expect(forbiddenSwitch(switchesOf(line), { ...user, commandLine: true })).toBe('--log-file=x');
    expect(switchesOf(['posthorn', '--', '--posthorn-cli'])).toEqual(['--', '--posthorn-cli']);
    expect(cliArguments(['posthorn', '--', '--posthorn-cli'])).toBeNull();
  });

  test('the refusal names the switch, and a hostile one cannot write on the terminal', () => {
    expect(refusal('--log-file=\u001b[2J', false)).toMatch(/^--log-file=\\x1b\[2J is not allowed\./);
    expect(refusal('--no-sandbox', true)).toContain('AppImage');
  });
});

if (process.platform !== 'win32') {
  describe('the starter of the Linux packages', () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'posthorn-starter-'));
      copyFileSync(inRoot('build', 'package', 'linux', 'window'), join(folder, 'posthorn'));
      writeFileSync(
        join(folder, 'posthorn-app'),
        '#!/bin/sh\nprintf "%s\\n" "${LC_ALL-}" "${ELECTRON_LOG_FILE-none}" "$@"\n',
      );
      for (const name of ['posthorn', 'posthorn-app']) chmodSync(join(folder, name), 0o755);
      symlinkSync('posthorn', join(folder, 'link'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const start = (args: readonly string[], name = 'posthorn') =>
      spawnSync(join(folder, name), args, {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, LC_ALL: 'de_DE.UTF-8', ELECTRON_LOG_FILE: '/tmp/x' },
      });

    test.each(taken.map((argv) => [argv]))('hands %j on, unchanged', (argv) => {
      for (const name of ['posthorn', 'link']) {
        const { status, stdout, stderr } = start(argv, name);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        const [locale, log, ...args] = stdout.split('\n').slice(0, -1);
        expect([locale, log]).toEqual(['de_DE.UTF-8', 'none']);
        expect(args.filter((arg) => arg !== '' || argv.includes(''))).toEqual(argv);
      }
    });

    test.each(refused)('refuses %j before the app is started', (argument) => {
      for (const argv of [[argument], ['--disable-gpu', 'operand', argument]]) {
        const { status, stdout, stderr } = start(argv);
        expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
        expect(stderr).toMatch(/^posthorn: .* is not allowed/);
        expect(stderr.trimEnd()).toMatch(/^[ -~]*$/);
      }
    });

    test('lets the line of the README for an AppImage pass', () => {
      const line = ['--no-sandbox', '--no-zygote', '--log-level=3', '--posthorn-cli', '--', 'check', '--json'];
      expect(start(line).status).toBe(0);
    });
  });
}
