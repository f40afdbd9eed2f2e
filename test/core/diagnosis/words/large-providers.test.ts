/** Replies of the large providers in other words than theirs: found where it is certain who answered, and of nobody where it is not. */
import { describe, expect, test } from 'vitest';
import type { ExplainContext } from '../../../../electron/core/explain/context.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';

const first = (text: string, context: ExplainContext = {}) => explain(text, context).findings[0];
const GMAIL = 'a1-20020a05 - gsmtp';
const MS = '[AM6PR08CA0001.eurprd08.prod.outlook.com 2026-11-30T09:00:00.000Z 08DE2F]';

describe('Google, in other words', () => {
  test.each([
    ['534 5.7.9 This account needs an app password for mail programs', 'google.app-password-required'],
    ['535 5.7.8 Your user name or password is incorrect', 'google.bad-credentials'],
    ['534 5.7.14 Sign in: please log in with your web browser first', 'google.log-in-by-browser'],
    ['454 4.7.0 Too many logins for this user, come back later', 'google.too-many-logins'],
    ['530 5.7.0 You have to authenticate first: authentication is required here', 'google.login-wanted'],
    ['530 5.7.0 STARTTLS has to come first', 'google.starttls-first'],
    ['550 5.7.1 Relaying through this server is denied', 'google.relay-denied'],
    ['550 5.4.5 The daily sending quota of this user is exceeded', 'google.daily-limit'],
    ['550 5.7.26 Neither SPF nor DKIM: the message is not authenticated', 'google.unauthenticated'],
    ['550 5.7.1 The sending IP has a bad reputation', 'google.reputation-address'],
    ['550 5.7.1 Duplicate From headers', 'google.not-rfc-5322'],
    ['452 4.2.2 No room in the inbox', 'google.mailbox-full'],
  ])('%s', (text, id) => {
    expect(first(`${text} ${GMAIL}`)?.id).toBe(id);
    expect(first(text)?.id.startsWith('google.')).toBe(false);
    expect(first(text, { host: 'mx.example.org' })?.id.startsWith('google.')).toBe(false);
  });

  test('where DNS gave no answer, DMARC refused nothing', () => {
    const text = '451 4.7.26 Not accepted due to the DMARC policy, but temporary DNS failures prevent authentication';
    expect(first(`${text} ${GMAIL}`)?.id).not.toBe('google.dmarc-reject');
  });
});

describe('Microsoft, in other words', () => {
  test.each([
    ['535 5.7.139 Authentication unsuccessful, blocked by Conditional Access', 'microsoft.sign-in-conditions'],
    [
      '535 5.7.139 Authentication unsuccessful, basic auth has been disabled for this tenant',
      'microsoft.basic-auth-disabled',
    ],
    ['535 5.7.139 SmtpClientAuthentication has been disabled for this mailbox', 'microsoft.smtp-auth-disabled'],
    ['535 5.7.139 Some words that nobody has seen', 'microsoft.sign-in-conditions'],
    ['421 4.7.66 This version of TLS is too old', 'microsoft.tls-too-old'],
    ['550 5.7.511 Access denied', 'microsoft.sender-banned'],
    ['550 5.7.510 No IPv6 for this domain', 'microsoft.no-ipv6'],
  ])('%s needs no context', (text, id) => {
    expect(first(text)?.id).toBe(id);
    expect(first(`${text} ${MS}`)?.id).toBe(id);
    expect(
      first(`javax.mail.AuthenticationFailedException: ${text} ${MS}\n\tat com.sun.mail.smtp.A.b(A.java:9)`)?.id,
    ).toBe(id);
  });

  test('a code of its own that contradicts the words proves nothing', () => {
    const { id, sure } = first('550 5.7.509 The mailbox of this recipient is full') ?? {};
    expect(id === 'microsoft.dmarc-reject' && sure === 'proven').toBe(false);
  });

  test('the numbers of a block are read in both forms', () => {
    for (const mark of ['(S3140)', '(AS3150)'])
      expect(first(`550 5.7.1 Messages from [192.0.2.1] are blocked ${mark} ${MS}`)?.id).toBe(
        'microsoft.network-blocked',
      );
  });
});

describe('Yahoo and iCloud, in other words', () => {
  test.each([
    ['421 4.7.0 [TSS07] Not now', { host: 'mta7.am0.yahoodns.net' }, 'yahoo.deferred'],
    ['553 5.7.2 [TSS10] Never again', { host: 'mta7.am0.yahoodns.net' }, 'yahoo.permanently-deferred'],
    ['553 5.7.1 [BL23] No connections from there', { host: 'mx-aol.mail.gm0.yahoodns.net' }, 'yahoo.spamhaus'],
    ['554 [PH02] Not allowed', { host: 'mta7.am0.yahoodns.net' }, 'yahoo.content'],
    ['550 5.7.0 You may only use your own address as sender', { host: 'smtp.mail.me.com' }, 'apple.sender-not-yours'],
    ['550 5.7.1 Rejected by DMARC', { host: 'mx01.mail.icloud.com' }, 'apple.dmarc-reject'],
  ] as const)('%s', (text, context, id) => {
    expect(first(text, context)?.id).toBe(id);
    expect(first(text)?.id).not.toBe(id);
  });
});

test('whoever greets under another name than the provider’s own is nobody that is known', () => {
  for (const host of [
    'smtp.gmail.com',
    'smtp.office365.com',
    'smtp.mail.yahoo.com',
    'smtp.zoho.com',
    'smtp.mail.ru',
    'smtp.qq.com',
  ]) {
    const { provider, findings } = explain('535 Incorrect authentication data', {
      host,
      phase: 'auth',
      greeting: '220-box12.hosting.example ESMTP Exim 4.97',
    });
    expect(provider, host).toBeNull();
    expect(findings[0]?.id, host).not.toMatch(/^(?:google|gmail|microsoft|yahoo|zoho|mail-ru|qq)\./);
  }
});

describe('a rule that is not named', () => {
  test.each([
    '550 5.7.1 Rejected because of our mail policy',
    '554 Message violates the security policy of this site',
    '550 5.7.1 Refused under local policy',
    '554 5.7.1 Policy violation',
    '550 Our policy does not allow this message',
  ])('%s', (text) => {
    expect(first(text, { phase: 'data' })).toMatchObject({ id: 'policy.not-named', sure: 'code-only' });
  });

  test.each([
    '550 5.7.1 Rejected by the DMARC policy of example.org',
    '550 5.7.23 Policy says no: SPF fail',
    '451 4.3.5 Policy service unavailable',
    '554 5.7.1 Blocked by policy: listed at zen.spamhaus.org',
    '530 5.7.0 Policy: authentication required',
    '550 5.1.1 User unknown',
  ])('not %s', (text) => {
    expect(first(text)?.id).not.toBe('policy.not-named');
  });
});

test.each([
  ['550 5.7.1 Invalid relay credentials for 192.0.2.1', 'mail', 'phrase.relay-denied'],
  ['550 5.7.1 Unusual rate of mail: messages from your IP are blocked', 'data', 'reputation.address-blocked'],
  ['421 4.3.2 The service is not available', 'greeting', 'server.shutting-down'],
  ['550 5.1.4 This recipient address is ambiguous', 'rcpt', 'server.misconfigured'],
  ['450 4.7.3 Queue quota exceeded', 'rcpt', 'server.busy'],
] as const)('%s', (text, phase, id) => {
  expect(first(text, { phase })?.id).toBe(id);
});
