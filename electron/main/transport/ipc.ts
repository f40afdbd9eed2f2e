/**
 * Serves the host over Electron's IPC. A subscription belongs to its window's page: it ends when the window is destroyed, its
 * process is lost, or the page is loaded anew. The page may ask before the host is there: it is answered once it is.
 */
import { ipcMain } from 'electron';
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { ELECTRON_CALL, ELECTRON_STREAM, ELECTRON_SUBSCRIBE, ELECTRON_UNSUBSCRIBE } from '../../ipc/channels.ts';
import type { Host } from '../../ipc/host.ts';
import type { StreamFrame } from '../../ipc/transport.ts';
import { withOwnBuffers } from './own-buffers.ts';

export type IpcSender = IpcMainEvent | IpcMainInvokeEvent;

export function serveIpc(coming: Promise<Host<IpcSender>>): void {
  const closers = new WeakMap<WebContents, Map<string, () => void>>();

  ipcMain.handle(ELECTRON_CALL, async (event, channel: unknown, payload: unknown) =>
    withOwnBuffers(await (await coming).invoke(event, channel, payload)),
  );

  // Both wait for the host, so that they come in the order in which they were said.
  ipcMain.on(ELECTRON_SUBSCRIBE, (event, id: unknown, channel: unknown, params: unknown) => {
    void coming.then((host) => subscribe(host, event, id, channel, params));
  });
  ipcMain.on(ELECTRON_UNSUBSCRIBE, ({ sender }, id: unknown) => {
    void coming.then(() => unsubscribe(sender, id));
  });

  function subscribe(host: Host<IpcSender>, event: IpcMainEvent, id: unknown, channel: unknown, params: unknown): void {
    const { sender } = event;
    if (sender.isDestroyed()) return;
    const open = closers.get(sender) ?? adopt(host, sender);
    if (typeof id !== 'string' || open.has(id)) return;
    const sendFrame = (frame: StreamFrame): void => {
      if (!sender.isDestroyed()) sender.send(ELECTRON_STREAM, id, withOwnBuffers(frame));
    };
    const state = { ended: false };
    const close = host.subscribe(event, sender, channel, params, {
      event: (value) => sendFrame({ event: value }),
      end: (error) => {
        state.ended = true;
        open.delete(id);
        sendFrame({ end: error });
      },
    });
    if (!state.ended) open.set(id, close);
  }

  function unsubscribe(sender: WebContents, id: unknown): void {
    if (typeof id !== 'string') return;
    const open = closers.get(sender);
    open?.get(id)?.();
    open?.delete(id);
  }

  function adopt(host: Host<IpcSender>, sender: WebContents): Map<string, () => void> {
    const open = new Map<string, () => void>();
    closers.set(sender, open);
    const release = (): void => {
      host.release(sender);
      open.clear();
    };
    sender.once('destroyed', release);
    sender.on('render-process-gone', release);
    sender.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) release();
    });
    return open;
  }
}
