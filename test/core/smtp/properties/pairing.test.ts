/** However octets are cut, whatever is said out of turn, whenever it is cancelled: a reply is reported with the command that it answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Socket, createServer } from 'node:net';
import { once } from 'node:events';
import { type Run, runSend } from '../../../harness/client-run.ts';
import { SmtpClient } from '../../../../electron/core/smtp/client/client.ts';
import type { SessionEvent } from '../../../../electron/protocol/values/session/event.ts';
import { rounds } from '../../../harness/seeds.ts';

interface Habits {
  readonly pipelining: boolean;
  readonly lmtp: boolean;
  /** Octets written at a time, over and over. */
  readonly pieces: readonly number[];
  /** Of each reply so many lines are said. */
  readonly lines: readonly number[];
  /** By the number of the command: something more is said after its reply. */
  readonly strays: ReadonlySet<number>;
}

/** Answers every command with its own words, so that the reply shows which command it belongs to. */
async function startEcho(habits: Habits) {
  const server = createServer((socket) => echo(socket, habits)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function echo(socket: Socket, { pipelining, lmtp, pieces, lines, strays }: Habits): void {
  let buffer = '';
  let count = 0;
  let inMessage = false;
  let recipients = 0;
  let writing: Promise<void> = Promise.resolve();
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  const write = (text: string, whole = false): void => {
    writing = writing.then(async () => {
      const octets = Buffer.from(text);
      for (let at = 0, turn = 0; at < octets.length; turn += 1) {
        const size = whole ? octets.length : (pieces[turn % pieces.length] ?? 1);
        if (!socket.destroyed) socket.write(octets.subarray(at, at + size));
        at += size;
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  };
  const reply = (code: number, words: string): void => {
    const times = lines[count % lines.length] ?? 1;
    for (let at = 1; at < times; at += 1) write(`${code}-${words}\r\n`);
    // In one piece with the reply: later, the next command may be out, and nobody could tell whose it is.
    const stray = strays.has(count) && !(lmtp && inMessage);
    write(`${code} ${words}\r\n${stray ? '250 <stray>\r\n' : ''}`, stray);
    count += 1;
  };
  const greet = (words: string): void => {
    write(`250-${words}\r\n${pipelining ? '250-PIPELINING\r\n' : ''}250 HELP\r\n`);
    count += 1;
  };
  reply(220, '<greeting>');
  socket.on('data', (chunk: Buffer) => {
    buffer += chunk.toString('latin1');
    for (;;) {
      const end = inMessage ? buffer.indexOf('\r\n.\r\n') + 5 : buffer.indexOf('\n') + 1;
      if (end <= (inMessage ? 4 : 0)) return;
      const line = inMessage ? '.' : buffer.slice(0, end).trimEnd();
      buffer = buffer.slice(end);
      const words = `<${line.replace(/[<>]/g, '')}>`;
      const verb = line.slice(0, 4).toUpperCase();
      if (inMessage) {
        for (let at = 0; at < (lmtp ? recipients : 1); at += 1) reply(250, words);
        inMessage = false;
      } else if (verb === 'EHLO' || verb === 'LHLO') greet(words);
      else if (verb === 'DATA') {
        inMessage = true;
        reply(354, words);
      } else {
        if (verb === 'MAIL') recipients = 0;
        if (verb === 'RCPT') recipients += 1;
        reply(verb === 'QUIT' ? 221 : 250, words);
      }
    }
  });
}

const habits = fc.record({
  pipelining: fc.boolean(),
  lmtp: fc.boolean(),
  pieces: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
  lines: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
});
/** Where several commands wait for their replies, one said out of turn cannot be told from theirs. */
const withStrays = fc
  .tuple(habits, fc.array(fc.nat({ max: 8 }), { maxLength: 2 }))
  .map(([base, at]): Habits => ({ ...base, strays: new Set(base.pipelining ? [] : at) }));

function expectPaired(events: readonly SessionEvent[]): number {
  let pairs = 0;
  for (const event of events) {
    if (event.type !== 'reply') continue;
    const command = event.command ?? 'greeting';
    for (const line of event.reply.lines.slice(0, 1)) expect(line).toBe(`<${command.replace(/[<>]/g, '')}>`);
    pairs += 1;
  }
  return pairs;
}

const recipients = ['b@y.test', 'c@y.test', 'd@y.test'];

function sending(port: number, lmtp: boolean, cancelAt: number): Promise<Run> {
  let seen = 0;
  return runSend({
    connection: { target: `127.0.0.1:${port}`, security: 'none', protocol: lmtp ? 'lmtp' : 'smtp' },
    envelope: { to: recipients },
    watch: (_event, cancel) => {
      seen += 1;
      if (seen === cancelAt) cancel();
    },
  });
}

describe('replies and their commands', () => {
  it('in a transaction, cancelled anywhere or not at all', { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(withStrays, fc.nat({ max: 90 }), async (given, cancelAt) => {
      const server = await startEcho(given);
      const run = await sending(server.port, given.lmtp, cancelAt);
      await server.close();
      const pairs = expectPaired(run.events);
      if (run.error === null) expect(pairs).toBeGreaterThanOrEqual(7);
      else expect(['cancelled', 'protocol-error']).toContain(run.error.code);
    });
    await fc.assert(property, { numRuns: rounds(100) });
  });

  it('of the library, called all at once', { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(
      habits,
      fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 12 }),
      async (given, numbers) => {
        const server = await startEcho({ ...given, lmtp: false, strays: new Set() });
        const client = new SmtpClient({ localHostname: 'client.test' });
        await client.open('127.0.0.1', server.port);
        const answers = await Promise.all(numbers.map((number) => client.docmd('XNUM', String(number))));
        expect(answers.map(({ message }) => message.split('\n').at(-1))).toEqual(
          numbers.map((number) => `<XNUM ${number}>`),
        );
        await client.close();
        await server.close();
      },
    );
    await fc.assert(property, { numRuns: rounds(30) });
  });
});
