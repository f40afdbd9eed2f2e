/** Captured mail for a test: sent through the app's own server, then shown by the view that HTML mail has. */
import type { ElectronApplication, Page } from '@playwright/test';
import { createClient, type Client } from '../../../electron/ipc/client.ts';
import type { Transport } from '../../../electron/ipc/transport.ts';
import { startTcpPeer, type TcpPeer } from '../../harness/peers/tcp-peer.ts';

/** Calls through the page's own transport. */
export function clientOf(page: Page): Client {
  const transport: Transport = {
    invoke: (channel, payload) =>
      page.evaluate(
        ([name, input]) =>
          (
            globalThis as unknown as { posthorn: { invoke(name: string, input: unknown): Promise<unknown> } }
          ).posthorn.invoke(name as string, input),
        [channel, payload] as const,
      ),
    subscribe: () => {
      throw new Error('not for streams');
    },
  };
  return createClient(transport);
}

/** Sends the source to the app's own server and answers the id it was stored under. */
export async function deliver(page: Page, source: string): Promise<string> {
  const client = clientOf(page);
  let { running, listeners, messages } = await client.call('server.state', {});
  while (!running) ({ running, listeners, messages } = await client.call('server.state', {}));
  const port = listeners.find(({ config }) => config.id === 'smtp')?.boundPort ?? 0;
  await client.call('runs.start', {
    command: 'send',
    connection: { target: `127.0.0.1:${port}`, security: 'none' },
    auth: null,
    secret: null,
    envelope: { from: 'a@example.org', to: ['b@example.org'] },
    message: { kind: 'source', source },
    dryRun: false,
  });
  for (;;) {
    const { total, messages: found } = await client.call('mailbox.list', { offset: 0, limit: 1, search: '' });
    const [newest] = found;
    if (total > messages && newest !== undefined) return newest.id;
  }
}

export const html = (body: string, subject = 'HTML'): string =>
  `Subject: ${subject}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${(
    Buffer.from(body, 'utf8')
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n')}\r\n`;

export const place = { x: 300, y: 200, width: 400, height: 300 };

export async function show(page: Page, id: string): Promise<void> {
  await clientOf(page).call('viewer.show', { id, bounds: place, zoom: 1 });
}

/** The address that the view of a message shows; null while there is none. */
export const shownAddress = (electron: ElectronApplication): Promise<string | null> =>
  electron.evaluate(
    ({ webContents }) =>
      webContents
        .getAllWebContents()
        .map((contents) => contents.getURL())
        .find((url) => url.startsWith('mail:')) ?? null,
  );

/** A web server that counts who comes, and sends everyone away. */
export const counter = (): Promise<TcpPeer> =>
  startTcpPeer((socket) => {
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });

/** How much of the view's middle has that colour, from 0 to 1. */
export const share = (electron: ElectronApplication, rgb: readonly [number, number, number]): Promise<number> =>
  electron.evaluate(async ({ webContents }, [red, green, blue]) => {
    const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('mail:'));
    if (contents === undefined) return 0;
    const image = await contents.capturePage();
    const bitmap = image.toBitmap();
    let matching = 0;
    // BGRA on every system that tests run on.
    for (let at = 0; at < bitmap.length; at += 4) {
      if (bitmap[at] === blue && bitmap[at + 1] === green && bitmap[at + 2] === red) matching += 1;
    }
    return bitmap.length === 0 ? 0 : matching / (bitmap.length / 4);
  }, rgb);
