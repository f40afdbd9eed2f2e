/** SEC-50 to SEC-53, SEC-56, SEC-64: hostile HTML in the view of a message, in the real Electron. */
import { expect, test } from '../window/app.ts';
import { leaks, scripts } from './hostile-html.ts';
import { clientOf, counter, deliver, html, place, share, show, shownAddress } from './mail.ts';
import { png } from '../window/png.ts';

const title = (electron: Parameters<typeof shownAddress>[0]): Promise<string[]> =>
  electron.evaluate(({ webContents }) => webContents.getAllWebContents().map((contents) => contents.getTitle()));

test('SEC-51: hostile mail makes no connection at all, whatever it points at', async ({ app: { page, electron } }) => {
  const listener = await counter();
  const at = `127.0.0.1:${listener.port}`;
  try {
    const id = await deliver(page, html(leaks(() => at)));
    // The control: the same document without what protects us does connect, through the very same proxy.
    await electron.evaluate(
      async ({ BrowserWindow, session }, [source, proxy]) => {
        const open = session.fromPartition('control');
        await open.setProxy({ mode: 'fixed_servers', proxyRules: proxy, proxyBypassRules: '<-loopback>' });
        const window = new BrowserWindow({ show: false, webPreferences: { session: open } });
        // Never done loading, since nobody answers what it asks for.
        void window.loadURL(`data:text/html;base64,${source}`).catch(() => undefined);
      },
      [Buffer.from(leaks(() => at)).toString('base64'), at] as const,
    );
    await expect.poll(() => listener.connections()).toBeGreaterThan(5);
    await electron.evaluate(({ BrowserWindow }) => {
      const [, ...others] = BrowserWindow.getAllWindows().sort((a, b) => a.id - b.id);
      for (const other of others) other.destroy();
    });

    await show(page, await deliver(page, html('<p>harmless</p>')));
    const dead = await electron.evaluate(({ session }) =>
      session.fromPartition('mail-view').resolveProxy('http://127.0.0.1/'),
    );
    expect(dead).toBe('PROXY 127.0.0.1:9');
    await electron.evaluate(
      ({ session }, proxy) =>
        session
          .fromPartition('mail-view')
          .setProxy({ mode: 'fixed_servers', proxyRules: proxy, proxyBypassRules: '<-loopback>' }),
      at,
    );
    const before = listener.connections();
    await show(page, id);
    await expect.poll(() => shownAddress(electron)).toMatch(/^mail:/);
    // Loaded and painted, with time for what is put off until then.
    await electron.evaluate(async ({ webContents }) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('mail:'));
      await contents?.capturePage();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await contents?.capturePage();
    });
    expect(listener.connections() - before).toBe(0);
    expect(await clientOf(page).call('mailbox.remote', { id })).toMatchObject({
      urls: expect.arrayContaining([`http://${at}/img`, `http://${at}/font.woff2`]),
    });
  } finally {
    await listener.close();
  }
});

test('SEC-50: no script runs in it, and none can be made to', async ({ app: { page, electron } }) => {
  for (const script of scripts) {
    const id = await deliver(page, html(`<title>still</title>${script}`));
    await show(page, id);
    expect(await shownAddress(electron), script).toMatch(/^mail:/);
    expect(await title(electron), script).not.toContain('ran');
    await clientOf(page).call('mailbox.delete', { ids: [id] });
  }
  const preferences = await electron.evaluate(({ webContents }) => {
    const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('mail:')) as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { javascript, sandbox, contextIsolation, nodeIntegration, webSecurity, preload } =
      contents.getLastWebPreferences();
    return { javascript, sandbox, contextIsolation, nodeIntegration, webSecurity, preload: preload ?? null };
  });
  expect(preferences).toEqual({
    javascript: false,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    preload: null,
  });
});

