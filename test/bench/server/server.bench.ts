/**
 * The test server under load beside others: messages per second and processor time per message, memory for a 100 MB message and for
 * idle sessions. All servers run at the same time and are asked in turn, round by round, so that whatever else the
 * machine does hits them alike. POSTHORN_BENCH_ROUNDS, _SECONDS (of one measurement), _SERVERS and _ONLY (a part of a row's title, or
 * `memory`) change the usual course.
 */
import { once } from 'node:events';
import { processorMs } from '../window/process-memory.ts';
import { drive, openIdle, sendLarge, source, type Load } from './server-load.ts';
import { availablePeers, PEERS, RunningServer, type Peer } from './server-peers.ts';
import { printTable, type Cell } from '../table.ts';

const MIB = 1_048_576;
const ROUNDS = Number(process.env['POSTHORN_BENCH_ROUNDS'] ?? 3);
const SECONDS = Number(process.env['POSTHORN_BENCH_SECONDS'] ?? 0.7);
const ONLY = process.env['POSTHORN_BENCH_ONLY'] ?? '';
/** Before anything is measured: V8 compiles what runs often only after some thousands of messages. */
const WARM_MESSAGES = 8_000;
const WARM_MOST_SECONDS = 6;
const IDLE = 1_000;

const LOADS: readonly Load[] = [
  { title: '1 KiB, 1 session', octets: 1024, sessions: 1, keep: true },
  { title: '1 KiB, 10 sessions', octets: 1024, sessions: 10, keep: true },
  { title: '1 KiB, 100 sessions', octets: 1024, sessions: 100, keep: true },
  { title: '100 KiB, 1 session', octets: 102_400, sessions: 1, keep: true },
  { title: '100 KiB, 10 sessions', octets: 102_400, sessions: 10, keep: true },
  { title: '100 KiB, 100 sessions', octets: 102_400, sessions: 100, keep: true },
  { title: '1 KiB, 1, new each', octets: 1024, sessions: 1, keep: false },
  { title: '1 KiB, 10, new each', octets: 1024, sessions: 10, keep: false },
];

interface Figures {
  readonly rates: number[];
  readonly serverMicros: number[];
  readonly clientMicros: number[];
}

export async function run(): Promise<void> {
  const { peers, missing } = availablePeers();
  if (missing.length > 0) console.log(`Not installed and left out: ${missing.join(', ')}.`);
  const loads = LOADS.filter(({ title }) => title.includes(ONLY));
  if (loads.length > 0) await speed(peers, loads);
  if ('memory'.includes(ONLY)) await memory(peers);
}

async function speed(peers: readonly Peer[], loads: readonly Load[]): Promise<void> {
  const servers = new Map<Peer, RunningServer>();
  for (const peer of peers) servers.set(peer, await RunningServer.start(peer));
  for (const [peer, server] of servers) await warm(peer, server);
  const figures: Map<Peer, Figures>[] = [];
  for (const load of loads) {
    const row = new Map<Peer, Figures>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [peer, server] of servers) {
        if (!takesPart(peer, load)) continue;
        const known = row.get(peer) ?? { rates: [], serverMicros: [], clientMicros: [] };
        row.set(peer, known);
        await measure(server, load, known);
      }
    }
    figures.push(row);
  }
  for (const server of servers.values()) await server.stop();
  const driver = source === null ? 'our own client' : 'smtp-source';
  const table = (title: string, words: (one: Figures) => string) =>
    printTable(
      `${title} (driven by ${driver}, medians of ${ROUNDS})`,
      ['load', ...peers.map((peer) => PEERS[peer])],
      loads.map((load, i): Cell[] => [load.title, ...peers.map((peer) => cell(figures[i]?.get(peer), words))]),
    );
  table('messages per second; server CPU µs per message', (one) => `${shown(one.rates)}; ${shown(one.serverMicros)}`);
  if (source !== null) table('CPU µs per message of the driver itself', (one) => shown(one.clientMicros));
}

/** smtp-server waits 100 ms for early talkers at each connection: its own row would take minutes and say nothing. */
function takesPart(peer: Peer, load: Load): boolean {
  return load.keep || (peer !== 'smtp-server' && peer !== 'smtp-server-files');
}

async function warm(peer: Peer, server: RunningServer): Promise<void> {
  const [, load, , , large, , , fresh] = LOADS;
  if (load === undefined || large === undefined || fresh === undefined) return;
  const { messagesPerSecond } = await drive(server.port, load, 500);
  await drive(server.port, load, Math.ceil(Math.min(WARM_MESSAGES, messagesPerSecond * WARM_MOST_SECONDS)));
  await drive(server.port, large, Math.ceil(Math.min(2_000, messagesPerSecond)));
  if (takesPart(peer, fresh)) await drive(server.port, fresh, 300);
}

/** A short run tells how many messages make a measurement of the length wanted. */
async function measure(server: RunningServer, load: Load, figures: Figures): Promise<void> {
  const last = figures.rates.at(-1);
  const least = Math.max(50, load.sessions * 2);
  const expected = last ?? (await drive(server.port, load, least)).messagesPerSecond;
  const messages = Math.max(least, Math.round((expected * SECONDS) / load.sessions) * load.sessions);
  const before = processorMs(server.pid);
  const { messagesPerSecond, clientMicros } = await drive(server.port, load, messages);
  figures.rates.push(messagesPerSecond);
  figures.serverMicros.push(((processorMs(server.pid) - before) * 1000) / messages);
  if (clientMicros !== null) figures.clientMicros.push(clientMicros);
}

async function memory(peers: readonly Peer[]): Promise<void> {
  const rows: Cell[][] = [];
  for (const peer of peers)
    rows.push([
      PEERS[peer],
      ...(await largeMessage(peer)),
      await idleSessions(peer, false),
      await idleSessions(peer, true),
    ]);
  printTable(
    `memory: growth for one 100 MB message (peak MiB, afterwards MiB); KiB per idle session of ${IDLE}, greeted and after EHLO`,
    ['server', 'peak', 'after', 'greeted', 'after EHLO'],
    rows,
  );
}

async function largeMessage(peer: Peer): Promise<[string, string]> {
  const server = await RunningServer.start(peer);
  await sendLarge(server.port, MIB);
  const before = await server.memory();
  server.forgetPeak();
  await sendLarge(server.port, 100_000_000);
  const after = await server.memory();
  await server.stop();
  return [((after.peak - before.resident) / MIB).toFixed(1), ((after.resident - before.resident) / MIB).toFixed(1)];
}

/** In a process of its own, where others have come and gone before: what the first ones cost V8 is not theirs alone. */
async function idleSessions(peer: Peer, ehlo: boolean): Promise<string> {
  const server = await RunningServer.start(peer);
  // Each greeting of smtp-server takes 100 ms.
  const count = peer.startsWith('smtp-server') ? IDLE / 4 : IDLE;
  const others = await openIdle(server.port, Math.min(count, 200), ehlo);
  await Promise.all(others.map(async (socket) => once(socket.destroy(), 'close')));
  const before = await server.memory();
  const sockets = await openIdle(server.port, count, ehlo);
  const after = await server.memory();
  for (const socket of sockets) socket.destroy();
  await server.stop();
  return ((after.resident - before.resident) / 1024 / sockets.length).toFixed(1);
}

function cell(figures: Figures | undefined, words: (one: Figures) => string): string {
  return figures === undefined ? '-' : words(figures);
}

function shown(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0);
}
