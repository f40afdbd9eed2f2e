/** What no server should say: each has its own outcome, names what was seen, and leaves nothing open. */
import { createServer as createTlsServer } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { closedPort } from '../../harness/peers/tcp-peer.ts';
import { makeCertificates, testCertificate } from '../../harness/certificates.ts';
import { runCheck, runSend } from '../../harness/client-run.ts';
import type { Run } from '../../harness/client-run.ts';
import { limits as smtpLimits } from '../../../electron/core/smtp/limits.ts';
import { limits as wireLimits } from '../../../electron/core/wire/limits.ts';

beforeAll(makeCertificates);

async function against(
  script: readonly ScriptStep[],
  connection: Parameters<typeof runCheck>[0]['connection'] | object = {},
): Promise<Run> {
  const server = await startScripted(script);
  try {
    return await runCheck({ connection: { security: 'none', ...connection, target: `127.0.0.1:${server.port}` } });
  } finally {
    await server.close();
  }
}

describe('reaching a server', () => {
  it('reports an unknown name with the resolver code', async () => {
    const { error, of } = await runCheck({ connection: { target: 'no-such-name.invalid' } });
    expect(error).toMatchObject({ code: 'dns-failed', phase: 'dns', params: { name: 'no-such-name.invalid' } });
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error?.code === 'dns-failed' ? error.params.dnsCode : '');
    expect(of('phase-end')).toMatchObject([{ phase: 'dns', ok: false }]);
  });

  it('reports a closed port with every address and its system error', async () => {
    const port = await closedPort();
    const { error, of } = await runCheck({ connection: { target: `127.0.0.1:${port}` } });
    expect(error).toMatchObject({
      code: 'connect-failed',
      phase: 'connect',
      params: { addresses: [{ address: '127.0.0.1', family: 4, ok: false, error: 'ECONNREFUSED' }] },
    });
    expect(of('address')).toHaveLength(1);
  });

  it('reports a Unix socket that is not there', async () => {
    const { error } = await runCheck({ connection: { target: '/nowhere/posthorn.sock' } });
    expect(error).toMatchObject({
      code: 'connect-failed',
      params: { addresses: [{ address: '/nowhere/posthorn.sock', family: null, error: 'ENOENT' }] },
    });
  });
});

