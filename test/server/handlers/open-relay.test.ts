/**
 * Who may send through a relay, over every combination of what a configuration can say. What the rule answers is compared with an attack:
 * the command table and the real login exchanges, driven by somebody who was given nothing.
 */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { AuthDialogue } from '../../../electron/core/server/users/exchange.ts';
import { hiddenKeywords } from '../../../electron/core/server/commands/capabilities.ts';
import { perform } from '../../../electron/core/server/commands/commands.ts';
import { debuggingHandler } from '../../../electron/core/server/handlers/debugging.ts';
import { proxyHandler } from '../../../electron/core/server/handlers/proxy.ts';
import { routeHandler } from '../../../electron/core/server/handlers/route.ts';
import { sinkHandler } from '../../../electron/core/server/handlers/sink.ts';
import { openRelay } from '../../../electron/core/server/listener/relay-rule.ts';
import { createTestServer } from '../../../electron/core/server/server.ts';
import { SessionState, type SessionConfig } from '../../../electron/core/server/session/state.ts';
import type { TokenRule } from '../../../electron/core/server/users/tokens.ts';
import { acceptAnyUser, userVerifiers } from '../../../electron/core/server/users/users.ts';
import { discardingSpool } from '../../../electron/storage/spool/memory-spool.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { limits } from '../../../electron/core/server/limits.ts';
import type { MessageHandler, UserVerifier } from '../../../electron/core/server/handlers/types.ts';
import type { ListenerConfig, ServerConfig } from '../../../electron/protocol/values/server/server.ts';
import { listenerConfig } from '../fixture.ts';

const MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256', 'XOAUTH2', 'OAUTHBEARER', 'EXTERNAL', 'ANONYMOUS'];

const withTokens = (tokens: TokenRule | null) =>
  userVerifiers([{ user: 'ann', password: 'only Ann knows' }], { realm: 'x', mechanisms: MECHANISMS, tokens });

/** As the command line and the window make them. */
const USERS: Readonly<Record<string, { verifier: UserVerifier; acceptAny: boolean }>> = {
  none: { verifier: userVerifiers([]), acceptAny: false },
  passwords: { verifier: withTokens(null), acceptAny: false },
  'fixed token': { verifier: withTokens({ kind: 'fixed', token: randomBytes(16).toString('hex') }), acceptAny: false },
  'any token': { verifier: withTokens({ kind: 'any' }), acceptAny: false },
  'jwt token': { verifier: withTokens({ kind: 'jwt', claims: { aud: 'mail' } }), acceptAny: false },
  'auth-any': { verifier: acceptAnyUser, acceptAny: true },
};

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const forged = `${encoded({ alg: 'none' })}.${encoded({ aud: 'mail', sub: 'eve' })}.x`;

/** What somebody without a secret can say; the response to a challenge, or the initial one. */
const ATTACKS: Readonly<Record<string, readonly string[]>> = {
  PLAIN: ['\0eve\0guess', '\0ann\0guess', '\0\0'],
  LOGIN: ['eve'],
  'CRAM-MD5': [`eve ${'0'.repeat(32)}`],
  'SCRAM-SHA-256': ['n,,n=eve,r=abc'],
  XOAUTH2: [`user=eve\x01auth=Bearer ${forged}\x01\x01`],
  OAUTHBEARER: [`n,a=eve,\x01auth=Bearer ${forged}\x01\x01`],
  EXTERNAL: ['', 'ann'],
  ANONYMOUS: ['', 'eve'],
};

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

/** An attacker without a client certificate, with or without TLS. */
async function getsIn(mechanism: string, users: UserVerifier): Promise<boolean> {
  for (const said of ATTACKS[mechanism] ?? []) {
    const link = { hostname: 'x', bindings: [], offered: MECHANISMS, random: randomBytes, external: [] };
    const dialogue = new AuthDialogue(mechanism, users, link);
    let step = await dialogue.start(null);
    for (let i = 0; i < 3 && step.kind === 'challenge'; i += 1)
      step = await dialogue.respond(Buffer.from(base64(i === 0 ? said : 'guess')));
    if (step.kind === 'success') return true;
  }
  return false;
}

const LISTENERS: Readonly<Record<string, Partial<ListenerConfig>>> = {
  loopback: { host: '127.0.0.1', port: 25 },
  'mapped loopback': { host: '::ffff:127.0.0.1', port: 25 },
  wildcard: { host: '0.0.0.0', port: 25 },
  'IPv6 wildcard': { host: '::', port: 25 },
  LAN: { host: '192.0.2.1', port: 25 },
  unix: { host: null, port: null, path: '/run/x.sock' },
};
const SECURITY = ['none', 'starttls', 'starttls-required', 'tls'] as const;
const LISTS: readonly (readonly string[])[] = [
  [],
  ['PLAIN'],
  ['XOAUTH2'],
  ['EXTERNAL'],
  ['SCRAM-SHA-256', 'anonymous'],
];
const LOGINS = [
  { enabled: false, required: false },
  { enabled: false, required: true },
  { enabled: true, required: false },
  { enabled: true, required: true },
];

