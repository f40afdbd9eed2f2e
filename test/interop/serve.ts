/** `posthorn serve --json` as a process of its own, its events in the order they came. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { EventJson, ListeningJson, MessageJson } from './cli-json.ts';
import { startPosthorn } from './posthorn.ts';

type Listener = ListeningJson['listeners'][number];

export interface Serving {
  readonly listeners: readonly Listener[];
  /** The one listener of this kind; over TCP unless a Unix socket is asked for. */
  port(protocol: 'smtp' | 'lmtp', security?: 'plain' | 'tls'): number;
  /** Empty when no listener has TLS. */
  readonly caFile: string;
  readonly socketPath: string;
  /** A folder for what a test writes. */
  readonly folder: string;
  /** The next message event that nobody has taken yet. */
  nextMessage(): Promise<MessageJson>;
  nextEvent(name: string): Promise<EventJson>;
  /** Sends SIGTERM; the exit status, and what came on stderr. */
  stop(): Promise<{ status: number | null; stderr: string }>;
}

/** Listeners are given by the test; `%SOCKET%` in an argument stands for the path of a Unix socket. */
export async function serve(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Serving> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-serve-'));
  const socketPath = join(folder, 'lmtp.sock');
  const home = { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const filled = args.map((arg) => arg.replace('%SOCKET%', socketPath));
  const child = startPosthorn(['serve', '--json', ...filled], { ...home, ...env });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const closed = once(child, 'close') as Promise<[number | null]>;
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));

  const events = new EventQueue();
  createInterface({ input: child.stdout }).on('line', (line) => events.add(v.parse(EventJson, JSON.parse(line))));
  void closed.then(([status]) => events.end(`posthorn serve ended with ${String(status)}: ${stderr}`));

  const stop = async () => {
    child.kill('SIGTERM');
    const [status] = await closed;
    process.off('exit', killAtExit);
    await rm(folder, { recursive: true, force: true });
    return { status, stderr };
  };
  try {
    const { listeners, caFile } = v.parse(ListeningJson, await events.next('listening'));
    return {
      listeners,
      caFile: caFile ?? '',
      port(protocol, security = 'plain') {
        const found = listeners.find(
          (each) =>
            each.port !== null && each.protocol === protocol && (each.security === 'tls') === (security === 'tls'),
        );
        const port = found?.port;
        if (port === undefined || port === null)
          throw new Error(`no ${security} ${protocol} listener among ${JSON.stringify(listeners)}`);
        return port;
      },
      socketPath,
      folder,
      nextMessage: async () => v.parse(MessageJson, await events.next('message')),
      nextEvent: (name) => events.next(name),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Events wait here until they are asked for, and those who ask wait here for events. */
class EventQueue {
  readonly #events: EventJson[] = [];
  readonly #waiting: { name: string; resolve: (event: EventJson) => void; reject: (error: Error) => void }[] = [];
  #ended: string | null = null;

  add(event: EventJson): void {
    const index = this.#waiting.findIndex((each) => each.name === event.event);
    if (index >= 0) this.#waiting.splice(index, 1)[0]!.resolve(event);
    else this.#events.push(event);
  }

  end(reason: string): void {
    this.#ended = reason;
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(reason));
  }

  next(name: string): Promise<EventJson> {
    const index = this.#events.findIndex((each) => each.event === name);
    if (index >= 0) return Promise.resolve(this.#events.splice(index, 1)[0]!);
    if (this.#ended !== null) return Promise.reject(new Error(this.#ended));
    return new Promise((resolve, reject) => this.#waiting.push({ name, resolve, reject }));
  }
}
