/** Finds the host this window talks to: Electron's preload, or the plain Node host when the page was opened in a browser. */
import { createClient, type Client } from '../../electron/ipc/client.ts';
import type { Transport } from '../../electron/ipc/transport.ts';
import { harnessTransport } from './harness-transport.ts';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly posthorn?: Transport;
  }
}

/** Null when nobody is there: the page was opened as a file, or the preload is missing. */
export function connect(page: Window): Client | null {
  const transport = page.posthorn ?? harnessTransport(page.location);
  return transport === null ? null : createClient(transport);
}
