/**
 * Plays the server side of the client cases (their `about` explains the steps): a script for one connection, everything that the
 * client wrote recorded. Also the plain building block of the targeted client tests.
 */
import { type Server, type Socket, createServer } from 'node:net';
import { type SecureContext, type SecureContextOptions, TLSSocket, createSecureContext } from 'node:tls';
import { PeerWire } from './peer-wire.ts';
import { SCRAM_TRICKS, playScram } from './scripted-scram.ts';
import { testCertificate } from '../certificates.ts';

export type Octets =
  string | { readonly hex: string } | { readonly repeat: string; readonly times: number } | readonly Octets[];

export interface ScriptStep {
  readonly send?: Octets;
  readonly expect?: string;
  readonly maybe?: string;
  readonly reply?: Octets;
  readonly data?: true;
  readonly read?: number;
  readonly equals?: Octets;
  readonly starttls?: string;
  readonly close?: 'fin' | 'rst';
  readonly sleep?: number;
  readonly silent?: number;
  readonly drip?: Octets;
  readonly every?: number;
  readonly chunk?: number;
  readonly flood?: Octets;
  readonly times?: number;
  readonly alt?: readonly (readonly ScriptStep[])[];
  readonly ifSeen?: string;
  readonly else?: readonly ScriptStep[];
  readonly tail?: true;
  readonly eof?: true;
  readonly recordAll?: true;
  readonly caps?: readonly string[];
  readonly sendHex?: string;
  readonly scram?: string;
}

export interface Recorded {
  readonly lines: string[];
  /** Message octets as they were on the wire, final dot included. */
  readonly data: Buffer[];
  connections: number;
  /** What the client did that the script does not know; null while all went as written. */
  mismatch: string | null;
  servername: string | null;
  /** The client closed its side. */
  ended: boolean;
}

export interface ScriptedServer {
  readonly port: number;
  readonly recorded: Recorded;
  /** The script has come to its end; what is still open is closed. */
  close(): Promise<void>;
}

export function octetsOf(value: Octets): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if ('hex' in value) return Buffer.from(value.hex, 'hex');
  if ('repeat' in value) return Buffer.from(value.repeat.repeat(value.times), 'utf8');
  return Buffer.concat(value.map(octetsOf));
}

/** How long the script waits for the client before it calls the case wrong. */
const PATIENCE = 15_000;
/** A `maybe` step's wait, as the cases say. */
const MAYBE = 700;

class Mismatch extends Error {}

export async function startScripted(
  script: readonly ScriptStep[],
  options: {
    readonly implicitTls?: string;
    readonly path?: string;
    /** Another address of this machine, such as 127.0.0.2, and its port. */
    readonly at?: { readonly address: string; readonly port: number };
  } = {},
): Promise<ScriptedServer> {
  const recorded: Recorded = { lines: [], data: [], connections: 0, mismatch: null, servername: null, ended: false };
  const sockets = new Set<Socket>();
  const runs: Promise<void>[] = [];
  const server: Server = createServer((socket) => {
    recorded.connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    runs.push(play(new Player(new PeerWire(socket), recorded), script, options.implicitTls ?? null));
  });
  await new Promise<void>((resolve) => {
    if (options.path === undefined) server.listen(options.at?.port ?? 0, options.at?.address ?? '127.0.0.1', resolve);
    else server.listen(options.path, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    recorded,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await Promise.all(runs);
      await closed;
    },
  };
}

/** OpenSSL refuses to serve weak certificates and old versions unless told; BoringSSL does not know the word. */
export function weakContext(options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext({ ...options, ciphers: 'DEFAULT:@SECLEVEL=0' });
  } catch {
    return createSecureContext(options);
  }
}

async function play(player: Player, script: readonly ScriptStep[], implicitTls: string | null): Promise<void> {
  try {
    if (implicitTls !== null) await player.startTls(implicitTls);
    await player.run(script);
  } catch (error) {
    if (error instanceof Mismatch) player.recorded.mismatch ??= error.message;
    else if (!player.wire.ended) player.recorded.mismatch ??= String(error);
  } finally {
    player.wire.finish();
  }
}

