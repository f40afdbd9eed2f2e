/**
 * Messages on their way in. Small ones stay in memory until the mailbox keeps them; larger ones stream to a file of their own
 * with bounded buffering. What is written is with the operating system and survives the process; there is no fsync, which
 * would only help against power loss and cost a disk turn per message.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  unlinkSync,
  write,
  writeSync,
} from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spool, SpoolFile, SpooledMessage } from '../../core/ports.ts';
import { limits } from '../limits.ts';
import { HeadKeeper } from './head-keeper.ts';
import { MessageDigest } from './message-digest.ts';
import { isRunning } from '../files/process-running.ts';

const SUFFIX = '.part';

/** `dir` is made when the first message comes; what a killed process left in it is removed then. */
export function fileSpool(dir: string): Spool {
  let ready = false;
  let serial = 0;
  const run = randomBytes(4).toString('hex');
  return {
    create(): SpoolFile {
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

/**
 * Where octets are gathered before a write. They are copied, so that the socket's chunks die young: kept until the disk has them,
 * they would pile up as garbage that V8 collects only after some 64 MB. A few stages are kept for the next message.
 */
const stages: Buffer[] = [];
let taken = 0;

/** Where a thousand messages come in at the same time, each has a small one. */
function takeStage(): Buffer {
  taken += 1;
  if (taken > limits.spool.largeStages) return Buffer.allocUnsafeSlow(limits.spool.smallWriteOctets);
  return stages.pop() ?? Buffer.allocUnsafeSlow(limits.spool.writeOctets);
}

function giveStage(stage: Buffer): void {
  taken -= 1;
  if (stage.length === limits.spool.writeOctets && stages.length < limits.spool.idleStages) stages.push(stage);
}

class FileSpoolFile implements SpoolFile {
  readonly #path: string;
  readonly #digest = new MessageDigest();
  readonly #head = new HeadKeeper(limits.spool.headBytes);
  #size = 0;
  /** Everything so far, while it is small. */
  #few: Uint8Array[] = [];
  #stage: Buffer | null = null;
  #filled = 0;
  #fd: number | null = null;
  /** The write to the file under way; there is one at a time. */
  #writing: Promise<void> | null = null;
  /** The last write() that had to wait; a later one goes after it. */
  #last: Promise<void> | null = null;
  #failure: Error | null = null;
  #ended = false;

  constructor(path: string) {
    this.#path = path;
  }

  write(chunk: Uint8Array): Promise<void> | void {
    if (this.#failure !== null) throw this.#failure;
    this.#digest.update(chunk);
    this.#head.push(chunk);
    this.#size += chunk.length;
    if (this.#stage === null && this.#last === null && !this.#ended && this.#size <= limits.spool.smallOctets) {
      this.#few.push(chunk);
      // Octets that drip in one by one would each cost a hundred.
      if (this.#few.length > limits.spool.pieces) this.#few = [Buffer.concat(this.#few)];
      return;
    }
    return this.#writeOn(chunk);
  }

  async #writeOn(chunk: Uint8Array): Promise<void> {
    const kept = this.#last === null ? this.#keep(chunk) : this.#last.then(() => this.#keep(chunk));
    this.#last = kept;
    await kept;
    if (this.#last === kept) this.#last = null;
    // Set while it waited.
    const failure = this.#failure;
    if (failure !== null) throw failure;
  }

  finish(): Promise<SpooledMessage> | SpooledMessage {
    const small = this.#stage === null && this.#last === null && this.#writing === null && this.#failure === null;
    return small ? this.#small() : this.#whole();
  }

  async #whole(): Promise<SpooledMessage> {
    while (this.#last !== null) await this.#last.finally(() => (this.#last = null));
    while (this.#writing !== null) await this.#writing;
    if (this.#stage === null && this.#failure === null) return this.#small();
    try {
      if (this.#failure !== null) throw this.#failure;
      this.#fd ??= openSync(this.#path, 'wx', 0o600);
      // What is left is small, and the page cache takes it in microseconds; a trip through the thread pool takes longer.
      if (this.#stage !== null) writeAllSync(this.#fd, this.#stage.subarray(0, this.#filled));
      closeSync(this.#fd);
      this.#fd = null;
    } catch (error) {
      await this.discard();
      throw error;
    }
    this.#end();
    return new SpooledFile(this.#path, this.#size, this.#digest.hex(), this.#head.bytes());
  }

  async discard(): Promise<void> {
    if (this.#ended) return;
    this.#end();
    while (this.#writing !== null) await this.#writing;
    if (this.#fd === null) return;
    closeSync(this.#fd);
    this.#fd = null;
    await removeFile(this.#path);
  }

  #small(): SpooledMessage {
    const chunks = this.#few;
    this.#end();
    const [only] = chunks;
    // A copy in any case: a slice would hold the socket's whole buffer for as long as the message is handled.
    const octets = only !== undefined && chunks.length === 1 ? Buffer.from(only) : Buffer.concat(chunks, this.#size);
    return {
      path: '',
      size: this.#size,
      sha256: this.#digest.hex(),
      head: octets.subarray(0, limits.spool.headBytes),
      octets,
      async *stream() {
        if (octets.length > 0) yield octets;
      },
      discard: async () => undefined,
    };
  }

  #end(): void {
    this.#ended = true;
    this.#few = [];
    if (this.#stage !== null) giveStage(this.#stage);
    this.#stage = null;
  }

  async #keep(chunk: Uint8Array): Promise<void> {
    if (this.#ended) return;
    if (this.#stage === null) {
      if (this.#size <= limits.spool.smallOctets) {
        this.#few.push(chunk);
        return;
      }
      this.#stage = takeStage();
      const few = this.#few;
      this.#few = [];
      for (const one of few) await this.#gather(one);
    }
    await this.#gather(chunk);
  }

  /** Copies to the stage; waits only when it is full and the disk still has the one before. */
  async #gather(chunk: Uint8Array): Promise<void> {
    let rest = chunk;
    while (rest.length > 0 && this.#stage !== null) {
      const octets = Math.min(rest.length, this.#stage.length - this.#filled);
      this.#stage.set(rest.subarray(0, octets), this.#filled);
      this.#filled += octets;
      rest = rest.subarray(octets);
      if (this.#filled < this.#stage.length) return;
      while (this.#writing !== null) await this.#writing;
      this.#flush();
    }
  }

  /** Starts the write of a full stage. Failures are kept for write() and finish(). */
  #flush(): void {
    const full = this.#stage;
    if (full === null || this.#failure !== null) {
      this.#filled = 0;
      return;
    }
    this.#stage = takeStage();
    this.#filled = 0;
    this.#writing = this.#append(full)
      .catch((error: unknown) => {
        this.#failure = error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        this.#writing = null;
        giveStage(full);
      });
  }

  async #append(octets: Uint8Array): Promise<void> {
    this.#fd ??= openSync(this.#path, 'wx', 0o600);
    // A short write is legal (disk nearly full, signal): go on after what was written.
    let rest = octets;
    while (rest.length > 0) rest = rest.subarray(await writeOnce(this.#fd, rest));
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

function writeOnce(fd: number, octets: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, octets, (error, written) => (error === null ? resolve(written) : reject(error)));
  });
}

function writeAllSync(fd: number, octets: Uint8Array): void {
  let rest = octets;
  while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
}

/** For stores that take over the file of a spooled message. */
export function removeFileSync(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
