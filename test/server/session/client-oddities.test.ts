/** What a client does outside the grammar is taken as it always was, and reported: each kind once, by name and with the command. */
import { expect, test } from 'vitest';
import type { Anomaly } from '../../../electron/protocol/values/session/reply.ts';
import { anomalyText } from '../../../electron/texts/session/anomalies.ts';
import { eventsOf, startFixture, type FixtureOptions } from '../fixture.ts';

interface Seen {
  readonly replies: string[];
  readonly oddities: [Anomaly, string][];
}

async function session(lines: readonly string[], options: FixtureOptions = {}): Promise<Seen> {
  const fixture = await startFixture(options);
  const peer = await fixture.connect();
  await peer.reply();
  const replies: string[] = [];
  for (const line of lines) replies.push(await peer.command(line));
  peer.destroy();
  await fixture.ended();
  const oddities = eventsOf(fixture.observed).flatMap((event) =>
    event.type === 'anomaly' ? [[event.anomaly, event.detail] as [Anomaly, string]] : [],
  );
  return { replies, oddities };
}

const accepted = (replies: readonly string[]) => replies.every((reply) => /^[23]/.test(reply));

test('a blank after DATA, as nim-lang/smtp sends it', async () => {
  const { replies, oddities } = await session([
    'HELO mx1.example.org',
    'MAIL FROM:<a@example.org>',
    'RCPT TO:<b@example.org>',
    'DATA ',
    'Subject: x\r\n\r\nx\r\n.',
  ]);
  expect(accepted(replies)).toBe(true);
  expect(oddities).toEqual([['trailing-blank', 'DATA']]);
});

test('a blank after FROM: and TO:, as scanners send it, is reported once', async () => {
  const { replies, oddities } = await session([
    'EHLO scanner.example.org',
    'MAIL FROM: <scanner@example.org>',
    'RCPT TO: <office@example.org>',
    'DATA',
    'Subject: scan\r\n\r\nx\r\n.',
  ]);
  expect(accepted(replies)).toBe(true);
  expect(oddities).toEqual([['blank-before-path', 'MAIL']]);
});

const taken: readonly (readonly [string, Anomaly, string])[] = [
  ['NOOP ', 'trailing-blank', 'NOOP'],
  ['rset\t', 'trailing-blank', 'RSET'],
  ['MAIL FROM:<a@x.example> ', 'trailing-blank', 'MAIL'],
  ['MAIL  FROM:<a@x.example>', 'extra-blank', 'MAIL'],
  ['MAIL\tFROM:<a@x.example>', 'extra-blank', 'MAIL'],
  ['MAIL FROM:<a@x.example>  SIZE=10', 'extra-blank', 'MAIL'],
  ['MAIL FROM:\t<a@x.example>', 'blank-before-path', 'MAIL'],
  ['EHLO  c.example', 'extra-blank', 'EHLO'],
  ['MAIL FROM:<@a.example,@b.example:c@d.example>', 'source-route', 'MAIL'],
  ['MAIL FROM:<postmaster>', 'sender-without-domain', 'MAIL'],
  ['EHLO my_host', 'bad-helo-name', 'EHLO my_host'],
  ['EHLO [300.0.0.1]', 'bad-helo-name', 'EHLO [300.0.0.1]'],
  ['EHLO [::1]', 'bad-helo-name', 'EHLO [::1]'],
  ['EHLO 192.0.2.1', 'bad-helo-name', 'EHLO 192.0.2.1'],
  ['EHLO c.example d.example', 'bad-helo-name', 'EHLO c.example d.example'],
  ['HELO a..b', 'bad-helo-name', 'HELO a..b'],
  [`HELO ${'x'.repeat(300)}`, 'bad-helo-name', `HELO ${'x'.repeat(100)}`],
  [`NOOP ${'x'.repeat(600)}`, 'long-command', 'NOOP'],
  [`NOOP ${'x'.repeat(506)}`, 'long-command', 'NOOP'],
  ['NOOP ü', 'utf8', 'NOOP'],
];

test.each(taken)('%j is taken, and reported as %s', async (line, anomaly, detail) => {
  const { replies, oddities } = await session(['EHLO c.example', line, 'RSET', line]);
  expect(accepted(replies)).toBe(true);
  expect(oddities).toEqual([[anomaly, detail]]);
  expect(anomalyText(anomaly).meaning).toContain('RFC 5321');
});

