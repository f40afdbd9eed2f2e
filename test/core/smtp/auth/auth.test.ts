/** The policy of AUTH: what is tried, in which order, how often, and over which links. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { makeCertificates, testAuthority } from '../../../harness/certificates.ts';
import { openResources, runCheck, runSend, watched } from '../../../harness/client-run.ts';
import { check } from '../../../../electron/core/smtp/flows/check.ts';
import { openConsole } from '../../../../electron/core/smtp/flows/console.ts';

beforeAll(makeCertificates);

const offer = (mechanisms: string): ScriptStep[] => [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: `250-mx.test\r\n250 AUTH ${mechanisms}\r\n` },
];

async function login(script: readonly ScriptStep[], auth: object = {}, connection: object = {}) {
  const server = await startScripted([...script, { tail: true }]);
  const run = await runCheck({
    connection: { target: `127.0.0.1:${server.port}`, security: 'none', ...connection },
    auth: { user: 'user', password: 'secret', ...auth },
  });
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  return { ...run, recorded: server.recorded };
}

const clear = { allowClear: true };

describe('never a secret in clear unless asked (SEC-27)', () => {
  it('withholds it on a connection without TLS', async () => {
    const run = await login(offer('PLAIN LOGIN'));
    expect(run.error).toMatchObject({
      code: 'auth-unavailable',
      phase: 'auth',
      params: { reason: 'needs-tls', offered: ['PLAIN', 'LOGIN'] },
    });
    expect(run.of('note').map(({ note }) => note)).toContain('secret-withheld');
    expect(run.recorded.lines).toEqual(['EHLO client.test', 'QUIT']);
  });

  const shaken: ScriptStep[] = [
    { send: '220 mx.test\r\n' },
    { expect: '^EHLO' },
    { send: '250-mx.test\r\n250 STARTTLS\r\n' },
    { expect: '^STARTTLS' },
    { send: '220 go\r\n' },
    { starttls: 'valid' },
  ];
  const tls: ScriptStep[] = [...shaken, { expect: '^EHLO' }, { send: '250-mx.test\r\n250 AUTH PLAIN\r\n' }];
  const accept: ScriptStep[] = [
    { expect: '^AUTH PLAIN \\S+$' },
    { send: '235 ok\r\n' },
    { expect: '^EHLO' },
    { send: '250 mx\r\n' },
  ];

  it('sends it inside verified TLS', async () => {
    const run = await login(
      [...tls, ...accept],
      {},
      { security: 'starttls', ca: testAuthority(), servername: 'mx.test' },
    );
    expect(run.error).toBeNull();
    expect(run.of('auth')).toMatchObject([
      { tried: { mechanism: 'PLAIN', ok: true }, user: 'user', offered: ['PLAIN'] },
    ]);
  });

  it.each([
    ['an unknown authority', { servername: 'mx.test' }, { check: 'chain', chainError: 'incomplete-chain' }],
    [
      'another name',
      {
        get ca() {
          return testAuthority();
        },
        servername: 'other.test',
      },
      { check: 'name', chainError: null },
    ],
  ])('withholds it from a certificate of %s, and says nothing more, goodbye included', async (_title, more, params) => {
    const connection = { security: 'starttls', ...more } as const;
    const run = await login(shaken, {}, connection);
    expect(run.error).toMatchObject({ code: 'tls-failed', phase: 'tls', params });
    expect(run.of('note').map(({ note }) => note)).toContain('secret-withheld');
    expect(run.recorded.lines).toEqual(['EHLO client.test', 'STARTTLS']);
    const server = await startScripted([...shaken, { tail: true }]);
    const sent = await runSend({
      connection: { target: `127.0.0.1:${server.port}`, ...connection, security: 'starttls-if-offered' },
      auth: { user: 'user', password: 'secret' },
    });
    await server.close();
    expect(sent).toMatchObject({ error: { code: 'tls-failed', phase: 'tls' }, delivery: 'none' });
    expect(server.recorded.lines).toEqual(['EHLO client.test', 'STARTTLS']);
  });

  it('sends it where the certificate is pinned, or with insecure', async () => {
    const first = await login(shaken, {}, { security: 'starttls' });
    const fingerprint = first.of('tls')[0]?.info.chain[0]?.fingerprint256;
    for (const more of [{ acceptCertificate: fingerprint?.toLowerCase() }, { insecure: true }]) {
      const run = await login([...tls, ...accept], {}, { security: 'starttls', ...more });
      expect(run.error).toBeNull();
      expect(run.of('tls')[0]?.info).toMatchObject({ authorized: false, pinned: 'acceptCertificate' in more });
    }
  });
});

describe('which mechanism', () => {
  it('takes the strongest known one, whatever the order of the server', async () => {
    const run = await login([...offer('X-OWN LOGIN PLAIN'), { expect: '^AUTH PLAIN' }, { send: '235 ok\r\n' }], clear);
    expect(run.of('auth')[0]?.tried.mechanism).toBe('PLAIN');
  });

  it('follows the list of the user', async () => {
    const run = await login([...offer('PLAIN LOGIN'), { expect: '^AUTH LOGIN$' }, { send: '535 no\r\n' }], {
      ...clear,
      mechanisms: ['login'],
    });
    expect(run.of('auth').map(({ tried }) => tried.mechanism)).toEqual(['LOGIN']);
  });

  it.each([
    ['none-offered', [{ send: '220 mx\r\n' }, { expect: '^EHLO' }, { send: '250 mx\r\n' }]],
    ['none-usable', offer('GSSAPI X-OWN')],
  ] as [string, ScriptStep[]][])('says %s', async (reason, script) => {
    expect((await login(script, clear)).error).toMatchObject({ code: 'auth-unavailable', params: { reason } });
  });

  it('tries a refused credential once', async () => {
    const run = await login([...offer('PLAIN LOGIN'), { expect: '^AUTH' }, { send: '535 5.7.8 no\r\n' }], clear);
    expect(run.error).toMatchObject({
      code: 'auth-failed',
      params: { reason: 'refused', mechanism: 'PLAIN', tried: [{ mechanism: 'PLAIN', ok: false }] },
    });
    expect(run.recorded.lines.filter((line) => line.startsWith('AUTH'))).toHaveLength(1);
  });

  it.each([504, 534])('tries the next after %i, which refuses the mechanism', async (code) => {
    const run = await login(
      [
        ...offer('PLAIN LOGIN'),
        { expect: '^AUTH PLAIN' },
        { send: `${code} not this one\r\n` },
        { expect: '^AUTH LOGIN' },
        { send: '535 no\r\n' },
      ],
      clear,
    );
    expect(run.error).toMatchObject({
      code: 'auth-failed',
      params: { mechanism: 'LOGIN', tried: [{ mechanism: 'PLAIN' }, { mechanism: 'LOGIN' }] },
    });
  });

  it('tries all when asked, but no more after 421', async () => {
    const both = [
      ...offer('PLAIN LOGIN'),
      { expect: '^AUTH PLAIN' },
      { send: '535 no\r\n' },
      { expect: '^AUTH LOGIN' },
      { send: '535 no\r\n' },
    ];
    expect((await login(both, { ...clear, tryAllMechanisms: true })).of('auth')).toHaveLength(2);
    const closing = [
      ...offer('PLAIN LOGIN'),
      { expect: '^AUTH PLAIN' },
      { send: '421 enough\r\n' },
      { eof: true as const },
    ];
    expect((await login(closing, { ...clear, tryAllMechanisms: true })).of('auth')).toHaveLength(1);
  });
});

describe('the exchange', () => {
  it('sends the response on a line of its own when the initial one would be too long', async () => {
    const password = 'x'.repeat(600);
    const response = Buffer.from(`\0user\0${password}`).toString('base64');
    const run = await login(
      [
        ...offer('PLAIN'),
        { expect: '^AUTH PLAIN$' },
        { send: '334 \r\n' },
        { expect: '^\\S{800,}$' },
        { send: '235 ok\r\n' },
        { expect: '^EHLO' },
        { send: '250 mx\r\n' },
      ],
      { ...clear, password },
    );
    expect(run.error).toBeNull();
    expect(run.recorded.lines).toContain(response);
    expect(run.text).not.toContain(response);
  });

  it('takes back an exchange that has no end', async () => {
    const run = await login(
      [
        ...offer('PLAIN'),
        { expect: '^AUTH PLAIN' },
        { send: '334 more\r\n' },
        { expect: '^\\*$' },
        { send: '501 cancelled\r\n' },
      ],
      clear,
    );
    expect(run.error).toMatchObject({ code: 'auth-failed', params: { reason: 'bad-challenge' } });
  });

  it('gives the user name again to a server that ignored it, not the password', async () => {
    const script: ScriptStep[] = [
      ...offer('LOGIN'),
      { expect: '^AUTH LOGIN dXNlcg==$' },
      { send: '334 VXNlcm5hbWU6\r\n' },
      { expect: '^dXNlcg==$' },
      { send: '334 UGFzc3dvcmQ6\r\n' },
      { expect: '^c2VjcmV0$' },
      { send: '235 ok\r\n' },
      { expect: '^EHLO' },
      { send: '250 mx\r\n' },
    ];
    expect((await login(script, { ...clear, initialResponse: true })).error).toBeNull();
  });

  it('refuses a password with NUL, which no mechanism of these can say', async () => {
    const run = await login(offer('PLAIN'), { ...clear, password: 'a\0b' });
    expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'password', value: null } });
    expect(run.recorded.lines).toEqual(['EHLO client.test', 'QUIT']);
  });
});

describe('a secret that is slow to come, or does not', () => {
  const auth = (read: () => Promise<string>) => ({ options: { user: 'user', allowClear: true }, secret: { read } });

  it('does not hold up a cancel', async () => {
    const server = await startScripted([...offer('PLAIN'), { tail: true }]);
    const controller = new AbortController();
    const { context } = watched({ signal: controller.signal });
    const read = () => {
      setTimeout(() => controller.abort(), 20);
      return new Promise<string>(() => undefined);
    };
    const connection = { target: `127.0.0.1:${server.port}`, security: 'none' as const, ehloName: 'client.test' };
    const result = await check({ connection, auth: auth(read), envelope: null }, context);
    await server.close();
    expect(result.error).toMatchObject({ code: 'cancelled', phase: 'auth' });
    expect(server.recorded.lines).toEqual(['EHLO client.test', 'QUIT']);
  });

  it('leaves nothing open when its store fails', async () => {
    const before = openResources().length;
    const failing = auth(() => Promise.reject(new Error('no keychain')));
    for (const start of [check, openConsole]) {
      const server = await startScripted([...offer('PLAIN'), { tail: true }]);
      const connection = { target: `127.0.0.1:${server.port}`, security: 'none' as const };
      await expect(start({ connection, auth: failing, envelope: null }, watched().context)).rejects.toThrow(
        'no keychain',
      );
      await server.close();
    }
    expect(openResources().length).toBeLessThanOrEqual(before);
  });
});
