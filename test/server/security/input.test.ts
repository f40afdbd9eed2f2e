/** Attacks by what is sent, each named as in the collection of cases: smuggling, HTTP, lines without end, sizes, STARTTLS, names. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { eventsOf, startFixture, type Fixture, type FixtureOptions } from '../fixture.ts';
import type { Peer } from '../peer.ts';

const ENVELOPE = ['MAIL FROM:<a@s.example>', 'RCPT TO:<b@r.example>'];
const MIB = 1_048_576;

async function greeted(options: FixtureOptions = {}): Promise<{ fixture: Fixture; peer: Peer }> {
  const fixture = await startFixture(options);
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  return { fixture, peer };
}

const trusting = async (fixture: Fixture) => ({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
const anomalies = (fixture: Fixture) =>
  eventsOf(fixture.observed).flatMap((event) => (event.type === 'anomaly' ? [event.anomaly] : []));

/** Ends of data that laxer servers believe in (SRV-040 to SRV-054). */
const lookAlikes = [
  ...['\n.\n', '\n.\r', '\n.\r\n', '\r.\r', '\r.\n', '\r.\r\n', '\r\n.\n', '\r\n.\r', '\r\n\0.\r\n', '\r\n.\0\r\n'],
  ...['\r\r\n.\r\r\n', '\r\n.\r\r\n', '\r\n. \r\n', '\r\n..\r\n', '\n\n.\r\n'],
];
const smuggled = 'MAIL FROM:<evil@s.example>\r\nRCPT TO:<victim@r.example>\r\nDATA\r\nevil\r\n';

describe('SEC-01 smuggling: what is no CRLF.CRLF ends no message', () => {
  const ways = [
    { name: 'in one piece', security: 'none', mail: ENVELOPE[0] ?? '', pieces: false },
    { name: 'split at every octet', security: 'none', mail: ENVELOPE[0] ?? '', pieces: true },
    { name: 'split, inside TLS', security: 'starttls', mail: ENVELOPE[0] ?? '', pieces: true },
  ] as const;
  test.each(ways)('$name', { timeout: 60_000 }, async ({ security, mail, pieces }) => {
    const fixture = await startFixture({ listener: { security } });
    for (const [index, sequence] of lookAlikes.entries()) {
      const peer = await fixture.connect();
      await peer.reply();
      await peer.command('EHLO c');
      if (security === 'starttls') {
        await peer.command('STARTTLS');
        await peer.startTls(await trusting(fixture));
        await peer.command('EHLO c');
      }
      for (const line of [mail, 'RCPT TO:<b@r.example>', 'DATA']) await peer.command(line);
      await peer.send('Subject: a\r\n\r\nbefore');
      await (pieces ? peer.drip(sequence) : peer.send(sequence));
      await peer.send(`${smuggled}.\r\nQUIT\r\n`);
      expect(await peer.untilClosed(), JSON.stringify(sequence)).toMatch(/^250 [^\r]*\r\n221 [^\r]*\r\n$/);
      const stored = await fixture.stored();
      expect(stored.map(({ summary }) => summary.mailFrom)).toEqual(Array(index + 1).fill('a@s.example'));
      expect(stored.at(-1)?.data.includes('evil')).toBe(true);
    }
    // One a message, but for the stuffed dot, which is a line like any other.
    const attempts = anomalies(fixture).filter((anomaly) => anomaly === 'smuggling-attempt');
    expect(attempts).toHaveLength(lookAlikes.length - 1);
  });

  test('in a chunk of a binary message', async () => {
    const { fixture, peer } = await greeted();
    const data = lookAlikes.map((sequence) => `before${sequence}${smuggled}`).join('');
    await peer.send(`MAIL FROM:<a@s.example> BODY=BINARYMIME\r\nRCPT TO:<b@r.example>\r\nBDAT ${data.length} LAST\r\n`);
    await peer.drip(data);
    await peer.send('QUIT\r\n');
    expect(await peer.untilClosed()).toMatch(/^250 [^\r]*\r\n250 [^\r]*\r\n250 [^\r]*\r\n221 [^\r]*\r\n$/);
    expect((await fixture.stored()).map((message) => message.data.toString('latin1'))).toEqual([data]);
  });

  test('refused with 550 where that is asked for', async () => {
    const fixture = await startFixture({ config: { bareLineEnds: 'refuse' } });
    const names: Record<string, string> = { '\r': '<CR>', '\n': '<LF>', '\0': '<NUL>', ' ': '<SP>' };
    // All but the stuffed dot.
    for (const sequence of lookAlikes.filter((each) => !each.includes('..'))) {
      const peer = await fixture.connect();
      const text = ['EHLO c', ...ENVELOPE, 'DATA', `x${sequence}${smuggled}.`, 'QUIT', ''].join('\r\n');
      // Borders between any two octets of it, once in a while.
      await (sequence.length % 2 === 0 ? peer.drip(text) : peer.send(text));
      const named = sequence.replace(/[^.]/g, (octet) => names[octet] ?? octet);
      expect(await peer.untilClosed(), JSON.stringify(sequence)).toMatch(
        new RegExp(
          `\\r\\n354 [^\\r]*\\r\\n550 5\\.6\\.0 ${named.replaceAll('.', '\\.')} in the message [^\\r]*\\r\\n221 `,
        ),
      );
    }
    expect(await fixture.stored()).toEqual([]);
  });
});

