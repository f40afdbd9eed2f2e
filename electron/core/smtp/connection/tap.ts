/**
 * Stands between the socket and Node's TLS, which takes over a socket without letting anyone see its octets. Passes everything on
 * and keeps the first octets received: they show what the peer spoke when the handshake failed, the same under OpenSSL
 * and BoringSSL.
 */
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { concatBytes } from '../../wire/text.ts';
import { limits } from '../limits.ts';

/** Content types 20 to 24 and version 3.x: RFC 8446 section 5.1, RFC 6520. */
export function isTlsRecord(first: Uint8Array): boolean {
  const [type, major] = first;
  if (type === undefined) return true;
  return type >= 0x14 && type <= 0x18 && (major === undefined || major === 0x03);
}

export class SocketTap extends Duplex {
  readonly #socket: Socket;
  readonly #foreign: (first: Uint8Array) => void;
  #first: Uint8Array = new Uint8Array(0);
  #reported = false;
  #octets = 0;

  /** `foreign` is called once, with what has come, when that is no TLS. Nothing of it is passed on. */
  constructor(socket: Socket, foreign: (first: Uint8Array) => void) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#foreign = foreign;
    socket.on('data', (chunk) => this.#received(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  /** The first octets received, at most `firstOctets` of limits.ts. */
  get first(): Uint8Array {
    return this.#first;
  }

  /** All octets received so far. */
  get octets(): number {
    return this.#octets;
  }

  #received(chunk: Buffer): void {
    this.#octets += chunk.length;
    if (this.#first.length < limits.client.firstOctets) {
      this.#first = concatBytes(this.#first, chunk.subarray(0, limits.client.firstOctets - this.#first.length));
      if (!isTlsRecord(this.#first)) {
        if (!this.#reported) this.#foreign(this.#first);
        this.#reported = true;
        return;
      }
    }
    if (!this.push(chunk)) this.#socket.pause();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#socket.write(chunk, callback);
  }

  override _writev(chunks: { chunk: Uint8Array }[], callback: (error?: Error | null) => void): void {
    this.#socket.cork();
    for (const [index, { chunk }] of chunks.entries()) {
      if (index === chunks.length - 1) this.#socket.write(chunk, callback);
      else this.#socket.write(chunk);
    }
    this.#socket.uncork();
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#socket.end(() => callback());
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }
}
