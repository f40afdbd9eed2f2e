/**
 * Serves the host over Electron's IPC. A subscription belongs to its window's page: it ends when the window is destroyed, its
 * process is lost, or the page is loaded anew.
 */
import { ipcMain } from 'electron';
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { ELECTRON_CALL, ELECTRON_STREAM, ELECTRON_SUBSCRIBE, ELECTRON_UNSUBSCRIBE } from '../ipc/channels.ts';
import type { Host } from '../ipc/host.ts';
import type { StreamFrame } from '../ipc/transport.ts';
import { withOwnBuffers } from './own-buffers.ts';

export type Sender = IpcMainEvent | IpcMainInvokeEvent;

export function serveIpc(host: Host<Sender>): void {
  const closers = new WeakMap<WebContents, Map<string, () => void>>();

  ipcMain.handle(ELECTRON_CALL, async (event, channel: unknown, payload: unknown) =>
    withOwnBuffers(await host.invoke(event, channel, payload)),
  );

  ipcMain.on(ELECTRON_SUBSCRIBE, (event, id: unknown, channel: unknown, params: unknown) => {
    const { sender } = event;
    const open = closers.get(sender) ?? adopt(sender);
    if (typeof id !== 'string' || open.has(id)) return;
    const tell = (frame: StreamFrame): void => {
      if (!sender.isDestroyed()) sender.send(ELECTRON_STREAM, id, withOwnBuffers(frame));
    };
    const state = { ended: false };
    const close = host.subscribe(event, sender, channel, params, {
      event: (value) => tell({ event: value }),
      end: (error) => {
        state.ended = true;
        open.delete(id);
        tell({ end: error });
      },
    });
    if (!state.ended) open.set(id, close);
  });

  ipcMain.on(ELECTRON_UNSUBSCRIBE, (event, id: unknown) => {
    if (typeof id !== 'string') return;
    const open = closers.get(event.sender);
    open?.get(id)?.();
    open?.delete(id);
  });

  function adopt(sender: WebContents): Map<string, () => void> {
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
