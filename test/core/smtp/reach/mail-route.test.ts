/** Where the mail of a domain goes (RFC 5321 section 5.1, RFC 7505), asked of a real DNS server on loopback. */
import { afterEach, describe, expect, it } from 'vitest';
import { makeCertificates, testAuthority } from '../../../harness/certificates.ts';
import { limits } from '../../../../electron/core/dns/limits.ts';
import { runCheck, runSend } from '../../../harness/client-run.ts';
import type { Zone } from '../../../harness/peers/dns-server.ts';
import { startScripted } from '../../../harness/peers/scripted-server.ts';
import { closeAll, dnsWith, keep, route, script } from './mail-route-peers.ts';

afterEach(closeAll);

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
    const server = keep(await startScripted(script, { implicitTls: 'valid' }));
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
    ['a domain with neither', { 'example.test': {} }, 'NO_MX', false],
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

  it.each<[string, Zone, boolean]>([
    ['a host', { 'example.test': { aaaa: ['::1'] } }, false],
    ['an MX host', { 'example.test': { mx: [[10, 'mx.test']] }, 'mx.test': { aaaa: ['::1'] } }, true],
  ])('%s with addresses of the other family alone is not called missing', async (_what, zone, mx) => {
    const run = await route(zone, 'example.test', { mx, family: 4 });
    expect(run.error).toMatchObject({ code: 'dns-failed', params: { dnsCode: 'EAI_ADDRFAMILY' }, temporary: false });
    const missing = await route({ 'example.test': {} }, 'example.test', { mx: false, family: 4 });
    expect(missing.error).toMatchObject({ params: { dnsCode: 'ENODATA' } });
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
