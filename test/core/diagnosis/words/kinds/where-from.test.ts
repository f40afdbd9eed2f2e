/** Logins judged by where they come from and how often they failed, other services in SMTP's place, and errors of a client's own settings. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];

describe('a login that is not to come from here', () => {
  test.each<[string, Phase | null]>([
    ['535 5.7.0 Logins from your network are not permitted', null],
    ['535 Authentication from this country is blocked', 'auth'],
    ['550 5.7.1 Access from this IP address denied', 'auth'],
    ['535 5.7.8 The IP is not allowed to log in', null],
  ])('%s', (text, phase) => {
    expect(first(text, phase)?.id).toBe('auth.not-from-here');
    expect(first(text, phase)?.actor).toBe('mailbox-admin');
  });

  test('a password is not what it asks for', () => {
    expect(first('535 Logging in from this location is not allowed', 'auth')?.remedy).not.toMatch(/password/i);
  });

  test('after a login it is about something else', () => {
    expect(first('550 Access from this IP address denied', 'rcpt')?.id).not.toBe('auth.not-from-here');
  });
});

describe('a login that failed too often, or is too old', () => {
  test.each<[string, string]>([
    ['535 Account temporarily locked after too many failed logins', 'auth.too-many-failures'],
    ['535 5.7.8 Multiple failed login attempts, wait an hour', 'auth.too-many-failures'],
    ['535 5.7.8 Login failed: your password is expired', 'auth.credentials-expired'],
    ['535 Authentication failed: the password has expired', 'auth.credentials-expired'],
    ['535 Account locked by the administrator', 'auth.account-disabled'],
  ])('%s', (text, id) => {
    expect(first(text, 'auth')?.id).toBe(id);
  });
});

describe('the server speaks of what it did itself', () => {
  test.each<[string, Phase | null, string]>([
    ['451 4.3.0 ARC sealing failed', 'data', 'sender-policy.dkim-failed'],
    ['451 4.3.0 DKIM signing failed, try later', 'data', 'sender-policy.dkim-failed'],
    ['451 too many errors from your IP, blocked for a while', 'greeting', 'session.too-many-errors'],
    ['451 4.1.7 Bad sender address', 'mail', 'sender.address-form'],
  ])('%s', (text, phase, not) => {
    const found = first(text, phase);
    expect(found?.sure === 'code-only' ? null : found?.id).not.toBe(not);
  });
});

describe('what is said in few words', () => {
  test.each<[string, Phase | null, string]>([
    ['552 Too much message data', 'data', 'message.too-large'],
    ['550 Illegal characters in mailbox', 'rcpt', 'recipient.address-form'],
    ['421 4.4.5 Batch limit exceeded', 'mail', 'rate.per-connection'],
    ['451 4.4.3 domain lookup failure for <a@example.org>', 'mail', 'sender.domain-lookup-failed'],
    ['550 domain example.org mismatches the client IP', 'mail', 'phrase.spf-failed'],
    ['550 Headers are required', 'data', 'message.header-missing'],
    ['421 4.3.0 Resource shortage, come back later', null, 'server.busy'],
    ['525 5.7.1 Unregistered client IP', 'auth', 'reputation.address-not-entitled'],
    ['501 5.5.4 Invalid domain in HELO', null, 'phrase.hello-name'],
    ['530 Log in with USER and PASS first', 'ehlo', 'reach.ftp-answers'],
    ['smtp: HOST is not set', null, 'client.misconfigured'],
    ['Please enter the SMTP server name', null, 'client.misconfigured'],
    ['mailer: STARTTLS was refused by server', null, 'client.starttls-not-offered'],
    ['Error: connect failed', null, 'client.no-connection'],
    ['javax.mail.MessagingException: expected 220, with message "+OK POP server"', null, 'client.other-service'],
  ])('%s', (text, phase, id) => {
    expect(first(text, phase)?.id).toBe(id);
  });
});