describe('SEC-02 a web page that sends to the mail port', () => {
  const body = `EHLO x\r\n${ENVELOPE.join('\r\n')}\r\nDATA\r\nx\r\n.\r\nQUIT\r\n`;
  const head = 'Host: rebound.example\r\nContent-Type: text/plain\r\n\r\n';
  test.each([
    ['POST', `POST / HTTP/1.1\r\n${head}`],
    ['OPTIONS', `OPTIONS * HTTP/1.1\r\n${head}`],
    ['a method of its own', `Deliver / HTTP/1.1\r\n${head}`],
    ['a request line longer than a command', `POST /${'x'.repeat(50_000)} HTTP/1.1\r\n${head}`],
    ['a header line alone', head],
    ['bare LF', `POST / HTTP/1.1\n${head.replaceAll('\r\n', '\n')}`],
  ])('%s', async (_, request) => {
    const fixture = await startFixture();
    const peer = await fixture.connect();
    await peer.reply();
    await peer.send(request + body);
    expect(await peer.untilClosed()).toMatch(
      /(?:^|\r\n)554 5\.7\.0 This is a mail server; it does not speak HTTP\r\n$/,
    );
    expect(await fixture.stored()).toEqual([]);
    expect(anomalies(fixture)).toContain('http-request');
  });

  test('fetch', async () => {
    const fixture = await startFixture();
    const url = `http://127.0.0.1:${fixture.states[0]?.boundPort ?? 0}/${'y'.repeat(8_000)}`;
    await expect(fetch(url, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })).rejects.toThrow();
    await fixture.ended();
    expect(await fixture.stored()).toEqual([]);
  });
});

