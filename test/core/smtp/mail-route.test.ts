/** Where the mail of a domain goes (RFC 5321 section 5.1, RFC 7505), asked of a real DNS server on loopback; and where it may not lead. */
import { afterEach, describe, expect, it } from 'vitest';
import { isLocalAddress, isPrivateName } from '../../../electron/core/dns/ranges.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { limits } from '../../../electron/core/wire/limits.ts';
import { runCheck, runSend, type RunOptions } from '../../harness/client-run.ts';
import { type DnsServer, startDns, type Zone } from '../../harness/dns-server.ts';
import { type ScriptedServer, type ScriptStep, startScripted } from '../../harness/scripted-server.ts';

const script: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: '250 mx.test\r\n' },
  { tail: true },
];

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function dnsWith(zone: Zone): Promise<DnsServer> {
  const dns = await startDns(zone);
  open.push(dns);
  return dns;
}

async function mailServer(): Promise<ScriptedServer> {
  const server = await startScripted(script);
  open.push(server);
  return server;
}

async function route(zone: Zone, target: string, more: Partial<RunOptions['connection']> = {}) {
  const [dns, server] = [await dnsWith(zone), await mailServer()];
  const run = await runCheck({
    connection: { target: `${target}:${server.port}`, mx: true, dnsServer: dns.address, ...more },
  });
  const notes = run.of('note').flatMap(({ note, params }) => (note.startsWith('mx-') ? [[note, params]] : []));
  return { ...run, dns, server, notes, route: run.of('mail-route')[0]?.route };
}

describe('the way to a domain', () => {
  it('goes to its MX hosts in the order of preference, each address tried', async () => {
    const zone: Zone = {
      'example.test': {
        mx: [
          [20, 'second.test'],
          [10, 'first.test'],
          [30, 'third.test'],
        ],
      },
      'first.test': { a: ['127.0.0.9'] },
      'second.test': { a: ['127.0.0.1', '127.0.0.8'] },
      'third.test': { a: ['127.0.0.1'] },
    };
    const run = await route(zone, 'ann@example.test');
    expect(run.error).toBeNull();
    expect(run.route).toEqual({
      domain: 'example.test',
      via: 'mx',
      hosts: [
        { name: 'first.test', preference: 10 },
        { name: 'second.test', preference: 20 },
        { name: 'third.test', preference: 30 },
      ],
    });
    expect(run.of('resolved').map(({ name, addresses }) => [name, addresses])).toEqual([
      ['first.test', ['127.0.0.9']],
      ['second.test', ['127.0.0.1', '127.0.0.8']],
      ['third.test', ['127.0.0.1']],
    ]);
    expect(run.of('address').map(({ attempt }) => [attempt.address, attempt.ok, attempt.error])).toEqual([
      ['127.0.0.9', false, 'ECONNREFUSED'],
      ['127.0.0.1', true, null],
    ]);
    expect(run.notes).toContainEqual([
      'mx-hosts',
      { domain: 'example.test', hosts: '10 first.test, 20 second.test, 30 third.test' },
    ]);
    expect(run.of('phase-begin').map(({ phase }) => phase)).toEqual(['dns', 'connect', 'greeting', 'ehlo', 'quit']);
    expect(run.of('session-begin')[0]?.target).toMatchObject({ host: 'example.test', port: run.server.port });
  });

  it('goes to the domain itself where it has no MX', async () => {
    const run = await route({ 'example.test': { a: ['127.0.0.1'] } }, 'example.test');
    expect(run.error).toBeNull();
    expect(run.route).toEqual({
      domain: 'example.test',
      via: 'implicit',
      hosts: [{ name: 'example.test', preference: null }],
    });
    expect(run.notes).toEqual([['mx-none', { domain: 'example.test' }]]);
  });

  it('needs no DNS for an address literal', async () => {
    const run = await route({}, 'ann@[127.0.0.1]');
    expect(run.error).toBeNull();
    expect(run.dns.asked).toEqual([]);
    expect(run.route).toEqual({
      domain: '127.0.0.1',
      via: 'literal',
      hosts: [{ name: '127.0.0.1', preference: null }],
    });
  });

  it('follows an alias of the domain and says so; an MX that is an alias is used and named', async () => {
    const zone: Zone = {
      'alias.test': { cname: 'example.test' },
      'example.test': { mx: [[10, 'mx-alias.test']] },
      'mx-alias.test': { cname: 'real.test' },
      'real.test': { a: ['127.0.0.1'] },
    };
    const run = await route(zone, 'alias.test');
    expect(run.error).toBeNull();
    expect(run.notes).toEqual([
      ['mx-alias', { domain: 'alias.test', alias: 'example.test' }],
      ['mx-hosts', { domain: 'alias.test', hosts: '10 mx-alias.test' }],
      ['mx-host-alias', { host: 'mx-alias.test', alias: 'real.test' }],
    ]);
  });

  it('asks for A-labels', async () => {
    const run = await route(
      { 'xn--bcher-kva.test': { mx: [[0, 'mx.test']] }, 'mx.test': { a: ['127.0.0.1'] } },
      'ü@bücher.test',
    );
    expect(run.error).toBeNull();
    expect(run.dns.asked).toContain('MX xn--bcher-kva.test');
  });

  it('leaves a null MX beside others out, and hosts that cannot be', async () => {
    const zone: Zone = {
      'example.test': {
        mx: [
          [0, '.'],
          [5, '127.0.0.1'],
          [10, 'gone.test'],
          [20, 'mx.test'],
        ],
      },
      'mx.test': { a: ['127.0.0.1'] },
    };
    const run = await route(zone, 'example.test');
    expect(run.error).toBeNull();
    expect(run.notes.slice(1)).toEqual([
      ['mx-host-unusable', { host: '127.0.0.1', code: 'EBADNAME' }],
      ['mx-host-unusable', { host: 'gone.test', code: 'ENOTFOUND' }],
    ]);
    expect(run.of('address')).toHaveLength(1);
  });

  it('compares the certificate with the name of the MX host, unless another was asked for', async () => {
    await makeCertificates();
    const server = await startScripted(script, { implicitTls: 'valid' });
    open.push(server);
    const dns = await dnsWith({ 'example.test': { mx: [[10, 'mx.test']] }, 'mx.test': { a: ['127.0.0.1'] } });
    const connection = {
      target: `example.test:${server.port}`,
      security: 'tls' as const,
      ca: testAuthority(),
      mx: true,
      dnsServer: dns.address,
    };
    const run = await runCheck({ connection });
    expect(run.error).toBeNull();
    expect(run.of('tls')[0]?.info).toMatchObject({ authorized: true, verifiedName: 'mx.test', servername: 'mx.test' });
    const other = await runCheck({ connection: { ...connection, servername: 'example.test' } });
    expect(other.error).toMatchObject({ code: 'tls-failed', params: { check: 'name' } });
  });
});

