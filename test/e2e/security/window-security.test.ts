/** The window can do nothing but show, whatever runs in it. */
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from '../window/app.ts';
import { sidebar } from '../window/screens.ts';

test('there is no Node in the page, and nothing of Electron but the transport', async ({ app: { page } }) => {
  const found = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
    transport: Object.keys((globalThis as unknown as { posthorn: object }).posthorn).sort(),
    isolated: window.opener === null && window.parent === window,
    origin: location.origin,
  }));
  expect(found).toEqual({ globals: [], transport: ['invoke', 'subscribe'], isolated: true, origin: 'app://posthorn' });
});

test('the sandbox is on, and web preferences are what they should be', async ({ app: { electron } }) => {
  const preferences = await electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webviewTag };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false });
});

test('the transport takes no name outside the contract', async ({ app: { page } }) => {
  const answers = await page.evaluate(async () => {
    const { posthorn } = globalThis as unknown as {
      posthorn: { invoke(name: string, input: unknown): Promise<unknown>; subscribe(...args: unknown[]): unknown };
    };
    const tried: string[] = [];
    for (const name of ['posthorn:call', 'ELECTRON_BROWSER_REQUIRE', 'toString', '__proto__']) {
      tried.push(
        await posthorn.invoke(name, {}).then(
          () => 'answered',
          () => 'refused',
        ),
      );
      try {
        posthorn.subscribe(
          name,
          {},
          () => undefined,
          () => undefined,
        );
        tried.push('subscribed');
      } catch {
        tried.push('refused');
      }
    }
    return tried;
  });
  expect(new Set(answers)).toEqual(new Set(['refused']));
});

test('a strict policy is in force: no inline script, no eval, no network', async ({ app: { page, electron } }) => {
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
  const policy = await page.evaluate(
    async () => (await fetch(location.href).catch(() => null))?.headers.get('content-security-policy') ?? null,
  );
  // Fetching is forbidden to the page, so that even its own policy cannot be read from inside.
  expect(policy).toBeNull();
  const outcome = await page.evaluate(async (address) => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const image = new Image();
    const imageDone = new Promise<string>((resolve) => {
      image.onload = () => resolve('loaded');
      image.onerror = () => resolve('refused');
    });
    image.src = `${address}pixel.png`;
    const fetched = await fetch(address).then(
      () => 'fetched',
      () => 'refused',
    );
    const frame = document.createElement('iframe');
    frame.src = address;
    document.body.append(frame);
    return { inline: 'inlineRan' in window, fetched, image: await imageDone, violations };
  }, url);
  expect(outcome).toMatchObject({ inline: false, fetched: 'refused', image: 'refused' });
  expect(outcome.violations).toEqual(expect.arrayContaining(['script-src-elem', 'img-src', 'connect-src']));

  // Not through Playwright's own evaluation, which is exempt from the policy.
  const evaluated: unknown = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`try { eval('1'); 'ran' } catch { 'refused' }`),
  );
  expect(evaluated).toBe('refused');

  // Past the policy the session itself has no way out.
  const direct = await electron.evaluate(
    ({ session }, address) =>
      session.defaultSession.fetch(address).then(
        () => 'fetched',
        () => 'refused',
      ),
    url,
  );
  expect(direct).toBe('refused');
  expect(connections).toBe(0);
  await new Promise<void>((resolve) => listener.close(() => resolve()));
});

test('navigation, new windows and permissions are refused; the page stays', async ({ app: { page, electron } }) => {
  await expect(sidebar(page, 'Test server')).toBeVisible();
  const outcome = await page.evaluate(async () => {
    const opened = window.open('http://127.0.0.1:9/');
    const file = window.open('file:///etc/passwd');
    location.href = 'file:///etc/passwd';
    location.assign('http://127.0.0.1:9/');
    const permission = await Notification.requestPermission().catch(() => 'denied');
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    return { opened: opened === null, file: file === null, permission, media };
  });
  expect(outcome).toEqual({ opened: true, file: true, permission: 'denied', media: 'denied' });
  // Asked of main: Playwright itself waits for the navigation that never comes.
  const shown = await electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const title: unknown = await contents?.executeJavaScript('document.querySelector("nav")?.ariaLabel');
    return { url: contents?.getURL(), title };
  });
  expect(shown).toEqual({ url: 'app://posthorn/index.html', title: 'Main' });
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the scheme serves the page and nothing beside it', async ({ app: { electron } }) => {
  const statuses = await electron.evaluate(async ({ session }) => {
    const paths = [
      'app://posthorn/index.html',
      'app://posthorn/../main/main.js',
      'app://posthorn/..%2fmain%2fmain.js',
      'app://posthorn/%2e%2e/%2e%2e/package.json',
      'app://posthorn//etc/passwd',
      'app://posthorn/%00',
      'app://posthorn/%',
      'app://elsewhere/index.html',
    ];
    const found: number[] = [];
    for (const path of paths) found.push((await session.defaultSession.fetch(path)).status);
    return found;
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 404, 404]);
});

test('a link that is opened is shown first, and only https is offered', async ({ app: { page, electron } }) => {
  await electron.evaluate(({ dialog, shell }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    dialog.showMessageBox = (async (options: { detail?: string }) => {
      seen.push(`asked ${options.detail ?? ''}`);
      return { response: seen.length === 1 ? 1 : 0, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    shell.openExternal = async (url: string) => {
      seen.push(`opened ${url}`);
    };
  });
  await page.evaluate(() => {
    for (const url of [
      'http://example.org/',
      'file:///etc/passwd',
      'mailto:a@example.org',
      'javascript:alert(1)',
      'smb://x/y',
    ]) {
      window.open(url);
    }
    window.open('https://example.org/first');
    window.open('https://example.org/second');
  });
  const seen = (): Promise<unknown> => electron.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  await expect
    .poll(seen)
    .toEqual([
      'asked https://example.org/first',
      'asked https://example.org/second',
      'opened https://example.org/second',
    ]);
});

test('the crash reporter is not started, and a second start focuses the first', async ({
  app: { electron },
  startAgain,
}) => {
  expect(await electron.evaluate(({ crashReporter }) => crashReporter.getParameters())).toEqual({});
  const focused = electron.evaluate(
    ({ app }) => new Promise<boolean>((resolve) => app.once('second-instance', () => resolve(true))),
  );
  expect(await startAgain()).toBe(0);
  expect(await focused).toBe(true);
});