class Player {
  wire: PeerWire;
  readonly recorded: Recorded;

  constructor(wire: PeerWire, recorded: Recorded) {
    this.wire = wire;
    this.recorded = recorded;
  }

  async run(script: readonly ScriptStep[]): Promise<void> {
    for (const step of script) await this.#step(step);
  }

  async startTls(name: string): Promise<void> {
    const { key, cert } = testCertificate(name);
    const only = name === 'tls10only' ? ('TLSv1' as const) : name === 'tls12only' ? ('TLSv1.2' as const) : null;
    const old = only === null ? {} : { minVersion: only, maxVersion: only };
    const socket = this.wire.release();
    const tls = new TLSSocket(socket, {
      isServer: true,
      secureContext: weakContext({ key, cert, ...old }),
      SNICallback: (servername, callback) => {
        this.recorded.servername = servername;
        callback(null);
      },
    });
    this.wire = new PeerWire(tls);
    await new Promise<void>((resolve, reject) => {
      tls.once('secure', resolve);
      tls.once('error', reject);
      tls.once('close', () => reject(new Mismatch('closed in the handshake')));
    }).catch((error: unknown) => {
      // A client that refuses the handshake does what such cases want; the script ends here.
      if (!(error instanceof Mismatch)) return;
    });
  }

