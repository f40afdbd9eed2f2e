/** SEC-60: whatever runs in the page, in a frame of it or in another window gets nothing from main but what the contract gives. */
import { join } from 'node:path';
import { contract } from '../../../electron/ipc/contract.ts';
import { expect, test } from '../window/app.ts';

/** The built preload, given to pages that should never have it. */
const preload = join(process.env.POSTHORN_APP_FOLDER ?? process.cwd(), 'out/preload/preload.cjs');

interface Transport {
  invoke(channel: string, payload: unknown): Promise<{ ok: boolean; error?: { code: string } }>;
}

test('every call answers nonsense with a code, and the app lives on', async ({ app: { page, printed } }) => {
  const channels = Object.keys(contract.calls);
  const answers = await page.evaluate(
    async (names) => {
      const { posthorn } = globalThis as unknown as { posthorn: Transport };
      const polluted: unknown = JSON.parse(
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      );
      const payloads = [
        0,
        'x'.repeat(2_000_000),
        ['../../etc/passwd'],
        polluted,
        { id: '../../../etc/passwd' },
        { path: '/etc/passwd' },
      ];
      const seen: string[] = [];
      for (const name of names) {
        for (const payload of payloads) {
          const answer = await posthorn.invoke(name, payload);
          if (!answer.ok && answer.error?.code === 'internal') seen.push(`${name}: internal`);
          if (JSON.stringify(answer).includes('root:x:')) seen.push(`${name}: a file of the system`);
        }
      }
      return seen;
    },
    // The last two ask in a dialog of the system, which would stay open.
    channels.filter(
      (name) =>
        !['server.stop', 'server.start', 'settings.openDataFolder', 'files.choose', 'app.saveDiagnostics'].includes(
          name,
        ),
    ),
  );
  expect(answers).toEqual([]);
  expect(await page.evaluate(() => ({ own: 'polluted' in {} }))).toEqual({ own: false });
  expect(printed.join('\n')).not.toContain('internal error');
});

test('a function cannot be sent at all', async ({ app: { page } }) => {
  const refused = await page.evaluate(async () => {
    const { posthorn } = globalThis as unknown as { posthorn: Transport };
    return posthorn
      .invoke('app.info', () => 'code')
      .then((answer) => (answer.ok ? 'answered' : 'refused'))
      .catch(() => 'refused');
  });
  expect(refused).toBe('refused');
});

test('the page cannot make a frame, and a frame of another page is refused by main', async ({
  app: { electron, page },
}) => {
  const framed = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'app://posthorn/index.html';
    const loaded = new Promise<void>((resolve) => frame.addEventListener('load', () => resolve(), { once: true }));
    document.body.append(frame);
    await loaded;
    const inside = frame.contentWindow as unknown as { posthorn?: unknown } | null;
    try {
      return inside?.posthorn === undefined ? 'empty' : 'reached';
    } catch {
      return 'blocked';
    }
  });
  expect(['empty', 'blocked']).toContain(framed);

  const answers = await electron.evaluate(async ({ BrowserWindow }, script) => {
    const ask = `(async () => {
      const say = (answer) => (answer.ok ? 'answered' : answer.error.code);
      if (!globalThis.posthorn) return 'none';
      return await globalThis.posthorn.invoke('app.info', {}).then(say, (error) => 'threw ' + error.message);
    })()`;
    const other = new BrowserWindow({
      show: false,
      webPreferences: { preload: script, sandbox: true, contextIsolation: true, nodeIntegrationInSubFrames: true },
    });
    await other.loadURL('data:text/html,<iframe srcdoc="inside"></iframe>');
    const { mainFrame } = other.webContents;
    const found: unknown[] = [await mainFrame.executeJavaScript(ask)];
    for (const frame of mainFrame.frames) found.push(await frame.executeJavaScript(ask));
    other.destroy();
    return found;
  }, preload);
  expect(answers).toHaveLength(2);
  expect(new Set(answers)).toEqual(new Set(['untrusted-sender']));
});
