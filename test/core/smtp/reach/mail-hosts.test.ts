/** MX hosts one after the other, as a sending server does (RFC 5321 section 5.1): one that does not take us in is not the end. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Server, type Socket, createServer } from 'node:net';
import { closeAll, dnsWith, keep } from './mail-route-peers.ts';
import { foldReport } from '../../report/fold-report.ts';
import { mailRoute } from '../../../../electron/core/dns/mail-route.ts';
import { runCheck, runSend } from '../../../harness/client-run.ts';
import type { DnsClient } from '../../../../electron/core/ports.ts';

afterEach(closeAll);

/** How a host behaves when it is connected to; `good` takes a session, `closed` does not listen. */
type Behaviour = 'good' | 'closed' | 'silent' | 'ends' | `${number} ${string}` | 'garbage';

const EHLO = '250 mx.test\r\n';

/** Hosts on one port and addresses of their own, 127.0.1.1 and up. */
async function startHosts(behaviours: readonly Behaviour[]) {
  const heard: string[][] = behaviours.map(() => []);
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  let port = 0;
  for (const [index, behaviour] of behaviours.entries()) {
    if (behaviour === 'closed') continue;
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
      if (behaviour === 'ends') socket.end();
      else if (behaviour === 'garbage') socket.write('SSH-2.0-x\r\n');
      else if (behaviour !== 'silent') socket.write(`${behaviour === 'good' ? '220 mx.test' : behaviour}\r\n`);
      socket.setEncoding('latin1').on('data', (text: string) => {
        for (const line of text.split('\r\n').slice(0, -1)) {
          heard[index]?.push(line);
          if (line === 'QUIT') socket.end('221 bye\r\n');
          else socket.write(line === 'DATA' ? '354 go\r\n' : line.startsWith('EHLO') ? EHLO : '250 ok\r\n');
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(port, `127.0.1.${index + 1}`, resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    servers.push(server);
  }
  keep({
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  });
  return { port, heard };
}

async function sendTo(behaviours: readonly Behaviour[], flow: typeof runCheck = runCheck, more: object = {}) {
  const hosts = await startHosts(behaviours);
  const names = behaviours.map((_, index) => `mx${index + 1}.test`);
  const zone = Object.fromEntries(names.map((name, index) => [name, { a: [`127.0.1.${index + 1}`] }]));
  const mx = names.map((name, index): [number, string] => [10 * (index + 1), name]);
  const dns = await dnsWith({ 'example.test': { mx }, ...zone });
  const run = await flow({
    connection: {
      target: `example.test:${hosts.port}`,
      mx: true,
      dnsServer: dns.address,
      security: 'starttls-if-offered',
      timeouts: { greeting: 400 },
      ...more,
    },
  });
  const report = foldReport(flow === runCheck ? 'check' : 'send', run.events);
  const went = report.hosts?.map(({ host, preference, ok, error }) => [host, preference, ok, error?.code ?? null]);
  return { ...run, ...hosts, report, went };
}

describe('a host that does not take us in', () => {
  it.each<[Behaviour, string]>([
    ['closed', 'connect-failed'],
    ['silent', 'timeout'],
    ['ends', 'server-disconnected'],
    ['421 4.3.2 not now', 'greeting-refused'],
    ['450 busy', 'greeting-refused'],
    ['554 5.7.1 no service', 'greeting-refused'],
    ['521 never', 'greeting-refused'],
    ['garbage', 'protocol-error'],
  ])('is followed by the next: %s', async (behaviour, code) => {
    for (const flow of [runCheck, runSend]) {
      const run = await sendTo([behaviour, 'good', 'good'], flow);
      expect(run.error).toBeNull();
      expect(run.went).toEqual([
        ['mx1.test', 10, false, code],
        ['mx2.test', 20, true, null],
      ]);
      expect(run.heard[1]).toContain('EHLO client.test');
      expect(run.heard[2]).toEqual([]);
      // Politely where it makes sense: not after 421, and not where nobody spoke.
      const polite = code === 'greeting-refused' && !behaviour.startsWith('421');
      expect(run.heard[0]).toEqual(polite ? ['QUIT'] : []);
      const finding = run.report.findings.find(({ id }) => id === 'mx.host-failed');
      expect(finding).toMatchObject({ severity: 'warning', title: expect.stringContaining('mx1.test') as string });
      if (behaviour.includes(' ')) expect(finding?.cause).toContain(behaviour);
    }
  });

  it('is one of several, with every address connected to or not', async () => {
    for (const everyAddress of [false, true]) {
      const run = await sendTo(['554 no', 'closed', '450 later', 'good'], runCheck, { everyAddress });
      expect(run.error).toBeNull();
      expect(run.report.hosts?.find(({ ok }) => ok)?.host).toBe('mx4.test');
      expect(run.report.hosts?.map(({ host }) => host).sort()).toEqual([
        'mx1.test',
        'mx2.test',
        'mx3.test',
        'mx4.test',
      ]);
    }
  });

  it('is what is reported where all are such: the first that spoke', async () => {
    const run = await sendTo(['closed', 'silent', '554 5.7.1 no service', '450 later']);
    expect(run.error).toMatchObject({ code: 'greeting-refused', reply: { code: 554 } });
    expect(run.went?.map(([host, , ok, code]) => [host, ok, code])).toEqual([
      ['mx1.test', false, 'connect-failed'],
      ['mx2.test', false, 'timeout'],
      ['mx3.test', false, 'greeting-refused'],
      ['mx4.test', false, 'greeting-refused'],
    ]);
    const none = await sendTo(['silent', 'closed']);
    expect(none.error).toMatchObject({ code: 'timeout', phase: 'greeting' });
  });

  it('has an address of another family or number tried too, and stands in the report once', async () => {
    const hosts = await startHosts(['554 no', 'good']);
    const dns = await dnsWith({
      'example.test': { mx: [[10, 'mx.test']] },
      'mx.test': { a: ['127.0.1.1', '127.0.1.2'] },
    });
    const run = await runCheck({
      connection: { target: `example.test:${hosts.port}`, mx: true, dnsServer: dns.address, security: 'none' },
    });
    expect(run.error).toBeNull();
    expect(foldReport('check', run.events).hosts).toEqual([{ host: 'mx.test', preference: 10, ok: true, error: null }]);
  });

  it('is the end where the user stops meanwhile, and where no MX was asked for', async () => {
    const hosts = await startHosts(['554 no', 'good']);
    const dns = await dnsWith({
      'example.test': {
        mx: [
          [10, 'mx1.test'],
          [20, 'mx2.test'],
        ],
        a: ['127.0.1.1', '127.0.1.2'],
      },
      'mx1.test': { a: ['127.0.1.1'] },
      'mx2.test': { a: ['127.0.1.2'] },
    });
    const connection = { target: `example.test:${hosts.port}`, dnsServer: dns.address, security: 'none' as const };
    const stopped = await runCheck({
      connection: { ...connection, mx: true },
      watch: (event, cancel) => event.type === 'note' && event.note === 'next-host' && cancel(),
    });
    expect(stopped.error).toMatchObject({ code: 'cancelled' });
    const plain = await runCheck({ connection });
    expect(plain.error).toMatchObject({ code: 'greeting-refused' });
    expect(foldReport('check', plain.events).hosts).toBeUndefined();
    expect(hosts.heard[1]).toEqual([]);
  });
});

describe('hosts of the same preference', () => {
  const dns = {
    mx: async () => ({
      ok: true,
      records: [
        { preference: 20, exchange: 'last.test' },
        ...['a.test', 'b.test', 'c.test'].map((exchange) => ({ preference: 10, exchange })),
        { preference: 5, exchange: 'first.test' },
      ],
    }),
    cname: async () => ({ ok: false, code: 'ENODATA' }),
  } as unknown as DnsClient;
  const order = async (random: () => number): Promise<string> => {
    const result = await mailRoute(dns, 'example.test', random);
    return result.ok ? result.route.hosts.map(({ name }) => name.split('.')[0]).join(' ') : result.code;
  };

  it('come in any order, those of another in theirs', async () => {
    const seen = new Set<string>();
    for (let draw = 0; draw < 125; draw += 1) {
      const digits = [draw % 5, Math.floor(draw / 5) % 5, Math.floor(draw / 25), 0, 0];
      seen.add(await order(() => (digits.shift() ?? 0) / 5));
    }
    expect([...seen].sort()).toEqual(
      ['a b c', 'a c b', 'b a c', 'b c a', 'c a b', 'c b a'].map((equal) => `first ${equal} last`),
    );
  });
});
