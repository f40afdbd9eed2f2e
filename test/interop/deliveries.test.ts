/**
 * Every client that people have, to every kind of listener of `posthorn serve`: what is captured is what was sent, octet for octet,
 * below nothing but the header fields that the client documents to add.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from './availability.ts';
import { type Client, clients, type Delivery, recipient, swaksStates } from './clients/deliveries.ts';
import { run } from './clients/logins.ts';
import { startSmtplib, type Smtplib } from './clients/smtplib.ts';
import { type CorpusMessage, makeMessage, splitTrace } from './corpus.ts';
import { serve, type Serving } from './serve.ts';
import { type Exim, startExim } from './servers/exim.ts';
import { type MailSystem, startMailSystem } from './servers/mail-system.ts';
import type { RelayTarget } from './servers/relay.ts';

/** Dots, blanks and blank lines where they hurt, octets above 127, lines as long as they may be; more than is kept in memory. */
function hardMessage(name: string): CorpusMessage {
  const latin = Buffer.from([0xe9, 0xfc, 0xff, 0x80, 0xa0, 0x0d, 0x0a]);
  const head = '.\r\n..\r\n...\r\n.leading\r\n. \r\n\r\n.\r\n\tone \r\ntwo\t\r\n   \r\nGrüße, Привет, 日本語, 🦉\r\n';
  const long = `${'x'.repeat(998)}\r\n.${'y'.repeat(997)}\r\n`;
  const many = Array.from(
    { length: 2_000 },
    (_, n) => `${n % 10 === 0 ? '.' : ''}line ${String(n)} ${'abc'.repeat(12)}\r\n`,
  );
  const parts = [
    Buffer.from(head),
    latin,
    Buffer.from(long),
    Buffer.from(many.join('')),
    Buffer.from('end\r\n\r\n\r\n'),
  ];
  return makeMessage(name, Buffer.concat(parts));
}

interface Row extends Pick<RelayTarget, 'domain' | 'protocol' | 'tls'> {
  readonly name: string;
  readonly server: 'off' | 'offered' | 'required';
  readonly unix?: boolean;
}

const rows: readonly Row[] = [
  { name: 'SMTP, plain', domain: 'plain.test', protocol: 'smtp', tls: 'none', server: 'off' },
  { name: 'SMTP, STARTTLS offered', domain: 'offered.test', protocol: 'smtp', tls: 'starttls', server: 'offered' },
  {
    name: 'SMTP, STARTTLS offered, not taken',
    domain: 'declined.test',
    protocol: 'smtp',
    tls: 'none',
    server: 'offered',
  },
  { name: 'SMTP, STARTTLS required', domain: 'required.test', protocol: 'smtp', tls: 'starttls', server: 'required' },
  { name: 'SMTP, implicit TLS', domain: 'smtps.test', protocol: 'smtp', tls: 'implicit', server: 'offered' },
  { name: 'LMTP over TCP', domain: 'lmtp.test', protocol: 'lmtp', tls: 'none', server: 'off' },
  { name: 'LMTP over a Unix socket', domain: 'unix.test', protocol: 'lmtp', tls: 'none', server: 'off', unix: true },
];

