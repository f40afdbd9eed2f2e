/** All mechanisms tried: each has its own result, over as many connections as that takes, until a reply speaks of a lock-out. */
import { describe, expect, it } from 'vitest';
import { type LoginAnswers, startLoginServer } from '../../../harness/peers/login-server.ts';
import { type Run, runCheck, runSend } from '../../../harness/client-run.ts';
import { foldReport } from '../../report/fold-report.ts';
import { verdictText } from '../../../../electron/texts/outcomes/verdict.ts';

const YES = '235 2.7.0 ok';
const NO = '535 5.7.8 Error: authentication failed';
const TLS_FIRST = '538 5.7.11 Encryption required for requested authentication mechanism';

async function tryAll(answers: LoginAnswers, auth: object = {}, more: object = {}) {
  const server = await startLoginServer(answers);
  const run: Run = await runCheck({
    connection: { target: `127.0.0.1:${server.port}`, security: 'none' },
    auth: { user: 'ann', password: 'pencil', allowClear: true, tryAllMechanisms: true, ...auth },
    ...more,
  });
  await server.close();
  const results = run.of('auth').map(({ tried }) => `${tried.mechanism} ${tried.ok ? 'yes' : 'no'}`);
  return { ...run, server, results, report: foldReport('check', run.events) };
}

describe('all mechanisms', () => {
  it('are tried after one that works, each login over a connection of its own, one at a time', async () => {
    const run = await tryAll({ replies: { 'CRAM-MD5': YES, PLAIN: YES, LOGIN: NO } });
    expect(run.error).toBeNull();
    expect(run.results).toEqual(['CRAM-MD5 yes', 'PLAIN yes', 'LOGIN no']);
    expect(run.server.connections).toEqual([
      ['EHLO client.test', 'AUTH CRAM-MD5', 'EHLO client.test', 'QUIT'],
      ['EHLO client.test', 'AUTH PLAIN', 'QUIT'],
      ['EHLO client.test', 'AUTH LOGIN', 'QUIT'],
    ]);
    expect(run.server.most).toBe(1);
    expect(run.report).toMatchObject({ ok: true, auth: { used: 'CRAM-MD5' } });
    expect(verdictText(run.report)).toContain('(CRAM-MD5 and PLAIN; not by LOGIN)');
  });

  it('go on over the same connection as long as it is refused', async () => {
    const run = await tryAll({ replies: { 'CRAM-MD5': NO, PLAIN: NO, LOGIN: YES } });
    expect(run.error).toBeNull();
    expect(run.server.connections).toHaveLength(1);
    expect(run.report.auth?.used).toBe('LOGIN');
  });

  it('go on over another where the server closed after a refusal, with the whole check once one works', async () => {
    const run = await tryAll(
      { replies: { 'CRAM-MD5': NO, PLAIN: YES, LOGIN: YES }, closes: true },
      {},
      { envelope: { from: 'a@x.test', to: ['b@y.test'] } },
    );
    expect(run.error).toBeNull();
    expect(run.results).toEqual(['CRAM-MD5 no', 'PLAIN yes', 'LOGIN yes']);
    expect(run.server.connections[1]).toEqual([
      'EHLO client.test',
      'AUTH PLAIN',
      'MAIL FROM:<a@x.test>',
      'RCPT TO:<b@y.test>',
      'RSET',
      'EHLO client.test',
      'QUIT',
    ]);
    expect(run.server.connections[2]).toEqual(['EHLO client.test', 'AUTH LOGIN', 'QUIT']);
    expect(run.recipients).toMatchObject([{ address: 'b@y.test', accepted: true }]);
  });

  it.each([
    ['421 4.7.0 closing'],
    ['454 4.7.0 Too many login attempts, please try again later'],
    ['535 5.7.139 Authentication unsuccessful, user account is locked'],
    ['535 5.7.0 too many failures'],
    ['535 5.7.8 account temporarily blocked'],
    ['450 4.7.1 login rate limit exceeded'],
  ])('stop at %s, and the report says so', async (reply) => {
    const run = await tryAll({ replies: { 'CRAM-MD5': NO, PLAIN: reply, LOGIN: YES } });
    expect(run.results).toEqual(['CRAM-MD5 no', 'PLAIN no']);
    expect(run.server.mechanisms).toEqual(['CRAM-MD5', 'PLAIN']);
    expect(run.of('note').find(({ note }) => note === 'login-not-tried')?.params).toEqual({ mechanisms: 'LOGIN' });
    expect(run.error).toMatchObject({ code: 'auth-failed', params: { mechanism: 'CRAM-MD5' } });
    expect(run.report.findings.map(({ id }) => id)).toContain('auth.lock-out');
  });

  it.each([
    [{ 'CRAM-MD5': NO, PLAIN: TLS_FIRST, LOGIN: TLS_FIRST }, 'CRAM-MD5'],
    [
      { 'CRAM-MD5': '504 5.5.4 Unrecognized authentication type', PLAIN: '535 5.7.3 not supported', LOGIN: NO },
      'LOGIN',
    ],
    [{ 'CRAM-MD5': '503 5.5.1 AUTH not available', PLAIN: NO, LOGIN: '500 5.5.1 what' }, 'PLAIN'],
    [{ 'CRAM-MD5': '454 4.7.0 no backend', PLAIN: TLS_FIRST }, 'CRAM-MD5'],
  ])('lead with the refusal that judged the password: %j', async (replies, mechanism) => {
    for (const closes of [false, true]) {
      const run = await tryAll({ replies, closes });
      expect(run.error).toMatchObject({ code: 'auth-failed', params: { mechanism } });
      expect(run.error?.code === 'auth-failed' && run.error.params.tried.map((one) => one.mechanism)).toEqual(
        Object.keys(replies),
      );
      expect(run.report.error?.message).toContain(mechanism);
    }
  });

  it('are tried in a send until one works, no further', async () => {
    const server = await startLoginServer({ replies: { 'CRAM-MD5': NO, PLAIN: YES, LOGIN: YES } });
    const run = await runSend({
      connection: { target: `127.0.0.1:${server.port}`, security: 'none' },
      auth: { user: 'ann', password: 'pencil', allowClear: true, tryAllMechanisms: true },
    });
    await server.close();
    expect(run.delivery).toBe('all');
    expect(server.mechanisms).toEqual(['CRAM-MD5', 'PLAIN']);
  });
});

