/** Writes parts of a message body and waits until the system has taken them, however slowly the peer reads, within a limit. */
import type { Socket } from 'node:net';
import { Buffer } from 'node:buffer';
import { limits } from '../limits.ts';

export type BodyWrite = 'flushed' | 'interrupted';

export class BodyWriter {
  #wake: (() => void) | null = null;

  /** `idle` is called when nothing moves for so long; it is expected to end the connection, and with it the wait. */
  write(socket: Socket, parts: readonly Uint8Array[], idleMs: number, idle: () => void): Promise<BodyWrite> {
    // The system may have taken at once even what is more than the stream likes to hold.
    if (writeAll(socket, parts) || socket.writableLength === 0) return Promise.resolve('flushed');
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

/** In as few system calls as possible, strings being ASCII; false when the socket wants to be waited for. */
export function writeAll(socket: Socket, parts: readonly (Uint8Array | string)[]): boolean {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return write(socket, only);
  let length = 0;
  for (const part of parts) length += part.length;
  // Copied into one buffer: a gathering write of many small ones costs Node more than all else of a small message.
  if (length <= limits.client.sharedOctets) return length === 0 || write(socket, joined(parts, length));
  let taken = true;
  socket.cork();
  for (const part of parts) taken = write(socket, part);
  socket.uncork();
  return taken;
}

function write(socket: Socket, part: Uint8Array | string): boolean {
  return typeof part === 'string' ? socket.write(part, 'latin1') : socket.write(part);
}

function joined(parts: readonly (Uint8Array | string)[], length: number): Buffer {
  const whole = Buffer.allocUnsafe(length);
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'string') whole.write(part, at, 'latin1');
    else whole.set(part, at);
    at += part.length;
  }
  return whole;
}
