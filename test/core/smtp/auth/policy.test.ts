/** The policy of AUTH with all mechanisms: the strongest first, what counts as its refusal, tokens, downgrades, servers that cheat. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { SCRAM_TRICKS } from '../../../harness/peers/scripted-scram.ts';
import { runCheck, runSend } from '../../../harness/client-run.ts';

const offer = (mechanisms: string): ScriptStep[] => [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: `250-mx.test\r\n250 AUTH ${mechanisms}\r\n` },
];

async function login(script: readonly ScriptStep[], auth: object = {}, target: object = {}) {
  const server = await startScripted([...script, { tail: true }]);
  const run = await runCheck({
    connection: { target: `127.0.0.1:${server.port}`, security: 'none', ...target },
    auth: { user: 'user', password: 'pencil', ...auth },
  });
  await server.close();
  const commands = server.recorded.lines.filter((line) => line.startsWith('AUTH')).map((line) => line.split(' ')[1]);
  return { ...run, recorded: server.recorded, commands };
}

const clear = { allowClear: true };
const refuse = (command: string, reply: string): ScriptStep[] => [{ expect: command }, { send: `${reply}\r\n` }];

describe('which mechanism', () => {
  it('is the strongest; the next only where the mechanism was refused, by 504, 538 or 5.7.4', async () => {
    const run = await login(
      [
        ...offer('LOGIN PLAIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512'),
        ...refuse('^AUTH SCRAM-SHA-512 ', '504 5.5.4 not this'),
        ...refuse('^AUTH SCRAM-SHA-256 ', '538 5.7.11 not here'),
        ...refuse('^AUTH SCRAM-SHA-1 ', '535 5.7.4 not this'),
        ...refuse('^AUTH DIGEST-MD5$', '535 5.7.8 no'),
      ],
      clear,
    );
    expect(run.commands).toEqual(['SCRAM-SHA-512', 'SCRAM-SHA-256', 'SCRAM-SHA-1', 'DIGEST-MD5']);
    expect(run.error).toMatchObject({ code: 'auth-failed', params: { reason: 'refused', mechanism: 'DIGEST-MD5' } });
    expect(run.of('auth').map(({ tried }) => tried.reason)).toEqual([
      'mechanism-refused',
      'mechanism-refused',
      'mechanism-refused',
      'refused',
    ]);
  });

  it('may be one that gives nothing away where the link is not safe', async () => {
    const run = await login([...offer('PLAIN LOGIN XOAUTH2 CRAM-MD5'), ...refuse('^AUTH CRAM-MD5$', '535 no')]);
    expect(run.commands).toEqual(['CRAM-MD5']);
  });

  it('is none that binds to TLS where there is no TLS', async () => {
    const run = await login([...offer('SCRAM-SHA-256-PLUS')], { mechanisms: ['SCRAM-SHA-256-PLUS'] });
    expect(run.error).toMatchObject({ code: 'auth-unavailable', params: { reason: 'none-usable' } });
    expect(run.commands).toEqual([]);
  });

  it('is not EXTERNAL or ANONYMOUS, unless named', async () => {
    const run = await login(offer('EXTERNAL ANONYMOUS'), clear);
    expect(run.error).toMatchObject({ code: 'auth-unavailable', params: { reason: 'none-usable' } });
    const named = await login([...offer('EXTERNAL ANONYMOUS'), ...refuse('^AUTH ANONYMOUS dXNlcg==$', '535 no')], {
      mechanisms: ['ANONYMOUS'],
    });
    expect(named.commands).toEqual(['ANONYMOUS']);
  });

  it('is one with room for what is asked for: LOGIN has none for an authorization identity', async () => {
    const run = await login([...offer('LOGIN PLAIN'), ...refuse('^AUTH PLAIN b3RoZXIAdXNlcgBwZW5jaWw=$', '535 no')], {
      ...clear,
      authzid: 'other',
    });
    expect(run.commands).toEqual(['PLAIN']);
    const none = await login(offer('LOGIN'), { ...clear, authzid: 'other' });
    expect(none.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'authzid' } });
    expect(none.commands).toEqual([]);
  });
});

describe('a server that does not offer AUTH (SEC-28)', () => {
  it('is not told a secret, and no message goes out without the login that was asked for', async () => {
    const server = await startScripted([
      { send: '220 mx.test\r\n' },
      { expect: '^EHLO' },
      { send: '250 mx.test\r\n' },
      { tail: true },
    ]);
    const run = await runSend({
      connection: { target: `127.0.0.1:${server.port}`, security: 'none' },
      auth: { user: 'user', password: 'pencil', allowClear: true },
    });
    await server.close();
    expect(run).toMatchObject({
      error: { code: 'auth-unavailable', params: { reason: 'none-offered' } },
      delivery: 'none',
    });
    expect(server.recorded.lines).toEqual(['EHLO client.test', 'QUIT']);
  });
});

describe('tokens', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = (claims: object) => `${part({ alg: 'none' })}.${part(claims)}.c2ln`;

  it.each([jwt({ sub: 'user' }), 'ya29.opaque'])('are tried as such where they look like one', async (password) => {
    const run = await login([...offer('PLAIN XOAUTH2'), ...refuse('^AUTH XOAUTH2', '535 no')], { ...clear, password });
    expect(run.commands).toEqual(['XOAUTH2']);
  });

  it('and passwords are not tried as tokens before anything that takes a password', async () => {
    const run = await login([...offer('OAUTHBEARER XOAUTH2 LOGIN'), ...refuse('^AUTH LOGIN', '535 no')], clear);
    expect(run.commands).toEqual(['LOGIN']);
  });

  it('say what is wrong with them, next to what the server says', async () => {
    const refusal = Buffer.from('{"status":"invalid_token","scope":"mail"}').toString('base64');
    const run = await login(
      [
        ...offer('OAUTHBEARER'),
        { expect: '^AUTH OAUTHBEARER' },
        { send: `334 ${refusal}\r\n` },
        { expect: '^AQ==$' },
        { send: '535 no\r\n' },
      ],
      { ...clear, password: jwt({ sub: 'user', aud: 'mail', exp: 1, tid: 'tenant-1', scp: 'a b' }) },
    );
    expect(run.error).toMatchObject({
      code: 'auth-failed',
      params: {
        refusal: { status: 'invalid_token', scope: 'mail', schemes: null },
        token: {
          subject: 'user',
          audience: ['mail'],
          tenant: 'tenant-1',
          scopes: ['a', 'b'],
          expiresAt: '1970-01-01T00:00:01.000Z',
          problems: ['expired'],
        },
      },
    });
    expect(run.of('note').find(({ note }) => note === 'token-read')?.params).toMatchObject({
      subject: 'user',
      problems: 'expired',
    });
  });
});

describe('SCRAM servers (SEC-30)', () => {
  it.each(SCRAM_TRICKS)('%s', async (trick) => {
    const steps: ScriptStep[] = [...offer('SCRAM-SHA-256 PLAIN'), { expect: '^AUTH SCRAM-SHA-256 ' }, { scram: trick }];
    const run = await login(steps, { ...clear, tryAllMechanisms: false });
    if (trick === 'honest') expect(run.error).toBeNull();
    else {
      const reason = trick === 'badSignature' || trick === 'noSignature' ? 'server-not-authenticated' : 'bad-challenge';
      expect(run.error).toMatchObject({ code: 'auth-failed', params: { reason, mechanism: 'SCRAM-SHA-256' } });
    }
    // Whatever it does, it does not get the password in clear.
    expect(run.commands).toEqual(['SCRAM-SHA-256']);
  });
});

describe('a server that offers less than before (SEC-29)', () => {
  it('is reported, once it has shown something better', async () => {
    // The same address each time, as of one server that changes.
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-'));
    const path = join(folder, 'smtp.sock');
    const notes: unknown[] = [];
    for (const mechanisms of ['SCRAM-SHA-256 PLAIN', 'PLAIN', 'SCRAM-SHA-256']) {
      const script = [...offer(mechanisms), { expect: '^AUTH' }, { send: '535 no\r\n' }, { tail: true as const }];
      const server = await startScripted(script, { path });
      const run = await runCheck({
        connection: { target: path, security: 'none', protocol: 'smtp' },
        auth: { user: 'user', password: 'pencil', allowClear: true },
      });
      await server.close();
      notes.push(run.of('note').flatMap(({ note, params }) => (note === 'weaker-mechanisms' ? [params] : [])));
    }
    await rm(folder, { recursive: true });
    expect(notes).toEqual([[], [{ before: 'SCRAM-SHA-256', now: 'PLAIN' }], []]);
  });
});