describe('a secret', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = `${part({ alg: 'none' })}.${part({ sub: 'ann' })}.c2ln`;
  const opaque = `EwB${'aB3/'.repeat(80)}==`;
  const replies = { XOAUTH2: NO, PLAIN: '504 5.5.4 no', OAUTHBEARER: NO, LOGIN: '504 5.5.4 no' };

  it.each([true, false])('is no token where it is a password, tried all or not: %s', async (tryAllMechanisms) => {
    const run = await tryAll({ replies }, { tryAllMechanisms });
    expect(run.server.mechanisms).toEqual(['PLAIN', 'LOGIN']);
    const named = await tryAll({ replies }, { tryAllMechanisms, mechanisms: ['XOAUTH2', 'PLAIN'] });
    expect(named.server.mechanisms).toEqual(['PLAIN']);
  });

  it.each([jwt, 'ya29.opaque', opaque])('is no password where it is a token', async (password) => {
    const run = await tryAll({ replies }, { password });
    expect(run.server.mechanisms).toEqual(['OAUTHBEARER', 'XOAUTH2']);
  });

  it.each([
    [{ XOAUTH2: YES }, 'pencil', 'password'],
    [{ PLAIN: YES, LOGIN: YES }, jwt, 'token'],
  ] as const)('is not sent where only the other kind is taken: %j', async (only, password, secretKind) => {
    const run = await tryAll({ replies: only }, { password });
    expect(run.server.mechanisms).toEqual([]);
    expect(run.error).toMatchObject({ code: 'auth-unavailable', params: { reason: 'none-usable', secretKind } });
    expect(run.report.error?.message).toContain('it was not sent');
  });

  it('is what the user says it is by naming the mechanism', async () => {
    const run = await tryAll({ replies: { XOAUTH2: YES, PLAIN: YES } }, { mechanisms: ['XOAUTH2'] });
    expect(run.server.mechanisms).toEqual(['XOAUTH2']);
  });
});
