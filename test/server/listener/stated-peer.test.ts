/** PROXY headers and XCLIENT: taken where enabled, refused otherwise, and never more than a header's worth. */
import { expect, test } from 'vitest';
import { eventsOf, startFixture } from '../fixture.ts';

const V2 = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const v2 = (command: number, family: number, body: Buffer) =>
  Buffer.concat([V2, Buffer.of(0x20 | command, family, body.length >> 8, body.length & 255), body]);
const v4Body = Buffer.from([192, 0, 2, 7, 127, 0, 0, 1, 0x1f, 0x90, 0, 25]);
const v6Body = Buffer.concat([
  Buffer.from('20010db8000000000000000000000001', 'hex'),
  Buffer.alloc(16),
  Buffer.of(0x1f, 0x90, 0, 25),
]);
const DELIVERY = 'EHLO c\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n';

test.each([
  ['version 1, IPv4', Buffer.from('PROXY TCP4 192.0.2.7 127.0.0.1 8080 25\r\n'), '192.0.2.7:8080'],
  ['version 1, IPv6', Buffer.from('PROXY TCP6 2001:db8::1 ::1 8080 25\r\n'), '[2001:db8::1]:8080'],
  ['version 1, unknown', Buffer.from('PROXY UNKNOWN whatever\r\n'), null],
  ['version 2, IPv4', v2(1, 0x11, v4Body), '192.0.2.7:8080'],
  ['version 2, IPv6 and more', v2(1, 0x21, Buffer.concat([v6Body, Buffer.alloc(40)])), '[2001:db8::1]:8080'],
  ['version 2, local', v2(0, 0, Buffer.alloc(0)), null],
])('a PROXY header is taken: %s', async (_, header, stated) => {
  const fixture = await startFixture({ listener: { proxyProtocol: true } });
  const peer = await fixture.connect();
  // Octet by octet, with the session after the last one.
  for (const octet of header.subarray(0, -1)) await peer.send(Uint8Array.of(octet));
  await peer.send(Buffer.concat([header.subarray(-1), Buffer.from(DELIVERY)]));
  expect(await peer.untilClosed()).toMatch(/^220 [^]*\r\n221 2\.0\.0 Bye\r\n$/);
  const [message] = await fixture.stored();
  expect(message?.summary.peer).toEqual(stated ?? expect.stringMatching(/^127\.0\.0\.1:/));
  expect((await fixture.ended())[0]?.peer).toBe(message?.summary.peer);
});

test('a PROXY header stands before TLS', async () => {
  const fixture = await startFixture({ listener: { proxyProtocol: true, security: 'tls' } });
  const peer = await fixture.connect();
  await peer.send('PROXY TCP4 192.0.2.7 127.0.0.1 8080 25\r\n');
  await peer.startTls({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
  expect(await peer.reply()).toMatch(/^220 /);
  await peer.send('QUIT\r\n');
  await peer.untilClosed();
  expect((await fixture.ended())[0]).toMatchObject({ peer: '192.0.2.7:8080', tls: true });
});

test.each([
  ['none at all', Buffer.from('EHLO c\r\n')],
  ['an address that is none', Buffer.from('PROXY TCP4 192.0.2.777 127.0.0.1 8080 25\r\n')],
  ['the wrong family', Buffer.from('PROXY TCP6 192.0.2.7 127.0.0.1 8080 25\r\n')],
  ['2 kB without an end', Buffer.from(`PROXY TCP4 ${'1'.repeat(2000)}`)],
  ['version 3', Buffer.concat([V2, Buffer.of(0x31, 0x11, 0, 12), v4Body])],
  ['a length beyond the cap', Buffer.concat([V2, Buffer.of(0x21, 0x11, 0xff, 0xff)])],
  ['too short for its family', v2(1, 0x11, v4Body.subarray(0, 8))],
])('SEC-12 a connection with %s is closed without a word', async (_, octets) => {
  const fixture = await startFixture({ listener: { proxyProtocol: true } });
  const peer = await fixture.connect();
  await peer.send(octets);
  expect(await peer.untilClosed()).toBe('');
  expect((await fixture.ended())[0]?.endReason).toBe('protocol');
});

test('SEC-12 where they are not enabled, PROXY and XCLIENT are unknown commands', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.reply();
  expect(await peer.command('PROXY TCP4 192.0.2.7 127.0.0.1 8080 25')).toMatch(/^500 /);
  expect(await peer.command('EHLO c')).not.toContain('XCLIENT');
  expect(await peer.command('XCLIENT ADDR=192.0.2.7')).toMatch(/^500 /);
  peer.halfClose();
  await peer.untilClosed();
  expect((await fixture.ended())[0]?.peer).toMatch(/^127\.0\.0\.1:/);
});

test('XCLIENT states the peer, its name and login, and begins anew', async () => {
  const fixture = await startFixture({ config: { xclient: true } });
  const peer = await fixture.connect();
  await peer.reply();
  expect(await peer.command('EHLO c')).toContain('XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT\r\n');
  for (const bad of ['', 'ADDR', 'ADDR=999.1.1.1', 'PORT=99999', 'WHAT=1', 'HELO=a+0Ab', 'HELO=a+0ab'])
    expect(await peer.command(`XCLIENT ${bad}`), bad).toMatch(/^501 /);
  expect(
    await peer.command('XCLIENT NAME=[UNAVAILABLE] ADDR=IPV6:2001:db8::7 PORT=99 HELO=real.example LOGIN=ann'),
  ).toMatch(/^220 mail\.test /);
  expect(await peer.command('MAIL FROM:<a@s.example>')).toMatch(/^503 /);
  await peer.send(DELIVERY);
  await peer.untilClosed();
  expect((await fixture.stored())[0]?.summary).toMatchObject({
    peer: '[2001:db8::7]:99',
    helo: 'real.example',
    user: 'ann',
  });
  expect(eventsOf(fixture.observed).some((event) => event.type === 'note' && event.note === 'peer-stated')).toBe(true);
});

test('who talks before the greeting is reported and served', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.send('EHLO early\r\nQUIT\r\n');
  expect(await peer.untilClosed()).toMatch(/^220 [^]*221 2\.0\.0 Bye\r\n$/);
  const patient = await fixture.connect();
  await patient.reply();
  await patient.command('QUIT');
  await fixture.ended(2);
  const early = [...fixture.observed.events.values()].map((events) =>
    events.some((event) => event.type === 'anomaly' && event.anomaly === 'early-talker'),
  );
  expect(early).toEqual([true, false]);
});

