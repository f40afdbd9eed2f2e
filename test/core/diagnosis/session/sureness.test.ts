/** How much is claimed: what is certain, what fits with what it may be as well, what stays open, and what says itself that it has no reason. */
import { describe, expect, test } from 'vitest';
import { causes } from '../../../../electron/core/diagnosis/causes/all.ts';
import { evidence } from '../../../../electron/core/diagnosis/evidence.ts';
import { saidIn } from '../../../../electron/core/diagnosis/lexicon/said.ts';
import { nearIn } from '../../../../electron/core/diagnosis/weighing/near.ts';
import { parseContext } from '../../../../electron/core/explain/context.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';
import { actorText } from '../../../../electron/texts/actors.ts';
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

describe('kinds that were taken for another', () => {
  const alert = (name: string): string =>
    `{:error, {:tls_alert, {:${name}, ~c"TLS client: In state certify, CLIENT ALERT: Fatal"}}}`;
  test.each<[string, string, Phase | null]>([
    ['tls.certificate-chain-incomplete', alert('unknown_ca'), null],
    ['tls.certificate-expired', alert('certificate_expired'), null],
    ['server.scan-failed', '451 4.5.0 Error in processing, id=77-1, virus_scan FAILED: no room left', 'data'],
    ['phrase.spam', '550 Refused for its spam classification. Set up SPF and DKIM to do better next time', 'data'],
    ['session.idle-timeout', '451 4.4.1 timeout waiting for input from mail.example.org during server cmd read', null],
  ])('%s: %s', (id, text, phase) => {
    expect(first(text, phase)?.id).toBe(id);
  });

  test('what a filter could not finish may be the machine’s own trouble', () => {
    expect(others('451 4.5.0 Error in processing, id=77-1, parts_decode FAILED: no memory', 'data')).toContain(
      'server.busy',
    );
  });
});

describe('a certificate for another name', () => {
  const seen = (altNames: string[], chainError: string | null) => ({
    tls: { chainError, nameError: 'mismatch', chain: [{ subject: 'CN=a', issuer: 'CN=b', altNames }] },
  });
  const text =
    'Error: Hostname/IP does not match certificate’s altnames: Host: mail.example.net is not in the cert’s altnames';
  const actor = (context: object) => {
    const read = parseContext(JSON.stringify(context));
    if (!read.ok) throw new Error(read.problem);
    return explain(text, read.value).findings[0]?.actor;
  };

  test('is whoever typed the name’s to mend, where it is good for other names', () => {
    expect(first(text)).toMatchObject({ id: 'tls.name-mismatch', actor: 'you' });
    expect(actor(seen(['mx.example.net'], null))).toBe('you');
    expect(actorText('you', 'tls.name-mismatch')).toMatch(/you.*administrator/);
  });

  test('is the server’s, where it is good for none', () => {
    expect(actor(seen([], null))).toBe('server-admin');
    expect(actor(seen(['mx.example.net'], 'self-signed'))).toBe('server-admin');
  });
});
