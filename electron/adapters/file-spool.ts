/**
 * Messages on their way in. Small ones stay in memory until the mailbox keeps them; larger ones stream to a file of their own
 * with bounded buffering. What is written is with the operating system and survives the process; there is no fsync, which
 * would only help against power loss and cost a disk turn per message.
 */
import { createHash, randomBytes, type Hash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  unlinkSync,
  writev,
  writevSync,
} from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spool, SpoolFile, SpooledMessage } from '../core/ports.ts';
import { limits } from '../core/wire/limits.ts';
import { HeadKeeper } from './head-keeper.ts';

const SUFFIX = '.part';

/** `dir` is made when the first message comes; what a killed process left in it is removed then. */
export function fileSpool(dir: string): Spool {
  let ready = false;
  let serial = 0;
  const run = randomBytes(4).toString('hex');
  return {
    async create(): Promise<SpoolFile> {
      if (!ready) {
        mkdirSync(dir, { recursive: true, mode: 0o700 });
        removeLeftovers(dir);
        ready = true;
      }
      serial += 1;
      return new FileSpoolFile(join(dir, `${process.pid}-${run}-${serial}${SUFFIX}`));
    },
  };
}

/** Unfinished files of processes that are gone. Nothing in them was ever answered with 250. */
function removeLeftovers(dir: string): void {
  for (const name of readdirSync(dir)) {
    const pid = /^(\d+)-[0-9a-f]+-\d+\.part$/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    rmSync(join(dir, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

class FileSpoolFile implements SpoolFile {
  readonly #path: string;
  readonly #hash: Hash = createHash('sha256');
  readonly #head = new HeadKeeper(limits.spool.headBytes);
  #size = 0;
  #waiting: Uint8Array[] = [];
  #waitingOctets = 0;
  #fd: number | null = null;
  #writing: Promise<void> | null = null;
  #failure: Error | null = null;
  #ended = false;

  constructor(path: string) {
    this.#path = path;
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    this.#hash.update(chunk);
    this.#head.push(chunk);
    this.#size += chunk.length;
    this.#waiting.push(chunk);
    this.#waitingOctets += chunk.length;
    if (this.#waitingOctets >= limits.spool.writeOctets && this.#writing === null) this.#flush();
    while (this.#waitingOctets >= limits.spool.bufferedOctets && this.#writing !== null) await this.#writing;
    // Set while it waited.
    const failure = this.#failure as Error | null;
    if (failure !== null) throw failure;
  }

  async finish(): Promise<SpooledMessage> {
    while (this.#writing !== null) await this.#writing;
    if (this.#fd === null && this.#failure === null && this.#size <= limits.spool.smallOctets) return this.#small();
    try {
      if (this.#failure !== null) throw this.#failure;
      this.#fd ??= openSync(this.#path, 'wx', 0o600);
      // What is left is small, and the page cache takes it in microseconds; a trip through the thread pool takes longer.
      writeAllSync(this.#fd, this.#take());
      closeSync(this.#fd);
      this.#fd = null;
    } catch (error) {
      await this.discard();
      throw error;
    }
    this.#ended = true;
    return new SpooledFile(this.#path, this.#size, this.#hash.digest('hex'), this.#head.bytes());
  }

  async discard(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#take();
    while (this.#writing !== null) await this.#writing;
    if (this.#fd === null) return;
    closeSync(this.#fd);
    this.#fd = null;
    await removeFile(this.#path);
  }

  #small(): SpooledMessage {
    this.#ended = true;
    const chunks = this.#take();
    const [only] = chunks;
    // A copy in any case: a slice would hold the socket's whole buffer for as long as the message is handled.
    const octets = only !== undefined && chunks.length === 1 ? Buffer.from(only) : Buffer.concat(chunks, this.#size);
    return {
      path: '',
      size: this.#size,
      sha256: this.#hash.digest('hex'),
      head: octets.subarray(0, limits.spool.headBytes),
      octets,
      async *stream() {
        if (octets.length > 0) yield octets;
      },
      discard: async () => undefined,
    };
  }

  #take(): Uint8Array[] {
    const chunks = this.#waiting;
    this.#waiting = [];
    this.#waitingOctets = 0;
    return chunks;
  }

  /** Starts one write of all that waits; the next begins when it is done. Failures are kept for write() and finish(). */
  #flush(): void {
    const chunks = this.#take();
    this.#writing = this.#append(chunks).then(
      () => {
        this.#writing = null;
        if (this.#waitingOctets >= limits.spool.writeOctets && this.#failure === null && !this.#ended) this.#flush();
      },
      (error: unknown) => {
        this.#writing = null;
        this.#failure = error instanceof Error ? error : new Error(String(error));
        this.#take();
      },
    );
  }

  async #append(chunks: Uint8Array[]): Promise<void> {
    this.#fd ??= openSync(this.#path, 'wx', 0o600);
    let rest = chunks;
    while (rest.length > 0) rest = dropFront(rest, await writevOnce(this.#fd, rest));
  }
}

class SpooledFile implements SpooledMessage {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly head: Uint8Array;

  constructor(path: string, size: number, sha256: string, head: Uint8Array) {
    this.path = path;
    this.size = size;
    this.sha256 = sha256;
    this.head = head;
  }

  stream(): AsyncIterable<Uint8Array> {
    return createReadStream(this.path);
  }

  async discard(): Promise<void> {
    await removeFile(this.path);
  }
}

async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function writevOnce(fd: number, chunks: Uint8Array[]): Promise<number> {
  return new Promise((resolve, reject) => {
    writev(fd, chunks, (error, written) => (error === null ? resolve(written) : reject(error)));
  });
}

/** A short write is legal (disk nearly full, signal): go on behind what was written. */
function writeAllSync(fd: number, chunks: Uint8Array[]): void {
  let rest = chunks;
  while (rest.length > 0) rest = dropFront(rest, writevSync(fd, rest));
}

function dropFront(chunks: Uint8Array[], octets: number): Uint8Array[] {
  let left = octets;
  let index = 0;
  for (let chunk = chunks[index]; chunk !== undefined && left >= chunk.length; chunk = chunks[index]) {
    left -= chunk.length;
    index += 1;
  }
  const rest = chunks.slice(index);
  const first = rest[0];
  if (first !== undefined && left > 0) rest[0] = first.subarray(left);
  return rest;
}

/** For adapters that take over the file of a spooled message. */
export function removeFileSync(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
