/** Writes parts of a message body and waits until the system has taken them, however slowly the peer reads, within a limit. */
import type { Socket } from 'node:net';

export type BodyWrite = 'flushed' | 'interrupted';

export class BodyWriter {
  #wake: (() => void) | null = null;

  /** `idle` is called when nothing moves for so long; it is expected to end the connection, and with it the wait. */
  write(socket: Socket, parts: readonly Uint8Array[], idleMs: number, idle: () => void): Promise<BodyWrite> {
    if (writeAll(socket, parts)) return Promise.resolve('flushed');
    return new Promise((resolve) => {
      const settle = (result: BodyWrite) => {
        clearTimeout(timer);
        socket.off('drain', drained);
        this.#wake = null;
        resolve(result);
      };
      const drained = () => settle('flushed');
      const timer = setTimeout(idle, idleMs);
      socket.once('drain', drained);
      this.#wake = () => settle('interrupted');
    });
  }

  /** Whoever waits goes on at once; what is buffered is the socket's business. */
  interrupt(): void {
    this.#wake?.();
  }
}

/** In as few system calls as possible; false when the socket wants to be waited for. */
export function writeAll(socket: Socket, parts: readonly Uint8Array[]): boolean {
  let taken = true;
  socket.cork();
  for (const part of parts) taken = socket.write(part);
  socket.uncork();
  return taken;
}
