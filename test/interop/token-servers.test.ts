/**
 * Tokens of a real authorization server at a real mail server: Dovecot, behind Postfix, checks them by their signature or asks about them.
 * Right, for another audience, for another scope, ended, withdrawn, and somebody else's.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInByCode, type Grant } from '../../electron/core/oauth/flows.ts';
import { openServer } from '../../electron/core/oauth/server.ts';
import {
  AUDIENCE,
  FakeBrowser,
  KEY_ID,
  RESOURCE_SERVER,
  startAuthorizationServer,
  type AuthorizationServer,
} from '../harness/peers/authorization-server.ts';
import { describeWith } from './availability.ts';
import { report } from './posthorn.ts';
import type { DovecotOptions } from './servers/dovecot.ts';
import { startMailSystem, type MailSystem } from './servers/mail-system.ts';

const mechanisms = ['XOAUTH2', 'OAUTHBEARER'] as const;
const never = new AbortController().signal;

async function grantOf({ issuer }: AuthorizationServer, user: string, scopes = ['smtp.send']): Promise<Grant> {
  const settings = { provider: null, issuer, clientId: 'desktop', scopes, flow: 'code' } as const;
  return signInByCode({
    server: await openServer(settings, null, never),
    ...{ signal: never, now: Date.now, user },
    open: async (url) => void new FakeBrowser(user).visit(url),
  });
}

const login = (system: MailSystem, mechanism: string, password: string, user = 'alice') =>
  report(
    'check',
    [
      ...[`127.0.0.1:${system.postfix.port}`, '--security', 'starttls', '--ca', system.certificates.ca],
      ...['--auth', mechanism],
    ],
    { user, password },
  );

const startWith = (authorization: DovecotOptions['authorization']): Promise<MailSystem> =>
  startMailSystem({
    mechanisms: mechanisms.map((name) => name.toLowerCase()),
    ...(authorization === undefined ? {} : { authorization }),
  });

/** Until what the token's server said is over. */
const ended = (grant: Grant): Promise<void> => delay(Math.max(0, (grant.expiresAt ?? 0) - Date.now()) + 1_500);

await describeWith(['postfix', 'dovecot'], 'tokens of an authorization server', () => {
  describe('checked by their signature', () => {
    let system: MailSystem;
    let there: AuthorizationServer;
    beforeAll(async () => {
      there = await startAuthorizationServer();
      const publicKey = there.publicKey.export({ type: 'spki', format: 'pem' }).toString();
      system = await startWith({
        kind: 'local',
        issuer: there.issuer,
        audience: AUDIENCE,
        keyId: KEY_ID,
        publicKey,
      });
    });
    afterAll(async () => {
      await system.stop();
      await there.close();
    });

    test.each(mechanisms)('%s: right', async (mechanism) => {
      const { report: r } = await login(system, mechanism, (await grantOf(there, 'alice')).access);
      expect(r.error, (await system.dovecot.log()).slice(-1500)).toBeNull();
      expect(r.auth).toMatchObject({ used: mechanism, tried: [{ ok: true, reply: { code: 235 } }] });
    });

    test.each(mechanisms)('%s: of another server, and one letter changed', async (mechanism) => {
      const other = await startAuthorizationServer();
      const strange = (await grantOf(other, 'alice')).access;
      await other.close();
      const own = (await grantOf(there, 'alice')).access;
      const at = own.lastIndexOf('.') + 10;
      const changed = `${own.slice(0, at)}${own[at] === 'A' ? 'B' : 'A'}${own.slice(at + 1)}`;
      for (const token of [strange, changed]) {
        const { report: r } = await login(system, mechanism, token);
        expect(r.error).toMatchObject({ code: 'auth-failed', reply: { code: 535 } });
        expect(r.auth?.tried).toHaveLength(1);
      }
    });

    test.each(mechanisms)('%s: for another audience', async (mechanism) => {
      const { issuer, publicKey } = there;
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const choosy = await startWith({
        kind: 'local',
        ...{ issuer, audience: 'https://other.test', keyId: KEY_ID, publicKey: pem },
      });
      try {
        const { report: r } = await login(choosy, mechanism, (await grantOf(there, 'alice')).access);
        expect(r.error).toMatchObject({ code: 'auth-failed', params: { token: { audience: [AUDIENCE] } } });
      } finally {
        await choosy.stop();
      }
    });

    test.each(mechanisms)('%s: somebody else’s', async (mechanism) => {
      const { report: r } = await login(system, mechanism, (await grantOf(there, 'bob')).access);
      expect(r.error).toMatchObject({ code: 'auth-failed', params: { token: { subject: 'bob' } } });
    });
  });

  describe('asked about at the authorization server', () => {
    let system: MailSystem;
    let there: AuthorizationServer;
    const asking = ({ issuer }: AuthorizationServer, scope = 'smtp.send'): DovecotOptions['authorization'] => {
      const url = new URL('/token/introspection', issuer);
      url.username = RESOURCE_SERVER.id;
      url.password = RESOURCE_SERVER.secret;
      return { kind: 'introspection', url: url.href, scope };
    };
    beforeAll(async () => {
      // Long enough for a sign-in and a login on a machine with other work.
      there = await startAuthorizationServer({ format: 'opaque', seconds: 12 });
      system = await startWith(asking(there));
    });
    afterAll(async () => {
      await system.stop();
      await there.close();
    });

    test.each(mechanisms)(
      '%s: right, then ended',
      async (mechanism) => {
        const grant = await grantOf(there, 'alice');
        expect(grant.access).not.toContain('.');
        const before = there.asked.filter((path) => path === '/token/introspection').length;
        const { report: good } = await login(system, mechanism, grant.access);
        expect(good.error).toBeNull();
        expect(good.auth).toMatchObject({ used: mechanism });
        expect(there.asked.filter((path) => path === '/token/introspection').length).toBe(before + 1);
        await ended(grant);
        const { report: old } = await login(system, mechanism, grant.access);
        expect(old.error).toMatchObject({ code: 'auth-failed', reply: { code: 535 } });
      },
      60_000,
    );

    test.each(mechanisms)('%s: withdrawn, and never given', async (mechanism) => {
      const grant = await grantOf(there, 'alice');
      await there.revokeGrants();
      for (const token of [grant.access, 'A1b2'.repeat(20)]) {
        const { report: r } = await login(system, mechanism, token);
        expect(r.error).toMatchObject({ code: 'auth-failed', reply: { code: 535 } });
      }
    });

    test.each(mechanisms)('%s: without the scope that the mail server wants', async (mechanism) => {
      const choosy = await startWith(asking(there, 'smtp.send-as-anybody'));
      try {
        const { report: r } = await login(choosy, mechanism, (await grantOf(there, 'alice')).access);
        expect(r.error).toMatchObject({ code: 'auth-failed', reply: { code: 535 } });
      } finally {
        await choosy.stop();
      }
    });
  });
});
