/** Each check, on the facts of a session folded from events: what it finds, how grave, and when it is silent. */
import { describe, expect, test } from 'vitest';
import { checks } from '../../../electron/core/checks/index.ts';
import { foldReport } from '../report/fold-report.ts';
import type { SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Finding } from '../../../electron/protocol/values/session/report.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import { CHAIN_ERRORS, type TlsInfo } from '../../../electron/protocol/values/session/tls.ts';
import { begin, end, line, reply, stamped } from '../report/sample.ts';

const info = (over: Partial<TlsInfo>): SessionFact => ({
  type: 'tls',
  info: {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    keyExchange: 'X25519',
    alpn: null,
    servername: 'mx.test',
    verifiedName: 'mx.test',
    authorized: false,
    chainError: null,
    chainErrorCode: null,
    nameError: null,
    pinned: false,
    chain: [
      {
        subject: 'CN=mx.test',
        issuer: 'CN=Some CA',
        altNames: ['DNS:mx.test', 'DNS:www.mx.test'],
        validFrom: '2025-01-01T00:00:00.000Z',
        validTo: '2026-01-31T00:00:00.000Z',
        fingerprint256: 'AA',
        serial: '01',
        key: 'RSA 2048',
      },
    ],
    ...over,
  },
});
const note: SessionFact = { type: 'note', phase: 'tls', note: 'tls-established', params: {} };

function findings(target: Partial<Target>, ...facts: SessionFact[]): Finding[] {
  return foldReport('check', stamped([begin(target), ...facts, end()])).findings;
}

test('each check has a name of its own', () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
});

test('a PROXY header that was answered: the server does not take one, and nothing else is odd', () => {
  const sent: SessionFact = {
    type: 'note',
    phase: 'connect',
    note: 'proxy-header-sent',
    params: { version: 1, source: 'x' },
  };
  const odd: SessionFact = { type: 'anomaly', phase: 'greeting', anomaly: 'unsolicited', detail: '' };
  expect(findings({}, sent, odd)).toMatchObject([
    { id: 'session.proxy-header-not-expected', severity: 'error', actor: 'you', evidence: [2, 3] },
  ]);
  expect(findings({}, sent)).toEqual([]);
  expect(findings({}, odd)).toMatchObject([{ id: 'wire.anomaly' }]);
});

describe('certificate', () => {
  test('a trusted one, that of the own test server too, is no finding', () => {
    expect(findings({ host: '127.0.0.1', port: 2525 }, info({ authorized: true }), note)).toEqual([]);
  });

  test.each(CHAIN_ERRORS)('%s is one finding with its evidence', (chainError) => {
    const found = findings({ port: 465, security: 'tls' }, info({ chainError }), note);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'error', actor: 'server-admin', evidence: [3] });
    expect(found[0]?.id).toMatch(/^tls\.certificate-/);
  });

  test('an expired one reports its date', () => {
    const [found] = findings({ port: 465, security: 'tls' }, info({ chainError: 'expired' }));
    expect(found).toMatchObject({ id: 'tls.certificate-expired' });
    expect(found?.cause).toContain('2026-01-31');
  });

  const certificate = (subject: string, issuer: string, validTo: string) => ({
    subject,
    issuer,
    altNames: [],
    validFrom: '2020-01-01T00:00:00.000Z',
    validTo,
    fingerprint256: subject,
    serial: '01',
    key: 'RSA 2048',
  });

  test('whose has expired is reported: the own, or an issuer', () => {
    const chain = [
      certificate('CN=mx.test', 'CN=Between', '2027-01-01T00:00:00.000Z'),
      certificate('CN=Between', 'CN=Root', '2026-01-01T00:00:00.000Z'),
    ];
    const cause = (list: typeof chain) =>
      findings({ port: 465 }, info({ chainError: 'expired', chain: list }))[0]?.cause;
    expect(cause(chain)).toMatch(/^The certificate of the issuer CN=Between, .* expired on 2026-01-01\.$/);
    expect(cause(chain.toReversed())).toMatch(/^The server's certificate \(CN=Between\) expired on 2026-01-01\.$/);
  });

  test('the issuer that is missing is the last one, not one that was sent', () => {
    const chain = [
      certificate('CN=mx.test', 'CN=Between', '2027-01-01T00:00:00.000Z'),
      certificate('CN=Between', 'CN=Root', '2027-01-01T00:00:00.000Z'),
    ];
    const [found] = findings({ port: 465 }, info({ chainError: 'incomplete-chain', chain }));
    expect(found?.cause).toMatch(/^The issuer CN=Root of CN=Between, /);
  });

  test('chain and name are judged apart', () => {
    const found = findings({ port: 587 }, info({ chainError: 'self-signed', nameError: 'not for mx.test' }));
    expect(found.map(({ id }) => id)).toEqual(['tls.certificate-self-signed', 'tls.name-mismatch']);
    expect(found[1]?.cause).toContain('DNS:www.mx.test');
  });

  test.each<[string, Partial<Target>, Finding['severity']]>([
    ['between servers', { port: 25, security: 'starttls-if-offered' }, 'info'],
    ['where TLS was demanded', { port: 25, security: 'starttls' }, 'error'],
    ['for submission', { port: 587, security: 'starttls-if-offered' }, 'error'],
    ['elsewhere', { port: 2525, security: 'starttls-if-offered' }, 'warning'],
    ['LMTP on 25', { port: 25, protocol: 'lmtp', security: 'starttls-if-offered' }, 'warning'],
  ])('%s', (_, where, severity) => {
    expect(findings(where, info({ chainError: 'self-signed' }))).toMatchObject([{ severity }]);
  });

  test('with a login it is an error everywhere; accepted by fingerprint it is information', () => {
    const auth: SessionFact = {
      type: 'auth',
      tried: { mechanism: 'PLAIN', ok: true, reply: reply(235, 'ok') },
      offered: ['PLAIN'],
      user: 'a',
    };
    const where = { port: 25, security: 'starttls-if-offered' } as const;
    expect(findings(where, info({ nameError: 'x' }), auth)).toMatchObject([{ severity: 'error' }]);
    expect(findings(where, info({ nameError: 'x', pinned: true }), auth)).toMatchObject([{ severity: 'info' }]);
  });
});

