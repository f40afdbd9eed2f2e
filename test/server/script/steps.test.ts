/** Every step of a script: the exact octets that a client sees. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { X509Certificate } from 'node:crypto';
import { connect as tlsConnect } from 'node:tls';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import {
  BAD_CERTIFICATES,
  ScriptSchema,
  StepSchema,
  type Rule,
  type Step,
} from '../../../electron/protocol/values/server/script.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { check } from '../../../electron/core/smtp/flows/check.ts';
import type { FixtureOptions } from '../fixture.ts';
import { eventsOf, startFixture } from '../fixture.ts';

const scripted = (rules: Rule[], more: FixtureOptions = {}): FixtureOptions => ({
  ...more,
  config: { ...more.config, script: v.parse(ScriptSchema, { schema: 1, name: 'test', rules }) },
});
const on = (command: string, ...steps: Step[]): Rule => ({ match: { command }, steps });
const reply = (code: number, enhancedCode: string | null, ...lines: string[]): Step => ({
  do: 'reply',
  code,
  enhancedCode,
  lines,
});
const GREETING = '220 mail.test ESMTP Posthorn\r\n';

/** All that a client receives which says these lines, each after the reply before; and how the connection ended. */
async function dialogue(options: FixtureOptions, ...lines: string[]): Promise<{ octets: string; reset: boolean }> {
  const fixture = await startFixture(options);
  const port = fixture.states[0]?.boundPort ?? 0;
  const socket = connect(port, '127.0.0.1');
  let octets = '';
  let reset = false;
  const wanted = [...lines];
  socket.on('data', (chunk) => {
    octets += chunk.toString('latin1');
    if (!/(?:^|\n)\d{3} [^\n]*\n$/.test(octets)) return;
    const line = wanted.shift();
    if (line === undefined) socket.end();
    else socket.write(line);
  });
  socket.on('error', () => (reset = true));
  await new Promise((resolve) => socket.once('close', resolve));
  return { octets, reset };
}

const MAIL = 'MAIL FROM:<a@s.example>\r\n';
const EHLO = 'HELO c\r\n';
const HELO_REPLY = '250 mail.test\r\n';

test('reply stands in for the usual one, and a refused command is not carried out', async () => {
  const options = scripted([on('MAIL', reply(451, '4.3.0', 'Not', 'now'))]);
  expect(await dialogue(options, EHLO, MAIL, 'RCPT TO:<b@r.example>\r\n')).toEqual({
    octets: `${GREETING}${HELO_REPLY}451-4.3.0 Not\r\n451 4.3.0 now\r\n503 5.5.1 Say MAIL first\r\n`,
    reset: false,
  });
});

test('reply with 2yz changes the words alone', async () => {
  const options = scripted([on('MAIL', reply(250, null, 'fine'))]);
  expect((await dialogue(options, EHLO, MAIL, 'RCPT TO:<b@r.example>\r\n')).octets).toBe(
    `${GREETING}${HELO_REPLY}250 fine\r\n250 2.1.5 Recipient ok\r\n`,
  );
});

test('421 closes; CONNECT takes the place of the greeting', async () => {
  const options = scripted([on('CONNECT', reply(421, '4.3.2', 'Busy'))]);
  expect(await dialogue(options, EHLO)).toEqual({ octets: '421 4.3.2 Busy\r\n', reset: false });
});

test('delay waits before the reply and changes none of its octets', async () => {
  const fixture = await startFixture(scripted([on('NOOP', { do: 'delay', ms: 150 })]));
  const peer = await fixture.connect();
  await peer.reply();
  const began = performance.now();
  expect(await peer.command('NOOP')).toBe('250 2.0.0 Ok\r\n');
  // Timers of Node may fire a millisecond early.
  expect(performance.now() - began).toBeGreaterThan(145);
});