  async #step(step: ScriptStep): Promise<void> {
    const { wire } = this;
    if (step.ifSeen !== undefined) {
      const seen = this.recorded.lines.some((line) => new RegExp(step.ifSeen ?? '', 'i').test(line));
      if (seen) wire.write(octetsOf(step.send ?? ''));
      else await this.run(step.else ?? []);
    } else if (step.send !== undefined) wire.write(octetsOf(step.send));
    else if (step.sendHex !== undefined) wire.write(Buffer.from(step.sendHex, 'hex'));
    else if (step.expect !== undefined) await this.#expect(step.expect);
    else if (step.maybe !== undefined) await this.#maybe(step.maybe, step.reply ?? '');
    else if (step.data === true) await this.#data();
    else if (step.read !== undefined) await this.#read(step.read, step.equals);
    else if (step.starttls !== undefined) await this.startTls(step.starttls);
    else if (step.close !== undefined) wire.close(step.close);
    else if (step.sleep !== undefined) await wire.sleep(step.sleep);
    else if (step.silent !== undefined) await this.#silent(step.silent);
    else if (step.drip !== undefined) await wire.drip(octetsOf(step.drip), step.chunk ?? 1, step.every ?? 10);
    else if (step.flood !== undefined) await wire.flood(octetsOf(step.flood), step.times ?? 1);
    else if (step.alt !== undefined) await this.#alternatives(step.alt);
    else if (step.scram !== undefined) await this.#scram(step.scram);
    else if (step.tail === true) await this.#tail();
    else if (step.eof === true) await this.#eof();
    else if (step.recordAll === true) await this.#recordAll(step.caps ?? []);
    else throw new Mismatch(`a step that is not known: ${JSON.stringify(step)}`);
  }

  async #line(): Promise<string | null> {
    const line = await this.wire.line(PATIENCE);
    if (line === null) this.recorded.ended = true;
    else this.recorded.lines.push(line);
    return line;
  }

  async #expect(pattern: string): Promise<void> {
    const line = await this.#line();
    if (line === null) throw new Mismatch(`closed where ${pattern} was expected`);
    if (!new RegExp(pattern, 'i').test(line))
      throw new Mismatch(`${JSON.stringify(line)} where ${pattern} was expected`);
  }

  async #maybe(pattern: string, reply: Octets): Promise<void> {
    const line = await this.wire.peek(MAYBE);
    if (line === null || !new RegExp(pattern, 'i').test(line)) return;
    await this.#line();
    this.wire.write(octetsOf(reply));
  }

  async #data(): Promise<void> {
    const octets = await this.wire.message(PATIENCE);
    if (octets === null) throw new Mismatch('closed in the message');
    this.recorded.data.push(octets);
  }

  async #read(count: number, equals: Octets | undefined): Promise<void> {
    const octets = await this.wire.octets(count, PATIENCE);
    if (octets === null) throw new Mismatch(`closed where ${count} octets were expected`);
    if (equals !== undefined && !octets.equals(octetsOf(equals))) throw new Mismatch('other octets than expected');
    this.recorded.data.push(octets);
  }

  async #scram(trick: string): Promise<void> {
    const known = SCRAM_TRICKS.find((one) => one === trick);
    if (known === undefined) throw new Mismatch(`a SCRAM trick that is not known: ${trick}`);
    const first = this.recorded.lines.at(-1) ?? '';
    await playScram(known, first, {
      line: () => this.#line(),
      write: (text) => this.wire.write(Buffer.from(text)),
    });
  }

  async #silent(milliseconds: number): Promise<void> {
    if (await this.wire.speaksWithin(milliseconds)) throw new Mismatch(`spoke within ${milliseconds} ms`);
  }

  async #alternatives(branches: readonly (readonly ScriptStep[])[]): Promise<void> {
    const quiet = branches.find(([first]) => first?.silent !== undefined);
    const wait = quiet?.[0]?.silent ?? PATIENCE;
    if (quiet !== undefined && !(await this.wire.speaksWithin(wait))) return this.run(quiet.slice(1));
    const line = await this.wire.peek(PATIENCE);
    const chosen = branches.find(([first]) => {
      if (first?.expect !== undefined) return line !== null && new RegExp(first.expect, 'i').test(line);
      if (first?.eof === true) return line === null || /^QUIT$/i.test(line);
      return false;
    });
    const body = branches.find(([first]) => first?.data === true);
    const branch = chosen ?? body;
    // Closing is always open to the client; whether it should have is the outcome's business.
    if (line === null && this.wire.ended && chosen === undefined) return;
    if (branch === undefined) throw new Mismatch(`no branch for ${JSON.stringify(line)}`);
    return this.run(branch);
  }

  async #tail(): Promise<void> {
    for (let line = await this.#line(); line !== null; line = await this.#line()) {
      const verb = line.split(' ')[0]?.toUpperCase() ?? '';
      if (verb === 'QUIT') {
        this.wire.write(Buffer.from('221 bye\r\n'));
        return;
      }
      const answer =
        verb === 'RSET' || verb === 'NOOP' ? '250 ok' : verb === '*' ? '501 cancelled' : '503 bad sequence';
      this.wire.write(Buffer.from(`${answer}\r\n`));
    }
  }

  async #eof(): Promise<void> {
    const line = await this.#line();
    if (line === null) return;
    if (!/^QUIT$/i.test(line)) throw new Mismatch(`${JSON.stringify(line)} where the client should have closed`);
    this.wire.write(Buffer.from('221 bye\r\n'));
    this.wire.close('fin');
    if ((await this.#line()) !== null) throw new Mismatch('spoke after QUIT');
  }

  async #recordAll(caps: readonly string[]): Promise<void> {
    const ehlo = ['mx.test', ...caps].map(
      (text, index, all) => `250${index === all.length - 1 ? ' ' : '-'}${text}\r\n`,
    );
    this.wire.write(Buffer.from(ehlo.join('')));
    for (let line = await this.#line(); line !== null; line = await this.#line()) {
      const verb = line.split(' ')[0]?.toUpperCase() ?? '';
      if (verb === 'DATA') {
        this.wire.write(Buffer.from('354 go\r\n'));
        await this.#data();
      }
      const answer = verb === 'QUIT' ? '221 bye' : verb === 'AUTH' ? '235 ok' : '250 ok';
      this.wire.write(Buffer.from(`${answer}\r\n`));
    }
  }
}
