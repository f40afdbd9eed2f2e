/** What clients pour in costs `serve` no more than it may: neither in what it prints of a session nor in what nobody reads. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../electron/cli/limits.ts';
import { Program, type JsonLine } from '../program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(() => program.remove());

const MIB = 1_048_576;

/** Sends it all, reading what is answered, until the server closes. */
async function pour(port: number, pieces: Iterable<string>): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  const closed = once(socket, 'close');
  for (const piece of pieces) if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), closed]);
  await closed;
}

test('a session of sixty MiB ends with a transcript of its beginning and its end', async () => {
  const serving = await program.serve(['--smtp', '0']);
  const noop = `NOOP ${'x'.repeat(4_000)}\r\n`;
  const message = 'MAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nDATA\r\n.\r\n';
  function* pieces(): Iterable<string> {
    yield 'EHLO flood.example\r\n';
    // A message lets the count of commands begin anew.
    for (let i = 0; i < 4; i += 1) {
      for (let n = 0; n < 40; n += 1) yield noop.repeat(100);
      yield message;
    }
    yield 'QUIT\r\n';
  }
  await pour(serving.ports[0] ?? 0, pieces());
  const end = await serving.next('session-end');
  const transcript = end.transcript as { text: string; direction: string }[];
  expect(JSON.stringify(end).length).toBeLessThan(2 * limits.server.printedTranscript);
  expect(transcript.some(({ text }) => text === 'EHLO flood.example')).toBe(true);
  expect(transcript.at(-3)).toMatchObject({ direction: 'received', text: 'QUIT' });
  const marks = transcript.filter(({ text }) => text.includes(' lines left out here ('));
  expect(marks).toHaveLength(1);
  expect(end.linesLeftOut).toBeGreaterThan(20_000);
  expect(end.messages).toBe(4);
  expect(await serving.stop()).toBe(0);
}, 120_000);

test('a reader that does not read costs lines, which are counted, and no memory', async () => {
  const child = program.spawn(['serve', '--json', '--smtp', '0']);
  const { stdout } = child;
  if (stdout === null) throw new Error('no output');
  const [first] = (await once(stdout, 'data')) as [Buffer];
  stdout.pause();
  const { listeners } = JSON.parse(first.toString()) as { listeners: { port: number }[] };
  const port = listeners[0]?.port ?? 0;
  const wrong = `${'x'.repeat(4_000)}\r\n`.repeat(60);
  for (let i = 0; i < 40; i += 1) await Promise.all(Array.from({ length: 10 }, () => pour(port, [wrong])));
  const resident = Number(/VmRSS:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
  const lines: JsonLine[] = [];
  createInterface({ input: stdout }).on('line', (text) => lines.push(JSON.parse(text) as JsonLine));
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
  const printed = lines.reduce((sum, line) => sum + JSON.stringify(line).length, 0);
  const leftOut = lines.filter(({ event }) => event === 'left-out');
  expect(printed).toBeGreaterThan(limits.server.unreadOutput / 2);
  expect(printed).toBeLessThan(2 * limits.server.unreadOutput);
  expect(leftOut.reduce((sum, { octets }) => sum + Number(octets), 0)).toBeGreaterThan(100 * MIB);
  // What a program of this kind has anyway is some 80 MiB.
  if (process.platform === 'linux') expect(resident).toBeLessThan(500);
}, 240_000);
