/** What is typed or pressed, and what is made of it. */
import { describe, expect, test } from 'vitest';
import { listKey } from '../../../renderer/ui/lists/list-keys.ts';
import { shortcutOf, shortcutText, type KeyPress } from '../../../renderer/app/actions/shortcuts.ts';
import { splitAtMatches } from '../../../renderer/session/transcript/marks.ts';
import { planTarget } from '../../../electron/core/smtp/plan/target.ts';
import { readTarget, sameServer, tidyTarget } from '../../../renderer/session/target/target-words.ts';
import {
  clearMechanismsText,
  parseClearMechanisms,
  parseMechanisms,
} from '../../../renderer/features/settings/values.ts';
import { hexDump } from '../../../renderer/session/transcript/hex.ts';

describe('a target', () => {
  const auto = { protocol: 'auto', security: 'auto' } as const;
  test.each([
    ['mx.example.org', 'Host mx.example.org, port 25 (none was given), SMTP, STARTTLS if offered'],
    ['mx.example.org:587', 'Host mx.example.org, port 587, SMTP, STARTTLS if offered'],
    ['mx.example.org:465', 'Host mx.example.org, port 465, SMTP, implicit TLS'],
    ['smtps://mx.example.org', 'Host mx.example.org, port 465 (none was given), SMTP, implicit TLS'],
    ['smtp://mx.example.org:2525/', 'Host mx.example.org, port 2525, SMTP, STARTTLS if offered'],
    ['lmtp://127.0.0.1', 'IPv4 address 127.0.0.1, port 24 (none was given), LMTP, STARTTLS if offered'],
    ['[2001:db8::25]:25', 'IPv6 address 2001:db8::25, port 25, SMTP, STARTTLS if offered'],
    ['/run/dovecot/lmtp', 'Unix socket, LMTP'],
    ['münchen.example', 'Host münchen.example, port 25 (none was given), SMTP, STARTTLS if offered'],
  ])('%s is taken for %s', (text, words) => {
    expect(readTarget(text, auto)).toMatchObject({ ok: true, text: words });
  });

  test.each([
    'http://',
    'ftp://mx.example.org',
    'not a server',
    'smtp://me:secret@mx.example.org',
    'mx.example.org:70000',
  ])('%s is said to be none', (text) => {
    expect(readTarget(text, auto)?.ok).toBe(false);
  });

  test('what was chosen beside it counts', () => {
    expect(readTarget('mx.example.org', { protocol: 'smtp', security: 'tls' })?.text).toContain('port 465');
    expect(readTarget('/run/sock', { protocol: 'smtp', security: 'none' })?.text).toBe('Unix socket, SMTP');
    expect(readTarget('mx.example.org:25', { protocol: 'lmtp', security: 'none' })?.text).toContain('LMTP, no TLS');
    expect(readTarget(' ', auto)).toBeNull();
  });

  test.each([
    ['mx.example.org', 'smtp://MX.example.org:25/'],
    ['127.0.0.1:2525', 'smtp://127.0.0.1:2525'],
    ['mx.example.org:465', 'smtps://mx.example.org'],
    ['[2001:db8::1]:25', 'smtp://[2001:db8::1]'],
    ['lmtp://mx.example.org', 'lmtp://mx.example.org:24'],
    ['/run/sock', '/run/sock'],
  ])('%s and %s are one server', (a, b) => {
    expect(sameServer(a, b)).toBe(true);
  });
  test.each([
    ['mx.example.org', 'mx.example.org:587'],
    ['mx.example.org:2525', 'smtps://mx.example.org:2525'],
    ['mx.example.org:24', 'lmtp://mx.example.org'],
    ['mx1.example.org', 'mx2.example.org'],
    ['', 'mx.example.org'],
  ])('%s and %s are two', (a, b) => {
    expect(sameServer(a, b)).toBe(false);
  });

  test.each([
    [' mx.example.org ', 'mx.example.org'],
    ['telnet mx.example.org 25', 'mx.example.org:25'],
    ['nc -C mx.example.org 25', 'mx.example.org:25'],
    ['mx.example.org 587', 'mx.example.org:587'],
    ['mx.example.org, 587', 'mx.example.org:587'],
    ['openssl s_client -connect mx.example.org:587 -starttls smtp', 'mx.example.org:587'],
    ['https://mail.example.org/webmail?x=1', 'mail.example.org'],
    ['postmaster@example.org', 'example.org'],
    ['not a server', 'not a server'],
    ['mx.example.org:25', 'mx.example.org:25'],
    ['/run/a socket 25', '/run/a socket 25'],
  ])('%j pasted becomes %j', (text, tidied) => {
    expect(tidyTarget(text)).toBe(tidied);
  });

  // The engine has the last word: what the window calls a server is one for it too, and goes to the same place.
  test.each([
    'mx.example.org',
    'mx.example.org:465',
    'smtps://mx',
    'lmtp://127.0.0.1',
    '[2001:db8::25]:25',
    '2001:db8::25',
  ])('%s is read as the engine reads it', (text) => {
    const parsed = planTarget(text, {});
    const reading = readTarget(text, auto);
    expect(parsed.ok && reading?.ok).toBe(true);
    if (!parsed.ok) return;
    expect(reading?.text).toContain(`port ${parsed.target.port}`);
    expect(reading?.text).toContain(parsed.target.protocol.toUpperCase());
    expect(reading?.text.includes('implicit TLS')).toBe(parsed.target.security === 'tls');
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

describe('login mechanisms', () => {
  const able = ['PLAIN', 'LOGIN', 'SCRAM-SHA-256'];
  test.each([
    ['plain, LOGIN', ['PLAIN', 'LOGIN']],
    ['SCRAM-SHA-256 plain\tPLAIN,', ['SCRAM-SHA-256', 'PLAIN']],
    ['', []],
  ])('%j', (text, value) => {
    expect(parseMechanisms(text, able)).toEqual({ ok: true, value });
  });

  test('what is none is named', () => {
    expect(parseMechanisms('PLAIN, NTLM', able)).toEqual({ ok: false, error: `NTLM is none of ${able.join(', ')}.` });
  });

  test.each([
    ['', null],
    [' None ', []],
    ['plain', ['PLAIN']],
  ])('without TLS: %j', (text, value) => {
    expect(parseClearMechanisms(text, able)).toEqual({ ok: true, value });
    expect(parseClearMechanisms(clearMechanismsText(value ?? undefined), able)).toEqual({ ok: true, value });
  });
});
