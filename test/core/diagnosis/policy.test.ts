/** Reputation, sender policy and rate: texts of our own phrasing, with neighbours in other words and look-alikes. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../electron/core/explain/explain.ts';
import { evidence } from '../../../electron/core/diagnosis/evidence.ts';
import { judge } from '../../../electron/core/diagnosis/judge.ts';
import { parseEnhanced } from '../../../electron/core/explain/enhanced.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';

const judged = (code: number, words: string, phase: Phase | null = null, enhanced: string | null = null) =>
  judge(evidence({ phase, reply: { code, words, enhanced: enhanced === null ? null : parseEnhanced(enhanced) } }));

describe('what is held against the address', () => {
  test.each([
    'the connecting host [192.0.2.9] is listed in bl.spamcop.net',
    'Mail refused; your address 192.0.2.9 is in an RBL, see https://www.spamhaus.org/query/ip/192.0.2.9',
    'blocked using psbl.surriel.com',
    'you were rejected by cbl.abuseat.org, see https://www.abuseat.org/lookup.cgi?ip=192.0.2.9',
  ])('a list that is named: %s', (words) => {
    expect(judged(554, words, 'rcpt')).toMatchObject({ id: 'phrase.block-list', sure: 'proven' });
  });

  test.each([
    'client host [192.0.2.9] blocked using zen.spamhaus.org; the query was refused, open DNS resolver',
    'blocked using bl.example.net; too many queries from your resolver',
    'host 192.0.2.9 blocked using zen.spamhaus.org; 127.255.255.254',
  ])('a list that answers with an error is no listing: %s', (words) => {
    expect(judged(554, words, 'rcpt')?.id).toBe('reputation.list-answers-with-error');
  });

  test('a list that nobody names may be the receiver’s own', () => {
    const diagnosis = judged(550, 'your ip is on a blacklist', 'rcpt');
    expect(diagnosis).toMatchObject({ id: 'phrase.block-list', sure: 'likely' });
    expect(diagnosis?.alternatives).toContain('reputation.address-blocked');
  });

  test.each([
    ['reputation.address-blocked', 'we have banned your network'],
    ['reputation.held-off', 'mail from 192.0.2.9 temporarily deferred after complaints of our users'],
    ['reputation.domain-listed', 'the sender domain is listed in dbl.spamhaus.org'],
    ['reputation.address-poor', 'your IP has a poor reputation'],
    ['reputation.domain-poor', 'low reputation of the sending domain'],
    ['reputation.range-not-for-servers', 'we take no mail from dynamic IP addresses'],
  ])('%s: %s', (id, words) => {
    expect(judged(id === 'reputation.held-off' ? 421 : 550, words, 'mail')?.id).toBe(id);
  });
});

describe('the content', () => {
  test.each([
    ['phrase.spam', 'our filter takes this message for spam'],
    ['content.virus', 'attachment is infected with Example.Worm'],
    ['content.phishing', 'this looks like phishing'],
  ])('%s: %s', (id, words) => {
    expect(judged(554, words, 'data')?.id).toBe(id);
  });

  test('a scanner that failed has found nothing', () => {
    expect(judged(451, 'virus scanner not available', 'data')?.id).not.toBe('content.virus');
  });

  test('what a provider does against spam is no reason', () => {
    expect(judged(550, 'To protect our users from spam we refuse this', 'data')?.id).not.toBe('phrase.spam');
  });
});

describe('what DNS says of the sender', () => {
  test.each<[string, number, string, Phase, string | null]>([
    ['phrase.spf-failed', 550, 'SPF does not permit this host to send for example.org', 'mail', null],
    ['phrase.spf-failed', 550, 'rejected, see http://www.openspf.org/Why?s=mfrom;id=a@example.org', 'rcpt', '5.7.1'],
    ['sender-policy.spf-broken', 550, 'SPF permerror for example.org', 'mail', null],
    ['sender-policy.check-not-possible', 451, 'SPF temperror, DNS timeout', 'mail', null],
    ['sender-policy.check-not-possible', 451, 'DMARC evaluation temporarily failed', 'data', '4.7.1'],
    ['phrase.dmarc-reject', 550, 'DMARC policy of example.org asks for rejection', 'data', null],
    ['sender-policy.dkim-failed', 550, 'DKIM verification failed', 'data', null],
    ['sender-policy.dkim-key-missing', 550, 'no public key for the DKIM signature', 'data', null],
    ['sender-policy.unauthenticated', 550, 'the mail passed neither SPF nor DKIM checks', 'data', null],
    ['phrase.reverse-dns', 550, 'your address has no PTR record', 'greeting', null],
    ['phrase.reverse-dns', 450, 'client host rejected: cannot find your reverse hostname', 'rcpt', '4.7.1'],
    ['sender-policy.reverse-lookup-failed', 421, 'temporary failure in looking up your reverse DNS', 'greeting', null],
    ['phrase.hello-name', 501, 'invalid domain name in EHLO', 'ehlo', null],
    ['sender-policy.hello-unresolvable', 550, 'the HELO name does not resolve', 'ehlo', null],
    ['sender-policy.hello-of-another', 550, 'HELO does not match your address', 'mail', null],
    ['sender-policy.hello-refused', 550, 'that HELO is forbidden', 'ehlo', null],
  ])('%s: %i %s', (id, code, words, phase, enhanced) => {
    expect(judged(code, words, phase, enhanced)?.id).toBe(id);
  });
});

describe('how much and how fast', () => {
  test.each<[string, number, string, Phase]>([
    ['phrase.greylisting', 451, 'you have been grey-listed, come back in 300 seconds', 'rcpt'],
    ['rate.too-fast', 421, 'too many mails from your host, slow down', 'mail'],
    ['rate.too-fast', 450, 'rate limit exceeded', 'rcpt'],
    ['sender.allowance-used-up', 550, 'you have exceeded your daily sending limit', 'rcpt'],
    ['rate.per-connection', 421, 'too many messages in this session', 'mail'],
  ])('%s: %i %s', (id, code, words, phase) => {
    expect(judged(code, words, phase)?.id).toBe(id);
  });

  test('the quota of a mailbox is not that of a sender', () => {
    expect(judged(552, 'mailbox is over quota', 'rcpt')?.id).not.toBe('sender.allowance-used-up');
  });

  test('"try again later" alone is at most likely', () => {
    expect(judged(451, 'please try again later', 'rcpt')).toMatchObject({ id: 'phrase.greylisting', sure: 'likely' });
  });
});

describe('a client turned away where a login is offered', () => {
  const words = '554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: Access denied';
  const at = { phase: 'rcpt', host: 'mx.test', port: 2587 } as const;

  test('is a stranger, who may log in', () => {
    const [found] = explain(words, { ...at, ehlo: ['mx.test', 'AUTH PLAIN LOGIN'] }).findings;
    expect(found).toMatchObject({ id: 'phrase.client-refused', sure: 'likely' });
    expect(found?.experiments.map(({ id }) => id)).toContain('with-login');
    expect(found?.alternatives.map(({ id }) => id)).toContain('reputation.address-blocked');
  });

  test('where none is offered, or the words say why, it stays what it is', () => {
    const [other] = explain(words, { ...at, ehlo: ['mx.test', 'SIZE 1000'] }).findings;
    expect(other?.alternatives.map(({ id }) => id)).toContain('reputation.address-blocked');
    const listed = '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org';
    const [list] = explain(listed, { ...at, ehlo: ['mx.test', 'AUTH PLAIN'] }).findings;
    expect(list?.id).toBe('phrase.block-list');
  });
});
