/** One message as several deliveries: through several servers, and to the MX hosts of each recipient's domain. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDns, type DnsServer } from '../../harness/peers/dns-server.ts';
import { startPeer } from '../../e2e/peers/peer.ts';
import { Program, type JsonLine, type Serving } from '../program.ts';

/** Of this file alone: nothing else listens at port 25 there. */
const FIRST = '127.0.25.1';
const SECOND = '127.0.25.2';

let program: Program;
let serving: Serving;
let dns: DnsServer;

beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(['--smtp', '0', '--smtp', '0', '--smtp', `${FIRST}:25`, '--smtp', `${SECOND}:25`]);
  dns = await startDns({
    'one.test': {
      mx: [
        [10, 'dead.test'],
        [20, 'mx.one.test'],
      ],
    },
    'dead.test': { a: ['127.0.25.9'] },
    'mx.one.test': { a: [FIRST] },
    'two.test': { a: [SECOND] },
    'none.test': { mx: [[0, '.']] },
  });
});
afterAll(async () => {
  await serving.stop();
  await dns.close();
  await program.remove();
});

const jsonLines = (stdout: string): JsonLine[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);
const insecure = ['--insecure'];

test('the same message through two servers: a report each, one Message-ID, a table at the end', async () => {
  const targets = serving.ports.slice(0, 2).map((port) => `127.0.0.1:${port}`);
  const words = [
    'send',
    targets[0] ?? '',
    '--also',
    targets[1] ?? '',
    '--from',
    'a@x.test',
    '--to',
    'b@y.test',
    ...insecure,
  ];
  const json = await program.run([...words, '--json']);
  expect(json.status).toBe(0);
  const [one, two, sum, ...more] = jsonLines(json.stdout);
  expect(more).toEqual([]);
  expect([one?.delivery, two?.delivery]).toEqual(['all', 'all']);
  expect(sum).toMatchObject({
    event: 'summary',
    sent: 2,
    failed: 0,
    deliveries: targets.map((name) => ({ name, ok: true, delivery: 'all', recipients: ['b@y.test'], error: null })),
  });
  const messages = [await serving.next('message'), await serving.next('message')];
  const ids = messages.map(
    ({ raw }) => /^Message-ID: (.*)\r$/im.exec(Buffer.from(String(raw), 'base64').toString())?.[1],
  );
  expect(ids[0]).toMatch(/^<.+@.+>$/);
  expect(ids[1]).toBe(ids[0]);
  const text = await program.run(words);
  expect(text.status).toBe(0);
  for (const target of targets) expect(text.stdout).toContain(`${target}, 1 recipient\n`);
  expect(
    text.stdout
      .trimEnd()
      .split('\n')
      .slice(-2)
      .every((line) => /^\s+✔\s+127\.0\.0\.1:\d+\s/.test(line)),
  ).toBe(true);
});

test('one server that is not there: the others get it all the same, and the status says so', async () => {
  const [port] = serving.ports;
  const run = await program.run([
    ...[
      'send',
      '127.0.25.9:9',
      '--also',
      `127.0.0.1:${port}`,
      '--from',
      'a@x.test',
      '--to',
      'b@y.test',
      '--json',
      ...insecure,
    ],
  ]);
  expect(run.status).toBe(1);
  expect(jsonLines(run.stdout).at(-1)).toMatchObject({
    sent: 1,
    failed: 1,
    deliveries: [
      { ok: false, delivery: 'none', error: 'connect-failed' },
      { ok: true, delivery: 'all' },
    ],
  });
});

test('without a server, each domain is a delivery of its own to its MX hosts', async () => {
  const to = ['b@two.test', 'a@one.test', 'c@ONE.test', 'd@none.test'].flatMap((address) => ['--to', address]);
  const run = await program.run(['send', '--mx', '--from', 'a@x.test', ...to, '--dns-server', dns.address, '--json']);
  expect(run.status).toBe(1);
  const lines = jsonLines(run.stdout);
  expect(lines.at(-1)).toMatchObject({
    sent: 2,
    failed: 1,
    deliveries: [
      { name: 'two.test', delivery: 'all', recipients: ['b@two.test'] },
      { name: 'one.test', delivery: 'all', recipients: ['a@one.test', 'c@ONE.test'] },
      { name: 'none.test', delivery: 'none', error: 'dns-failed' },
    ],
  });
  // The host that is not there is passed over, as RFC 5321 section 5.1 has it.
  expect(lines[1]).toMatchObject({
    mx: { domain: 'one.test', via: 'mx' },
    hosts: [
      { host: 'dead.test', ok: false },
      { host: 'mx.one.test', ok: true },
    ],
  });
  expect(lines[0]).toMatchObject({ mx: { domain: 'two.test', via: 'implicit' } });
  expect(lines[2]).toMatchObject({ error: { params: { dnsCode: 'NULL_MX' } } });
});

test('the name of the message at a server is read out of its reply, with the command that finds it', async () => {
  const peer = await startPeer('220 mx.test\r\n', (line) => {
    if (/^DATA/i.test(line)) return '354 go\r\n';
    return /^QUIT/i.test(line) ? '221 bye\r\n' : '250 2.0.0 Ok: queued as 4Zq7Lk2bYz\r\n';
  });
  const words = ['send', `127.0.0.1:${peer.port}`, '--from', 'a@x.test', '--to', 'b@y.test'];
  const [json, text] = [await program.run([...words, '--json']), await program.run(words)];
  await peer.close();
  expect(JSON.parse(json.stdout)).toMatchObject({
    queued: [{ server: 'postfix', id: '4Zq7Lk2bYz', command: 'grep -F -- 4Zq7Lk2bYz /var/log/mail.log' }],
  });
  expect(text.stdout).toContain('Postfix filed it as 4Zq7Lk2bYz');
  expect(text.stdout).toContain('grep -F -- 4Zq7Lk2bYz /var/log/mail.log');
});

test.each([
  [['send', '--from', 'a@x.test', '--to', 'b@y.test'], 'TARGET is missing'],
  [['send', '--mx', '--from', 'a@x.test', '--to', 'postmaster'], 'has no domain'],
  [['send', '--mx', '--from', 'a@x.test', '--to', 'b@y.test', '--user', 'ann'], 'nobody logs in there'],
  [
    ['send', 'a.test', '--also', 'b.test', '--from', 'a@x.test', '--to', 'b@y.test', '--user', 'ann'],
    '--user is for one host',
  ],
  [
    ['send', 'a.test', '--also', 'b.test', '--from', 'a@x.test', '--to', 'b@y.test', '--count', '2'],
    '--count is for one server',
  ],
  [['send', 'a.test', '--from', 'a@x.test', '--to', 'b@y.test', '--pause', '2'], '--pause is of no use'],
])('%j is refused: %s', async (words, complaint) => {
  const run = await program.run(words);
  expect(run.status).toBe(2);
  expect(run.stderr).toContain(complaint);
});

test('reports of one recipient stand after its address', async () => {
  const [port] = serving.ports;
  const run = await program.run([
    ...[
      'send',
      `127.0.0.1:${port}`,
      '--from',
      'a@x.test',
      '--to',
      'b@y.test NOTIFY=success,delay ORCPT=rfc822;o+2Bp@y.test',
    ],
    ...['--to', 'c@y.test', '--json', '--transcript', ...insecure],
  ]);
  expect(run.status).toBe(0);
  expect(run.stdout).toContain('RCPT TO:<b@y.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;o+2Bp@y.test');
  expect(run.stdout).toContain('"RCPT TO:<c@y.test>"');
});
