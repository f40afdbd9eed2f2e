/** What people type of the test server, where it listens and what it is called, through every door: the window's fields and the command line. */
import { describe, expect, test } from 'vitest';
import { serverConfigFrom } from '../../../electron/cli/arguments/listen.ts';
import { isOpenToOthers, parseListenAddress } from '../../../electron/protocol/parse/listen-address.ts';
import { parseHostname } from '../../../renderer/features/settings/values.ts';
import { serveValues } from '../../cli/given.ts';

const REFUSED = 'refused';
const NUL = '\0';

describe('where to listen', () => {
  /** As the window's field takes it; the command line's options; the path of a socket is for LMTP there. */
  const doors = (text: string): unknown[] => {
    const parsed = parseListenAddress(text);
    const typed = (option: string): unknown => {
      try {
        const values = serveValues(`--${option}=${text}`);
        const { host, port, path } = serverConfigFrom(values, []).config.listeners[0] ?? {};
        return { host, port, path };
      } catch {
        return REFUSED;
      }
    };
    return [parsed.ok ? parsed.value : REFUSED, ...['lmtp', 'smtp', 'smtps'].map(typed)];
  };
  const at = (host: string, port: number) => ({ host, port, path: null });

  test.each([
    ['2525', at('127.0.0.1', 2525)],
    ['0', at('127.0.0.1', 0)],
    [' 2525 ', at('127.0.0.1', 2525)],
    ['0.0.0.0:25', at('0.0.0.0', 25)],
    ['127.0.0.1:0', at('127.0.0.1', 0)],
    ['localhost:2525', at('localhost', 2525)],
    ['mx.example.org:65535', at('mx.example.org', 65_535)],
    ['bücher.example:25', at('xn--bcher-kva.example', 25)],
    ['[::1]:0', at('::1', 0)],
    ['[::]:25', at('::', 25)],
    ['[fe80::1%eth0]:25', at('fe80::1%eth0', 25)],
  ])('%j', (text, expected) => expect(doors(text)).toEqual([expected, expected, expected, expected]));

  test.each(['/run/posthorn.sock', '/run/a socket:25', '/x', '\\\\.\\pipe\\posthorn'])('%j, for LMTP', (text) => {
    const expected = { host: null, port: null, path: text };
    expect(doors(text)).toEqual([expected, expected, REFUSED, REFUSED]);
  });

  test.each([
    ...[
      '',
      ' ',
      'host',
      'mx.example.org',
      '127.0.0.1',
      '::1',
      ':25',
      ':',
      '25:',
      'host:',
      'host:x',
      'host:-1',
      '-1',
      '65536',
    ],
    ...['127.0.0.1:65536', '127.0.0.1:000025', '::1:25', '::1:25:', '[::1]', '[::1]25', '[::1:25', '::1]:25', '[]:25'],
    ...['[zz]:25', '[127.0.0.1]:25', '[mx.example.org]:25', '127.1:25', '127.999.1.1:25', '256.0.0.1:25', 'a..b:25'],
    ...[
      '*:25',
      'a b:25',
      'host :25',
      'user@host:25',
      'smtp://host:25',
      'host/path:25',
      'relative.sock',
      './x',
      'C:\\x',
    ],
    ...[
      '/run/so\ncket',
      '/run/\u001bsocket',
      `/run/${NUL}`,
      'mx\u202e.example:25',
      '２５',
      '0x19',
      '25 25',
      '25:25:25',
    ],
  ])('%j is none', (text) => expect(doors(text)).toEqual([REFUSED, REFUSED, REFUSED, REFUSED]));

  test.each([
    ['2525', false],
    ['[::1]:25', false],
    ['127.8.8.8:25', false],
    ['LOCALHOST:25', false],
    ['[::ffff:127.0.0.1]:25', false],
    ['/run/x', false],
    ['0.0.0.0:25', true],
    ['[::]:25', true],
    ['192.0.2.1:25', true],
    ['mail.localhost:25', true],
    ['mx.example.org:25', true],
  ])('%s lets others in: %s', (text, open) => {
    const parsed = parseListenAddress(text);
    expect(parsed.ok && isOpenToOthers(parsed.value)).toBe(open);
  });
});

describe("the test server's name", () => {
  const doors = (text: string): string[] => {
    const typed = parseHostname(text);
    try {
      const values = serveValues(`--hostname=${text}`);
      return [typed.ok ? typed.value : REFUSED, serverConfigFrom(values, []).config.hostname];
    } catch {
      return [typed.ok ? typed.value : REFUSED, REFUSED];
    }
  };
  test.each([
    ['mail.example.org', 'mail.example.org'],
    ['x', 'x'],
    ['host_1', 'host_1'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['[192.0.2.1]', '[192.0.2.1]'],
    ['[IPv6:2001:db8::1]', '[IPv6:2001:db8::1]'],
  ])('%s', (text, name) => expect(doors(text)).toEqual([name, name]));
  test.each([
    ...[
      'two words',
      '-x',
      'x-',
      'a..b',
      '.a',
      'mail.example.org.',
      '[::1',
      '[zz]',
      'a@b',
      'mail.example.org:25',
      'xn--0',
      'x/y',
    ],
    ...['a'.repeat(64), `${'a.'.repeat(128)}b`, 'x\u001b', 'x\u202ey', 'x\r\ny', '*'],
  ])('%j is none', (text) => expect(doors(text)).toEqual([REFUSED, REFUSED]));
});
