/** Every mechanism logs in to SASL that was not written here: Dovecot's and the Cyrus library's, each behind Postfix. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from './availability.ts';
import { makeJwt } from './tokens.ts';
import { report } from './posthorn.ts';
import { startMailSystem } from './servers/mail-system.ts';
import type { MailSystem } from './servers/mail-system.ts';

const alice = { user: 'alice', password: 'wonderland' };
const wrong = { user: 'alice', password: 'looking-glass' };
const tokenKey = 'interop-token-key';
const passwordMechanisms = ['CRAM-MD5', 'DIGEST-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'];
const dovecotMechanisms = ['PLAIN', 'LOGIN', ...passwordMechanisms];
const cyrusMechanisms = ['PLAIN', 'LOGIN', 'NTLM', ...passwordMechanisms, 'SCRAM-SHA-512'];

await describeWith(['postfix', 'dovecot', 'cyrus'], 'logging in elsewhere', () => {
  let system: MailSystem;
  beforeAll(async () => {
    system = await startMailSystem({
      mechanisms: [...passwordMechanisms, 'OAUTHBEARER', 'XOAUTH2'].map((name) => name.toLowerCase()),
      tokenKey,
      cyrusMechanisms: [...cyrusMechanisms, 'ANONYMOUS'],
    });
  });
  afterAll(() => system.stop());

  const login = (port: number, mechanism: string, who: typeof alice, ...more: string[]) =>
    report(
      'check',
      [
        `127.0.0.1:${port}`,
        '--security',
        'starttls',
        '--ca',
        system.certificates.ca,
        ...(mechanism === '' ? [] : ['--auth', mechanism]),
        ...more,
      ],
      who,
    );

  const servers = [
    ['Dovecot', () => system.postfix.port, dovecotMechanisms],
    ['Cyrus SASL', () => system.postfix.cyrusPort, cyrusMechanisms],
  ] as const;
  describe.each(servers)('%s', (_name, port, mechanisms) => {
    test.each(mechanisms)('%s: the right password', async (mechanism) => {
      const { status, report: r } = await login(port(), mechanism, alice);
      expect(r.error).toBeNull();
      expect(r.auth).toMatchObject({ used: mechanism, tried: [{ mechanism, ok: true, reply: { code: 235 } }] });
      expect(r.phases.map(({ name }) => name)).toContain('ehlo-auth');
      expect(status).toBe(0);
    });

    test.each(mechanisms)('%s: a wrong one is tried once', async (mechanism) => {
      const before = (await system.postfix.log()).length;
      const { report: r } = await login(port(), mechanism, wrong);
      expect(r.error).toMatchObject({ code: 'auth-failed', params: { mechanism }, reply: { code: 535 } });
      expect(r.auth?.tried).toMatchObject([{ mechanism, ok: false, reason: 'refused' }]);
      const log = (await system.postfix.log()).slice(before);
      expect(log.match(/authentication failed/g)).toHaveLength(1);
    });

    test('the strongest is chosen, and the initial response may come on a line of its own', async () => {
      const strongest = mechanisms.includes('SCRAM-SHA-512') ? 'SCRAM-SHA-512' : 'SCRAM-SHA-256';
      expect((await login(port(), '', alice)).report.auth?.used).toBe(strongest);
      for (const mechanism of ['SCRAM-SHA-256', 'PLAIN']) {
        const { report: r } = await login(port(), mechanism, alice, '--initial-response', 'off');
        expect(r.auth?.used).toBe(mechanism);
      }
    });
  });

  test('may this sender write to this recipient: MAIL, RCPT, RSET after the login, and no EHLO before', async () => {
    const { report: r } = await login(
      system.postfix.port,
      'SCRAM-SHA-256',
      alice,
      '--from',
      'alice@interop.test',
      '--to',
      'bob@interop.test',
    );
    expect(r.error).toBeNull();
    expect(r.recipients).toMatchObject([{ address: 'bob@interop.test', accepted: true, delivery: 'no' }]);
    const sent = (r.transcript ?? []).flatMap(({ direction, text }) =>
      direction === 'sent' ? [text.split(' ')[0]] : [],
    );
    expect(sent.slice(-5)).toEqual(['MAIL', 'RCPT', 'RSET', 'EHLO', 'QUIT']);
  });

  test.each(['OAUTHBEARER', 'XOAUTH2'])(
    '%s: a good token, and an expired one with what the server says of it',
    async (mechanism) => {
      const token = (seconds: number) => ({ user: 'alice', password: makeJwt({ sub: 'alice' }, tokenKey, seconds) });
      const good = await login(system.postfix.port, mechanism, token(3600));
      expect(good.report.auth).toMatchObject({ used: mechanism });
      const old = await login(system.postfix.port, mechanism, token(-3600));
      expect(old.report.error).toMatchObject({
        code: 'auth-failed',
        params: {
          refusal: { status: expect.any(String) as string },
          token: { subject: 'alice', problems: ['expired'] },
        },
      });
      expect(old.report.error?.message).toContain('It expired at');
    },
  );

  test('a token is recognised and tried as one, without being told to', async () => {
    const { report: r } = await login(system.postfix.port, '', {
      user: 'alice',
      password: makeJwt({ sub: 'alice' }, tokenKey),
    });
    expect(r.auth).toMatchObject({ used: 'OAUTHBEARER', tried: [{ ok: true }] });
  });

  test('ANONYMOUS logs in as nobody, only when asked', async () => {
    const { report: r } = await login(system.postfix.cyrusPort, 'ANONYMOUS', {
      user: 'probe',
      password: 'unused-password',
    });
    expect(r.auth).toMatchObject({ used: 'ANONYMOUS' });
  });
});
