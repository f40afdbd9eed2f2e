/** Hosts, addresses and ports: written and read again, and which of them are this machine. */
import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bracketed,
  hostOf,
  hostPortText,
  parsePort,
  parseSource,
  splitPort,
} from '../../../electron/protocol/parse/host-port.ts';
import { addressBytes, ipFamily } from '../../../electron/protocol/parse/ip.ts';
import {
  isLocalByName,
  isLoopback,
  isLoopbackAddress,
  isPrivateAddress,
} from '../../../electron/protocol/parse/loopback.ts';

const address = fc.oneof(fc.ipV4(), fc.ipV6());

describe('host:port', () => {
  test.each([
    ['mx.example.org', 25, 'mx.example.org:25'],
    ['192.0.2.1', 0, '192.0.2.1:0'],
    ['::1', 25, '[::1]:25'],
    ['[::1]', 25, '[::1]:25'],
    ['fe80::1%eth0', 587, '[fe80::1%eth0]:587'],
    ['mx.example.org', null, 'mx.example.org'],
    ['::1', null, '[::1]'],
  ] as const)('%s and %s are written %s', (host, port, written) => {
    expect(hostPortText(host, port)).toBe(written);
  });

  test('whatever is written is read as the same', () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.domain()), fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        const text = hostPortText(host, port);
        expect(splitPort(text)).toEqual({ host: bracketed(host), port });
        expect(hostOf(text)).toBe(host);
        if (ipFamily(host) !== 0) expect(parseSource(text)).toEqual({ ok: true, value: { address: host, port } });
      }),
    );
  });

  test('after a zone a colon begins a port, brackets or not', () => {
    expect(splitPort('fe80::1%eth0:25')).toEqual({ host: 'fe80::1%eth0', port: 25 });
    expect(splitPort('[fe80::1%eth0]:25')).toEqual({ host: '[fe80::1%eth0]', port: 25 });
    expect(splitPort('fe80::1%eth0')).toEqual({ host: 'fe80::1%eth0', port: null });
    expect(splitPort('fe80::1%eth0:smtp')).toBeNull();
    expect(splitPort('fe80::25')).toEqual({ host: 'fe80::25', port: null });
  });

  test('a port has up to five digits and sixteen bits', () => {
    expect(['0', '25', '00025', '65535'].map(parsePort)).toEqual([0, 25, 25, 65_535]);
    expect(['', '-1', '+1', '65536', '000025', '0x19', '2 5', '２５', '1e3'].map(parsePort)).toEqual(
      Array(9).fill(null),
    );
  });
});

describe('octets of an address', () => {
  test('are those that the system has', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const hex = [...(addressBytes(text) ?? [])].map((octet) => octet.toString(16).padStart(2, '0')).join('');
        const groups = hex.match(/.{4}/g) ?? [];
        const list = new BlockList();
        list.addAddress(groups.join(':'), 'ipv6');
        expect({ text, hex, same: list.check(text, 'ipv6') }).toEqual({ text, hex, same: true });
      }),
    );
  });

  test('and there are none of what is no address', () => {
    fc.assert(
      fc.property(fc.string(), (text) => (addressBytes(text) === null) === (isIP(text.split('%')[0] ?? '') === 0)),
    );
  });
});

describe('this machine', () => {
  const loopback = [
    '127.0.0.1',
    '127.255.255.254',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::1%lo',
  ];
  const others = [
    ...[
      '0.0.0.0',
      '::',
      '128.0.0.1',
      '126.255.255.255',
      '::2',
      '1::1',
      '::127.0.0.1',
      '::fffe:127.0.0.1',
      '::ffff:128.0.0.1',
    ],
    ...['fe80::1', '127.1', '127.0.0.256', '127.999.1.1', '', 'localhost.example', 'notlocalhost', 'mx.example.org'],
  ];
  test.each(loopback)('%s certainly is', (host) => {
    expect([isLoopbackAddress(host), isLoopback(host), isLocalByName(host)]).toEqual([true, true, true]);
  });
  test.each(['localhost', 'LOCALHOST', 'localhost.'])('%s is by its name', (host) => {
    expect([isLoopbackAddress(host), isLoopback(host), isLocalByName(host)]).toEqual([false, true, true]);
  });
  test.each(['mail.localhost', 'A.B.LocalHost', 'x.localhost.'])('%s ought to be', (host) => {
    expect([isLoopbackAddress(host), isLoopback(host), isLocalByName(host)]).toEqual([false, false, true]);
  });
  test.each(others)('%j is not', (host) => {
    expect([isLoopbackAddress(host), isLoopback(host), isLocalByName(host)]).toEqual([false, false, false]);
  });

  test('as the system judges addresses', () => {
    const list = new BlockList();
    list.addSubnet('127.0.0.0', 8, 'ipv4');
    list.addAddress('::1', 'ipv6');
    const near = fc.constantFrom('127.9.8.7', '::1', '::ffff:127.1.2.3', '::ffff:7f01:1', '::', '0::1');
    fc.assert(
      fc.property(fc.oneof(address, near), (text) => {
        expect({ text, is: isLoopbackAddress(text) }).toEqual({
          text,
          is: list.check(text, ipFamily(text) === 4 ? 'ipv4' : 'ipv6'),
        });
      }),
    );
  });

  test('and which lead no further than the network', () => {
    const list = new BlockList();
    for (const [network, prefix] of [
      ['10.0.0.0', 8],
      ['127.0.0.0', 8],
      ['169.254.0.0', 16],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
    ] as const)
      list.addSubnet(network, prefix, 'ipv4');
    for (const [network, prefix] of [
      ['fc00::', 7],
      ['fe80::', 10],
      ['::1', 128],
    ] as const)
      list.addSubnet(network, prefix, 'ipv6');
    const near = fc.constantFrom(
      '172.15.0.1',
      '172.31.9.9',
      '172.32.0.1',
      '192.167.1.1',
      '169.254.169.254',
      'fec0::1',
      'fd00::1',
      '198.18.0.1',
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), fc.ipV6(), near).filter((text) => !text.startsWith('::')),
        (text) => {
          expect({ text, is: isPrivateAddress(text) }).toEqual({
            text,
            is: list.check(text, ipFamily(text) === 4 ? 'ipv4' : 'ipv6'),
          });
        },
      ),
    );
    expect(['::1', '::ffff:127.0.0.1', 'mail.lan', ''].map(isPrivateAddress)).toEqual([true, true, false, false]);
  });
});
