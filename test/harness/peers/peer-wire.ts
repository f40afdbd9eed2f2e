/** The octets of one accepted connection, asked for instead of listened to: lines, messages, counts, silence. */
import type { Socket } from 'node:net';

const MESSAGE_END = Buffer.from('\r\n.\r\n');

export class PeerWire {
  readonly #socket: Socket;
  /** Room for more after what has come: joining every chunk anew would be quadratic in a large message. */
  #store = Buffer.alloc(4_096);
  #start = 0;
  #end = 0;
  #ended = false;
  #wake: (() => void)[] = [];
  readonly #onData = (chunk: Buffer): void => {
    this.#append(chunk);
    this.#stir();
  };
  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#stir();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
    socket.on('error', this.#onEnd);
  }

  /** The client has closed, or the connection broke. */
  get ended(): boolean {
    return this.#ended;
  }

  get #buffer(): Buffer {
    return this.#store.subarray(this.#start, this.#end);
  }

  #append(chunk: Buffer): void {
    if (this.#end + chunk.length > this.#store.length) {
      const larger = Buffer.alloc(2 * (this.#end - this.#start + chunk.length));
      this.#buffer.copy(larger);
      this.#end -= this.#start;
      this.#start = 0;
      this.#store = larger;
    }
    chunk.copy(this.#store, this.#end);
    this.#end += chunk.length;
  }

  /** Gives the socket away, with what has come but was not asked for. */
  release(): Socket {
    const socket = this.#socket;
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    socket.off('close', this.#onEnd);
    socket.pause();
    if (this.#buffer.length > 0) socket.unshift(this.#buffer);
    return socket;
  }

  write(octets: Uint8Array): void {
    if (!this.#socket.destroyed && octets.length > 0) this.#socket.write(octets);
  }

  close(how: 'fin' | 'rst'): void {
    if (how === 'fin') this.#socket.end();
    else this.#socket.resetAndDestroy();
  }

  /** Sends what is buffered, then closes. */
  finish(): void {
    if (!this.#socket.destroyed) this.#socket.destroySoon();
  }

  /** Without CRLF; null when the client closed first. Rejects when nothing comes. */
  async line(patience: number): Promise<string | null> {
    const line = await this.#nextLine(patience, true);
    if (line === undefined) throw new Error('nothing came from the client');
    return line;
  }

  /** The next line, left where it is; null when the client closed or said nothing. */
  async peek(patience: number): Promise<string | null> {
    return (await this.#nextLine(patience, false)) ?? null;
  }

  /** Up to and including CRLF.CRLF, or a lone dot at the very start. */
  async message(patience: number): Promise<Buffer | null> {
    let searched = 0;
    const found = await this.#until(patience, () => {
      if (this.#buffer.subarray(0, 3).equals(MESSAGE_END.subarray(2))) return 3;
      const at = this.#buffer.indexOf(MESSAGE_END, searched);
      searched = Math.max(0, this.#buffer.length - MESSAGE_END.length);
      return at === -1 ? null : at + MESSAGE_END.length;
    });
    return found === null ? null : this.#take(found);
  }

  async octets(count: number, patience: number): Promise<Buffer | null> {
    const found = await this.#until(patience, () => (this.#buffer.length >= count ? count : null));
    return found === null ? null : this.#take(found);
  }

  async speaksWithin(milliseconds: number): Promise<boolean> {
    return (await this.#until(milliseconds, () => (this.#buffer.length > 0 ? 1 : null))) !== null;
  }

  /** Ends early when the client closes. */
  async sleep(milliseconds: number): Promise<void> {
    await this.#until(milliseconds, () => null);
  }

  async drip(octets: Buffer, chunk: number, every: number): Promise<void> {
    for (let at = 0; at < octets.length && !this.#ended; at += chunk) {
      this.write(octets.subarray(at, at + chunk));
      await this.sleep(every);
    }
  }

  async flood(octets: Buffer, times: number): Promise<void> {
    const block = Buffer.concat(Array.from({ length: 200 }, () => octets));
    for (let sent = 0; sent < times && !this.#ended && !this.#socket.destroyed; sent += 200) {
      if (!this.#socket.write(block)) {
        await new Promise<void>((resolve) => {
          this.#socket.once('drain', resolve);
          this.#wake.push(resolve);
        });
      }
    }
  }

  /** undefined when nothing came in time. */
  async #nextLine(patience: number, take: boolean): Promise<string | null | undefined> {
    const found = await this.#until(patience, () => {
      const at = this.#buffer.indexOf('\r\n');
      return at === -1 ? null : at;
    });
    if (found === null) return this.#ended ? null : undefined;
    const line = this.#buffer.subarray(0, found).toString('latin1');
    if (take) this.#take(found + 2);
    return line;
  }

  #take(count: number): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, count));
    this.#start += count;
    return taken;
  }

  async #until(milliseconds: number, found: () => number | null): Promise<number | null> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const result = found();
      if (result !== null || this.#ended) return result;
      const left = deadline - Date.now();
      if (left <= 0) return null;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  #stir(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