test.each([
  ['drip', { do: 'drip', ms: 5 } as const, '250 2.0.0 Ok\r\n'.length],
  ['split', { do: 'split', at: 6, ms: 200 } as const, 2],
])('%s sends the same octets in pieces', async (_, step, pieces) => {
  const fixture = await startFixture(scripted([on('NOOP', step)]));
  const socket = connect(fixture.states[0]?.boundPort ?? 0, '127.0.0.1');
  await once(socket, 'data');
  const chunks: string[] = [];
  socket.on('data', (chunk) => {
    chunks.push(chunk.toString('latin1'));
    if (chunks.join('').endsWith('\n')) socket.end();
  });
  socket.write('NOOP\r\n');
  await once(socket, 'close');
  expect(chunks.join('')).toBe('250 2.0.0 Ok\r\n');
  // A machine with other work reads two of them at once.
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.length).toBeLessThanOrEqual(pieces);
  if (step.do === 'split') expect(chunks).toEqual(['250 2.', '0.0 Ok\r\n']);
});

test('what comes after a reply in pieces waits for it', async () => {
  const fixture = await startFixture(scripted([on('NOOP', { do: 'split', at: 6, ms: 20 })]));
  const peer = await fixture.connect();
  await peer.send('NOOP\r\nRSET\r\nQUIT\r\n');
  expect(await peer.untilClosed()).toBe(
    `${GREETING}250 2.0.0 Ok\r\n250 2.0.0 Transaction is reset\r\n221 2.0.0 Bye\r\n`,
  );
});

test('close without a reply says nothing; after a reply it follows; after split it cuts', async () => {
  expect(await dialogue(scripted([on('NOOP', { do: 'close' })]), 'NOOP\r\n')).toEqual({
    octets: GREETING,
    reset: false,
  });
  expect(
    await dialogue(scripted([on('NOOP', reply(250, null, 'ok'), { do: 'close' })]), 'NOOP\r\n', 'NOOP\r\n'),
  ).toEqual({ octets: `${GREETING}250 ok\r\n`, reset: false });
  const cut = scripted([on('NOOP', { do: 'split', at: 4, ms: 0 }, { do: 'close' })]);
  expect(await dialogue(cut, 'NOOP\r\n')).toEqual({ octets: `${GREETING}250 `, reset: false });
});

test('reset breaks the connection, after a reply too', async () => {
  expect(await dialogue(scripted([on('NOOP', { do: 'reset' })]), 'NOOP\r\n')).toEqual({
    octets: GREETING,
    reset: true,
  });
  const fixture = await startFixture(scripted([on('NOOP', { do: 'reset' })]));
  const peer = await fixture.connect();
  await peer.command('NOOP');
  await fixture.ended();
  expect([...fixture.observed.sessions.values()][0]?.endReason).toBe('script');
});

test('stall says nothing more, whatever comes; the client closes', async () => {
  const fixture = await startFixture(scripted([on('NOOP', { do: 'stall' })]));
  const peer = await fixture.connect();
  await peer.reply();
  await peer.send('NOOP\r\nQUIT\r\n');
  expect(await peer.anything(150)).toBe(false);
  peer.halfClose();
  expect(await peer.untilClosed()).toBe('');
  expect((await fixture.ended())[0]?.endReason).toBe('client-closed');
});

test('hide, alter and add change what EHLO offers, and nothing else of it', async () => {
  const options = scripted([
    on(
      'EHLO',
      { do: 'hide', keyword: 'chunking' },
      { do: 'alter', keyword: 'SIZE', line: 'SIZE abc' },
      { do: 'add', line: 'X-LATER 1 2' },
    ),
  ]);
  const plain = (await dialogue({}, 'EHLO c\r\n')).octets;
  expect((await dialogue(options, 'EHLO c\r\n')).octets).toBe(
    plain
      .replace('250-CHUNKING\r\n', '')
      .replace(/SIZE \d+/, 'SIZE abc')
      .replace('250 HELP\r\n', '250-HELP\r\n250 X-LATER 1 2\r\n'),
  );
});

test('bare-lf and code-mismatch', async () => {
  const options = scripted([
    on('EHLO', { do: 'hide', keyword: 'x' }, { do: 'bare-lf' }),
    on('NOOP', { do: 'code-mismatch', code: 251 }),
    on('HELP', { do: 'code-mismatch', code: 250 }),
  ]);
  const plain = (await dialogue({}, 'EHLO c\r\n')).octets;
  const { octets } = await dialogue(options, 'EHLO c\r\n', 'NOOP\r\n', 'HELP NOOP\r\n');
  expect(octets).toBe(
    `${GREETING}${plain.slice(GREETING.length).replaceAll('\r\n', '\n')}` +
      '251-2.0.0 Ok\r\n250 2.0.0 Ok\r\n250-2.0.0 Syntax: NOOP [text]\r\n214 2.0.0 Syntax: NOOP [text]\r\n',
  );
});

