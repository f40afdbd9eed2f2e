/** Extensions asked for by name: their parameters on the wire, refused by value before connecting and by the server's word before MAIL. */
import { describe, expect, it } from 'vitest';
import type { ConnectionOptions, Envelope } from '../../../electron/protocol/values/target.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { runCheck, runSend } from '../../harness/client-run.ts';

const hello = (...keywords: string[]): ScriptStep[] => [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: ['mx.test', ...keywords].map((text, at) => `250${at === keywords.length ? ' ' : '-'}${text}\r\n`).join('') },
];

async function ask(
  script: readonly ScriptStep[],
  envelope: Partial<Envelope> | undefined,
  connection: Partial<ConnectionOptions> = {},
) {
  const server = await startScripted(script);
  const run = await runCheck({
    ...(envelope === undefined ? {} : { envelope }),
    connection: { security: 'none', ...connection, target: `127.0.0.1:${server.port}` },
  });
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  return { ...run, recorded: server.recorded };
}

const taken: ScriptStep[] = [
  { expect: '^MAIL' },
  { send: '250 ok\r\n' },
  { expect: '^RCPT' },
  { send: '250 ok\r\n' },
  { tail: true },
];

describe('on the wire', () => {
  const both = (mail: string, rcpt = '') => [`MAIL FROM:<a@sender.test>${mail}`, `RCPT TO:<b@rcpt.test>${rcpt}`];
  it.each<[string, Partial<Envelope>, string[]]>([
    [
      'DSN',
      { dsn: { ret: 'hdrs', envid: 'a b+c=d', notify: ['success', 'delay'], orcpt: 'rfc822' } },
      both(' RET=HDRS ENVID=a+20b+2Bc+3Dd', ' NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@rcpt.test'),
    ],
    ['DSN', { dsn: { notify: ['never'], orcpt: 'x400;/c=de/' } }, both('', ' NOTIFY=NEVER ORCPT=x400;/c+3Dde/')],
    [
      'DSN',
      { dsn: { orcpt: 'stéphane+x@exämple.test' } },
      both('', ' ORCPT=utf-8;st\\x{E9}phane\\x{2B}x@ex\\x{E4}mple.test'),
    ],
    ['DELIVERBY 60', { deliverBy: '120' }, both(' BY=120;R')],
    ['DELIVERBY 60', { deliverBy: '-3;nt' }, both(' BY=-3;NT')],
    ['MT-PRIORITY MIXER', { mtPriority: -4 }, both(' MT-PRIORITY=-4')],
    ['FUTURERELEASE 600 2030-01-01T00:00:00Z', { holdFor: 600 }, both(' HOLDFOR=600')],
    [
      'FUTURERELEASE 600 2030-01-01T00:00:00Z',
      { holdUntil: '2029-12-31T23:30:00+01:00' },
      both(' HOLDUNTIL=2029-12-31T22:30:00Z'),
    ],
    ['XVERP', { verp: 'default' }, both(' XVERP')],
    ['XVERP', { verp: '+=' }, both(' XVERP=+=')],
    ['RRVS', { rrvs: '2014-04-03T23:01:00Z;c' }, both('', ' RRVS=2014-04-03T23:01:00Z;C')],
    [
      '',
      {
        forceExtensions: true,
        requiretls: true,
        smtputf8: true,
        mailOptions: ['X-A=1'],
        rcptOptions: ['X-B'],
        dsn: { ret: 'full' },
      },
      both(' SMTPUTF8 RET=FULL REQUIRETLS X-A=1', ' X-B'),
    ],
  ])('%s %j', async (keyword, envelope, lines) => {
    const run = await ask([...hello(...(keyword === '' ? [] : [keyword])), ...taken], envelope);
    expect(run.error).toBeNull();
    expect(run.recorded.lines.slice(1, 3)).toEqual(lines);
  });

  it('REQUIRETLS over verified TLS', async () => {
    const script = [...hello('REQUIRETLS'), { tail: true as const }];
    const clear = await ask(script, { requiretls: true });
    expect(clear.error).toMatchObject({ code: 'not-supported', phase: 'mail', params: { keyword: 'REQUIRETLS' } });
  });
});

