import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMbox } from '../../electron/storage/deliver/mbox.ts';
import { MboxQuoting } from '../../electron/storage/deliver/mbox-quoting.ts';
import { debuggingHandler } from '../../electron/core/server/handlers/debugging.ts';
import { sinkHandler } from '../../electron/core/server/handlers/sink.ts';
import type { NewMessage, SpooledMessage } from '../../electron/core/ports.ts';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDir } from '../server/fixture.ts';
import { rounds } from '../harness/seeds.ts';

/** Line by line, as the format is described: what the pieces must come to. */
function wholeQuoted(text: string): string {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const quoted = (line: string) => `${line.replace(/\r$/, '').replace(/^(>*From )/, '>$1')}\n`;
  return lines.map(quoted).join('') + (rest === '' ? '\n' : `${quoted(rest)}\n`);
}

function inPieces(pieces: readonly string[]): string {
  const quoting = new MboxQuoting();
  return pieces.map((piece) => quoting.push(piece)).join('') + quoting.end();
}

test('a message is quoted alike whole and split anywhere', () => {
  const words = fc.constantFrom('From ', '>', '>>>', 'F', 'Fro', 'm ', '\r\n', '\n', '\r', ' ', 'x', 'From: ');
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), fc.array(fc.nat(), { maxLength: 6 }), (parts, cuts) => {
      const text = parts.join('');
      const at = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
      const pieces = at.slice(1).map((end, i) => text.slice(at[i], end));
      expect(inPieces(pieces)).toBe(wholeQuoted(text));
      expect(inPieces(text.split(''))).toBe(wholeQuoted(text));
    }),
    { numRuns: rounds(3_000) },
  );
});

const envelope: NewMessage = {
  sessionId: 's1',
  receivedAt: '2026-01-02T03:04:05.000Z',
  protocol: 'smtp',
  peer: '127.0.0.1:4711',
  helo: 'client.test',
  mailFrom: 'a@s.example',
  mailOptions: [],
  rcptTo: [{ address: 'b@r.example', options: [] }],
  tls: false,
  user: null,
};
const CHUNK = 65_536;

/** One line without an end, in the chunks that a file is read in. */
function longLine(octets: number, character: string): SpooledMessage {
  const chunk = Buffer.alloc(CHUNK, character);
  return {
    path: '',
    size: octets,
    sha256: '',
    head: chunk,
    async *stream() {
      for (let sent = 0; sent < octets; sent += CHUNK) yield chunk;
    },
    discard: async () => undefined,
  };
}

const OCTETS = 1_600 * CHUNK;

// Looked at anew for each chunk, as it grows, one such line takes minutes.
test.each(['x', '>', '\r'])(
  'one line of 100 MiB of %j is put into an mbox while a client waits',
  async (character) => {
    const file = join(await temporaryDir(), 'mbox');
    const began = performance.now();
    await (await openMbox(file)).handle(envelope, longLine(OCTETS, character));
    expect(performance.now() - began).toBeLessThan(20_000);
    expect((await stat(file)).size).toBeGreaterThan(OCTETS);
  },
  60_000,
);

// Nothing grows from line to line, and each line costs: a tenth of them shows as much.
test.each([
  ['x', OCTETS],
  ['\r', OCTETS / 10],
  ['\n', OCTETS / 10],
])(
  'lines or one line of %j are printed while a client waits, %d octets',
  async (character, octets) => {
    let printed = 0;
    const handler = debuggingHandler((text) => void (printed += text.length), sinkHandler());
    const began = performance.now();
    await handler.handle(envelope, longLine(octets, character));
    expect(performance.now() - began).toBeLessThan(40_000);
    expect(printed).toBeGreaterThan(octets);
  },
  120_000,
);
