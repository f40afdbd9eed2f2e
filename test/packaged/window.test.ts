/** The packaged window: it opens and works, driven through its debugging port, and cannot be talked into anything else. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, chromium } from '@playwright/test';
import { forbiddenSwitch } from '../../electron/main/switches.ts';
import { inspect, inspected, verdict } from '../e2e/screens.ts';
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
  const app = startWindow(['--remote-debugging-port=0']);
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

test('SEC-61: its page has no privileges: no Node, no eval, no file, no network', async ({ startWindow }) => {
  const app = startWindow(['--remote-debugging-port=0']);
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
  const app = startWindow([script, '--inspect=0', '--inspect-brk=0', '--remote-debugging-port=0'], env);
  await withPage(app, (page) => expect(page).toHaveTitle('Posthorn'));
  expect(app.output()).not.toContain('Debugger listening');
  expect(() => readFileSync(marker)).toThrow(/ENOENT/);
});

test('switches that would take its protections away are refused before anything opens', async ({ startWindow }) => {
  const prefix = '--renderer-cmd-prefix=touch';
  for (const given of [prefix, '--disable-web-security', '-gpu-launcher=touch', '--js-flags=--expose-gc']) {
    const app = startWindow([given]);
    expect(await app.ended).toBe(2);
    expect(app.output()).toContain('is not allowed');
    expect(app.output()).not.toContain('Test server:');
  }
});

test('the sandbox is given up for root alone, who has no choice', () => {
  expect(forbiddenSwitch(['--no-sandbox'], false)).toBe('no-sandbox');
  expect(forbiddenSwitch(['--no-sandbox'], true)).toBeNull();
  expect(forbiddenSwitch(['--no-sandbox', '--single-process'], true)).toBe('single-process');
  expect(forbiddenSwitch(['--user-data-dir=/x', '--', '--no-sandbox'], false)).toBeNull();
});