test('unfinished promises another line, which a client waits for until its limit', async () => {
  const fixture = await startFixture(scripted([on('EHLO', { do: 'unfinished' }, { do: 'hide', keyword: 'SIZE' })]));
  const { error } = await check(
    {
      connection: {
        target: `127.0.0.1:${fixture.states[0]?.boundPort ?? 0}`,
        security: 'none',
        timeouts: { reply: 300 },
      },
      auth: null,
      envelope: null,
    },
    { emit: () => undefined, signal: new AbortController().signal, clock: systemClock },
  );
  expect(error).toMatchObject({ code: 'timeout', phase: 'ehlo', params: { limitMs: 300 } });
  const peer = await fixture.connect();
  await peer.send('NOOP\r\nEHLO c\r\n');
  peer.halfClose();
  const lines = (await peer.untilClosed()).split('\r\n');
  expect(lines).toContain('250-mail.test');
  expect(lines.filter((line) => line.startsWith('250-')).length).toBeGreaterThan(5);
  expect(lines.filter((line) => line.startsWith('250 '))).toEqual(['250 2.0.0 Ok']);
});

test('inject follows a reply that ends the session too', async () => {
  const options = scripted([on('QUIT', { do: 'inject', text: '250 more\r\n' })]);
  expect((await dialogue(options, 'QUIT\r\n')).octets).toBe(`${GREETING}221 2.0.0 Bye\r\n250 more\r\n`);
});

test('inject stands right after the reply', async () => {
  const options = scripted([on('STARTTLS', { do: 'inject', text: '250 \xff\r\n' })], {
    listener: { security: 'starttls' },
  });
  const { octets } = await dialogue(options, 'EHLO c\r\n', 'STARTTLS\r\n');
  expect(octets.endsWith('\r\n220 2.0.0 Ready to start TLS\r\n250 \xff\r\n')).toBe(true);
});

test.each(BAD_CERTIFICATES)('certificate: %s', async (kind) => {
  const fixture = await startFixture(
    scripted([on('TLS', { do: 'certificate', kind })], { listener: { security: 'tls' } }),
  );
  const { caPem } = await fixture.authority();
  const socket = tlsConnect({
    port: fixture.states[0]?.boundPort ?? 0,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: caPem,
    rejectUnauthorized: false,
  });
  await once(socket, 'secureConnect');
  const { subject, issuer, validTo } = new X509Certificate(socket.getPeerX509Certificate()?.raw ?? '');
  // BoringSSL knows no constraint on addresses and says no more of a chain that has one; our own client judges it itself.
  const constrained = 'electron' in process.versions ? ['UNSPECIFIED'] : [];
  const wanted = {
    expired: ['CERT_HAS_EXPIRED', ...constrained],
    'wrong-name': ['ERR_TLS_CERT_ALTNAME_INVALID'],
    // OpenSSL's word for it, and BoringSSL's.
    'self-signed': ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    'unknown-ca': ['SELF_SIGNED_CERT_IN_CHAIN', ...constrained],
  }[kind];
  const { authorizationError } = socket;
  expect(wanted).toContain(String((authorizationError as { code?: string } | null)?.code ?? authorizationError));
  expect(issuer === subject).toBe(kind === 'self-signed');
  expect(new Date(validTo) < new Date()).toBe(kind === 'expired');
  expect(subject).toBe(kind === 'wrong-name' ? 'CN=elsewhere.test' : 'CN=localhost');
  socket.destroy();
});

test('recipients: LMTP answers each as told; SMTP has one answer, and keeps nothing that one refuses', async () => {
  const rules = [
    on('END', {
      do: 'recipients',
      results: [{ address: 'full*@R.example', code: 552, enhancedCode: '5.2.2', lines: ['Full'] }],
    }),
  ];
  const envelope = [MAIL, 'RCPT TO:<full1@r.example>\r\n', 'RCPT TO:<b@r.example>\r\n', 'DATA\r\n', 'x\r\n.\r\n'];
  const fixture = await startFixture(scripted(rules, { listener: { protocol: 'lmtp' } }));
  const peer = await fixture.connect();
  await peer.send(['LHLO c\r\n', ...envelope].join(''));
  for (let i = 0; i < 6; i += 1) await peer.reply();
  expect(await peer.reply()).toBe('552 5.2.2 Full\r\n');
  expect(await peer.reply()).toMatch(/^250 2\.0\.0 Message accepted as /);
  expect(await fixture.stored()).toHaveLength(1);
  expect((await dialogue(scripted(rules), EHLO, ...envelope)).octets).toMatch(/\r\n552 5\.2\.2 Full\r\n$/);
});

