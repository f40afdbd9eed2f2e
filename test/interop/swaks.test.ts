/** swaks delivers to every kind of listener of `posthorn serve`: what is captured is what was sent, octet for octet. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from './availability.ts';
import type { MessageJson } from './cli-json.ts';
import { swaks, swaksData } from './clients/swaks.ts';
import { corpus, makeMessage } from './corpus.ts';
import { serve } from './serve.ts';
import type { Serving } from './serve.ts';

const octets = (message: MessageJson) => Buffer.from(message.raw ?? '', 'base64');
const envelope = ['--from', 'sender@client.test', '--to', 'alice@posthorn.test'];
/** What swaks itself changes: it takes a lone dot at the very end for the end of the data, and adds a blank line to no body. */
const unsuitable = ['only a dot', 'dots at line starts', 'empty body'];

await describeWith(['swaks', 'swaks-tls'], 'swaks to posthorn serve', () => {
  let server: Serving;
  beforeAll(async () => {
    const listeners = ['--smtp', '0', '--smtps', '0', '--lmtp', '0', '--lmtp', '%SOCKET%'];
    server = await serve([...listeners, '--starttls', 'offered', '--auth', 'alice:env:ALICE'], { ALICE: 'wonderland' });
  });
  afterAll(() => server.stop());

  const verified = () => ['--tls-verify', '--tls-ca-path', server.caFile];
  const starttls = () => ['-tls', ...verified()];
  const implicitTls = () => ['-tlsc', ...verified()];
  const tcp = (port: number) => ['--server', '127.0.0.1', '--port', String(port)];
  const ways = [
    { name: 'SMTP', args: () => tcp(server.port('smtp')), tls: false, protocol: 'smtp' },
    { name: 'SMTP, pipelined', args: () => [...tcp(server.port('smtp')), '--pipeline'], tls: false, protocol: 'smtp' },
    {
      name: 'SMTP with HELO',
      args: () => [...tcp(server.port('smtp')), '--protocol', 'SMTP'],
      tls: false,
      protocol: 'smtp',
    },
    { name: 'STARTTLS', args: () => [...tcp(server.port('smtp')), ...starttls()], tls: true, protocol: 'smtp' },
    {
      name: 'STARTTLS, pipelined',
      args: () => [...tcp(server.port('smtp')), ...starttls(), '--pipeline'],
      tls: true,
      protocol: 'smtp',
    },
    {
      name: 'implicit TLS',
      args: () => [...tcp(server.port('smtp', 'tls')), ...implicitTls()],
      tls: true,
      protocol: 'smtp',
    },
    { name: 'LMTP', args: () => [...tcp(server.port('lmtp')), '--protocol', 'LMTP'], tls: false, protocol: 'lmtp' },
    {
      name: 'LMTP, pipelined',
      args: () => [...tcp(server.port('lmtp')), '--protocol', 'LMTP', '--pipeline'],
      tls: false,
      protocol: 'lmtp',
    },
    {
      name: 'LMTP over a Unix socket',
      args: () => ['--socket', server.socketPath, '--protocol', 'LMTP'],
      tls: false,
      protocol: 'lmtp',
    },
  ];

  for (const way of ways) {
    test(`${way.name}: a small message`, async () => {
      const message = makeMessage('small', 'Hello.\r\n.dot\r\n..\r\n\r\nGood bye.\r\n');
      const { status, transcript } = await swaks([
        ...way.args(),
        ...envelope,
        ...(await swaksData(server.folder, message)),
      ]);
      expect(status, transcript).toBe(0);
      const captured = await server.nextMessage();
      expect(captured).toMatchObject({
        protocol: way.protocol,
        helo: 'client.test',
        mailFrom: 'sender@client.test',
        rcptTo: [{ address: 'alice@posthorn.test' }],
        size: message.bytes.length,
        tls: way.tls,
        user: null,
      });
      expect(octets(captured).toString('latin1')).toBe(message.bytes.toString('latin1'));
    });
  }

  for (const message of corpus().filter(({ name }) => !unsuitable.includes(name))) {
    test(`${message.name}, pipelined inside STARTTLS`, async () => {
      const args = [...tcp(server.port('smtp')), ...starttls(), '--pipeline', '--suppress-data'];
      const { status, transcript } = await swaks([...args, ...envelope, ...(await swaksData(server.folder, message))]);
      expect(status, transcript).toBe(0);
      const captured = await server.nextMessage();
      expect(captured.size).toBe(message.bytes.length);
      if (captured.raw !== null) expect(octets(captured).equals(message.bytes)).toBe(true);
    });
  }

  for (const mechanism of ['PLAIN', 'LOGIN']) {
    for (const [name, args] of [
      ['STARTTLS', () => [...tcp(server.port('smtp')), ...starttls()]],
      ['implicit TLS', () => [...tcp(server.port('smtp', 'tls')), ...implicitTls()]],
    ] as const) {
      test(`AUTH ${mechanism} over ${name}`, async () => {
        const message = makeMessage('after AUTH', 'Hello.\r\n');
        const credentials = ['--auth', mechanism, '--auth-user', 'alice', '--auth-password', 'wonderland'];
        const data = await swaksData(server.folder, message);
        const { status, transcript } = await swaks([...args(), ...credentials, ...envelope, ...data]);
        expect(status, transcript).toBe(0);
        const captured = await server.nextMessage();
        expect(captured.user).toBe('alice');
        expect(octets(captured)).toEqual(message.bytes);
      });
    }
  }

  test('a wrong password: 535, and swaks gives up', async () => {
    const credentials = ['--auth', 'PLAIN', '--auth-user', 'alice', '--auth-password', 'looking-glass'];
    const { status, transcript } = await swaks([
      ...tcp(server.port('smtp')),
      ...starttls(),
      ...credentials,
      ...envelope,
    ]);
    // 28: "AUTH failure" in swaks's own list of exit codes.
    expect(status, transcript).toBe(28);
    expect(transcript).toMatch(/<~\* 535 5\.7\.8/);
  });

  test('LMTP answers for each recipient', async () => {
    const message = makeMessage('two recipients', 'Hello.\r\n');
    const to = ['--from', 'sender@client.test', '--to', 'alice@posthorn.test,bob@posthorn.test'];
    const args = [
      ...tcp(server.port('lmtp')),
      '--protocol',
      'LMTP',
      ...to,
      ...(await swaksData(server.folder, message)),
    ];
    const { status, transcript } = await swaks(args);
    expect(status, transcript).toBe(0);
    const captured = await server.nextMessage();
    expect(captured.rcptTo.map((each) => each.address)).toEqual(['alice@posthorn.test', 'bob@posthorn.test']);
    const afterDot = transcript.slice(transcript.indexOf('\n -> .\n'));
    expect(afterDot.match(/^<- +250/gm)).toHaveLength(2);
  });
});
