/** Signing in as the window asks for it: at a real authorization server, with a browser that main opens, and no token on the window's side. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { composeApp, type App } from '../../../electron/app/compose.ts';
import { noDesktop } from '../../../electron/app/desktop.ts';
import type { Client } from '../../../electron/ipc/client.ts';
import { createHost } from '../../../electron/ipc/host.ts';
import type { OAuthFlow } from '../../../electron/protocol/values/profiles/oauth.ts';
import type { Profile } from '../../../electron/protocol/values/profiles/profile.ts';
import type { SignInStep } from '../../../electron/protocol/values/profiles/sign-in.ts';
import { content } from '../../core/profiles/samples.ts';
import { memoryKeychain, type MemoryKeychain } from '../../harness/memory-keychain.ts';
import {
  FakeBrowser,
  startAuthorizationServer,
  type AuthorizationServer,
} from '../../harness/peers/authorization-server.ts';
import { startScripted, type ScriptStep } from '../../harness/peers/scripted-server.ts';
import { localClient, type TestSender } from '../local-transport.ts';
import { runToEnd } from '../real-app.ts';

let dir: string;
let there: AuthorizationServer;
let keychain: MemoryKeychain;
let app: App;
let window: Client;
let seen: unknown[];
let agrees: boolean;
let asked: string[];
let opened: string[];
let browses: (address: string) => void;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-sign-in-'));
  // They end within the time in which they are renewed.
  there = await startAuthorizationServer({ seconds: 90 });
  [keychain, seen, agrees, asked, opened] = [memoryKeychain(), [], true, [], []];
  browses = (address) => void new FakeBrowser('ann@example.org').visit(address);
  app = composeApp({
    dataDir: dir,
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    desktop: {
      ...noDesktop,
      confirm: async ({ detail }) => {
        asked.push(detail);
        return agrees;
      },
      openSignIn: async (url) => {
        opened.push(url);
        browses(url);
        return true;
      },
    },
    keychain,
    log: () => undefined,
  });
  window = localClient(createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined }), {
    seen,
  });
});
afterEach(async () => {
  await app.close();
  await there.close();
  await rm(dir, { recursive: true, force: true });
});

const profile = (flow: OAuthFlow, port = 1): Promise<Profile> =>
  window.call('profiles.save', {
    ...{ id: null, rev: 0, folder: null },
    content: content('Office', {
      connection: { target: `127.0.0.1:${port}`, security: 'none' },
      auth: { user: 'ann@example.org', mechanisms: ['XOAUTH2'], allowClear: true },
      oauth: {
        ...{ provider: null, issuer: there.issuer, scopes: ['smtp.send'], flow },
        clientId: flow === 'client-credentials' ? 'daemon' : 'desktop',
      },
    }),
  });

/** All steps of an attempt; `each` sees them as they come. */
async function signIn(id: string, each: (step: SignInStep, attempt: string) => void = () => undefined) {
  const { attempt } = await window.call('profiles.signIn', { id, where: 'keychain' });
  const steps: SignInStep[] = [];
  await new Promise<void>((resolve) => {
    window.subscribe(
      'profiles.signInSteps',
      { attempt },
      (step) => {
        steps.push(step);
        each(step, attempt);
      },
      () => resolve(),
    );
  });
  return { attempt, steps };
}
const saved = async (id: string): Promise<Profile | undefined> =>
  (await window.call('profiles.list', {})).profiles.find((one) => one.id === id);

