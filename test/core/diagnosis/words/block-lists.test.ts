/** The verdict on a block list names list and address where the reply does, and how one leaves the list where its keeper says it. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';

const found = (text: string) => {
  const [first] = explain(text, { phase: 'rcpt' }).findings;
  if (first === undefined) throw new Error('no answer');
  return first;
};

describe('named', () => {
  test.each<[string, string, string | null]>([
    [
      '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/203.0.113.9',
      'zen.spamhaus.org',
      '203.0.113.9',
    ],
    [
      '554 5.7.1 Service unavailable; Client host [2001:db8::25] blocked using zen.spamhaus.org',
      'zen.spamhaus.org',
      '2001:db8::25',
    ],
    ['550 203.0.113.9 is listed at bl.spamcop.net (127.0.0.2)', 'bl.spamcop.net', '203.0.113.9'],
    ['550 5.7.1 your address is listed in b.barracudacentral.org', 'b.barracudacentral.org', null],
    ['550 Blocked by Spamhaus, your IP 203.0.113.9', 'Spamhaus', '203.0.113.9'],
    ['554 5.7.1 Client host [203.0.113.9] blocked using dnsbl.example.net', 'dnsbl.example.net', '203.0.113.9'],
  ])('%s', (text, list, address) => {
    const { id, title, cause, remedy } = found(text);
    expect(id).toBe('phrase.block-list');
    expect(title).toBe(address === null ? `On the block list ${list}` : `The address ${address} is on ${list}`);
    expect(cause).toContain(list);
    if (address !== null) expect(`${cause} ${remedy}`.split(address).length).toBeGreaterThan(2);
  });

  test('two addresses: which one is not certain', () => {
    const text = '554 5.7.1 Client host [203.0.113.9] blocked using zen.spamhaus.org, relayed for 198.51.100.7';
    expect(found(text).title).toBe('On the block list zen.spamhaus.org');
  });

  test('none is named', () => {
    expect(found('550 5.7.1 your address is on a block list').title).toBe('On a block list');
  });

  test('not in what is only named beside another cause', () => {
    const { alternatives } = found('550 5.7.1 Mail from 203.0.113.9 refused, reputation');
    for (const { title } of alternatives) expect(title).not.toContain('203.0.113.9');
  });
});

describe('how it is left', () => {
  test.each<[string, RegExp, RegExp, string | null]>([
    ['zen.spamhaus.org', /check\.spamhaus\.org/, /spamhaus\.org/, '2026-11-30'],
    ['bl.spamcop.net', /spamcop\.net\/bl\.shtml.*ends by itself/, /spamcop\.net/, '2026-11-30'],
    ['dnsbl.example.net', /the page of dnsbl\.example\.net/, /rfc/, null],
  ])('%s', (list, remedy, source, verifiedOn) => {
    const answer = found(`554 5.7.1 Client host [203.0.113.9] blocked using ${list}`);
    expect(answer.remedy).toMatch(remedy);
    expect(answer.source).toMatch(source);
    expect(answer.verifiedOn).toBe(verifiedOn);
    expect(answer.actor).toBe('you');
  });

  test.each([
    '554 5.7.1 Client host [203.0.113.9] blocked using zen.spamhaus.org; Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.53',
    '550 5.7.1 zen.spamhaus.org: query refused, 203.0.113.9 listed (127.255.255.254)',
  ])('a list that answered with an error is the server’s to mend: %s', (text) => {
    expect(found(text)).toMatchObject({ id: 'reputation.list-answers-with-error', actor: 'server-admin' });
  });
});
