/** The debugging handler beside Python 3.11's `python3 -m smtpd -n -c DebuggingServer`, whose words for these messages are kept in a file. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { debuggingHandler } from '../../../electron/core/server/handlers/debugging.ts';
import { sinkHandler } from '../../../electron/core/server/handlers/sink.ts';
import type { NewMessage, SpooledMessage } from '../../../electron/core/ports.ts';
import { limits } from '../../../electron/core/server/limits.ts';

const Recorded = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.strictObject({ options: v.array(v.string()), message: v.string(), printed: v.string() })),
);
const kept = fileURLToPath(new URL('../../fixtures/debugging-server.json', import.meta.url));

async function printed(
  octets: Uint8Array,
  mailOptions: string[],
  piece: number,
  peer = '127.0.0.1:4711',
): Promise<string> {
  const message: NewMessage = {
    sessionId: 's1',
    receivedAt: '2026-01-02T03:04:05.000Z',
    protocol: 'smtp',
    peer,
    helo: null,
    mailFrom: 'a@x.test',
    mailOptions,
    rcptTo: [{ address: 'b@y.test', options: [] }],
    tls: false,
    user: null,
  };
  const spooled: SpooledMessage = {
    path: '',
    size: octets.length,
    sha256: '',
    head: octets,
    async *stream() {
      for (let at = 0; at < octets.length; at += piece) yield octets.subarray(at, at + piece);
    },
    discard: async () => undefined,
  };
  let text = '';
  await debuggingHandler((more) => (text += more), sinkHandler()).handle(message, spooled);
  return text;
}

/** As the server keeps them. */
const asKept = (option: string) => option.replace(/^[^=]*/, (keyword) => keyword.toUpperCase());

test('prints octet for octet what DebuggingServer printed, in whatever pieces the message comes', async () => {
  const recorded = v.parse(Recorded, await readFile(kept, 'utf8'));
  expect(recorded.length).toBeGreaterThan(70);
  for (const one of recorded) {
    const octets = Buffer.from(one.message, 'base64');
    for (const piece of [1, 2, 3, 7, 65_536])
      expect(await printed(octets, one.options.map(asKept), piece), one.message).toBe(one.printed);
  }
});

test('a line beyond the cap is printed in pieces, all of it', async () => {
  const octets = Buffer.from(`S: x\r\n\r\n${'y'.repeat(2 * limits.server.printedLine)}\r\nend\r\n`);
  const lines = (await printed(octets, [], 65_536)).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1.1 * limits.server.printedLine);
  expect(lines.join('').replaceAll("'b'", '')).toContain('y'.repeat(2 * limits.server.printedLine));
  expect(lines.slice(-3, -1)).toEqual(["b'end'", '------------ END MESSAGE ------------']);
});

test('an IPv6 peer, as smtpd names it', async () => {
  expect(await printed(Buffer.from('\r\nx\r\n'), [], 9, '[::1]:4711')).toContain("b'X-Peer: ::1'\n");
});