test('SEC-52, SEC-53: a link is offered with its whole address, only https; the view stays where it is', async ({
  app: { page, electron },
}) => {
  await electron.evaluate(({ dialog, shell }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    dialog.showMessageBox = (async (options: { message: string; detail?: string }) => {
      seen.push(`${options.message} ${options.detail ?? ''}`);
      return { response: 1, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    shell.openExternal = async (url: string) => void seen.push(`opened ${url}`);
  });
  const seen = (): Promise<unknown> => electron.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  const targets = [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'smb://host/share',
    'ms-msdt:/id',
    'search-ms:query=x',
    'vbscript:x',
    'app://posthorn/index.html',
    'mailto:a@example.org?attach=/etc/passwd',
    'http://example.org/',
    'https://bank.example@evil.example/',
    '\\\\host\\share',
  ];
  const page1 = (href: string, more = ''): string =>
    `<body style="margin:0"><a ${more} href="${href.replaceAll('"', '&quot;')}" style="display:block;height:1000px">x</a>`;
  const click = (button: 'left' | 'middle' = 'left'): Promise<void> =>
    electron.evaluate(async ({ webContents }, which) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('mail:'));
      // Painted: what is not on the screen takes no clicks.
      await contents?.capturePage();
      for (const type of ['mouseDown', 'mouseUp'] as const)
        contents?.sendInputEvent({ type, x: 50, y: 50, button: which, clickCount: 1 });
      await contents?.capturePage();
    }, button);
  for (const href of targets) {
    for (const more of ['', 'target=_blank', 'target=_top']) {
      await show(page, await deliver(page, html(page1(href, more))));
      const address = await shownAddress(electron);
      await click();
      expect(await shownAddress(electron), href).toBe(address);
    }
  }
  // Nor does anything go anywhere, or ask, by itself.
  await show(page, await deliver(page, html('<meta http-equiv="refresh" content="0; url=https://example.org/">')));
  await click();
  expect(await seen()).toEqual([]);
  for (const more of ['', 'target=_blank']) {
    await show(page, await deliver(page, html(page1('https://bücher.example/a?b=c', more))));
    await click();
  }
  const question = 'Open this address of xn--bcher-kva.example in your browser? https://xn--bcher-kva.example/a?b=c';
  await expect.poll(seen).toEqual([question, question]);
  await click('middle');
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(page.url()).toBe('app://posthorn/index.html');
});

const red = [255, 0, 0] as const;
const related = (cid: string, body: string, image: Buffer): string =>
  [
    'Content-Type: multipart/related; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    body,
    '--b',
    'Content-Type: image/png',
    `Content-ID: <${cid}>`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(image.toString('base64').match(/.{1,76}/g) ?? []),
    '--b--',
    '',
  ].join('\r\n');
const filling = (src: string): string => `<body style="margin:0"><img src="${src}" style="width:2000px;height:2000px">`;

test('SEC-56: an image of the message is shown by its Content-ID, of another message never', async ({
  app: { page, electron },
}) => {
  const own = await deliver(page, related('pic.+*(1@x', filling('cid:pic.+*(1@x'), png(8, 8, red)));
  await show(page, own);
  await expect.poll(() => share(electron, red)).toBeGreaterThan(0.9);
  await show(page, await deliver(page, html(filling('cid:pic.+*(1@x'))));
  expect(await share(electron, red)).toBe(0);
  const data = `data:image/png;base64,${png(8, 8, red).toString('base64')}`;
  await show(page, await deliver(page, html(filling(data))));
  await expect.poll(() => share(electron, red)).toBeGreaterThan(0.9);
  // One image that would take gigabytes, and none of those in the HTML is decoded.
  const bomb = png(1, 1, red);
  bomb.writeUInt32BE(65_000, 16);
  bomb.writeUInt32BE(65_000, 20);
  const both = `${filling(data)}<img src="data:image/png;base64,${bomb.toString('base64')}">`;
  await show(page, await deliver(page, html(both)));
  expect(await share(electron, red)).toBe(0);
});

test('the view lies where the page wants it, moves with it, and ends with it', async ({ app: { page, electron } }) => {
  const client = clientOf(page);
  const views = (): Promise<unknown> =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.contentView.children.map((view) => view.getBounds()),
    );
  await show(page, await deliver(page, html('<p>here</p>')));
  expect(await views()).toContainEqual(place);
  await client.call('viewer.bounds', { bounds: { x: 10, y: 20, width: 30, height: 40 } });
  expect(await views()).toContainEqual({ x: 10, y: 20, width: 30, height: 40 });
  await client.call('viewer.hide', {});
  expect(await shownAddress(electron)).toBeNull();
  await show(page, await deliver(page, html('<p>again</p>')));
  await page.reload();
  await expect.poll(() => shownAddress(electron)).toBeNull();
});

test('SEC-64: the view is granted nothing', async ({ app: { page, electron } }) => {
  await show(page, await deliver(page, html('<p>here</p>')));
  const granted = await electron.evaluate(async ({ session, webContents }) => {
    const own = session.fromPartition('mail-view');
    const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('mail:'));
    return { same: contents?.session === own, persistent: own.isPersistent(), path: own.getStoragePath() };
  });
  expect(granted).toMatchObject({ same: true, persistent: false, path: null });
});