describe('signing in from the window', () => {
  test('with the browser: asked first for an issuer of no record; a run renews; signing out revokes', async () => {
    const script: ScriptStep[] = [
      ...[{ send: '220 mx\r\n' }, { expect: '^EHLO' }, { send: '250-mx\r\n250 AUTH XOAUTH2\r\n' }],
      // The token is too long for the line of the command.
      ...[{ expect: '^AUTH XOAUTH2$' }, { send: '334 \r\n' }, { expect: '^[A-Za-z0-9+/]' }, { send: '235 yes\r\n' }],
      { tail: true },
    ];
    const server = await startScripted(script);
    const { id, content: body } = await profile('code', server.port);
    const { attempt, steps } = await signIn(id);
    expect(steps).toMatchObject([
      { type: 'browser', opened: true, address: opened[0] },
      { type: 'done', signedIn: { as: 'ann@example.org', scopes: ['smtp.send'], renewable: true } },
    ]);
    expect(opened).toHaveLength(1);
    expect(asked).toEqual([expect.stringContaining(`${there.issuer}/auth`)]);
    expect(await saved(id)).toMatchObject({ signedIn: { as: 'ann@example.org' } });
    // Whoever asks late gets all of it.
    const late: SignInStep[] = [];
    await new Promise<void>((resolve) => {
      window.subscribe(
        'profiles.signInSteps',
        { attempt },
        (step) => late.push(step),
        () => resolve(),
      );
    });
    expect(late).toEqual(steps);
    const before = there.asked.filter((path) => path === '/token').length;
    const run = await runToEnd(window, {
      ...{
        command: 'check',
        connection: body.connection,
        auth: body.auth,
        secret: null,
        profileId: id,
        envelope: null,
      },
    });
    expect(run.report?.error).toBeNull();
    expect(there.asked.filter((path) => path === '/token')).toHaveLength(before + 1);
    await server.close();
    expect(await window.call('profiles.signOut', { id })).toEqual({ revoked: true });
    expect(await saved(id)).toMatchObject({ signedIn: null, secrets: [] });
    // No token came to the window: access tokens are JWTs, those that renew are in the keychain only.
    expect(JSON.stringify(seen)).not.toMatch(/eyJ[\w-]{10}/);
  });

  test('with a code: it is shown, no browser is opened', async () => {
    const { id } = await profile('device');
    const { steps } = await signIn(id, (step) => {
      if (step.type === 'code')
        void new FakeBrowser('bob@example.org').visit(`${step.address}?user_code=${step.userCode}`);
    });
    expect(steps).toMatchObject([{ type: 'code' }, { type: 'done', signedIn: { as: 'bob@example.org' } }]);
    expect(opened).toEqual([]);
  }, 60_000);

  test('as the program itself, with the secret that came in as secrets do', async () => {
    const { id } = await profile('client-credentials');
    expect((await signIn(id)).steps).toMatchObject([
      { type: 'failed', error: { code: 'sign-in-failed', params: { argument: 'client-secret' } } },
    ]);
    await window.call('secrets.set', { id, kind: 'client-secret', secret: 'daemon-secret', where: 'keychain' });
    expect((await signIn(id)).steps).toMatchObject([{ type: 'done', signedIn: { renewable: true } }]);
  });
});

describe('nothing is kept', () => {
  test('where the user does not agree to open the issuer', async () => {
    agrees = false;
    const { id } = await profile('code');
    expect((await signIn(id)).steps).toMatchObject([{ type: 'failed', error: { code: 'not-confirmed' } }]);
    expect(opened).toEqual([]);
    expect(await saved(id)).toMatchObject({ secrets: [] });
  });

  test('where it is cancelled, or another begins; strange attempts are none', async () => {
    browses = () => undefined;
    const { id } = await profile('code');
    const { steps } = await signIn(id, (step, attempt) => {
      if (step.type === 'browser') void window.call('profiles.cancelSignIn', { attempt });
    });
    expect(steps.at(-1)).toMatchObject({ error: { params: { reason: 'cancelled' } } });
    const second = await signIn(id, (step) => {
      if (step.type !== 'browser' || opened.length > 2) return;
      browses = (address) => void new FakeBrowser('ann@example.org').visit(address);
      void window.call('profiles.signIn', { id, where: 'session' });
    });
    expect(second.steps.at(-1)).toMatchObject({ error: { params: { reason: 'cancelled' } } });
    const ended = await new Promise((resolve) => {
      window.subscribe('profiles.signInSteps', { attempt: 'none' }, () => undefined, resolve);
    });
    expect(ended).toMatchObject({ code: 'invalid-argument' });
  });
});

test('no more browsers are opened than a person asks for', async () => {
  browses = () => undefined;
  const { id } = await profile('code');
  const reported: boolean[] = [];
  for (let nth = 0; nth < 9; nth += 1) {
    await signIn(id, (step, attempt) => {
      if (step.type !== 'browser') return;
      reported.push(step.opened);
      void window.call('profiles.cancelSignIn', { attempt });
    });
  }
  expect(opened).toHaveLength(8);
  expect(reported.at(-1)).toBe(false);
});
