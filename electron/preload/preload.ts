/**
 * The transport over ipcRenderer, and nothing else. Names outside the contract are refused here as well as in main, so that the
 * page cannot use this as a way to any other channel.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { ELECTRON_CALL, ELECTRON_STREAM, ELECTRON_SUBSCRIBE, ELECTRON_UNSUBSCRIBE } from '../ipc/channels.ts';
import { isCallName, isStreamName } from '../ipc/names.ts';
import type { StreamFrame, Transport } from '../ipc/transport.ts';

const listeners = new Map<string, (frame: StreamFrame) => void>();

ipcRenderer.on(ELECTRON_STREAM, (_event, id: string, frame: StreamFrame) => listeners.get(id)?.(frame));

const transport: Transport = {
  async invoke(channel, payload) {
    if (!isCallName(channel)) throw new TypeError('not a call of the contract');
    return (await ipcRenderer.invoke(ELECTRON_CALL, channel, payload)) as unknown;
  },

  subscribe(channel, params, onEvent, onEnd) {
    if (!isStreamName(channel)) throw new TypeError('not a stream of the contract');
    // Random, so that a frame still on its way to a page that was reloaded finds nobody in the new one.
    const id = crypto.randomUUID();
    listeners.set(id, (frame) => {
      if ('event' in frame) onEvent(frame.event);
      else if (listeners.delete(id)) onEnd(frame.end);
    });
    ipcRenderer.send(ELECTRON_SUBSCRIBE, id, channel, params);
    return () => {
      if (listeners.delete(id)) ipcRenderer.send(ELECTRON_UNSUBSCRIBE, id);
    };
  },
};

contextBridge.exposeInMainWorld('posthorn', transport);
