/** Where a DNS answer may not lead, and all addresses of a name told apart. */
import { afterEach, describe, expect, it } from 'vitest';
import { isLocalAddress, isPrivateName } from '../../../../electron/core/dns/ranges.ts';
import { runCheck } from '../../../harness/client-run.ts';
import type { Zone } from '../../../harness/peers/dns-server.ts';
import { startScripted } from '../../../harness/peers/scripted-server.ts';
import { closeAll, dnsWith, keep, mailServer, route, script } from './mail-route-peers.ts';

afterEach(closeAll);

describe('SEC-32: a DNS answer must not lead to this machine', () => {
  const inner = [
    '127.0.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    'fe80::1',
    'ff02::1',
  ];

  it.each(inner)('%s', (address) => expect(isLocalAddress(address)).toBe(true));

  it.each([
    '192.0.2.1',
    '10.0.0.5',
    '172.16.0.1',
    '126.255.255.255',
    '128.0.0.1',
    '2001:db8::1',
    'fd00::1',
    '::ffff:192.0.2.1',
    '64:ff9b::c000:201',
    '2002:c000:201::1',
  ])('%s may be a mail server', (address) => expect(isLocalAddress(address)).toBe(false));

  it('no connection is made to such an address of a public domain', async () => {
    const server = await mailServer();
    const zone: Zone = {
      'attacker.com': {
        mx: [
          [10, 'mx.attacker.com'],
          [20, 'localhost'],
        ],
      },
      'mx.attacker.com': {
        a: inner.filter((address) => !address.includes(':')),
        aaaa: inner.filter((address) => address.includes(':')),
      },
      localhost: { a: ['127.0.0.1'] },
    };
    const dns = await dnsWith(zone);
    const run = await runCheck({
      connection: { target: `attacker.com:${server.port}`, mx: true, dnsServer: dns.address },
    });
    expect(run.error).toMatchObject({
      code: 'dns-failed',
      params: { name: 'mx.attacker.com', dnsCode: 'LOCAL_ADDRESS' },
    });
    expect(run.of('address')).toEqual([]);
    expect(server.recorded.connections).toBe(0);
  });

  it('what the user types himself is where it goes, and no number in disguise', async () => {
    expect((await route({}, '[::ffff:127.0.0.1]', { mx: false })).error).toBeNull();
    for (const target of ['0x7f000001', '0177.0.0.1', '127.1', '2130706433', 'a.0x1', 'mx.127']) {
      const run = await runCheck({ connection: { target } });
      expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'target', reason: 'bad-host' } });
    }
  });

  it('the address that was judged is the address that is used', async () => {
    const server = await mailServer();
    let asked = 0;
    const answered = async (records: readonly string[]) => ({ ok: true as const, records });
    const run = await runCheck({
      connection: { target: `flip.com:${server.port}`, mx: true },
      dns: () => ({
        mx: async () => ({ ok: true, records: [{ preference: 1, exchange: 'mx.flip.com' }] }),
        cname: async () => ({ ok: false, code: 'ENODATA' }),
        // The first answer passes; every later one would lead inwards.
        addresses: (_name, family) => answered(family === 6 ? [] : asked++ === 0 ? ['192.0.2.1'] : ['127.0.0.1']),
        close: () => undefined,
      }),
      watch: (event, cancel) => event.type === 'resolved' && cancel(),
    });
    expect(asked).toBe(1);
    expect(run.of('resolved').map(({ addresses }) => addresses)).toEqual([['192.0.2.1']]);
    expect(server.recorded.connections).toBe(0);
  });

  it.each(['10.0.0.5', '192.168.1.9', '172.31.0.1', 'fd00::1', '::ffff:10.0.0.5'])(
    'a private network is gone to, since split DNS has mail servers there: %s',
    async (address) => {
      const v6 = address.includes(':');
      const run = await runCheck({
        connection: { target: 'company.com', mx: true },
        dns: () => ({
          mx: async () => ({ ok: true, records: [{ preference: 1, exchange: 'mx.company.com' }] }),
          cname: async () => ({ ok: false, code: 'ENODATA' }),
          addresses: async (_name, family) => ({ ok: true, records: v6 === (family === 6) ? [address] : [] }),
          close: () => undefined,
        }),
        watch: (event, cancel) => event.type === 'resolved' && cancel(),
      });
      expect(run.of('resolved').map(({ addresses }) => addresses)).toEqual([[address]]);
      expect(run.error?.code).toBe('cancelled');
    },
  );

  it('names kept for private use and tests may lead anywhere', () => {
    for (const name of [
      'a.test',
      'localhost',
      'printer.local',
      'x.internal',
      'h.home.arpa',
      'mail.example.com',
      'Corp.LAN',
    ])
      expect(isPrivateName(name)).toBe(true);
    for (const name of ['attacker.com', 'test.com', 'arpa', 'example.de']) expect(isPrivateName(name)).toBe(false);
  });
});

describe('every address', () => {
  it('is connected to and reported; the session goes on with the first in order that answered', async () => {
    const zone: Zone = { 'host.test': { a: ['127.0.0.9', '127.0.0.1'] } };
    const [dns, server] = [await dnsWith(zone), await mailServer()];
    keep(await startScripted(script));
    const run = await runCheck({
      connection: { target: `host.test:${server.port}`, everyAddress: true, dnsServer: dns.address },
    });
    expect(run.error).toBeNull();
    expect(
      run
        .of('address')
        .map(({ attempt }) => [attempt.address, attempt.ok])
        .sort(),
    ).toEqual([
      ['127.0.0.1', true],
      ['127.0.0.9', false],
    ]);
    expect(server.recorded.lines).toEqual(['EHLO client.test', 'QUIT']);
  });

  it('closes those that it does not use', async () => {
    const zone: Zone = {
      'host.test': {
        mx: [
          [1, 'a.test'],
          [2, 'b.test'],
        ],
      },
      'a.test': { a: ['127.0.0.1'] },
      'b.test': { a: ['127.0.0.1'] },
    };
    const run = await route(zone, 'host.test', { everyAddress: true });
    expect(run.of('address').map(({ attempt }) => attempt.ok)).toEqual([true, true]);
    expect(run.server.recorded).toMatchObject({ connections: 2, lines: ['EHLO client.test', 'QUIT'] });
  });
});