test.each(['-1', '-0', '+5', '0x10', '1e9', '5 5', '', 'LAST', '18446744073709551615', '9007199254740993'])(
  'SEC-05 BDAT %s: a size that cannot be read ends the session',
  async (size) => {
    const fixture = await startFixture();
    const peer = await fixture.connect();
    await peer.reply();
    await peer.send(`EHLO c\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nBDAT ${size}\r\nRSET\r\nQUIT\r\n`);
    for (let i = 0; i < 3; i += 1) await peer.reply();
    expect(await peer.untilClosed()).toBe('501 5.5.4 Syntax: BDAT octets [LAST]\r\n');
    expect(await fixture.stored()).toEqual([]);
  },
);

test('SEC-01, SEC-05 octets of a chunk are never commands, accepted or refused, and dots are octets', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.reply();
  const hidden = 'x\r\n.\r\nMAIL FROM:<evil@s.example>\r\n\n.\n';
  const start = 'MAIL FROM:<a@s.example> BODY=BINARYMIME\r\nRCPT TO:<b@r.example>\r\n';
  await peer.send(
    `EHLO c\r\nBDAT ${hidden.length} LAST\r\n${hidden}${start}DATA\r\nBDAT ${hidden.length} LAST\r\n${hidden}NOOP\r\n`,
  );
  await peer.reply();
  const replies: string[] = [];
  for (let i = 0; i < 6; i += 1) replies.push((await peer.reply()).slice(0, 3));
  expect(replies).toEqual(['503', '250', '250', '503', '250', '250']);
  expect((await fixture.stored()).map(({ data }) => data.toString())).toEqual([hidden]);
});

test('bare line ends are refused where that is asked for', async () => {
  const fixture = await startFixture({ config: { bareLineEnds: 'refuse' } });
  const peer = await fixture.connect();
  await peer.reply();
  await peer.send('EHLO c\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nDATA\r\na\nb\r\n.\r\n');
  for (let i = 0; i < 4; i += 1) await peer.reply();
  expect(await peer.reply()).toBe('550 5.6.0 CR or LF alone in the message; lines end in CRLF\r\n');
  expect(await fixture.stored()).toEqual([]);
});

test('a chunk that is refused fails the transaction: what is pipelined after it is no message of its own', async () => {
  const busy = { code: 451, enhancedCode: '4.3.0', lines: ['Busy'] };
  const fixture = await startFixture({
    config: {
      script: {
        schema: 1,
        name: 'busy once',
        rules: [{ match: { command: 'BDAT' }, times: 1, steps: [{ do: 'reply', ...busy }] }],
      },
    },
  });
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  const envelope = 'MAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\n';
  await peer.send(`${envelope}BDAT 5\r\nfirstBDAT 6 LAST\r\nsecond`);
  const heard = [await peer.reply(), await peer.reply(), await peer.reply(), await peer.reply()];
  expect(heard.map((reply) => reply.slice(0, 3))).toEqual(['250', '250', '451', '503']);
  // Refused for want of recipients: those that come too late save nothing.
  await peer.send('MAIL FROM:<a@s.example>\r\nBDAT 5\r\nfirstRCPT TO:<b@r.example>\r\nBDAT 6 LAST\r\nsecond');
  const late = [await peer.reply(), await peer.reply(), await peer.reply(), await peer.reply()];
  expect(late.map((reply) => reply.slice(0, 3))).toEqual(['250', '503', '503', '503']);
  await peer.send(`${envelope}BDAT 5 LAST\r\nwhole`);
  for (let i = 0; i < 3; i += 1) expect(await peer.reply()).toMatch(/^250 /);
  expect((await fixture.stored()).map(({ data }) => data.toString())).toEqual(['whole']);
});