/** Can MAIL be reached by anybody, from the state in which a session of this listener can be? */
function attacked(listener: ListenerConfig, server: ServerConfig, admitted: ReadonlySet<string>): boolean {
  const config: SessionConfig = {
    protocol: 'smtp',
    security: listener.security,
    server,
    limits: limits.server,
    hidden: hiddenKeywords(server, false),
    proxyProtocol: listener.proxyProtocol === true,
  };
  const states = listener.security === 'none' ? [false] : listener.security === 'tls' ? [true] : [false, true];
  return states.some((encrypted) => {
    const fresh = () => {
      const state = new SessionState();
      state.greet();
      if (encrypted) {
        state.startTls();
        state.endTls([], []);
      }
      state.hello('EHLO', 'eve');
      return state;
    };
    const loggedIn = (user: string | null) => {
      const state = fresh();
      state.beginAuth();
      state.endAuth(user);
      return state;
    };
    const mail = (state: SessionState) => {
      const action = perform('MAIL', 'FROM:<eve@e.example>', state, config);
      return action.kind === 'reply' && action.reply.code === 250;
    };
    if (mail(fresh())) return true;
    const claimed = perform('XCLIENT', 'LOGIN=ann', fresh(), config);
    if (claimed.kind === 'stated' && mail(loggedIn(claimed.stated.user))) return true;
    return MECHANISMS.some((name) => {
      if (!admitted.has(name) || perform('AUTH', name, fresh(), config).kind !== 'auth') return false;
      return mail(loggedIn('eve'));
    });
  });
}

test('the rule says what an attack finds, for every combination of listener, TLS, mechanisms, users, XCLIENT and PROXY', async () => {
  let [combinations, open] = [0, 0];
  const wrong: string[] = [];
  for (const [kind, { verifier, acceptAny }] of Object.entries(USERS)) {
    const admitted = new Set<string>();
    for (const name of MECHANISMS) if (await getsIn(name, verifier)) admitted.add(name);
    for (const [where, address] of Object.entries(LISTENERS))
      for (const security of SECURITY)
        for (const mechanisms of LISTS)
          for (const clearMechanisms of [undefined, ...LISTS])
            for (const login of LOGINS)
              for (const allowClear of [true, false])
                for (const xclient of [false, true])
                  for (const proxyProtocol of [false, true]) {
                    const listener = listenerConfig({ ...address, security, proxyProtocol });
                    const config: ServerConfig = {
                      hostname: 'x',
                      listeners: [listenerConfig({ id: 'other' }), listener],
                      maxMessageBytes: 0,
                      smtputf8: true,
                      xclient,
                      auth: {
                        ...login,
                        acceptAny,
                        allowClear,
                        mechanisms: [...mechanisms],
                        ...(clearMechanisms === undefined ? {} : { clearMechanisms: [...clearMechanisms] }),
                      },
                    };
                    const others = proxyProtocol || !['loopback', 'mapped loopback', 'unix'].includes(where);
                    const expected = others && attacked(listener, config, admitted);
                    combinations += 1;
                    if (expected) open += 1;
                    if ((openRelay(config, verifier) !== null) !== expected)
                      wrong.push(JSON.stringify({ kind, where, expected, config }));
                  }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(combinations).toBe(6 * 6 * 4 * 5 * 6 * 4 * 2 * 2 * 2);
  expect(open).toBeGreaterThan(combinations / 10);
  expect(open).toBeLessThan(combinations);
}, 60_000);

const relaying: MessageHandler = proxyHandler({
  connection: { target: '127.0.0.1:1' },
  auth: null,
  hostname: 'x',
  clock: systemClock,
  signal: new AbortController().signal,
  events: () => undefined,
});

const strangersWelcome = (host: string): ServerConfig => ({
  hostname: 'x',
  listeners: [listenerConfig({ host })],
  maxMessageBytes: 0,
  smtputf8: true,
  auth: { enabled: false, acceptAny: false, required: false, allowClear: true, mechanisms: [] },
});

const serverWith = (handler: MessageHandler, config: ServerConfig) =>
  createTestServer({
    config,
    spool: discardingSpool(),
    handler,
    users: userVerifiers([]),
    tls: () => Promise.reject(new Error('no TLS here')),
    clock: systemClock,
    observer: {
      listener: () => undefined,
      session: () => undefined,
      event: () => undefined,
      message: () => undefined,
    },
  });

test.each([
  ['the relay', relaying],
  ['a route to it', routeHandler(() => true, relaying, sinkHandler())],
  ['a route that has it for the rest', routeHandler(() => false, sinkHandler(), relaying)],
  ['a printed relay', debuggingHandler(() => undefined, relaying)],
])('no way of making or changing a server opens %s to strangers', async (_, handler) => {
  expect(() => serverWith(handler, strangersWelcome('0.0.0.0'))).toThrow(RangeError);
  const server = serverWith(handler, strangersWelcome('127.0.0.1'));
  await expect(async () => server.configure(strangersWelcome('0.0.0.0'))).rejects.toThrow(RangeError);
  await expect(server.addListener(listenerConfig({ id: 'all', host: '::' }))).rejects.toThrow(RangeError);
  expect(server.listeners()).toEqual([]);
});

test('what keeps messages may listen anywhere', async () => {
  const server = serverWith(
    routeHandler(() => true, sinkHandler(), sinkHandler()),
    strangersWelcome('127.0.0.1'),
  );
  await expect(server.configure(strangersWelcome('0.0.0.0'))).resolves.toHaveLength(1);
});