test('greylist: the first attempt is put off, the second is let in; another recipient begins anew', async () => {
  const options = scripted([on('RCPT', { do: 'greylist', seconds: 0 })]);
  const rcpt = 'RCPT TO:<b@r.example>\r\n';
  expect((await dialogue(options, EHLO, MAIL, rcpt, rcpt, 'RCPT TO:<c@r.example>\r\n')).octets).toBe(
    `${GREETING}${HELO_REPLY}250 2.1.0 Sender ok\r\n451 4.7.1 Greylisted, try again later\r\n250 2.1.5 Recipient ok\r\n` +
      '451 4.7.1 Greylisted, try again later\r\n',
  );
});

test('amid a message: a reset, or an answer before its end', async () => {
  const cut: Rule = { match: { command: 'BODY', octets: 3 }, steps: [{ do: 'reset' }] };
  const start = [EHLO, MAIL, 'RCPT TO:<b@r.example>\r\n', 'DATA\r\n'];
  expect((await dialogue(scripted([cut]), ...start, 'abc')).reset).toBe(true);
  const fixture = await startFixture(
    scripted([{ match: { command: 'BODY', octets: 3 }, steps: [reply(552, '5.3.4', 'Enough')] }]),
  );
  const peer = await fixture.connect();
  await peer.send([...start, 'abc'].join(''));
  for (let i = 0; i < 5; i += 1) await peer.reply();
  expect(await peer.reply()).toBe('552 5.3.4 Enough\r\n');
  await peer.send('def\r\n.\r\nNOOP\r\n');
  expect(await peer.reply()).toBe('250 2.0.0 Ok\r\n');
  expect(await fixture.stored()).toEqual([]);
}, 20_000);

test('rules: by address, listener, count and order; the transcript says what was done', async () => {
  const rules: Rule[] = [
    { match: { command: 'NOOP', listener: 'lmtp' }, steps: [reply(500, null, 'never here')] },
    { match: { command: 'NOOP', after: 1 }, times: 1, steps: [reply(450, null, 'second')] },
    { match: { command: 'RCPT', address: '*@R.example' }, steps: [reply(550, null, 'no')] },
    { match: { command: 'ANY', after: 5, count: 'session' }, steps: [reply(421, null, 'enough')] },
  ];
  const fixture = await startFixture(scripted(rules));
  const peer = await fixture.connect();
  await peer.send(
    `NOOP\r\nNOOP\r\nNOOP\r\n${EHLO}${MAIL}RCPT TO:<b@r.example>\r\nRCPT TO:<b@s.example>\r\nRSET\r\nRSET\r\n`,
  );
  expect((await peer.untilClosed()).split('\r\n').map((line) => line.slice(0, 3))).toEqual(
    // Those of the rules before it are not counted by the last.
    ['220', '250', '450', '250', '250', '250', '550', '250', '421', ''],
  );
  const faults = eventsOf(fixture.observed).flatMap((event) =>
    event.type === 'note' && event.note === 'fault' ? [event.params['what']] : [],
  );
  expect(faults).toEqual(['reply 450', 'reply 550', 'reply 421']);
});

test('a script that is set anew counts anew; one that goes leaves nothing', async () => {
  const options = scripted([{ match: { command: 'NOOP' }, times: 1, steps: [reply(450, null, 'once')] }]);
  const fixture = await startFixture(options);
  const noop = async () => {
    const peer = await fixture.connect();
    await peer.reply();
    return peer.command('NOOP');
  };
  expect([await noop(), await noop()]).toEqual(['450 once\r\n', '250 2.0.0 Ok\r\n']);
  const config = { listeners: fixture.states.map((state) => state.config), hostname: 'mail.test', maxMessageBytes: 0 };
  const auth = { enabled: false, acceptAny: false, required: false, allowClear: false, mechanisms: [] };
  const script = v.parse(ScriptSchema, structuredClone(options.config?.script));
  await fixture.server.configure({ ...config, auth, smtputf8: true, script });
  expect([await noop(), await noop()]).toEqual(['450 once\r\n', '250 2.0.0 Ok\r\n']);
  await fixture.server.configure({ ...config, auth, smtputf8: true, script: null });
  expect(await noop()).toBe('250 2.0.0 Ok\r\n');
});

