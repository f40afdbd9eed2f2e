/** What went wrong in the app itself: a stream that breaks, a program behind the window that does not answer. */
import { expect, type ElectronApplication } from '@playwright/test';
import { ELECTRON_CALL, ELECTRON_STREAM, ELECTRON_SUBSCRIBE } from '../../../electron/ipc/channels.ts';
import { startTcpPeer } from '../../harness/peers/tcp-peer.ts';
import { go, inspect, verdict } from '../window/screens.ts';
import { state, type States } from './state.ts';

type Handler = Parameters<Electron.IpcMain['handle']>[1];
interface Kept {
  keptHandler?: Handler | undefined;
}

export async function brokenStates(electron: ElectronApplication): Promise<States> {
  const silent = await startTcpPeer();
  return {
    list: [
      state('inspector-lost', async (page) => {
        await go(page, 'Inspector');
        await electron.evaluate(
          ({ ipcMain }, { subscribe, stream }) => {
            ipcMain.prependOnceListener(subscribe, (event: Electron.IpcMainEvent, id: unknown) => {
              event.sender.send(stream, id, { end: { code: 'internal', params: { channel: 'runs.events' } } });
            });
          },
          { subscribe: ELECTRON_SUBSCRIBE, stream: ELECTRON_STREAM },
        );
        await inspect(page, `127.0.0.1:${silent.port}`);
        await expect(verdict(page)).toHaveText('Internal error');
        await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
      }),
      state('window-disconnected', async (page) => {
        await electron.evaluate(({ ipcMain }, channel) => {
          // Electron's own map: there is no other way to have the handler back.
          const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> };
          (globalThis as Kept).keptHandler = handlers.get(channel);
          ipcMain.removeHandler(channel);
        }, ELECTRON_CALL);
        await page.getByRole('button', { name: 'Run', exact: true }).click();
        await page.keyboard.press('ControlOrMeta+k');
        await page.keyboard.press('Escape');
        await expect(page.getByText('The connection to the program behind this window is lost.')).toBeVisible();
        // The theme is set by the same calls: they work again, and the strip stays until someone tries.
        await electron.evaluate(({ ipcMain }, channel) => {
          const { keptHandler } = globalThis as Kept;
          if (keptHandler !== undefined) ipcMain.handle(channel, keptHandler);
        }, ELECTRON_CALL);
      }),
      state('window-connected', async (page) => {
        await page.getByRole('button', { name: 'Try again' }).click();
        await expect(page.getByText('The connection to the program behind this window is lost.')).toHaveCount(0);
      }),
    ],
    close: () => silent.close(),
  };
}
