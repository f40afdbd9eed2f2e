/** One address that floods a server, in a process of its own, so that it takes nobody else's time: for soak.test.ts. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const [port = 0, connections = 0] = process.argv.slice(2).map(Number);

const long = 'x'.repeat(3_900);
const noops = `NOOP ${long}\r\n`.repeat(15);
const recipients = Array.from(
  { length: 900 },
  (_, i) => `RCPT TO:<r${i}-${'y'.repeat(50)}@r.example> NOTIFY=NEVER\r\n`,
).join('');
const message = `Subject: flood\r\n\r\n${`${'z'.repeat(70)}\r\n`.repeat(700)}`;
const nested = 'Content-Type: message/rfc822\r\n\r\n'.repeat(1_900);
const mail = 'MAIL FROM:<f@s.example>\r\nRCPT TO:<r@r.example>\r\nDATA\r\n';

/** What a connection sends over and over; the next piece when the one before is out, after `pauseMs`. */
const ways: readonly {
  readonly text: string;
  readonly pauseMs: number;
  readonly reads: boolean;
  readonly end?: string;
}[] = [
  { text: noops, pauseMs: 0, reads: true },
  { text: noops, pauseMs: 0, reads: false },
  { text: `MAIL FROM:<f@s.example>\r\n${recipients}RSET\r\n`, pauseMs: 200, reads: true },
  // A message that never ends.
  { text: message, pauseMs: 500, reads: true, end: 'never' },
  { text: `${mail}${message}.\r\n`, pauseMs: 4_000, reads: true },
  { text: `${mail}${nested}.\r\n`, pauseMs: 8_000, reads: true },
  { text: `${long}\r\n`.repeat(30), pauseMs: 0, reads: true },
  { text: `AUTH PLAIN ${'A'.repeat(11_000)}\r\n`, pauseMs: 0, reads: true },
  { text: '', pauseMs: 1_000, reads: true },
];

class Flood {
  #stopped = false;
  readonly #sockets = new Set<Socket>();
  connections = 0;
  octets = 0;
  refused = 0;

  start(port: number, connections: number): void {
    for (let i = 0; i < connections; i += 1) void this.#keepOn(port, i);
  }

  stop(): void {
    this.#stopped = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  /** One connection after the other, in the same way. */
  async #keepOn(port: number, number: number): Promise<void> {
    const way = ways[number % ways.length];
    if (way === undefined) return;
    await delay(number * 2);
    while (!this.#isStopped()) {
      const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.1' });
      this.#sockets.add(socket);
      this.connections += 1;
      socket.on('error', () => socket.destroy());
      if (way.reads) {
        socket.once('data', (said: Buffer) => {
          if (said.toString('latin1').startsWith('421')) this.refused += 1;
        });
        socket.resume();
      }
      const closed = once(socket, 'close').catch(() => undefined);
      socket.write(`EHLO flood.example\r\n${way.end === 'never' ? mail : ''}`);
      for (;;) {
        if (socket.destroyed || this.#isStopped()) break;
        this.octets += way.text.length;
        if (!socket.write(way.text)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
        await delay(way.pauseMs);
      }
      socket.destroy();
      this.#sockets.delete(socket);
      await delay(100);
    }
  }
}

const flood = new Flood();
flood.start(port, connections);
process.once('message', () => {
  flood.stop();
  process.send?.({ connections: flood.connections, octets: flood.octets, refused: flood.refused });
  process.disconnect();
});