await describeWith(
  ['postfix', 'dovecot', 'exim', 'python', 'msmtp', 'curl', 'swaks', 'swaks-tls'],
  'delivering to posthorn serve',
  () => {
    const servers = new Map<Row['server'] | 'stated', Serving>();
    let smtplib: Smtplib;
    let system: MailSystem;
    let exim: Exim;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'posthorn-deliveries-'));
      const start = async (name: Row['server'] | 'stated', args: readonly string[]) => {
        servers.set(name, await serve(['--hostname', 'localhost', ...args]));
      };
      await Promise.all([
        start('off', ['--smtp', '0', '--starttls', 'off', '--lmtp', '0', '--lmtp', '%SOCKET%']),
        start('offered', ['--smtp', '0', '--smtps', '0', '--starttls', 'offered']),
        start('required', ['--smtp', '0', '--starttls', 'required']),
        start('stated', [
          '--smtp',
          '0',
          '--smtps',
          '0',
          '--lmtp',
          '0',
          '--lmtp',
          '%SOCKET%',
          '--allow-xclient',
          '--expect-proxy',
        ]),
      ]);
      // Postfix and Exim come to it as users of their own.
      await chmod(served('off').folder, 0o755);
      await chmod(served('off').socketPath, 0o666);
      smtplib = startSmtplib();
      const relayTo = rows.map(target);
      system = await startMailSystem({ relayTo });
      exim = await startExim(system.folder, system.certificates, relayTo);
    });
    afterAll(async () => {
      await smtplib.stop();
      await exim.stop();
      await system.stop();
      await Promise.all([...servers.values()].map((server) => server.stop()));
      await rm(folder, { recursive: true });
    });

    const served = (name: Row['server'] | 'stated'): Serving => servers.get(name) ?? expect.unreachable(name);

    function target({ domain, protocol, tls, server: name, unix = false }: Row): RelayTarget {
      const server = served(name);
      return {
        domain,
        protocol,
        tls,
        port: unix ? null : server.port(protocol, tls === 'implicit' ? 'tls' : 'plain'),
        path: unix ? server.socketPath : null,
        caFile: tls === 'none' ? '' : server.caFile,
      };
    }

    const delivery = (to: RelayTarget, message: CorpusMessage): Delivery => ({
      to,
      message,
      folder,
      smtplib,
      postfix: system.postfix.port,
      exim: exim.port,
    });

    async function delivered(client: Client, row: Row): Promise<void> {
      const to = target(row);
      const message = hardMessage(`${client.name} to ${row.name}`);
      await client.deliver(delivery(to, message));
      const captured = await served(row.server).nextMessage();
      expect(captured).toMatchObject({
        protocol: row.protocol,
        mailFrom: 'sender@client.test',
        rcptTo: [{ address: recipient(row) }],
        tls: row.tls !== 'none',
      });
      const stored = Buffer.from(captured.raw ?? '', 'base64');
      expect(stored.length).toBe(captured.size);
      const { trace, rest } = splitTrace(stored);
      expect(trace).toEqual(client.adds);
      expect(rest.equals(message.bytes), `${String(rest.length)} octets of ${String(message.bytes.length)}`).toBe(true);
    }

    describe.each(rows)('$name', (row) => {
      const impossible = (client: Client) => client.unable({ ...row, path: row.unix === true ? '' : null });
      test.each(clients.filter((client) => impossible(client) === null))('$name', (client) => delivered(client, row));
    });

    test('what no row tries cannot be: curl speaks no LMTP', async () => {
      const { ok, output } = await run('curl', [`lmtp://127.0.0.1:${String(served('off').port('lmtp'))}`], '');
      expect(ok).toBe(false);
      expect(output).toMatch(/Protocol "?lmtp"? not supported/);
      const cannot = clients.flatMap((client) =>
        rows.flatMap((row) => (client.unable({ ...row, path: null }) === null ? [] : [`${client.name}, ${row.name}`])),
      );
      expect(cannot).toEqual(['curl, LMTP over TCP', 'curl, LMTP over a Unix socket']);
    });

    const PROXY = ['--proxy-source', '192.0.2.7', '--proxy-source-port', '4001'];
    const proxied = [...PROXY, '--proxy-dest', '192.0.2.1', '--proxy-dest-port', '25'];
    const xclient = ['--xclient', 'NAME=client.example ADDR=198.51.100.9 PORT=4002 LOGIN=ann'];
    const proxies = [
      { name: 'PROXY 1', options: ['--proxy-family', 'TCP4', ...proxied], peer: '192.0.2.7:4001', user: null },
      {
        name: 'PROXY 2',
        options: ['--proxy-version', '2', '--proxy-family', 'AF_INET', ...proxied],
        peer: '192.0.2.7:4001',
        user: null,
      },
      {
        name: 'PROXY 1 and XCLIENT, pipelined',
        options: ['--proxy-family', 'TCP4', ...proxied, ...xclient, '--pipeline'],
        peer: '198.51.100.9:4002',
        user: 'ann',
      },
    ];
    const kinds = [
      { name: 'SMTP, STARTTLS offered', protocol: 'smtp', tls: 'starttls', unix: false },
      { name: 'SMTP, implicit TLS', protocol: 'smtp', tls: 'implicit', unix: false },
      { name: 'LMTP over TCP', protocol: 'lmtp', tls: 'none', unix: false },
      { name: 'LMTP over a Unix socket', protocol: 'lmtp', tls: 'none', unix: true },
    ] as const;
    describe.each(kinds)('swaks states another client: $name', ({ protocol, tls, unix }) => {
      test.each(proxies)('$name', async ({ name, options, peer, user }) => {
        const server = served('stated');
        const to: RelayTarget = {
          ...{ domain: 'stated.test', protocol, tls, caFile: server.caFile },
          port: unix ? null : server.port(protocol, tls === 'implicit' ? 'tls' : 'plain'),
          path: unix ? server.socketPath : null,
        };
        const message = hardMessage(name);
        await swaksStates(options, delivery(to, message));
        const captured = await server.nextMessage();
        expect(captured).toMatchObject({ peer, user, protocol, tls: tls !== 'none' });
        expect(Buffer.from(captured.raw ?? '', 'base64').equals(message.bytes)).toBe(true);
      });
    });
  },
);
