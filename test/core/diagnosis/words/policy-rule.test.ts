/** Rules that are named as such and not by what they say, and words of filters that say a little more: neighbours and look-alikes. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];

describe('a rule that is not named', () => {
  test.each([
    ['554 5.7.1 Rejected by local policy', 'data'],
    ['550 Message violates our acceptable use policy', 'data'],
    ['550 Refused by security policy', 'mail'],
    ['554-Transaction failed\n554 Reject due to policy restrictions.', 'data'],
    ['571 Refused for policy reasons', 'greeting'],
  ] as const)('%s', (text, phase) => {
    const said = first(text, phase);
    expect(said).toMatchObject({ id: 'policy.not-named', sure: 'code-only' });
    expect(said?.alternatives.length).toBeGreaterThan(1);
  });

  test.each([
    ['phrase.dmarc-reject', '550 5.7.1 Rejected by the DMARC policy of example.org', 'data'],
    ['phrase.spf-failed', '550 5.7.1 SPF check failed, refused by policy', 'mail'],
    ['phrase.spam', '554 Rejected as spam by our content policy', 'data'],
    ['phrase.relay-denied', '554 5.7.1 Relay access denied by policy', 'rcpt'],
  ] as const)('what is named goes before it: %s', (id, text, phase) => {
    expect(first(text, phase)?.id).toBe(id);
  });

  test('what is put off by policy may be any check', () => {
    expect(first('451 4.7.1 Deferred by policy', 'rcpt')?.id).not.toBe('policy.not-named');
  });
});

test.each([
  ['phrase.spam', '554 5.7.1 Mail refused on suspicion of spam', 'data'],
  ['phrase.mailbox-full', '552 5.2.2 Mailbox size limit exceeded', 'rcpt'],
  ['phrase.mailbox-full', '552 Mailbox size exceeded', 'rcpt'],
  ['sender.looks-forged', '550 Anti-spoofing policy', 'data'],
  ['sender.not-verified', '530 The From name is not valid', 'data'],
  ['sender.blocked', '550 Envelope blocked', 'mail'],
  ['recipient.blocks-sender', '550 Envelope blocked: personal block list', 'rcpt'],
] as const)('%s: %s', (id, text, phase) => {
  expect(first(text, phase)?.id).toBe(id);
});

test('words without a code are a server’s where they mean nothing as a program’s own, and never proven', () => {
  const said = first('Blocked by spam statistics - see https://yandex.ru/support/mail/bounces/yandex.html');
  expect(said).toMatchObject({ id: 'reputation.held-off', sure: 'likely' });
  expect(first('Your address sent too many messages in this hour')).toMatchObject({
    id: 'rate.too-fast',
    sure: 'likely',
  });
  expect(first('The mail never came, and the reason is unclear')?.sure).toBe('code-only');
  expect(first(`Too many messages ${'and so on '.repeat(50)}`)?.sure).toBe('code-only');
});
