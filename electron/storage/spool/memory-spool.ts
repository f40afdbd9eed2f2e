/** Spools without files: one keeps the message in memory (within a cap), one only counts and hashes it. */
import type { Spool, SpoolFile, SpooledMessage } from '../../core/ports.ts';
import { limits } from '../limits.ts';
import { HeadKeeper } from './head-keeper.ts';
import { MessageDigest } from './message-digest.ts';

/** Messages kept whole in memory; one that is larger than the cap is refused as a full disk would be. */
export function memorySpool(): Spool {
  return { create: () => new MemorySpoolFile(true) };
}

/** Nothing is kept but size, hash and head: the stream of such a message is its head. For `--store none`. */
export function discardingSpool(): Spool {
  return { create: () => new MemorySpoolFile(false) };
}

class MemorySpoolFile implements SpoolFile {
  readonly #keep: boolean;
  readonly #digest = new MessageDigest();
  readonly #head = new HeadKeeper(limits.spool.headBytes);
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(keep: boolean) {
    this.#keep = keep;
  }

  write(chunk: Uint8Array): void {
    this.#digest.update(chunk);
    this.#size += chunk.length;
    this.#head.push(chunk);
    if (!this.#keep) return;
    if (this.#size > limits.spool.memoryOctets) throw new Error('message exceeds the memory spool');
    this.#chunks.push(chunk);
  }

  finish(): SpooledMessage {
    const whole = this.#keep ? Buffer.concat(this.#chunks, this.#size) : null;
    this.#chunks = [];
    return new MemoryMessage(this.#size, this.#digest.hex(), this.#head, whole);
  }

  async discard(): Promise<void> {
    this.#chunks = [];
  }
}

class MemoryMessage implements SpooledMessage {
  readonly path = '';
  readonly size: number;
  readonly sha256: string;
  readonly #head: HeadKeeper;
  readonly #whole: Uint8Array | null;

  /** `whole` null: the head is all there is. */
  constructor(size: number, sha256: string, head: HeadKeeper, whole: Uint8Array | null) {
    this.size = size;
    this.sha256 = sha256;
    this.#head = head;
    this.#whole = whole;
  }

  /** Put together when it is asked for, which for most messages that are thrown away is never. */
  get head(): Uint8Array {
    return this.#head.bytes();
  }

  async *stream(): AsyncIterable<Uint8Array> {
    const octets = this.#whole ?? this.head;
    if (octets.length > 0) yield octets;
  }

  async discard(): Promise<void> {
    return undefined;
  }
}