describe('no TLS on a submission port', () => {
  const offers = (...keywords: string[]): SessionFact => ({
    type: 'capabilities',
    stage: 'plain',
    ehlo: {
      verb: 'EHLO',
      lines: ['mx.test', ...keywords],
      capabilities: keywords.map((keyword) => ({ keyword, params: [], anomalies: [] })),
    },
  });

  test('is an error, with the EHLO answer as evidence', () => {
    const found = findings({ port: 587 }, line('received', 'ehlo', '250 SIZE 1'), offers('DSN'));
    expect(found).toMatchObject([{ id: 'tls.not-offered', severity: 'error', evidence: [2] }]);
  });

  test.each<[string, Partial<Target>, string[]]>([
    ['STARTTLS is offered', { port: 587 }, ['STARTTLS']],
    ['it was asked for and its lack is the outcome', { port: 465, security: 'tls' }, []],
    ['loopback', { port: 587, host: '127.0.0.1' }, []],
    ['localhost', { port: 587, host: 'localhost' }, []],
  ])('nothing is said: %s', (_, where, keywords) => {
    expect(findings(where, offers(...keywords))).toEqual([]);
  });
});

describe('anomalies on the wire', () => {
  test('one finding per kind, with every line that shows it, the graver first', () => {
    const found = findings(
      { port: 25 },
      line('received', 'ehlo', '250-a', { anomalies: ['bare-lf'] }),
      line('received', 'ehlo', '250 b', { anomalies: ['bare-lf', 'nul'] }),
    );
    expect(found).toMatchObject([
      { id: 'wire.anomaly', severity: 'warning', evidence: [3] },
      { id: 'wire.anomaly', severity: 'info', evidence: [2, 3] },
    ]);
    expect(found[1]?.cause).toContain('Seen on 2 lines.');
  });

  test('those of a reply or a keyword count although no line bears them', () => {
    const found = findings(
      { port: 25 },
      {
        type: 'reply',
        phase: 'greeting',
        command: null,
        reply: { ...reply(220, 'a', 'b'), anomalies: ['code-mismatch'] },
      },
      {
        type: 'capabilities',
        stage: 'plain',
        ehlo: {
          verb: 'EHLO',
          lines: ['a'],
          capabilities: [{ keyword: 'AUTH', params: ['PLAIN'], anomalies: ['legacy-auth'] }],
        },
      },
    );
    expect(found.filter(({ id }) => id === 'wire.anomaly').map(({ title }) => title)).toEqual([
      'Odd on the wire: different codes in one reply',
      'Odd on the wire: old AUTH= form',
    ]);
  });

  test('what we sent ourselves is not the server’s oddity', () => {
    expect(findings({ port: 25 }, line('sent', 'ehlo', 'EHLO ü', { anomalies: ['utf8'] }))).toEqual([]);
  });
});

describe('versions of TLS', () => {
  test.each([
    ['TLSv1', ['tls.old-version']],
    ['TLSv1.1', ['tls.old-version']],
    ['TLSv1.2', []],
  ])('%s', (version, ids) => {
    const found = findings({}, info({ authorized: true, version }), note);
    expect(found.map(({ id }) => id)).toEqual(ids);
    for (const { evidence } of found) expect(evidence).toEqual([3]);
  });
});

describe('EHLO refused and HELO taken', () => {
  const helo: SessionFact = {
    type: 'capabilities',
    stage: 'plain',
    ehlo: { verb: 'HELO', lines: ['mx.test'], capabilities: [] },
  };

  test('is a finding with what was said', () => {
    const found = findings({ port: 25 }, line('sent', 'ehlo', 'EHLO me'), line('received', 'ehlo', '502 what'), helo);
    expect(found).toMatchObject([{ id: 'hello.ehlo-refused', severity: 'warning', evidence: [2, 3] }]);
  });

  test('is none where HELO was asked for', () => {
    expect(findings({ port: 25 }, line('sent', 'ehlo', 'HELO me'), helo)).toEqual([]);
  });
});

describe('421 that nothing asked for', () => {
  const left = line('received', 'ehlo', '421 4.3.2 going down');

  test('is a finding where all else went well', () => {
    expect(findings({ port: 25 }, left)).toMatchObject([{ id: 'session.goodbye', severity: 'warning', evidence: [2] }]);
  });

  test('is none in answer to QUIT', () => {
    expect(findings({ port: 25 }, line('received', 'quit', '421 bye'))).toEqual([]);
  });
});

test('an oddity that ended the session is not found once more, and a line with its note counts once', () => {
  const odd = line('received', 'rcpt', '25 short', { anomalies: ['malformed-code'] });
  const noted: SessionFact = { type: 'anomaly', phase: 'rcpt', anomaly: 'malformed-code', detail: '25 short' };
  const [one] = findings({}, odd, noted);
  expect(one).toMatchObject({ id: 'wire.anomaly', evidence: [2] });
  expect(one?.cause).not.toContain('Seen on');
  const error = {
    code: 'protocol-error',
    phase: 'rcpt',
    temporary: null,
    reply: null,
    params: { anomaly: 'malformed-code', limit: null, raw: new Uint8Array() },
  } as const;
  const report = foldReport('check', stamped([begin(), odd, noted, end({ error })]));
  expect(report.findings).toEqual([]);
});