describe('refused before connecting', () => {
  it.each<[string, string, Partial<Envelope>]>([
    ['dsn.notify', 'bad-value', { dsn: { notify: ['never', 'success'] } }],
    ['dsn.notify', 'bad-value', { dsn: { notify: [] } }],
    ['dsn.envid', 'bad-value', { dsn: { envid: 'grün' } }],
    ['dsn.envid', 'too-long', { dsn: { envid: '='.repeat(34) } }],
    ['dsn.envid', 'control-character', { dsn: { envid: 'a\r\nRSET' } }],
    ['dsn.orcpt', 'bad-value', { dsn: { orcpt: 'rfc822;' } }],
    ['dsn.orcpt', 'bad-value', { dsn: { orcpt: 'rfc822;grün@x.test' } }],
    ['dsn.orcpt', 'bad-value', { dsn: { orcpt: 'a b;x@y.test' } }],
    ['dsn.orcpt', 'too-long', { dsn: { orcpt: `rfc822;${'x'.repeat(500)}` } }],
    ['deliverBy', 'bad-value', { deliverBy: '0;R' }],
    ['deliverBy', 'bad-value', { deliverBy: '1234567890' }],
    ['deliverBy', 'bad-value', { deliverBy: '10;X' }],
    ['mtPriority', 'bad-value', { mtPriority: 10 }],
    ['mtPriority', 'bad-value', { mtPriority: 1.5 }],
    ['verp', 'bad-value', { verp: '+' }],
    ['verp', 'bad-value', { verp: '+ ' }],
    ['verp', 'bad-value', { verp: 'default', from: '' }],
    ['holdFor', 'bad-value', { holdFor: 0 }],
    ['holdUntil', 'bad-value', { holdFor: 1, holdUntil: '2030-01-01T00:00:00Z' }],
    ['holdUntil', 'bad-value', { holdUntil: '2030-01-01T00:00:00' }],
    ['holdUntil', 'bad-value', { holdUntil: '2030-13-01T00:00:00Z' }],
    ['rrvs', 'bad-value', { rrvs: 'yesterday' }],
    ['rrvs', 'bad-value', { rrvs: '2014-04-03T23:01:00Z;X' }],
  ])('%s: %s for %j', async (argument, reason, envelope) => {
    const run = await runSend({ connection: { target: '127.0.0.1:1' }, envelope });
    expect(run.error).toMatchObject({ code: 'invalid-argument', phase: null, params: { argument, reason } });
    expect(run.of('address')).toEqual([]);
  });

  it.each([
    [{ xclient: { 'A B': 'x' } }, 'xclient', 'bad-value'],
    [{ xclient: { ADDR: '' } }, 'xclient', 'missing'],
    [{ xforward: { ADDR: 'a\nb' } }, 'xforward', 'control-character'],
    [{ proxyProtocol: { version: 1 as const, address: 'host', port: 1 } }, 'proxyProtocol', 'bad-value'],
  ])('%j', async (options, argument, reason) => {
    const run = await runCheck({ connection: { target: '127.0.0.1:1', ...options } });
    expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument, reason } });
  });
});

describe('refused before MAIL', () => {
  it.each<[string, string[], Partial<Envelope>]>([
    ['DSN', [], { dsn: { ret: 'full' } }],
    ['DSN', ['SIZE'], { dsn: { notify: ['never'] } }],
    ['DELIVERBY', [], { deliverBy: '10' }],
    ['MT-PRIORITY', [], { mtPriority: 1 }],
    ['XVERP', [], { verp: '+=' }],
    ['FUTURERELEASE', [], { holdFor: 10 }],
    ['RRVS', [], { rrvs: '2014-04-03T23:01:00Z' }],
    ['REQUIRETLS', [], { requiretls: true }],
    ['SMTPUTF8', [], { smtputf8: true }],
    ['SMTPUTF8', [], { to: ['grün@x.test'] }],
    ['8BITMIME', [], { body: '8bitmime' }],
  ])('%s is not offered', async (keyword, offered, envelope) => {
    const run = await ask([...hello(...offered), { tail: true }], envelope);
    expect(run.error).toMatchObject({ code: 'not-supported', phase: 'mail', params: { keyword } });
    expect(run.sent.at(-1)).toBe('QUIT');
  });

  it.each<[string, string, Partial<Envelope>]>([
    ['deliverBy', 'DELIVERBY 60', { deliverBy: '59;R' }],
    ['holdFor', 'FUTURERELEASE 600 2030-01-01T00:00:00Z', { holdFor: 601 }],
    ['holdUntil', 'FUTURERELEASE 600 2030-01-01T00:00:00Z', { holdUntil: '2030-01-01T00:00:01Z' }],
  ])('%s is outside of %s', async (argument, keyword, envelope) => {
    const run = await ask([...hello(keyword), { tail: true }], envelope);
    expect(run.error).toMatchObject({
      code: 'invalid-argument',
      phase: 'mail',
      params: { argument, reason: 'out-of-range' },
    });
  });
});

