/** What each key of `--context` changes in an answer: one that changes nothing would only be taken. */
import { describe, expect, test } from 'vitest';
import { CONTEXT_KEYS, type ExplainContext, parseContext } from '../../../electron/core/explain/context.ts';
import { explain } from '../../../electron/core/explain/explain.ts';

const found = (text: string, context: unknown) => {
  const parsed = parseContext(JSON.stringify(context));
  if (!parsed.ok) throw new Error(parsed.problem);
  expect(parsed.unknown).toEqual([]);
  const [first] = explain(text, parsed.value).findings;
  if (first === undefined) throw new Error('no answer');
  return first;
};

const gmail = { phase: 'auth', host: 'smtp.gmail.com', greeting: '220 web12.hosting.example ESMTP Exim' };
const leaf = { subject: 'CN=web12.hosting.example', issuer: 'CN=Some CA', altNames: ['DNS:web12.hosting.example'] };
const wrongName = { nameError: 'smtp.gmail.com was expected.', chain: [leaf] };

describe('a key that a session knows', () => {
  const rows: readonly (readonly [string, string, ExplainContext, Partial<ReturnType<typeof found>>])[] = [
    ['no tls', '535 denied', gmail as ExplainContext, { id: 'reach.another-host-answers', sure: 'likely' }],
    [
      'tls, for another name',
      '535 denied',
      { ...gmail, tls: wrongName } as ExplainContext,
      { id: 'reach.another-host-answers', sure: 'proven' },
    ],
    [
      'loggedIn',
      '530 5.7.0 Authentication required',
      { phase: 'mail', loggedIn: true },
      { id: 'session.login-forgotten' },
    ],
    [
      'passwordBeyondAscii',
      '535 5.7.8 Error: authentication failed',
      { phase: 'auth', passwordBeyondAscii: true },
      { id: 'auth.password-beyond-ascii' },
    ],
    [
      'earlier',
      '504 not supported',
      { phase: 'auth', mechanism: 'PLAIN', earlier: [{ phase: 'auth', code: 535 }] },
      { id: 'auth.bad-credentials' },
    ],
  ];
  test.each(rows)('%s', (_, text, context, expected) => {
    expect(found(text, context)).toMatchObject(expected);
  });

  test('a certificate that passed proves the server, whatever it calls itself', () => {
    const proven = found('535 5.7.8 denied', { ...gmail, tls: { chain: [leaf] } });
    expect(proven.id).not.toBe('reach.another-host-answers');
    const pinned = found('535 5.7.8 denied', { ...gmail, tls: { ...wrongName, pinned: true } });
    expect(pinned.id).not.toBe('reach.another-host-answers');
  });

  test('addresses name where the name led', () => {
    const addresses = [
      { address: '192.0.2.1', family: 4, ok: false, error: 'ETIMEDOUT' },
      { address: '192.168.1.5', family: 4, ok: true },
    ];
    expect(found('535 denied', { ...gmail, addresses }).cause).toContain('192.168.1.5');
  });

  test('proxy says who led it there', () => {
    expect(found('535 denied', { ...gmail, proxy: true }).cause).toContain('by the proxy');
    expect(found('535 denied', { ...gmail, proxy: false }).cause).not.toContain('proxy');
  });

  test('longestLine and eightBit are compared with what is refused', () => {
    const long = '500 5.5.2 Line too long';
    expect(found(long, { phase: 'data', longestLine: 2100 }).cause).toContain('2100');
    expect(found(long, { phase: 'data' }).cause).not.toContain('longest');
    const eightBit = '554 5.6.0 8-bit characters are not allowed in the message';
    expect(found(eightBit, { phase: 'data' }).id).toBe('message.eight-bit-refused');
    expect(found(eightBit, { phase: 'data', eightBit: false }).id).not.toBe('message.eight-bit-refused');
  });

  test('ehloAfterLogin is named as what lost the login', () => {
    const context = { phase: 'mail', loggedIn: true, ehloAfterLogin: ['mx.test'] };
    expect(found('530 5.7.0 Authentication required', context).cause).toContain('EHLO was said again');
  });

  test('bareLineEnds and pipelined take away what they disprove', () => {
    const bare = '451 See http://pobox.com/~djb/docs/smtplf.html.';
    expect(found(bare, { phase: 'data' }).id).toBe('session.bare-line-end');
    const early = '503 5.5.0 pipelining not allowed';
    const tries = (pipelined: boolean | null) =>
      found(early, { phase: 'mail', pipelined }).experiments.map(({ id }) => id);
    expect(tries(null)).toContain('without-pipelining');
    expect(tries(false)).not.toContain('without-pipelining');
  });
});

describe('what does not fit', () => {
  test.each<[unknown, RegExp]>([
    [{ tls: { chain: 'x' } }, /^"tls\.chain"/],
    [{ tls: { chain: [{ subject: 1, issuer: '' }] } }, /^"tls\.chain\.0\.subject"/],
    [{ tls: { chainError: 'odd', chain: [] } }, /^"tls\.chainError"/],
    [{ earlier: [{ code: 250 }] }, /^"earlier\.0\.code"/],
    [{ addresses: [{ address: 'a', family: 5, ok: true }] }, /^"addresses\.0\.family"/],
    [{ proxy: 'socks5://x' }, /^"proxy"/],
    [{ longestLine: -1 }, /^"longestLine"/],
  ])('%j names the key', (context, problem) => {
    const parsed = parseContext(JSON.stringify(context));
    expect(parsed.ok ? '' : parsed.problem).toMatch(problem);
  });

  test('a report’s own object is taken as it is', () => {
    const tls = {
      ...{ version: 'TLSv1.3', cipher: 'x', keyExchange: null, alpn: null, servername: null, verifiedName: 'a' },
      ...{ authorized: true, chainError: null, chainErrorCode: null, nameError: null, pinned: false },
      chain: [{ ...leaf, validFrom: null, validTo: null, fingerprint256: 'AA', serial: '01', key: 'RSA 2048' }],
    };
    expect(parseContext(JSON.stringify({ tls }))).toMatchObject({ ok: true, unknown: [] });
    expect(CONTEXT_KEYS).toContain('tls, proxy, addresses');
  });
});
