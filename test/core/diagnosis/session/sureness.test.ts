/** How much is claimed: what is certain, what fits with what it may be as well, what stays open, and what says itself that it has no reason. */
import { describe, expect, test } from 'vitest';
import { causes } from '../../../../electron/core/diagnosis/causes/all.ts';
import { evidence } from '../../../../electron/core/diagnosis/evidence.ts';
import { saidIn } from '../../../../electron/core/diagnosis/lexicon/said.ts';
import { nearIn } from '../../../../electron/core/diagnosis/weighing/near.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';
import { diagnosisWords } from '../../../../electron/texts/diagnosis/all.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];
const others = (text: string, phase: Phase | null = null): string[] =>
  first(text, phase)?.alternatives.map(({ id }) => id) ?? [];

describe('what rests on one weak mark', () => {
  test('is no claim: the codes are explained, and it is named first of what it may be', () => {
    const text = '554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: Access denied';
    expect(first(text, 'rcpt')).toMatchObject({
      id: 'enhanced.5.7.1',
      sure: 'code-only',
      title: expect.any(String) as string,
    });
    expect(others(text, 'rcpt')[0]).toBe('reputation.address-blocked');
    expect(first(text, 'rcpt')?.cause).toMatch(/leave open what is meant/);
  });

  test('is named with what settles it', () => {
    const { experiments = [] } =
      first('554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: Access denied', 'rcpt') ?? {};
    for (const { command } of experiments) expect(command).toMatch(/^posthorn /);
  });
});

describe('what says that it has no reason', () => {
  test.each([
    ['policy.not-named', '550 Rejected by local policy', 'data'],
    ['client.no-reason', 'msmtp: could not send mail', null],
    ['client.tls-broken-off', 'ssl.SSLError: [SSL] the TLS handshake was terminated', null],
  ] as const)('%s is certain of what happened, and of no more: %s', (id, text, phase) => {
    const found = first(text, phase);
    expect(found?.id).toBe(id);
    expect(found?.sure).not.toBe('likely');
  });

  test('says so in its words', () => {
    for (const { id, givesNoReason } of causes)
      if (givesNoReason === true)
        expect(diagnosisWords(id, {}).cause, id).toMatch(/not (?:say )?why|not say which|not at which|does not say/);
  });
});

describe('what nearly fits', () => {
  const near = (code: number, words: string, phase: Phase | null = null): string[] =>
    nearIn(causes, evidence({ phase, reply: { code, words } }), saidIn(words));

  test('is about something that the words name', () => {
    expect(near(550, 'the mailbox is full of sand')[0]).toBe('phrase.mailbox-full');
    expect(near(504, 'no')).toEqual([]);
    expect(near(550, 'quux')).toEqual([]);
  });

  test('is named where nothing is proven, and never where it is', () => {
    const likely = '550 The recipient has reached a message limit';
    if (first(likely)?.sure !== 'proven') expect(others(likely).length).toBeGreaterThan(0);
    expect(others('550 5.1.1 <bob@example.net>: Recipient address rejected: User unknown', 'rcpt')).toEqual([]);
  });
});