test('a name beyond ASCII is two oddities: the octets, and that it is no name yet', async () => {
  const { replies, oddities } = await session(['EHLO bücher.example']);
  expect(accepted(replies)).toBe(true);
  expect(oddities).toEqual([
    ['bad-helo-name', 'EHLO bücher.example'],
    ['utf8', 'EHLO'],
  ]);
});

test('extensions without EHLO are taken, and reported', async () => {
  const bdat = ['HELO c.example', 'MAIL FROM:<a@x.example>', 'RCPT TO:<b@x.example>', 'BDAT 5 LAST\r\nabc'];
  const chunked = await session(bdat);
  expect(accepted(chunked.replies)).toBe(true);
  expect(chunked.oddities).toEqual([['extension-without-ehlo', 'BDAT']]);
  const tls = await session(['STARTTLS'], { listener: { security: 'starttls' } });
  expect(tls.replies).toEqual([expect.stringMatching(/^220 /)]);
  expect(tls.oddities).toEqual([['extension-without-ehlo', 'STARTTLS']]);
});

test('a message sent after DATA, before 354, is kept, and reported; after the last command of a group it is none', async () => {
  const early = await startFixture();
  const hasty = await early.connect();
  await hasty.reply();
  await hasty.command('EHLO c.example');
  await hasty.send('MAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\nx\r\n.\r\n');
  const replies = [await hasty.reply(), await hasty.reply(), await hasty.reply(), await hasty.reply()];
  expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['250', '250', '354', '250']);
  await hasty.send('MAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n');
  for (const code of ['250', '250', '354']) expect((await hasty.reply()).slice(0, 3)).toBe(code);
  await hasty.send('x\r\n.\r\nQUIT\r\n');
  await hasty.untilClosed();
  await early.ended();
  const oddities = eventsOf(early.observed).flatMap((event) => (event.type === 'anomaly' ? [event] : []));
  expect(oddities).toMatchObject([{ anomaly: 'early-data', detail: '6 octets', phase: 'data' }]);
  expect(await early.stored()).toHaveLength(2);
});

test('what the grammar allows is no oddity: case, quoted blanks, free text, literals, parameters', async () => {
  const { replies, oddities } = await session([
    'ehlo [127.0.0.1]',
    'EHLO [IPv6:::1]',
    'EHLO c',
    'EHLO xn--bcher-kva.example',
    'NOOP two  blanks and\ttab',
    'VRFY "a  b" c',
    'VRFY ü SMTPUTF8',
    'mail from:<"a  b"@x.example> size=10 body=8bitmime',
    'RCPT to:<postmaster>',
    'RSET',
    'MAIL FROM:<ü@x.example> SMTPUTF8',
    'RSET',
    'MAIL FROM:<>',
    'RSET',
    `MAIL FROM:<a@x.example> ENVID=${'x'.repeat(90)} RET=HDRS`,
    `RCPT TO:<b@x.example> ORCPT=rfc822;${'x'.repeat(450)} NOTIFY=NEVER`,
    `NOOP ${'x'.repeat(505)}`,
  ]);
  expect(accepted(replies)).toBe(true);
  expect(oddities).toEqual([]);
});

test('what is refused is reported by its reply alone', async () => {
  const refused = [
    'MAIL FROM:a@x.example',
    'MAIL FROM :<a@x.example>',
    'EHLO ',
    'DATA ',
    'MAIL FROM: <a@x.example>\nx',
  ];
  const { replies, oddities } = await session([
    'EHLO c.example',
    ...refused,
    'HELO c.example',
    'MAIL FROM:<a@x> SIZE=1',
  ]);
  expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['250', '501', '501', '501', '503', '500', '250', '555']);
  expect(oddities).toEqual([]);
});

test('of a line that may be a secret nothing but its verb is said', async () => {
  const { replies, oddities } = await session(
    ['EHLO c.example', 'AUTH XYZ', 'c2VjcmV0  ', 'AUTH  PLAIN AHRlc3R1c2VyAHRlc3RwYXNz '],
    { auth: { enabled: true, allowClear: true } },
  );
  expect(replies.at(-1)).toMatch(/^235 /);
  expect(oddities).toEqual([
    ['trailing-blank', 'AUTH'],
    ['extra-blank', 'AUTH'],
  ]);
});
