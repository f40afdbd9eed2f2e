/**
 * The transport over ipcRenderer, and nothing else. The channels of Electron are fixed; the name of a call or a stream is data
 * that the host in main looks up in the contract and refuses when it is not there.
 */
import { contextBridge, ipcRenderer } from 'electron';
import {
  ELECTRON_CALL,
  ELECTRON_STREAM,
  ELECTRON_SUBSCRIBE,
  ELECTRON_UNSUBSCRIBE,
  mayBeName,
} from '../ipc/channels.ts';
import type { StreamFrame, Transport } from '../ipc/transport.ts';

const listeners = new Map<string, (frame: StreamFrame) => void>();

ipcRenderer.on(ELECTRON_STREAM, (_event, id: string, frame: StreamFrame) => listeners.get(id)?.(frame));

const transport: Transport = {
  async invoke(channel, payload) {
    if (!mayBeName(channel)) throw new TypeError('not the name of a call');
    return (await ipcRenderer.invoke(ELECTRON_CALL, channel, payload)) as unknown;
  },

  subscribe(channel, params, onEvent, onEnd) {
    if (!mayBeName(channel)) throw new TypeError('not the name of a stream');
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
