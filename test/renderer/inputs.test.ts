/** What is typed or pressed, and what is made of it. */
import { describe, expect, test } from 'vitest';
import { listKey } from '../../renderer/ui/list-keys.ts';
import { parseListenAddress } from '../../renderer/features/server/listen-address.ts';
import { parseRecipients } from '../../renderer/features/send/recipients.ts';
import { shortcutOf, shortcutText, type KeyPress } from '../../renderer/app/shortcuts.ts';
import { splitAtMatches } from '../../renderer/features/session/marks.ts';
import { hexDump } from '../../renderer/features/session/hex.ts';

describe('recipients', () => {
  test.each([
    ['a@example.org', ['a@example.org']],
    [
      'a@example.org, b@example.org; c@example.org\nd@example.org',
      ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'],
    ],
    ['a@example.org b@example.org\tc@example.org', ['a@example.org', 'b@example.org', 'c@example.org']],
    ['"Last, First" <a@example.org>, Erika <b@example.org>', ['a@example.org', 'b@example.org']],
    ['"odd, local"@example.org;mailto:b@example.org', ['"odd, local"@example.org', 'b@example.org']],
    ['"open quote\nb@example.org', ['"open quote', 'b@example.org']],
    [' \r\n ,;\n', []],
    ['a@example.org\na@example.org', ['a@example.org', 'a@example.org']],
  ])('%j', (text, addresses) => {
    expect(parseRecipients(text).addresses).toEqual(addresses);
  });

  test('names what does not look like an address and keeps it all the same', () => {
    expect(parseRecipients('nobody, a b c, x@y, <>')).toEqual({
      addresses: ['nobody', 'a b c', 'x@y'],
      doubtful: ['nobody', 'a b c'],
    });
  });
});

describe('where to listen', () => {
  test.each([
    ['2525', { host: '127.0.0.1', port: 2525, path: null }, false],
    ['0.0.0.0:25', { host: '0.0.0.0', port: 25, path: null }, true],
    ['[::1]:0', { host: '::1', port: 0, path: null }, false],
    ['/run/posthorn.sock', { host: null, port: null, path: '/run/posthorn.sock' }, false],
  ])('%s', (text, address, open) => {
    expect(parseListenAddress(text)).toEqual({ ok: true, address, open });
  });
  test.each(['', 'host', '127.0.0.1:65536', '::1:25:', 'relative.sock', '127.0.0.1:-1'])('refuses %j', (text) => {
    expect(parseListenAddress(text).ok).toBe(false);
  });
});

describe('keys', () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  });

  test('mean the same with the modifier of each system', () => {
    expect(shortcutOf(press('1', { ctrlKey: true }), false)).toBe('go-inspector');
    expect(shortcutOf(press('1', { metaKey: true }), true)).toBe('go-inspector');
    expect(shortcutOf(press('1', { ctrlKey: true }), true)).toBeNull();
    expect(shortcutOf(press('1'), false)).toBeNull();
    expect(shortcutOf(press('C', { ctrlKey: true, shiftKey: true }), false)).toBe('copy-for-ticket');
    expect(shortcutOf(press('c', { ctrlKey: true }), false)).toBeNull();
    expect(shortcutOf(press('Escape'), false)).toBe('stop');
    expect(shortcutText('target', true)).toBe('Cmd+L');
  });

  test('move through a list and stay in it', () => {
    expect(listKey('ArrowDown', -1, 3)).toBe(0);
    expect(listKey('ArrowDown', 2, 3)).toBe(2);
    expect(listKey('End', 0, 3)).toBe(2);
    expect(listKey('ArrowDown', 0, 0)).toBeNull();
    expect(listKey('x', 0, 3)).toBeNull();
  });
});

test('matches are marked whatever their case, and nothing is lost between them', () => {
  const parts = splitAtMatches('250-AUTH auth', 'Auth');
  expect(parts.filter((part) => part.match).map((part) => part.text)).toEqual(['AUTH', 'auth']);
  expect(parts.map((part) => part.text).join('')).toBe('250-AUTH auth');
  expect(splitAtMatches('İx', 'x')).toEqual([{ text: 'İx', match: false }]);
});

test('octets are shown in hex with what is printable beside them', () => {
  expect(hexDump(new TextEncoder().encode('EHLO me\r\n'))).toBe('0000  45 48 4c 4f 20 6d 65 0d 0a           EHLO me..');
});