it('LIMITS: reported, and the server asked all the same', async () => {
  const script = [
    ...hello('LIMITS RCPTMAX=1 RCPTDOMAINMAX=1 MAILMAX=x'),
    { expect: '^MAIL' },
    { send: '250 ok\r\n' },
    { expect: '^RCPT' },
    { send: '250 ok\r\n' },
    { expect: '^RCPT' },
    { send: '452 4.5.3 too many\r\n' },
    { tail: true as const },
  ];
  const run = await ask(script, { to: ['b@one.test', 'c@two.test'] });
  expect(run.recipients.map(({ accepted }) => accepted)).toEqual([true, false]);
  expect(
    run
      .of('note')
      .filter(({ note }) => note === 'limit-exceeded')
      .map(({ params }) => params),
  ).toEqual([
    { limit: 'RCPTMAX', value: 1, number: 2 },
    { limit: 'RCPTDOMAINMAX', value: 1, number: 2 },
  ]);
});

describe('XCLIENT and XFORWARD', () => {
  it('XCLIENT begins the session anew; XFORWARD stands before MAIL', async () => {
    const again = hello('XFORWARD NAME ADDR').slice(1);
    const run = await ask(
      [
        ...hello('XCLIENT NAME ADDR LOGIN'),
        { expect: '^XCLIENT NAME=a\\+2Bb\\.test ADDR=192\\.0\\.2\\.1$' },
        { send: '220 mx.test again\r\n' },
        ...again,
        { expect: '^XFORWARD ADDR=IPV6:2001:db8::1$' },
        { send: '250 ok\r\n' },
        ...taken,
      ],
      {},
      { xclient: { name: 'a+b.test', ADDR: '192.0.2.1' }, xforward: { addr: 'IPV6:2001:db8::1' } },
    );
    expect(run.error).toBeNull();
    expect(run.of('capabilities').map(({ ehlo }) => ehlo.capabilities.map(({ keyword }) => keyword))).toEqual([
      ['XCLIENT'],
      ['XFORWARD'],
    ]);
  });

  it.each([
    [[], 'XCLIENT'],
    [['XCLIENT NAME'], 'XCLIENT ADDR'],
  ])('with %j offered: not-supported %s', async (offered, keyword) => {
    const run = await ask([...hello(...offered), { tail: true }], undefined, { xclient: { ADDR: '192.0.2.1' } });
    expect(run.error).toMatchObject({ code: 'not-supported', params: { keyword } });
  });

  it('refused', async () => {
    const refused = [{ expect: '^XCLIENT' }, { send: '550 5.7.0 no\r\n' }, { tail: true as const }];
    const run = await ask([...hello('XCLIENT ADDR'), ...refused], undefined, { xclient: { ADDR: '192.0.2.1' } });
    expect(run.error).toMatchObject({ code: 'command-refused', params: { command: 'XCLIENT' }, reply: { code: 550 } });
  });
});

describe('PROXY protocol', () => {
  const rest = [{ send: '220 mx.test\r\n' }, { expect: '^EHLO' }, { send: '250 mx.test\r\n' }, { tail: true as const }];
  const source = (version: 1 | 2, address: string) => ({ proxyProtocol: { version, address, port: 4_000 } });

  it('version 1 is a line before everything else', async () => {
    const run = await ask(
      [{ expect: '^PROXY TCP4 192\\.0\\.2\\.1 127\\.0\\.0\\.1 4000 [0-9]+$' }, ...rest],
      undefined,
      source(1, '192.0.2.1'),
    );
    expect(run.error).toBeNull();
    expect(run.of('note').find(({ note }) => note === 'proxy-header-sent')?.params).toEqual({
      version: 1,
      source: '192.0.2.1:4000',
    });
    const six = await ask(
      [{ expect: '^PROXY TCP6 2001:db8::1 ::ffff:127\\.0\\.0\\.1 4000 [0-9]+$' }, ...rest],
      undefined,
      source(1, '2001:db8::1'),
    );
    expect(six.error).toBeNull();
  });

  it.each([
    ['192.0.2.1', 28, '0d0a0d0a000d0a515549540a2111000cc00002017f0000010fa0'],
    [
      '2001:db8::1',
      52,
      '0d0a0d0a000d0a515549540a2121002420010db800000000000000000000000100000000000000000000ffff7f0000010fa0',
    ],
    [
      '::ffff:192.0.2.1',
      52,
      '0d0a0d0a000d0a515549540a2121002400000000000000000000ffffc000020100000000000000000000ffff7f0000010fa0',
    ],
  ])('version 2 is octets: %s', async (address, length, hex) => {
    const run = await ask([{ read: length }, ...rest], undefined, source(2, address));
    expect(run.error).toBeNull();
    // The destination's port, which is the scripted server's own, stands at the end.
    expect(run.recorded.data[0]?.subarray(0, -2).toString('hex')).toBe(hex);
  });
});
