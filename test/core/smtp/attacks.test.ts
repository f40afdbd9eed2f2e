/**
 * SEC-20 to SEC-26: what a hostile server, a hostile network or hostile input may try with the client. The protocol cases that these name
 * run in cases-client.test.ts; here they are swept over answers, fields and splits.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { limits } from '../../../electron/core/wire/limits.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { runCheck, runSend, type RunOptions } from '../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { rounds } from '../../harness/seeds.ts';

beforeAll(makeCertificates);

const login = { user: 'ann', password: 'geheimnis' };
const greeting: ScriptStep = { send: '220 mx.test\r\n' };
const hello = (...keywords: string[]): ScriptStep[] => [
  { expect: '^EHLO' },
  { send: ['mx.test', ...keywords].map((k, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${k}\r\n`).join('') },
];
const secret = /^(AUTH|MAIL|RCPT|DATA|BDAT)/;

async function against(script: ScriptStep[], options: Omit<RunOptions, 'connection'> & { connection?: object }) {
  const server = await startScripted(script);
  const run = await runSend({
    ...options,
    connection: { target: `127.0.0.1:${server.port}`, ca: testAuthority(), ...options.connection },
  });
  await server.close();
  return { ...run, recorded: server.recorded };
}

describe('SEC-20: STARTTLS taken away', () => {
  it.each(['', '454 no', '502 what', '250 fine', '221 bye', '354 go', '530 first', '421 away', '220-'])(
    'answered %j: no login, no mail where it is required',
    async (answer) => {
      const script: ScriptStep[] =
        answer === ''
          ? [greeting, ...hello('AUTH PLAIN'), { tail: true }]
          : [
              greeting,
              ...hello('STARTTLS', 'AUTH PLAIN'),
              { expect: '^STARTTLS' },
              { send: `${answer}\r\n` },
              { tail: true },
            ];
      const run = await against(script, {
        connection: { security: 'starttls', timeouts: { reply: 300 } },
        auth: login,
      });
      expect(run.delivery).toBe('none');
      expect(['not-supported', 'starttls-refused', 'timeout']).toContain(run.error?.code);
      expect(run.recorded.lines.filter((line) => secret.test(line))).toEqual([]);
    },
  );

  it('where it was only wished for, mail goes in clear and says so, and the password stays', async () => {
    const script = [greeting, ...hello('AUTH PLAIN LOGIN'), { tail: true as const }];
    const run = await against(script, { connection: { security: 'starttls-if-offered' }, auth: login });
    expect(run.error).toMatchObject({ code: 'auth-unavailable', params: { reason: 'needs-tls' } });
    expect(run.of('line').every(({ encrypted }) => !encrypted)).toBe(true);
    expect(run.recorded.lines.filter((line) => secret.test(line))).toEqual([]);
  });

  it('AUTH that shows only inside TLS needs TLS', async () => {
    const script = [greeting, ...hello('STARTTLS'), { tail: true as const }];
    const run = await against(script, { connection: { security: 'none' }, auth: login });
    expect(run.error).toMatchObject({ code: 'auth-unavailable', params: { reason: 'needs-tls', offered: [] } });
    const none = await against([greeting, ...hello('SIZE'), { tail: true }], {
      connection: { security: 'none' },
      auth: login,
    });
    expect(none.error).toMatchObject({ params: { reason: 'none-offered' } });
  });
});

describe('SEC-21: plain text after the 220 of STARTTLS', () => {
  it.each([
    ['whole lines in one segment', [{ send: '220 go\r\n250-mx.test\r\n250 AUTH PLAIN\r\n' }]],
    ['a fragment in one segment', [{ send: '220 go\r\n250-mx' }]],
    ['one octet', [{ send: '220 go\r\n2' }]],
    ['a fragment that comes later', [{ send: '220 go\r\n' }, { sleep: 50 }, { send: '250 AUTH PLAIN\r\n' }]],
    ['the 220 itself in drips, then more', [{ drip: '220 go\r\n250 x\r\n', every: 5 }]],
  ] as [string, ScriptStep[]][])('%s ends the session', async (_what, steps) => {
    const script = [greeting, ...hello('STARTTLS'), { expect: '^STARTTLS' }, ...steps, { tail: true as const }];
    const run = await against(script, { connection: { security: 'starttls' }, auth: login });
    expect(run.error).toMatchObject({ code: 'protocol-error', params: { anomaly: 'after-starttls' } });
    expect(run.of('tls')).toEqual([]);
    expect(run.of('capabilities')).toHaveLength(1);
    expect(run.recorded.lines.filter((line) => secret.test(line))).toEqual([]);
  });
});

describe('SEC-22: answers ahead of their questions', () => {
  it.each([
    '220 mx.test\r\n250 mx.test\r\n250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n',
    '220 mx.test\r\n250 mx.test\r\n250 ok\r\n',
  ])('%j is never taken for delivery', async (all) => {
    const run = await against([{ send: all }, { tail: true }], {});
    expect(run.delivery).not.toBe('all');
    expect(run.error).not.toBeNull();
  });
});

describe('SEC-23: line ends and controls in every field', () => {
  const evil = ['\r\n', '\n', '\r', '\0', '\x1b', '\u0085', '\u2028'].map(
    (control) => `x${control}RCPT TO:<evil@x.test>`,
  );
  const fields: Readonly<Record<string, (text: string) => Partial<RunOptions['connection']> | RunOptions>> = {
    target: (text) => ({ target: text }),
    ehloName: (text) => ({ ehloName: text }),
    servername: (text) => ({ servername: text }),
    localAddress: (text) => ({ localAddress: text }),
    proxy: (text) => ({ proxy: `socks5://${text}` }),
    dnsServer: (text) => ({ dnsServer: text }),
    acceptCertificate: (text) => ({ acceptCertificate: text }),
    clientCertificate: (text) => ({ clientCertificate: text }),
    ca: (text) => ({ ca: text }),
  };
  const all = (name: string, text: string): RunOptions => {
    const connection = { target: '127.0.0.1:1', ...fields[name]?.(text) };
    return { connection };
  };

  it.each(Object.keys(fields))('%s', async (name) => {
    for (const text of evil) {
      const run = await runCheck(all(name, text));
      expect(run.error, JSON.stringify(text)).toMatchObject({ code: 'invalid-argument', params: { argument: name } });
      expect(run.of('phase-begin')).toEqual([]);
    }
  });

  it.each<[string, (text: string) => Omit<RunOptions, 'connection'>]>([
    ['from', (text) => ({ envelope: { from: `${text}@x.test` } })],
    ['to', (text) => ({ envelope: { to: ['b@x.test', `b@${text}`] } })],
    ['mailOptions', (text) => ({ envelope: { mailOptions: [`X=${text}`] } })],
    ['rcptOptions', (text) => ({ envelope: { rcptOptions: [text] } })],
    ['user', (text) => ({ auth: { user: text, password: 'p' } })],
    ['authzid', (text) => ({ auth: { user: 'u', authzid: text, password: 'p' } })],
    ['mechanisms', (text) => ({ auth: { user: 'u', mechanisms: [text], password: 'p' } })],
  ])('%s', async (name, made) => {
    for (const text of evil) {
      const run = await runSend({ connection: { target: '127.0.0.1:1' }, ...made(text) });
      expect(run.error, JSON.stringify(text)).toMatchObject({ code: 'invalid-argument', params: { argument: name } });
      expect(run.of('phase-begin')).toEqual([]);
    }
  });
});

describe('SEC-24: one address to the eye, another to the server', () => {
  it.each([
    'a@x.test, b@x.test',
    '"a@evil.test" b@x.test',
    'a@evil.test <b@x.test>',
    'a@x.test(b@evil.test)',
    'a@b@x.test',
    'a@x.test\u200b',
    '<a@x.test',
    'a@[127.0.0.1',
    '@evil.test:a@x.test',
  ])('%j is no recipient', async (to) => {
    const run = await runSend({ connection: { target: '127.0.0.1:1' }, envelope: { to: [to] } });
    expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'to' } });
  });

  it('what is shown is what is sent', async () => {
    const to = ['"a@evil.test"@x.test', '"x> RCPT"@x.test', "o'b+c@x.test"];
    const script = [greeting, ...hello('SIZE'), { expect: '^MAIL' }, { send: '250 ok\r\n' }];
    for (const _ of to) script.push({ expect: '^RCPT' }, { send: '250 ok\r\n' });
    const run = await against([...script, { tail: true }], { envelope: { to }, dryRun: true });
    expect(run.recorded.lines.filter((line) => line.startsWith('RCPT'))).toEqual(to.map((one) => `RCPT TO:<${one}>`));
    expect(run.of('recipient').map(({ result }) => result.address)).toEqual(to);
  });
});

describe('SEC-25: answers without end', () => {
  const endless: [string, ScriptStep, string][] = [
    ['a line', { flood: 'x'.repeat(4_096), times: 2_000 }, 'reply.maxLine'],
    ['lines', { flood: '220-x\r\n'.repeat(500), times: 2_000 }, 'reply.maxLines'],
    ['octets', { flood: `220-${'x'.repeat(4_000)}\r\n`, times: 2_000 }, 'reply.maxOctets'],
  ];
  it.each(endless)('%s: cut at the cap, without much memory', async (_what, step, limit) => {
    const before = process.memoryUsage().rss;
    const run = await against([step], {});
    expect(run.error).toMatchObject({ code: 'protocol-error', params: { limit } });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    expect(run.error?.code === 'protocol-error' && run.error.params.raw.length).toBeLessThanOrEqual(
      limits.reply.maxLine * 2,
    );
  });

  it('drips do not extend the limit', async () => {
    const run = await against([{ drip: '220-x\r\n'.repeat(500), every: 20 }], {
      connection: { timeouts: { greeting: 200 } },
    });
    expect(run.error).toMatchObject({ code: 'timeout', phase: 'greeting' });
  });
});

describe('SEC-26: a second message smuggled into the first', () => {
  it('no line end that is not CRLF and no dot that is not stuffed leaves, whatever the message holds', async () => {
    const piece = fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      '.',
      '\r\n.\r\n',
      '\n.\n',
      '\n.\r\n',
      '\r.\r',
      '\r\n.\n',
      '\0',
      'x',
      'MAIL FROM:<e@x.test>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const script = [greeting, ...hello('SIZE')];
        for (const verb of ['MAIL', 'RCPT']) script.push({ expect: `^${verb}` }, { send: '250 ok\r\n' });
        script.push(
          { expect: '^DATA' },
          { send: '354 go\r\n' },
          { data: true },
          { send: '250 ok\r\n' },
          { tail: true },
        );
        const run = await against(script, { message: `Subject: t\r\n\r\n${pieces.join('')}` });
        const wire = run.recorded.data[0]?.toString('latin1') ?? '';
        expect(run.delivery).toBe('all');
        expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(
          wire
            .slice(0, -3)
            .split('\r\n')
            .every((line) => !line.startsWith('.') || line.startsWith('..')),
        ).toBe(true);
        expect(run.recorded.lines.filter((line) => line.startsWith('MAIL'))).toHaveLength(1);
      }),
      { numRuns: rounds(60) },
    );
  });
});
