/** Targets as people type them. */
import { describe, expect, it } from 'vitest';
import { defaultEhloName, planTarget } from '../../../../electron/core/smtp/plan/target.ts';
import type { Target } from '../../../../electron/protocol/values/target.ts';

const target = (host: string | null, port: number | null, more: Partial<Target> = {}): Target => ({
  host,
  port,
  path: null,
  protocol: 'smtp',
  security: 'starttls-if-offered',
  ...more,
});

describe('parseTarget', () => {
  it.each([
    ['mx.example.org', {}, target('mx.example.org', 25)],
    [' mx.example.org ', {}, target('mx.example.org', 25)],
    ['mx.example.org.', {}, target('mx.example.org', 25)],
    ['mx.example.org:587', {}, target('mx.example.org', 587)],
    ['mx.example.org:0', {}, target('mx.example.org', 25)],
    ['mx.example.org:465', {}, target('mx.example.org', 465, { security: 'tls' })],
    ['mx.example.org:465', { security: 'none' }, target('mx.example.org', 465, { security: 'none' })],
    ['mx.example.org', { security: 'tls' }, target('mx.example.org', 465, { security: 'tls' })],
    ['mx.example.org', { security: 'starttls' }, target('mx.example.org', 25, { security: 'starttls' })],
    ['mx.example.org', { protocol: 'lmtp' }, target('mx.example.org', 24, { protocol: 'lmtp' })],
    ['bücher.example', {}, target('xn--bcher-kva.example', 25)],
    ['under_score.example', {}, target('under_score.example', 25)],
    ['192.0.2.1', {}, target('192.0.2.1', 25)],
    ['192.0.2.1:2525', {}, target('192.0.2.1', 2525)],
    ['::1', {}, target('::1', 25)],
    ['[::1]', {}, target('::1', 25)],
    ['[::1]:2525', {}, target('::1', 2525)],
    ['[IPv6:2001:db8::1]', {}, target('2001:db8::1', 25)],
    ['smtp://mx.example.org', {}, target('mx.example.org', 25)],
    ['SMTP://mx.example.org:587/', {}, target('mx.example.org', 587)],
    ['smtps://mx.example.org', {}, target('mx.example.org', 465, { security: 'tls' })],
    ['smtps://mx.example.org:2465', {}, target('mx.example.org', 2465, { security: 'tls' })],
    ['lmtp://mx.example.org', {}, target('mx.example.org', 24, { protocol: 'lmtp' })],
    ['/run/lmtp', {}, target(null, null, { path: '/run/lmtp', protocol: 'lmtp' })],
    ['/run/smtp', { protocol: 'smtp' }, target(null, null, { path: '/run/smtp' })],
    ['lmtp:///run/lmtp', {}, target(null, null, { path: '/run/lmtp', protocol: 'lmtp' })],
  ] as const)('%s %j', (text, choices, expected) => {
    expect(planTarget(text, choices)).toEqual({ ok: true, target: expected });
  });

  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['host:abc', 'bad-port'],
    ['host:65536', 'bad-port'],
    ['host:-1', 'bad-port'],
    ['[::1]:', 'bad-port'],
    ['[nonsense]', 'bad-host'],
    ['a b', 'bad-host'],
    ['-a.example', 'bad-host'],
    ['a..b', 'bad-host'],
    ['http://mx.example.org', 'bad-host'],
    ['smtp://user@mx.example.org', 'bad-host'],
    ['1.2.3', 'bad-host'],
    ['host\r\nx', 'control-character'],
    [`${'a'.repeat(64)}.example`, 'bad-host'],
  ])('refuses %j: %s', (text, reason) => {
    expect(planTarget(text, {})).toMatchObject({
      ok: false,
      error: { code: 'invalid-argument', params: { argument: 'target', reason } },
    });
  });
});

describe('defaultEhloName', () => {
  it('is a full name or an address literal, never a bare word', () => {
    expect(defaultEhloName('192.0.2.1')).toMatch(/^\[192\.0\.2\.1\]$|^[^.]+\../);
    expect(defaultEhloName()).toMatch(/^\[[0-9.]+\]$|^[^.]+\../);
  });
});