describe('no way', () => {
  it.each<[string, Zone, string, boolean | null]>([
    ['null MX', { 'example.test': { mx: [[0, '.']], a: ['127.0.0.1'] } }, 'NULL_MX', false],
    ['no such domain', {}, 'ENOTFOUND', false],
    ['a domain with neither', { 'example.test': {} }, 'ENODATA', null],
    [
      'a DNS server that fails: no fall-back to the address',
      { 'example.test': { fails: 'servfail', a: ['127.0.0.1'] } },
      'ESERVFAIL',
      true,
    ],
    ['a DNS server that refuses', { 'example.test': { fails: 'refused' } }, 'EREFUSED', null],
  ])('%s', async (_what, zone, dnsCode, temporary) => {
    const run = await route(zone, 'example.test');
    expect(run.error).toMatchObject({
      code: 'dns-failed',
      phase: 'dns',
      temporary,
      params: { name: 'example.test', dnsCode },
    });
    expect(run.server.recorded.connections).toBe(0);
  });

  it('a silent DNS server, within the limit; and a send says that nothing was sent', async () => {
    const dns = await dnsWith({ 'example.test': { fails: 'silent' } });
    const run = await runSend({
      connection: { target: 'example.test', mx: true, dnsServer: dns.address, timeouts: { dns: 150 } },
    });
    expect(run).toMatchObject({ delivery: 'none', error: { code: 'timeout', phase: 'dns', params: { limitMs: 150 } } });
    expect(run.events.at(-1)?.type).toBe('session-end');
  });

  it('stops at once when the user does, and tells nothing afterwards', async () => {
    const dns = await dnsWith({ 'example.test': { fails: 'silent' } });
    const controller = new AbortController();
    const run = await runCheck({
      connection: { target: 'example.test', mx: true, dnsServer: dns.address },
      signal: controller.signal,
      watch: ({ type }) => type === 'phase-begin' && setImmediate(() => controller.abort()),
    });
    expect(run.error).toMatchObject({ code: 'cancelled', phase: 'dns' });
    const { length } = run.events;
    await new Promise((resolve) => setImmediate(resolve));
    expect(run.events).toHaveLength(length);
  });

  it('an answer made to keep us busy is cut short', async () => {
    const hosts = Array.from({ length: 60 }, (_, index) => [index, `h${index}.test`] as const);
    const zone: Zone = {
      'example.test': { mx: hosts },
      ...Object.fromEntries(
        hosts.map(([index, name]) => [name, { a: Array.from({ length: 3 }, (_, i) => `127.1.${index}.${i + 1}`) }]),
      ),
    };
    const run = await route(zone, 'example.test');
    expect(run.route?.hosts).toHaveLength(limits.dns.mxHosts);
    expect(run.of('address')).toHaveLength(limits.dns.candidates);
    expect(run.error?.code).toBe('connect-failed');
  });

  it.each(['ann@', '@example.test', 'ann lee@example.test', 'ann@exa mple.test', '/run/lmtp', 'ann@0x7f000001'])(
    '%s is no domain',
    async (target) => {
      const run = await runCheck({ connection: { target, mx: true } });
      expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'target' } });
    },
  );
});

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
  it('is connected to and told of; the session goes on with the first in order that answered', async () => {
    const zone: Zone = { 'host.test': { a: ['127.0.0.9', '127.0.0.1'] } };
    const [dns, server] = [await dnsWith(zone), await mailServer()];
    const second = await startScripted(script);
    open.push(second);
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
