/** What the server bench does to a server: messages by smtp-source (or by a client of ours where there is none), one large message, idle sessions. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { findPostfixTool } from './server-peers.ts';

export interface Load {
  readonly title: string;
  readonly octets: number;
  readonly sessions: number;
  /** All messages of a session over one connection; else a connection for each. */
  readonly keep: boolean;
}

interface Driven {
  readonly messagesPerSecond: number;
  /** What the client itself took, in microseconds of processor time per message; null where that is this process. */
  readonly clientMicros: number | null;
}

export const source = findPostfixTool('smtp-source');

export async function drive(port: number, load: Load, messages: number): Promise<Driven> {
  const before = childMicros();
  const began = performance.now();
  if (source === null) {
    const each = Math.ceil(messages / load.sessions);
    await Promise.all(Array.from({ length: load.sessions }, () => converse(port, each, load)));
  } else {
    const args = ['-s', String(load.sessions), '-m', String(messages), '-l', String(load.octets)];
    const envelope = ['-f', 'a@s.example', '-t', 'b@r.example', `127.0.0.1:${port}`];
    await promisify(execFile)(source, [...args, ...(load.keep ? ['-d'] : []), ...envelope]);
  }
  const seconds = (performance.now() - began) / 1000;
  const clientMicros = source === null ? null : (childMicros() - before) / messages;
  return { messagesPerSecond: messages / seconds, clientMicros };
}

/** Processor time of the programs that this process has started and seen end. */
function childMicros(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10_000;
}

/** Command by command, as most clients are. */
async function converse(port: number, messages: number, load: Load): Promise<void> {
  const line = `${'x'.repeat(76)}\r\n`;
  const body = `Subject: load\r\n\r\n${line.repeat(Math.ceil(load.octets / line.length))}.\r\n`;
  for (let sent = 0; sent < messages;) {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const ask = asker(socket);
    await ask('');
    await ask('EHLO load.test\r\n');
    do {
      for (const text of ['MAIL FROM:<a@s.example>\r\n', 'RCPT TO:<b@r.example>\r\n', 'DATA\r\n', body])
        await ask(text);
      sent += 1;
    } while (load.keep && sent < messages);
    await ask('QUIT\r\n');
    socket.destroy();
  }
}

/** Writes, then waits for one whole reply. */
function asker(socket: Socket): (text: string) => Promise<void> {
  let received = '';
  let wake: (() => void) | null = null;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    if (!/^\d{3} [^\n]*\r\n$/m.test(received)) return;
    received = '';
    wake?.();
  });
  return (text) =>
    new Promise((resolve) => {
      wake = resolve;
      if (text !== '') socket.write(text);
    });
}

export async function sendLarge(port: number, octets: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const ask = asker(socket);
  await ask('');
  for (const text of ['EHLO load.test\r\n', 'MAIL FROM:<a@s.example>\r\n', 'RCPT TO:<b@r.example>\r\n', 'DATA\r\n'])
    await ask(text);
  const block = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(840));
  for (let sent = 0; sent < octets; sent += block.length) if (!socket.write(block)) await once(socket, 'drain');
  await ask('.\r\n');
  await ask('QUIT\r\n');
  socket.destroy();
}

/** Connected, greeted, EHLO said; then nothing. */
/** Sessions that have been greeted, and with `ehlo` have said who they are. */
export async function openIdle(port: number, count: number, ehlo: boolean): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let i = 0; i < count; i += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    const ask = asker(socket);
    await ask('');
    if (ehlo) await ask('EHLO load.test\r\n');
    sockets.push(socket);
  }
  return sockets;
}
