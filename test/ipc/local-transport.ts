/** Host and client in one process, with everything that crosses between them cloned as Electron's IPC would clone it. */
import { createClient, type Client } from '../../electron/ipc/client.ts';
import type { Host } from '../../electron/ipc/host.ts';
import type { Transport } from '../../electron/ipc/transport.ts';
import { withOwnBuffers } from '../../electron/main/transport/own-buffers.ts';

export interface TestSender {
  readonly trusted: boolean;
}

export const trusted: TestSender = { trusted: true };
export const stranger: TestSender = { trusted: false };

const cross = (value: unknown): unknown => structuredClone(withOwnBuffers(value));

/** `seen` collects everything that reached the window's side. */
export function localTransport(
  host: Host<TestSender>,
  options: { sender?: TestSender; owner?: object; seen?: unknown[] } = {},
): Transport {
  const { sender = trusted, owner = {}, seen = [] } = options;
  const arrive = (value: unknown): unknown => {
    const arrived = cross(value);
    seen.push(arrived);
    return arrived;
  };
  return {
    invoke: async (channel, payload) => arrive(await host.invoke(sender, channel, cross(payload))),
    subscribe(channel, params, onEvent, onEnd) {
      let open = true;
      const later = (work: () => void): void =>
        queueMicrotask(() => {
          if (open) work();
        });
      const close = host.subscribe(sender, owner, channel, cross(params), {
        event: (event) => {
          const arrived = arrive(event);
          later(() => onEvent(arrived));
        },
        end: (error) =>
          later(() => {
            open = false;
            onEnd(error);
          }),
      });
      return () => {
        open = false;
        close();
      };
    },
  };
}

export const localClient = (host: Host<TestSender>, options?: Parameters<typeof localTransport>[1]): Client =>
  createClient(localTransport(host, options));