test('chance is the same for the same seed, and another for another', async () => {
  const run = async (seed: number) => {
    const options: FixtureOptions = {
      config: { script: { schema: 1, name: 'chance', rules: [], random: { seed, rate: 0.5 } } },
    };
    const fixture = await startFixture(options);
    const all: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      const peer = await fixture.connect();
      await peer.send(`EHLO c\r\nNOOP\r\n${MAIL}RSET\r\nQUIT\r\n`);
      peer.halfClose();
      all.push(await peer.untilClosed());
    }
    return all;
  };
  const first = await run(7);
  expect(await run(7)).toEqual(first);
  expect(await run(8)).not.toEqual(first);
});

test('magic recipients name their fault; switched off they are recipients like any other', async () => {
  const rcpt = (word: string) => `RCPT TO:<${word}@error.test>\r\n`;
  const { octets } = await dialogue(
    {},
    EHLO,
    MAIL,
    rcpt('450'),
    rcpt('550-5.1.1'),
    rcpt('greylist'),
    rcpt('anybody'),
    rcpt('data-554'),
    'DATA\r\n',
    'x\r\n.\r\n',
    MAIL,
    rcpt('421'),
  );
  expect(octets.slice(GREETING.length + HELO_REPLY.length)).toBe(
    '250 2.1.0 Sender ok\r\n450 4.0.0 As the address asks\r\n550 5.1.1 As the address asks\r\n' +
      '451 4.7.1 Greylisted, try again later\r\n250 2.1.5 Recipient ok\r\n250 2.1.5 Recipient ok\r\n' +
      '354 Send the message, end with a line that holds a dot alone\r\n554 5.0.0 As the address asks\r\n' +
      '250 2.1.0 Sender ok\r\n421 4.0.0 As the address asks\r\n',
  );
  const off = await dialogue({ config: { magicRecipients: false } }, EHLO, MAIL, rcpt('450'));
  expect(off.octets.endsWith('250 2.1.5 Recipient ok\r\n')).toBe(true);
});

test('a stop does not wait for a script', async () => {
  const fixture = await startFixture(scripted([on('NOOP', { do: 'delay', ms: 600_000 })]));
  const peer = await fixture.connect();
  await peer.reply();
  await peer.send('NOOP\r\n');
  await expect
    .poll(() => eventsOf(fixture.observed).some((event) => event.type === 'note' && event.note === 'fault'))
    .toBe(true);
  await fixture.server.stop();
  expect(await peer.untilClosed()).toBe('250 2.0.0 Ok\r\n421 4.3.2 The server is shutting down\r\n');
});

test('what is no step, or would break out of its line, is refused', () => {
  const wrong: unknown[] = [
    { do: 'reply', code: 199, enhancedCode: null, lines: ['x'] },
    { do: 'reply', code: 250, enhancedCode: '2', lines: ['x'] },
    { do: 'reply', code: 250, enhancedCode: null, lines: ['x\r\n250 y'] },
    { do: 'add', line: 'X\n' },
    { do: 'delay', ms: 1e9 },
    { do: 'vanish' },
  ];
  for (const step of wrong) expect(v.safeParse(StepSchema, step).success, JSON.stringify(step)).toBe(false);
});

test('a refused BDAT takes its octets with it: nothing in them is a command', async () => {
  const fixture = await startFixture(scripted([on('BDAT', reply(451, null, 'no'))]));
  const peer = await fixture.connect();
  await peer.send(`${EHLO}${MAIL}RCPT TO:<b@r.example>\r\nBDAT 6 LAST\r\nRSET\r\nNOOP\r\n`);
  for (let i = 0; i < 4; i += 1) await peer.reply();
  expect(await peer.reply()).toBe('451 no\r\n');
  expect(await peer.reply()).toBe('250 2.0.0 Ok\r\n');
});
