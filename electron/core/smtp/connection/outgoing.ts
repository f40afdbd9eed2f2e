/** What goes out over one connection: lines with their ends, several writes gathered into one segment, and the message's octets. */
import type { Socket } from 'node:net';
import type { HiddenKind } from '../../sasl/types.ts';
import { asciiBytes, concatBytes, isAsciiText, utf8Bytes } from '../../wire/text.ts';
import { limits } from '../limits.ts';
import { type BodyWrite, BodyWriter, writeAll } from '../transaction/writer.ts';

const LINE_END = asciiBytes('\r\n');

export interface SentLine {
  /** Shown in events; without line end. */
  readonly text: string;
  /** What really goes out, where that differs. */
  readonly secret?: { readonly text: string; readonly what: HiddenKind };
  /** The same where it is no UTF-8; without line end. */
  readonly octets?: Uint8Array;
}

interface WrittenLine {
  readonly written: Uint8Array | string;
  /** As it is recorded: null where the text says it all, or is not the whole. */
  readonly raw: Uint8Array | null;
  readonly hidden: { readonly what: HiddenKind; readonly octets: number } | null;
}

/** With CR LF; ASCII stays text, which costs a session nothing to encode. */
export function writtenLine({ text, secret, octets: given }: SentLine): WrittenLine {
  if (secret === undefined && isAsciiText(text)) return { written: `${text}\r\n`, raw: null, hidden: null };
  const octets = given === undefined ? utf8Bytes(`${secret?.text ?? text}\r\n`) : concatBytes(given, LINE_END);
  if (secret === undefined) return { written: octets, raw: octets, hidden: null };
  const hidden = octets.length - LINE_END.length - utf8Bytes(text).length;
  return { written: octets, raw: null, hidden: { what: secret.what, octets: hidden } };
}

export class Outgoing {
  /** Null before it is connected, and during the TLS handshake. */
  socket: Socket | null = null;
  readonly #writer = new BodyWriter();
  /** What is to go out together; null while nothing is gathered. */
  #gathered: (Uint8Array | string)[] | null = null;

  write(parts: readonly (Uint8Array | string)[]): void {
    if (this.#gathered !== null) this.#gathered.push(...parts);
    else if (this.socket !== null) writeAll(this.socket, parts);
  }

  /** What is written meanwhile goes out in as few segments as possible. */
  together(write: () => void): void {
    if (this.#gathered !== null) {
      write();
      return;
    }
    this.#gathered = [];
    write();
    const parts = this.#gathered;
    this.#gathered = null;
    if (parts.length > 0) this.write(parts);
  }

  /** Resolves when the system has taken everything; `stuck` is called when nothing moved for so many milliseconds. */
  body(parts: readonly Uint8Array[], idleMs: number, stuck: () => void): Promise<BodyWrite> {
    return this.socket === null
      ? Promise.resolve('interrupted')
      : this.#writer.write(this.socket, parts, idleMs, stuck);
  }

  /** Whoever waits for the body goes on. */
  interrupt(): void {
    this.#writer.interrupt();
  }

  /** Resolves when the system has taken what was written, or will not. */
  flushed(): Promise<void> {
    const socket = this.socket;
    if (socket === null || socket.writableLength === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(finish, limits.client.closeGrace);
      socket.write(new Uint8Array(0), finish);
    });
  }
}