/** Writes the same octets again and again, as fast as they are taken; the connection may end on the way. */
async function pour(port: number, before: string, piece: Buffer, times: number, after: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  socket.on('error', () => socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  socket.write(before);
  for (let i = 0; i < times && !socket.destroyed; i += 1)
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
  if (!socket.destroyed) socket.end(after);
  await closed;
  return heard;
}

test('SEC-03 fifty command lines without end: bounded memory, 500 or 421', { timeout: 60_000 }, async () => {
  const fixture = await startFixture();
  const before = process.memoryUsage.rss();
  const piece = Buffer.alloc(65_536, 'A');
  const port = fixture.states[0]?.boundPort ?? 0;
  const all = await Promise.all(Array.from({ length: 50 }, () => pour(port, 'EHLO c\r\n', piece, 16, '\r\nQUIT\r\n')));
  for (const heard of all) expect(heard).toMatch(/\r\n(?:500 5\.5\.2|421) /);
  expect((process.memoryUsage.rss() - before) / MIB).toBeLessThan(64);
});

test(
  'SEC-04 half a gigabyte on eight lines without end: bounded memory, 552 after the dot',
  { timeout: 120_000 },
  async () => {
    const fixture = await startFixture({ config: { maxMessageBytes: MIB } });
    const before = process.memoryUsage.rss();
    const piece = Buffer.alloc(MIB, 'x');
    const start = ['EHLO c', ...ENVELOPE, 'DATA', ''].join('\r\n');
    const port = fixture.states[0]?.boundPort ?? 0;
    const all = await Promise.all(Array.from({ length: 8 }, () => pour(port, start, piece, 64, '\r\n.\r\nQUIT\r\n')));
    for (const heard of all) expect(heard).toMatch(/\r\n354 [^\r]*\r\n552 5\.3\.4 [^\r]*\r\n221 [^\r]*\r\n$/);
    expect(await fixture.stored()).toEqual([]);
    expect((process.memoryUsage.rss() - before) / MIB).toBeLessThan(128);
  },
);

test.each(['2147483648', '4294967296', '9007199254740991'])(
  'SEC-05 BDAT %s: refused before anything is held, and what comes is no command',
  async (size) => {
    const { fixture, peer } = await greeted();
    for (const line of ENVELOPE) await peer.command(line);
    await peer.send(`BDAT ${size} LAST\r\nRSET\r\nNOOP\r\n`);
    peer.halfClose();
    expect(await peer.untilClosed()).not.toMatch(/^250 /m);
    expect(await fixture.stored()).toEqual([]);
  },
);

describe('SEC-06 what follows STARTTLS is never obeyed', () => {
  const plain = Buffer.from('\0testuser\0testpass').toString('base64');
  const injections = [
    ['NOOP', 'NOOP\r\n'],
    ['EHLO', 'EHLO evil\r\n'],
    ['MAIL', `EHLO evil\r\n${ENVELOPE.join('\r\n')}\r\nDATA\r\nevil\r\n.\r\n`],
    ['AUTH', `EHLO evil\r\nAUTH PLAIN ${plain}\r\n`],
    ['16 kB of junk', `${'j'.repeat(16_382)}\r\n`],
  ] as const;
  const options: FixtureOptions = { listener: { security: 'starttls' }, auth: { enabled: true, allowClear: true } };

  test.each(injections)('%s, in the same segment: dropped', async (_, injected) => {
    const { fixture, peer } = await greeted(options);
    await peer.send(`STARTTLS\r\n${injected}`);
    expect(await peer.reply()).toMatch(/^220 /);
    await peer.startTls(await trusting(fixture));
    // Nothing was answered before it, and no state is left of it.
    expect(await peer.command('MAIL FROM:<a@s.example>')).toBe('503 5.5.1 Say EHLO first\r\n');
    expect(await peer.command('EHLO c')).toMatch(/^250-mail\.test/);
    peer.halfClose();
    await peer.untilClosed();
    expect((await fixture.ended())[0]).toMatchObject({ user: null, helo: 'c' });
    expect(anomalies(fixture)).toContain('plaintext-after-starttls');
    expect(await fixture.stored()).toEqual([]);
  });

  test.each(injections)('%s, a segment later: the handshake fails', async (_, injected) => {
    const { fixture, peer } = await greeted(options);
    await peer.command('STARTTLS');
    await peer.send(injected);
    // An alert at most, never a reply.
    expect(await peer.untilClosed()).not.toMatch(/\d{3}[ -]/);
    expect((await fixture.ended())[0]).toMatchObject({ endReason: 'tls-failed', user: null });
    expect(await fixture.stored()).toEqual([]);
  });
});
