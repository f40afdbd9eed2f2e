/** A token that the server refuses for its age is renewed and tried once more on the same session; never a second time. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../electron/protocol/values/app-error.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { runCheck, runSend } from '../../../harness/client-run.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object) => `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
const OLD = jwt({ sub: 'old', exp: 1 });
const NEW = jwt({ sub: 'new', exp: 4_102_444_800 });
const GOOD = jwt({ sub: 'good', exp: 4_102_444_800 });

const opening: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: '250-mx.test\r\n250 AUTH XOAUTH2\r\n' },
];
const refusal = (status: string): ScriptStep[] => [
  { expect: '^AUTH XOAUTH2 ' },
  { send: `334 ${Buffer.from(JSON.stringify({ status })).toString('base64')}\r\n` },
  { expect: '^$' },
  { send: '535 5.7.8 no\r\n' },
];
const plainRefusal: ScriptStep[] = [{ expect: '^AUTH XOAUTH2 ' }, { send: '535 5.7.3 no\r\n' }];
const success: ScriptStep[] = [{ expect: '^AUTH XOAUTH2 ' }, { send: '235 2.7.0 yes\r\n' }];

interface Case {
  readonly script: readonly ScriptStep[];
  readonly tokens?: readonly string[];
  readonly renew?: () => Promise<boolean>;
  readonly auth?: object;
  readonly flow?: typeof runCheck;
}

async function login({ script, tokens = [OLD, NEW], renew, auth, flow = runCheck }: Case) {
  const server = await startScripted([...opening, ...script, { tail: true }]);
  let [read, renewed] = [0, 0];
  const run = await flow({
    connection: { target: `127.0.0.1:${server.port}`, security: 'none' },
    auth: { user: 'user', password: '', allowClear: true, ...auth },
    secret: {
      read: async () => tokens[Math.min(read++, tokens.length - 1)] ?? '',
      isToken: () => true,
      renew: async () => {
        renewed += 1;
        return renew === undefined ? true : renew();
      },
    },
    ...(flow === runSend ? { envelope: { from: 'a@x.test', to: ['b@y.test'] }, dryRun: true } : {}),
  });
  await server.close();
  const given = server.recorded.lines.flatMap((line) => {
    const [verb, , message = ''] = line.split(' ');
    return verb === 'AUTH' ? [/Bearer (\S+?)\u0001/.exec(Buffer.from(message, 'base64').toString('latin1'))?.[1]] : [];
  });
  const notes = run.of('note').map(({ note }) => note);
  return { ...run, given, renewed, read, notes };
}

describe('a token that is refused for its age', () => {
  it.each([
    ['its own words say it expired', plainRefusal, [OLD, NEW]],
    ['the server says invalid_token', refusal('invalid_token'), [GOOD, NEW]],
    ['the server says 401', refusal('401'), [GOOD, NEW]],
  ])('is renewed, and the new one tried on the same session: %s', async (_why, refused, tokens) => {
    for (const flow of [runCheck, runSend]) {
      const run = await login({ script: [...refused, ...success], tokens, flow });
      expect(run.given).toEqual(tokens);
      expect(run).toMatchObject({ renewed: 1, read: 2 });
      expect(run.notes).toContain('token-renewed');
      expect(run.of('auth').map(({ tried }) => tried.ok)).toEqual([false, true]);
      for (const token of tokens) expect(run.text).not.toContain(token);
      if (flow === runCheck) expect(run.error).toBeNull();
    }
  });

  it('is the last one: what is said of the new one stands', async () => {
    for (const tryAllMechanisms of [false, true]) {
      const script = [...refusal('401'), ...refusal('invalid_token')];
      const run = await login({ script, auth: { tryAllMechanisms } });
      expect(run).toMatchObject({ renewed: 1, given: [OLD, NEW] });
      expect(run.error).toMatchObject({ code: 'auth-failed', params: { reason: 'refused' } });
      expect(run.error?.code === 'auth-failed' ? run.error.params.tried : []).toHaveLength(2);
    }
  });

  it('stands as refused where the server closes after it', async () => {
    const run = await login({ script: [...plainRefusal, { close: 'fin' }] });
    expect(run.error).toMatchObject({ code: 'auth-failed', params: { reason: 'refused', mechanism: 'XOAUTH2' } });
    expect(run.given.length).toBeLessThanOrEqual(2);
  });

  it('stands as refused where there is no new one, and why is noted', async () => {
    const none = await login({ script: plainRefusal, renew: async () => false });
    expect(none).toMatchObject({ given: [OLD], renewed: 1, error: { code: 'auth-failed' } });
    const revoked = await login({
      script: plainRefusal,
      renew: () => Promise.reject(new AppError('sign-in-failed', { reason: 'not-renewable' })),
    });
    expect(revoked).toMatchObject({ given: [OLD], error: { code: 'auth-failed' } });
    expect(revoked.of('note').find(({ note }) => note === 'token-not-renewed')?.params).toEqual({
      code: 'sign-in-failed',
      reason: 'not-renewable',
    });
    const same = await login({ script: plainRefusal, tokens: [OLD, OLD] });
    expect(same).toMatchObject({ given: [OLD], error: { code: 'auth-failed' } });
  });
});

it.each([
  ['a refusal of a good token', refusal('400')],
  ['a passing fault', [{ expect: '^AUTH XOAUTH2 ' }, { send: '454 4.7.0 later\r\n' }] satisfies ScriptStep[]],
])('%s renews nothing', async (_what, script) => {
  const run = await login({ script, tokens: [GOOD, NEW] });
  expect(run).toMatchObject({ given: [GOOD], renewed: 0, error: { code: 'auth-failed' } });
});

it('a lock-out is not tried a second time', async () => {
  const script = [{ expect: '^AUTH XOAUTH2 ' }, { send: '535 5.7.8 too many attempts\r\n' }] satisfies ScriptStep[];
  expect(await login({ script })).toMatchObject({ given: [OLD], renewed: 0 });
});
