/** What was not written here logs in to our server: msmtp, GNU SASL (channel binding too), curl, swaks and smtplib. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { curl, gsasl, type Login, type LoginResult, msmtp, swaksLogin } from './clients/logins.ts';
import { describeWith } from './availability.ts';
import { makeJwt } from './tokens.ts';
import { serve } from './serve.ts';
import type { Serving } from './serve.ts';

const passwords = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'DIGEST-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'];
const plus = ['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS', 'SCRAM-SHA-512-PLUS'];
const all = [...plus, ...passwords, 'SCRAM-SHA-512', 'XOAUTH2', 'OAUTHBEARER', 'ANONYMOUS', 'EXTERNAL'];
const token = makeJwt({ sub: 'alice', aud: 'mail' }, 'any key: signatures are not looked at');

await describeWith(['msmtp', 'gsasl', 'curl', 'swaks', 'swaks-tls', 'swaks-sasl', 'python'], 'logging in here', () => {
  let server: Serving;
  beforeAll(async () => {
    const args = [
      '--smtp',
      '0',
      '--auth',
      'alice:env:ALICE',
      '--auth-token',
      'jwt:aud=mail',
      '--hostname',
      'localhost',
    ];
    const lists = ['--auth-mechanisms', all.join(','), '--auth-mechanisms-clear', 'CRAM-MD5'];
    server = await serve([...args, ...lists], { ALICE: 'wonderland' });
  });
  afterAll(() => server.stop());

  const login = (mechanism: string, password: string): Login => ({
    port: server.port('smtp'),
    caFile: server.caFile,
    folder: server.folder,
    mechanism,
    user: 'alice',
    password,
  });

  const clients: readonly (readonly [string, (login: Login) => Promise<LoginResult>, readonly string[]])[] = [
    ['msmtp', msmtp, [...passwords, 'XOAUTH2', 'OAUTHBEARER']],
    ['GNU SASL', gsasl, [...passwords, ...plus.slice(0, 2)]],
    ['curl', curl, ['PLAIN', 'LOGIN', 'CRAM-MD5', 'DIGEST-MD5', 'OAUTHBEARER']],
    ['swaks', swaksLogin, ['PLAIN', 'LOGIN', 'CRAM-MD5', 'DIGEST-MD5']],
  ];
  describe.each(clients)('%s', (_name, client, mechanisms) => {
    test.each(mechanisms)('%s', async (mechanism) => {
      const isToken = mechanism.includes('OAUTH');
      const good = await client(login(mechanism, isToken ? token : 'wonderland'));
      expect(good.ok, good.output).toBe(true);
      expect(await server.nextEvent('auth')).toMatchObject({ mechanism, user: 'alice', ok: true });
      const bad = await client(
        login(mechanism, isToken ? makeJwt({ sub: 'alice', aud: 'other' }, 'k') : 'looking-glass'),
      );
      expect(bad.ok, bad.output).toBe(false);
      expect(await server.nextEvent('auth')).toMatchObject({ mechanism, ok: false });
    });
  });

  test('smtplib takes CRAM-MD5, the only one before TLS', async () => {
    const code = `
import smtplib, sys
client = smtplib.SMTP("127.0.0.1", ${server.port('smtp')}, "client.test", timeout=20)
client.ehlo()
print(client.esmtp_features["auth"].strip(), client.login("alice", sys.stdin.read())[0])
client.quit()`;
    const child = spawn('python3', ['-c', code], { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stdin.end('wonderland');
    await once(child, 'close');
    expect(output).toBe('CRAM-MD5 235\n');
    expect(await server.nextEvent('auth')).toMatchObject({ mechanism: 'CRAM-MD5', user: 'alice', ok: true });
  });

  test('the transcript of a session holds the decoded exchange and no secret', async () => {
    await swaksLogin(login('CRAM-MD5', 'wonderland'));
    await gsasl({ ...login('SCRAM-SHA-256-PLUS', 'wonderland'), user: 'alice' });
    const text = await sessionWith(server, 'SCRAM-SHA-256-PLUS, server: signature');
    for (const part of [
      'client: channelBinding tls-exporter, user alice',
      'server: nonce',
      'iterations 4096',
      'proof ***',
    ])
      expect(text).toContain(part);
    for (const form of ['wonderland', Buffer.from('wonderland').toString('base64').slice(0, -2)])
      expect(text).not.toContain(form);
  });
});

/** Sessions end in the order in which they were; those of the tests before come first. */
async function sessionWith(server: Serving, words: string): Promise<string> {
  for (;;) {
    const text = JSON.stringify(await server.nextEvent('session-end'));
    if (text.includes(words)) return text;
  }
}
