/** The packaged window: it opens and works, driven through a debugging port that releases have not, and cannot be talked into anything else. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, chromium } from '@playwright/test';
import { go, inspect, inspected, verdict } from '../e2e/window/screens.ts';
import { type RunningWindow, expect, test } from './packaged.ts';

async function withPage(app: RunningWindow, use: (page: Page) => Promise<void>): Promise<void> {
  const [, port = ''] = await app.find(/DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  try {
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) throw new Error('the app has no page');
    await use(page);
  } finally {
    await browser.close();
  }
}

test('opens its window and inspects its own server over STARTTLS and implicit TLS', async ({ startWindow }) => {
  const app = startWindow([]);
  const [, starttls = ''] = await app.find(/^Test server: smtp:\/\/(\S+) \(STARTTLS\)$/m);
  const [, tls = ''] = await app.find(/^Test server: smtps:\/\/(\S+) \(implicit TLS\)$/m);
  await withPage(app, async (page) => {
    await expect(page).toHaveTitle('Posthorn');
    expect(page.url()).toBe('app://posthorn/index.html');
    for (const target of [starttls, `smtps://${tls}`]) {
      await inspect(page, target);
      await inspected(page);
      await expect(verdict(page)).toContainText('answers over TLS');
    }
  });
  const status = await app.end();
  // Windows cannot ask; it can only end a program.
  if (process.platform !== 'win32') expect(status).toBe(0);
});

test('licences, what is new and where the data lies are found in it', async ({ startWindow, home }) => {
  const app = startWindow([]);
  await withPage(app, async (page) => {
    const palette = page.getByRole('dialog', { name: 'Search or run' });
    for (const [title, words] of [
      ['Licences', [/svelte/i, /Permission is hereby granted/, /nodemailer/]],
      ['What is new', [/Unreleased|\d+\.\d+\.\d+/]],
    ] as const) {
      await page.getByRole('button', { name: 'Search or run' }).click();
      await expect(palette.getByRole('combobox')).toBeFocused();
      await palette.getByRole('combobox').fill(title);
      await palette.getByRole('option', { name: title }).first().click();
      const text = page.getByRole('dialog', { name: title }).getByRole('region', { name: 'Text' });
      for (const word of words) await expect(text).toContainText(word);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await go(page, 'Settings');
    await expect(page.getByRole('region', { name: 'Storage' })).toContainText(home);
  });
  await app.end();
});

test('SEC-61: its page has no privileges: no Node, no eval, no file, no network', async ({ startWindow }) => {
  const app = startWindow([]);
  await withPage(app, async (page) => {
    const found = await page.evaluate(async () => {
      const fails = (attempt: () => unknown): Promise<boolean> =>
        Promise.resolve()
          .then(attempt)
          .then(
            () => false,
            () => true,
          );
      return {
        node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
        bridge: Object.keys((globalThis as unknown as { posthorn: object }).posthorn).sort(),
        // From a timer: the debugger that runs this lifts the policy while it does.
        evalBlocked: await new Promise<boolean>((resolve) => {
          setTimeout(() => {
            void fails(() => (globalThis as unknown as Record<string, (code: string) => unknown>)['eval']?.('1')).then(
              resolve,
            );
          });
        }),
        fileBlocked: await fails(() => fetch('file:///etc/passwd')),
        networkBlocked: await fails(() => fetch('http://127.0.0.1:9/')),
        schemeBlocked: await fails(() => fetch('app://posthorn/index.html')),
        opened: window.open('app://posthorn/index.html'),
      };
    });
    expect(found).toEqual({
      node: [],
      bridge: ['invoke', 'subscribe'],
      evalBlocked: true,
      fileBlocked: true,
      networkBlocked: true,
      schemeBlocked: true,
      opened: null,
    });
  });
  await app.end();
});

test('neither environment nor switches make a Node or a debuggee of it', async ({ startWindow, home }) => {
  const marker = join(home, 'marker');
  const script = join(home, 'script.cjs');
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`);
  const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script}` };
  const app = startWindow([script, '--inspect=0', '--inspect-brk=0'], env);
  await withPage(app, (page) => expect(page).toHaveTitle('Posthorn'));
  expect(app.output()).not.toContain('Debugger listening');
  expect(() => readFileSync(marker)).toThrow(/ENOENT/);
});

test('the release opens its window without a switch, and with those of a screen', async ({ startRelease }) => {
  const app = startRelease(['--disable-gpu', '--log-level=3', '--', '--remote-debugging-port=0']);
  await app.find(/^Test server: smtp:/m);
  expect(app.output()).not.toContain('DevTools listening');
  await app.end();
});

test('the release refuses every other switch before anything opens, is written or is started', async ({
  startRelease,
  home,
}) => {
  const precious = join(home, 'precious');
  const marker = join(home, 'marker');
  const program = join(home, 'program');
  writeFileSync(program, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
  const given = [
    ['--remote-debugging-port=0'],
    ['-remote-debugging-port=0'],
    [' --remote-debugging-port=0'],
    ['--remote-debugging-pipe'],
    ['--enable-logging=file', `--log-file=${precious}`],
    [`--log-net-log=${precious}`],
    ['--trace-startup', `--trace-startup-file=${precious}`],
    ['--enable-tracing', `--enable-tracing-output=${precious}`],
    [`--js-flags=--prof --logfile=${precious}`],
    ['--js-flags', '--expose-gc'],
    [`--ssl-key-log-file=${precious}`],
    [`--user-data-dir=${join(home, 'theirs')}`],
    [`--gpu-launcher=${program}`],
    [`--renderer-cmd-prefix=${program}`],
    [`--browser-subprocess-path=${program}`],
    ['--host-resolver-rules=MAP * 127.0.0.1'],
    ['--proxy-server=127.0.0.1:1'],
    [`--load-extension=${home}`],
    ['--disable-web-security'],
    ['--type=renderer'],
    ['--inspect=0'],
  ];
  for (const args of process.platform === 'linux' ? given : given.slice(0, 4)) {
    writeFileSync(precious, 'precious');
    const app = startRelease(args);
    expect({ args, status: await app.ended }).toEqual({ args, status: 2 });
    expect(app.output()).toContain('is not allowed');
    expect(app.output()).not.toMatch(/Test server:|DevTools listening/);
    expect(readFileSync(precious, 'utf8')).toBe('precious');
  }
  // Nothing but what this test made: no marker, no log, no folder of data.
  expect(readdirSync(home).sort()).toEqual(['precious', 'program']);
});