describe('TLS and plain text mistaken for each other', () => {
  it('sees a TLS alert where a greeting was due, even one that ends in LF', async () => {
    for (const alert of ['15030300020246', '1503030002020a']) {
      const { error } = await against([{ sendHex: alert }, { eof: true }]);
      expect(error).toMatchObject({
        code: 'security-mismatch',
        phase: 'greeting',
        params: { expected: 'plain', seen: 'tls' },
      });
    }
  });

  it('sees a TLS alert that comes octet by octet', async () => {
    const { error } = await against([{ drip: { hex: '15030300020246' }, chunk: 1, every: 5 }, { eof: true }]);
    expect(error).toMatchObject({ code: 'security-mismatch', params: { seen: 'tls' } });
  });

  it('sees HTTP where a greeting was due', async () => {
    const { error } = await against([{ send: 'HTTP/1.1 400 Bad Request\r\n\r\n' }]);
    expect(error).toMatchObject({ code: 'security-mismatch', params: { expected: 'plain', seen: 'http' } });
  });

  it('finds out that a silent server waits for a ClientHello', async () => {
    const { cert, key } = testCertificate('valid');
    const server = createTlsServer({ cert, key });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { error, of } = await runCheck({
      connection: { target: `127.0.0.1:${port}`, security: 'none', timeouts: { greeting: 4_000 } },
    });
    expect(error).toMatchObject({
      code: 'security-mismatch',
      phase: 'greeting',
      temporary: false,
      params: { expected: 'plain', seen: 'tls' },
    });
    expect(of('note').map(({ note }) => note)).toContain('silence-is-tls');
    await new Promise((resolve) => server.close(resolve));
  });

  it('calls a server that stays silent a time-out, once it is known not to speak TLS', async () => {
    const { error } = await against([{ silent: 5000 }], { timeouts: { greeting: 200 } });
    expect(error).toMatchObject({
      code: 'timeout',
      phase: 'greeting',
      temporary: true,
      params: { limitMs: 200, bytesReceived: 0 },
    });
  });

  it.each([
    ['smtp', '220 mx.test ESMTP ready\r\n'],
    ['http', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['other', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('sees %s where TLS was expected', async (seen, greeting) => {
    const { error } = await against([{ send: greeting }, { sleep: 5000 }], { security: 'tls' });
    expect(error).toMatchObject({ code: 'security-mismatch', phase: 'tls', params: { expected: 'tls', seen } });
    expect(error?.code === 'security-mismatch' && Buffer.from(error.params.raw).toString()).toBe(greeting);
  });

  it('reports a server that closes at the ClientHello', async () => {
    const { error } = await against([{ read: 1 }, { close: 'fin' }], { security: 'tls' });
    expect(error).toMatchObject({ code: 'server-disconnected', phase: 'tls' });
  });
});

describe('STARTTLS injection', () => {
  const offer: ScriptStep[] = [
    { send: '220 mx.test\r\n' },
    { expect: '^EHLO' },
    { send: '250-mx.test\r\n250 STARTTLS\r\n' },
    { expect: '^STARTTLS$' },
  ];

  it.each([
    ['a reply in the same segment', [{ send: '220 go\r\n250 injected\r\n' }]],
    ['half a line in the same segment', [{ send: '220 go\r\n2' }]],
    ['a line a moment later', [{ send: '220 go\r\n' }, { sleep: 100 }, { send: '250 injected\r\n' }]],
  ] as [string, ScriptStep[]][])('ends the session at %s', async (_title, steps) => {
    const { error, of, sent } = await against([...offer, ...steps, { sleep: 5000 }], { security: 'starttls' });
    expect(error).toMatchObject({ code: 'protocol-error', params: { anomaly: 'after-starttls' } });
    expect(of('tls')).toEqual([]);
    expect(sent).toEqual(['EHLO client.test', 'STARTTLS']);
  });
});

describe('replies that make no sense', () => {
  it.each([
    'hello there\r\n',
    '99 too short\r\n',
    '+20 sign\r\n',
    '2200 four digits\r\n',
    '\r\n',
    '600 out of range\r\n',
  ])('refuses the greeting %j', async (greeting) => {
    const { error } = await against([{ send: greeting }, { sleep: 5000 }]);
    expect(error).toMatchObject({
      code: 'protocol-error',
      phase: 'greeting',
      params: { anomaly: 'malformed-code', limit: null },
    });
    expect(error?.reply?.raw.length).toBe(greeting.length);
  });

  it('gives up an endless line at the cap', async () => {
    const { error } = await against([{ send: '220 ' }, { flood: 'x'.repeat(100), times: 100_000 }]);
    expect(error).toMatchObject({ code: 'protocol-error', phase: 'greeting', params: { limit: 'reply.maxLine' } });
  });

  it('gives up an endless reply at the cap', async () => {
    const { error, of } = await against([{ flood: '220-more\r\n', times: 100_000 }]);
    expect(error).toMatchObject({ code: 'protocol-error', params: { limit: 'reply.maxLines' } });
    expect(of('line').length).toBeLessThanOrEqual(wireLimits.reply.maxLines + 1);
  });

  it('gives up a flood of replies that nobody asked for', async () => {
    const { error } = await against([
      { send: '220 mx.test\r\n' },
      { expect: '^EHLO' },
      { flood: '250 mx.test\r\n', times: 100_000 },
    ]);
    expect(error).toMatchObject({ code: 'protocol-error', params: { anomaly: 'unsolicited' } });
  });

  it('takes 421 at any time for what it is: a goodbye, and nothing odd', async () => {
    const { error, of } = await against([
      { send: '220 mx.test\r\n' },
      { expect: '^EHLO' },
      { send: '250 mx.test\r\n421 4.3.2 going down\r\n' },
      { close: 'fin' },
    ]);
    expect(error).toBeNull();
    expect(of('note').map(({ note }) => note)).toContain('goodbye');
    expect(of('anomaly')).toEqual([]);
  });

  it('gives up a server that takes its leave over and over', async () => {
    const { error } = await against([
      { send: '220 mx.test\r\n' },
      { expect: '^EHLO' },
      { send: `250 mx.test\r\n${'421 bye\r\n'.repeat(smtpLimits.client.maxUnsolicited + 2)}` },
    ]);
    expect(error).toMatchObject({ code: 'protocol-error', params: { anomaly: 'unsolicited' } });
  });

  it('does not let dripping octets extend the limit', async () => {
    const drip = `220 ${'slowly, '.repeat(20)}slowly\r\n`;
    const { error } = await against([{ drip, chunk: 1, every: 40 }], { timeouts: { greeting: 300 } });
    expect(error).toMatchObject({ code: 'timeout', phase: 'greeting' });
    const received = error?.code === 'timeout' ? error.params.bytesReceived : 0;
    expect(received).toBeGreaterThan(0);
    // With a limit from octet to octet it would have got them all.
    expect(received).toBeLessThan(drip.length / 2);
  });

  it('keeps what came of a reply that was cut off', async () => {
    const { error, of } = await against([
      { send: '220 mx.test\r\n' },
      { expect: '^EHLO' },
      { send: '250-mx.test\r\n250-SIZE 10' },
      { close: 'fin' },
    ]);
    expect(error).toMatchObject({
      code: 'server-disconnected',
      phase: 'ehlo',
      params: { reset: false, bytesReceived: 24 },
    });
    expect(error?.reply).toMatchObject({ lines: ['mx.test', 'SIZE 10'], anomalies: ['truncated'] });
    expect(of('line').at(-1)).toMatchObject({ text: '250-SIZE 10', anomalies: ['truncated'] });
  });

  it('tells a reset from a close', async () => {
    const { error } = await against([{ send: '220 mx.test\r\n' }, { expect: '^EHLO' }, { close: 'rst' }]);
    expect(error).toMatchObject({ code: 'server-disconnected', phase: 'ehlo', params: { reset: true } });
  });

  it('keeps control characters as text and names them', async () => {
    const { error, of } = await against([
      { send: ['220 a', { hex: '00' }, 'b', { hex: '1b5b33316d' }, '\r\n'] },
      { expect: '^EHLO' },
      { send: '250 x\r\n' },
      { tail: true },
    ]);
    expect(error).toBeNull();
    expect(of('line')[0]).toMatchObject({ text: '220 a\0b\x1b[31m', anomalies: ['nul', 'control'] });
    expect(of('anomaly').map(({ anomaly }) => anomaly)).toEqual(['nul', 'control']);
  });
});

describe('arguments refused before anything is connected', () => {
  const target = '127.0.0.1:9';
  const controls = ['\r', '\n', '\0', '\t', '\x7f', '\x85', '\u2028'];

  it.each(controls)('%j in any argument', async (control) => {
    const poisoned = `a${control}b`;
    const runs: [string, Promise<Run>][] = [
      ['target', runSend({ connection: { target: `host${control}x` } })],
      ['ehloName', runSend({ connection: { target, ehloName: poisoned } })],
      ['localAddress', runSend({ connection: { target, localAddress: poisoned } })],
      ['servername', runSend({ connection: { target, servername: poisoned } })],
      ['acceptCertificate', runSend({ connection: { target, acceptCertificate: poisoned } })],
      ['user', runSend({ connection: { target }, auth: { user: poisoned, password: 'x' } })],
      ['authzid', runSend({ connection: { target }, auth: { user: 'u', authzid: poisoned, password: 'x' } })],
      ['mechanisms', runSend({ connection: { target }, auth: { user: 'u', mechanisms: [poisoned], password: 'x' } })],
      ['from', runSend({ connection: { target }, envelope: { from: `${poisoned}@x.test` } })],
      ['to', runSend({ connection: { target }, envelope: { to: ['ok@x.test', `x@${poisoned}`] } })],
      ['mailOptions', runSend({ connection: { target }, envelope: { mailOptions: [`X=${poisoned}`] } })],
      ['rcptOptions', runSend({ connection: { target }, envelope: { rcptOptions: [`X=${poisoned}`] } })],
    ];
    for (const [argument, run] of runs) {
      const { error, of } = await run;
      expect(error).toMatchObject({
        code: 'invalid-argument',
        phase: null,
        params: { argument, reason: 'control-character' },
      });
      expect(of('address')).toEqual([]);
    }
  });

  it.each([
    ['target', { connection: { target: '' } }, 'missing'],
    ['target', { connection: { target: 'host:99999' } }, 'bad-port'],
    ['target', { connection: { target: 'smtp://user:pw@host' } }, 'bad-host'],
    ['target', { connection: { target: '1.2.3' } }, 'bad-host'],
    ['to', { connection: { target }, envelope: { to: [] } }, 'missing'],
    ['to', { connection: { target }, envelope: { to: ['nobody'] } }, 'bad-address'],
    ['from', { connection: { target }, envelope: { from: 'a b@c.test' } }, 'bad-address'],
    ['ca', { connection: { target, ca: 'no certificate' } }, 'bad-value'],
    ['tlsMin', { connection: { target, tlsMin: 'TLSv1.3', tlsMax: 'TLSv1.2' } }, 'conflict'],
    ['timeouts.reply', { connection: { target, timeouts: { reply: 0 } } }, 'bad-value'],
  ] as [string, Parameters<typeof runSend>[0], string][])('%s %j is %s', async (argument, options, reason) => {
    const { error, of } = await runSend(options);
    expect(error).toMatchObject({ code: 'invalid-argument', params: { argument, reason } });
    expect(of('phase-begin')).toEqual([]);
  });

  it('never repeats a URL that holds a password', async () => {
    expect((await runCheck({ connection: { target: 'smtp://user:hunter2@host' } })).text).not.toContain('hunter2');
  });
});
