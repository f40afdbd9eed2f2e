/**
 * A page that was taken over makes every call of the contract, and leads each run that it can think of to a listener of its own. No
 * kept secret, nothing computed from one and no client certificate arrives there; the right server gets them all the same.
 */
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { AppError } from '../../electron/protocol/values/app-error.ts';
import type { Client } from '../../electron/ipc/client.ts';
import { contract, type CallName } from '../../electron/ipc/contract.ts';
import { createHost } from '../../electron/ipc/host.ts';
import type { SurveyStart } from '../../electron/protocol/values/app/survey.ts';
import type { SignInStep } from '../../electron/protocol/values/profiles/sign-in.ts';
import type { Profile, ProfileContent } from '../../electron/protocol/values/profiles/profile.ts';
import type { AuthOptions, ConnectionOptions } from '../../electron/protocol/values/target.ts';
import { composeApp, type App } from '../../electron/app/compose.ts';
import { noDesktop, type ConfirmQuestion } from '../../electron/app/desktop.ts';
import { mechanisms } from '../../electron/core/sasl/registry.ts';
import { content } from '../core/profiles/samples.ts';
import { makeCertificates, testAuthority, testCertificate } from '../harness/certificates.ts';
import { startDns, type DnsServer } from '../harness/peers/dns-server.ts';
import { memoryKeychain, type MemoryKeychain } from '../harness/memory-keychain.ts';
import { startRecording, type RecordingServer } from '../harness/attacker.ts';
import { localClient, type TestSender } from '../ipc/local-transport.ts';
import { runToEnd } from '../ipc/real-app.ts';
import { sampleInputs } from '../ipc/samples.ts';

const SECRETS = {
  password: 'kept-pässword-7a31',
  token: 'kept-token-9c55',
  'proxy-password': 'kept-proxy-2f80',
  passphrase: 'kept-phrase-51d0',
} as const;
/** The page's own, by which its own logins are told from others. */
const OWN = 'typed-by-the-page';

let evil: Record<'clear' | 'starttls' | 'tls' | 'socket' | 'proxy', RecordingServer>;
let home: Record<'clear' | 'starttls' | 'tls' | 'proxy', RecordingServer>;
let dns: DnsServer;
let socketPath: string;
let dir: string;
let keychain: MemoryKeychain;
let app: App;
let page: Client;
let seen: unknown[];
let questions: ConfirmQuestion[];
let chosen: string[];
let kept: Record<'clear' | 'starttls' | 'tls' | 'proxied', Profile>;

async function servers<K extends string>(kinds: Record<K, 'implicit' | 'starttls' | 'none'>) {
  const certificate = testCertificate('valid');
  const made = Object.entries<'implicit' | 'starttls' | 'none'>(kinds).map(async ([name, tls]) => [
    name,
    await startRecording({ tls, certificate, ca: testAuthority(), ...(name === 'socket' ? { path: socketPath } : {}) }),
  ]);
  return Object.fromEntries(await Promise.all(made)) as Record<K, RecordingServer>;
}

beforeAll(async () => {
  await makeCertificates();
  dns = await startDns({ 'home.test': { a: ['127.0.0.1'], mx: [[1, 'home.test']] } });
});
afterAll(() => dns.close());

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-page-'));
  socketPath = join(dir, 'evil.sock');
  evil = await servers({ clear: 'none', starttls: 'starttls', tls: 'implicit', socket: 'none', proxy: 'none' });
  home = await servers({ clear: 'none', starttls: 'starttls', tls: 'implicit', proxy: 'none' });
  [keychain, seen, questions, chosen] = [memoryKeychain(), [], [], []];
  app = composeApp({
    dataDir: join(dir, 'data'),
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    desktop: {
      ...noDesktop,
      chooseFiles: async () => chosen,
      chooseSavePath: async () => join(dir, 'saved.json'),
      confirm: async (question) => {
        questions.push(question);
        return false;
      },
    },
    keychain,
    log: () => undefined,
  });
  const host = createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined });
  page = localClient(host, { seen });
  const { cert, key } = testCertificate('clienteku');
  const encrypted = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: SECRETS.passphrase,
  });
  await writeFile(join(dir, 'key.pem'), encrypted.toString());
  await writeFile(
    join(dir, 'msmtprc'),
    `account a\nhost 127.0.0.1\nport ${home.clear.port}\nauth on\nuser ann\npassword ${SECRETS.password}\n`,
  );
  const ca = testAuthority();
  const auth = { user: 'ann' };
  const via = `socks5://ann@127.0.0.1:${home.proxy.port}`;
  kept = {
    clear: await keep('clear', { target: at(home.clear), security: 'none' }, { ...auth, allowClear: true }),
    starttls: await keep('starttls', { target: at(home.starttls), security: 'starttls', ca }, auth),
    tls: await keep('tls', { target: at(home.tls), security: 'tls', ca, clientCertificate: cert }, auth),
    proxied: await keep('proxied', { target: at(home.clear), security: 'none', proxy: via }, auth, ['proxy-password']),
  };
  for (const kind of ['password', 'token', 'passphrase'] as const) await give(kept.tls, kind);
  chosen = [join(dir, 'key.pem')];
  const [file] = await page.call('files.choose', { purpose: 'key', profileId: kept.tls.id });
  const handle = file?.handle ?? '';
  await page.call('secrets.fromFile', { id: kept.tls.id, kind: 'client-key', handle, where: 'keychain' });
  seen.length = 0;
});
afterEach(async () => {
  await app.close();
  await Promise.all([...Object.values(evil), ...Object.values(home)].map((server) => server.close()));
  await rm(dir, { recursive: true, force: true });
});

const at = ({ port }: RecordingServer): string => `127.0.0.1:${port}`;
const give = ({ id }: Profile, kind: keyof typeof SECRETS) =>
  page.call('secrets.set', { id, kind, secret: SECRETS[kind], where: 'keychain' });

async function keep(
  name: string,
  connection: ConnectionOptions,
  auth: AuthOptions,
  kinds: readonly (keyof typeof SECRETS)[] = ['password'],
): Promise<Profile> {
  const profile = await save(null, content(name, { connection, auth }));
  for (const kind of kinds) await give(profile, kind);
  return profile;
}

const save = (from: Profile | null, body: ProfileContent): Promise<Profile> =>
  page.call('profiles.save', { id: from?.id ?? null, rev: from?.rev ?? 0, folder: null, content: body });

async function run(profileId: string, connection: ConnectionOptions, auth: AuthOptions | null): Promise<void> {
  const timeouts = { dns: 1_000, connect: 1_000, greeting: 1_000, tls: 1_000, reply: 1_000 };
  const asked = { connection: { timeouts, ehloName: 'page.test', ...connection }, auth, secret: null, profileId };
  // What a run cannot do is an answer too.
  await runToEnd(page, { command: 'check', envelope: null, ...asked }).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}

/** Every way of a run to a listener of the attacker, or past the right one. */
function ways(saved: ConnectionOptions): ConnectionOptions[] {
  const port = saved.target.split(':').at(-1) ?? '';
  const loose = { insecure: true, ca: testAuthority() };
  return [
    { ...saved, target: at(evil.clear) },
    { ...saved, target: at(evil.clear), security: 'none', ...loose },
    { ...saved, target: at(evil.starttls), security: 'starttls', ...loose },
    { ...saved, target: at(evil.tls), security: 'tls', ...loose },
    { ...saved, target: at(evil.clear), protocol: 'lmtp', security: 'none' },
    { target: socketPath, protocol: 'smtp', security: 'none' },
    { ...saved, proxy: `socks5://ann@${at(evil.proxy)}` },
    { ...saved, proxy: `http://ann@${at(evil.proxy)}` },
    { ...saved, target: `home.test:${evil.tls.port}`, dnsServer: dns.address, ...loose },
    { ...saved, target: `home.test:${port}`, dnsServer: dns.address },
    { ...saved, target: `home.test:${evil.clear.port}`, mx: true, dnsServer: dns.address },
  ];
}

const logins = (user = 'ann'): AuthOptions[] => [
  { user, allowClear: true, tryAllMechanisms: true },
  { user, allowClear: true, mechanisms: mechanisms.filter(({ secret }) => secret !== 'none').map(({ name }) => name) },
];

/** Each kept profile by each way, as an edit that is not saved, and saved. */
async function drain(): Promise<void> {
  const { profiles } = await page.call('profiles.list', {});
  for (const profile of profiles) {
    for (const connection of ways(profile.content.connection))
      for (const auth of logins(profile.content.auth?.user)) await run(profile.id, connection, auth);
  }
}

function nothingLeft(): void {
  for (const [name, server] of Object.entries(evil)) {
    const heard = server.heard();
    expect(server.shown, name).toEqual([]);
    // Whatever the page itself typed may go anywhere.
    const foreign = heard.split('\r\n').filter((line) => /^AUTH/i.test(line));
    expect(foreign, name).toEqual([]);
    const decoded = (heard.match(/[A-Za-z0-9+/]{8,}={0,2}/g) ?? []).map((word) => Buffer.from(word, 'base64'));
    for (const secret of Object.values(SECRETS)) {
      const octets = Buffer.from(secret);
      for (const bytes of [Buffer.from(heard, 'latin1'), ...decoded])
        expect(bytes.includes(octets), `${name}: ${secret}`).toBe(false);
    }
  }
  const reported = JSON.stringify(seen);
  for (const secret of Object.values(SECRETS)) expect(reported).not.toContain(secret);
  expect(reported).not.toContain('PRIVATE KEY');
}

test('what is saved goes to the right server, so that the others mean something', async () => {
  for (const profile of [kept.clear, kept.starttls, kept.tls])
    await run(profile.id, profile.content.connection, profile.content.auth);
  await run(kept.proxied.id, kept.proxied.content.connection, kept.proxied.content.auth);
  for (const server of [home.clear, home.starttls, home.tls]) expect(server.heard()).toMatch(/^AUTH /m);
  expect(home.tls.shown).toHaveLength(1);
  expect(home.proxy.connections()).toBe(1);
});

describe('nothing leaves', () => {
  test('by a run with edits', async () => {
    await drain();
    expect(Object.values(evil).every((server) => server.connections() > 0)).toBe(true);
    nothingLeft();
  }, 120_000);

  test('by a run as saved, after the profile was saved to go elsewhere; and main asks, not the page', async () => {
    for (const profile of Object.values(kept)) {
      let now = profile;
      for (const connection of ways(profile.content.connection)) {
        const auth = { user: 'ann', allowClear: true };
        now = await save(now, { ...profile.content, connection, auth });
        await run(now.id, now.content.connection, now.content.auth);
        const copy = await page.call('profiles.duplicate', { id: now.id });
        await run(copy.id, copy.content.connection, copy.content.auth);
        await expect(page.call('secrets.rebind', { id: now.id })).rejects.toMatchObject({ code: 'not-confirmed' });
      }
    }
    expect(questions.length).toBeGreaterThan(0);
    expect(questions.every(({ detail }) => detail.includes('Until now: 127.0.0.1:'))).toBe(true);
    nothingLeft();
  }, 120_000);
});

type Attack = (() => Promise<unknown>) | 'as it is';
/**
 * Of each call the worst that could be done with it; `as it is`: nothing of it bears on a secret, and it is made with a sample. A new
 * call does not compile until it stands here.
 */
const evilBody = (name: string): ProfileContent =>
  content(name, { connection: { target: at(evil.clear), security: 'none' }, auth: { user: 'ann', allowClear: true } });
const first = (): Profile => kept.clear;
const handleFor = async (purpose: 'key' | 'profiles' | 'trust', name: string, profileId?: string): Promise<string> => {
  chosen = [join(dir, name)];
  const [file] = await page.call('files.choose', { purpose, ...(profileId === undefined ? {} : { profileId }) });
  return file?.handle ?? '';
};
/** What was chosen for something else is not shown as a message either. */
const notShown = async (call: 'messages.preview' | 'messages.prepareView' | 'messages.saveTemplate'): Promise<void> => {
  const envelope = { from: 'a@example.org', to: ['b@example.org'] };
  for (const handle of [await handleFor('profiles', 'msmtprc'), await handleFor('key', 'key.pem', first().id)])
    for (const entry of [{}, { entry: 0 }]) {
      const message = { kind: 'file' as const, handle, raw: true, ...entry };
      await expect(page.call(call, { name: 'x', message, envelope })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
    }
};
const sendFile = (handle: string, kind: 'file' | 'attachment') =>
  runToEnd(page, {
    command: 'send',
    connection: { target: at(evil.clear), security: 'none', ehloName: 'page.test' },
    auth: null,
    secret: null,
    envelope: { from: 'a@example.org', to: ['b@example.org'] },
    message:
      kind === 'file'
        ? { kind: 'file', handle, raw: true }
        : { kind: 'composed', subject: 's', text: 't', html: null, attachments: [handle] },
    dryRun: false,
  });
const imported = async (secrets: 'keychain' | 'leave') => {
  const handle = await handleFor('profiles', 'msmtprc');
  const preview = await page.call('profiles.previewImport', { from: 'file', handle });
  if (preview.kind !== 'found') throw new Error(preview.kind);
  const done = await page.call('profiles.import', {
    token: preview.token,
    entries: [{ index: 0, name: 'taken in' }],
    folder: null,
    secrets,
  });
  return { token: preview.token, profile: done.profiles[0] ?? first() };
};
/** Opens a console from the profile, and logs in by every mechanism that takes a secret. */
const typedAs = async (
  profileId: string,
  connection: ConnectionOptions,
  auth: AuthOptions | null,
  until: 'ehlo' | 'tls' = 'tls',
) => {
  const { runId } = await page.call('console.open', {
    ...{ command: 'console', profileId, until, auth, secret: null, envelope: null },
    connection,
  });
  const ready = () =>
    new Promise<'open' | 'over'>((resolve) => {
      page.subscribe(
        'console.state',
        { runId },
        ({ phase, busy }) => {
          if (phase === 'open' && !busy) resolve('open');
        },
        () => resolve('over'),
      );
    });
  // Those that need none show the name alone, which is the page's own.
  for (const { name } of mechanisms.filter(({ secret }) => secret !== 'none')) {
    if ((await ready()) === 'over') return;
    const input = { kind: 'login', mechanism: name, user: null, secret: null, allowClear: true } as const;
    await page.call('console.send', { runId, input });
  }
  await ready();
  await page.call('console.close', { runId });
  await expect.poll(async () => (await page.call('runs.snapshot', { runId, afterSeq: 0 })).status).toBe('done');
};
const moved = (profile: Profile) => save(profile, { ...evilBody(profile.content.name) });

const attacks: Record<CallName, Attack> = {
  'app.info': 'as it is',
  'app.openExternal': 'as it is',
  'app.zoom': 'as it is',
  'app.document': 'as it is',
  'app.saveDiagnostics': 'as it is',
  'updates.state': 'as it is',
  // This host has no feed to be asked.
  'updates.check': async () => {
    await expect(page.call('updates.check', {})).rejects.toMatchObject({ code: 'not-available' });
  },
  'updates.passOver': 'as it is',
  'settings.get': 'as it is',
  'settings.paths': 'as it is',
  'settings.openDataFolder': 'as it is',
  'settings.set': async () => {
    const pem = testAuthority();
    const set = (name: string) => page.call('settings.set', { trust: { name, pem }, ehloName: 'page.test' });
    await expect(set('never chosen')).rejects.toMatchObject({ code: 'invalid-argument' });
    await writeFile(join(dir, 'ca.pem'), pem);
    await page.call('files.text', { handle: await handleFor('trust', 'ca.pem') });
    await expect(set('another name')).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(set('ca.pem')).rejects.toMatchObject({ code: 'not-confirmed' });
    expect(questions).toHaveLength(1);
    expect((await page.call('settings.get', {})).trust).toBeNull();
  },
  'runs.start': async () => {
    const [auth = null] = logins();
    // Its own secret beside it opens no other one's way.
    await runToEnd(page, {
      command: 'check',
      connection: { target: at(evil.clear), security: 'none', proxy: `socks5://ann@${at(evil.proxy)}` },
      auth,
      secret: null,
      secrets: { clientKey: OWN },
      profileId: kept.proxied.id,
      envelope: null,
    });
  },
  'runs.snapshot': 'as it is',
  'runs.cancel': 'as it is',
  'runs.unseen': 'as it is',
  // A matrix takes no profile; what leads to one place gets a kept secret for that place alone.
  'surveys.start': async () => {
    const [ports, tlsPorts] = [[evil.clear.port, evil.tls.port], [evil.tls.port]];
    const survey = { kind: 'matrix' as const, host: '127.0.0.1', ports, tlsPorts };
    const connection = { proxy: `socks5://ann@${at(evil.proxy)}` };
    const request = { ...survey, connection, auth: null, profileId: kept.proxied.id };
    const { surveyId } = await page.call('surveys.start', { request: { ...request }, secret: null });
    await expect.poll(async () => (await page.call('surveys.snapshot', { surveyId })).status).toBe('done');
    const login = page.call('surveys.start', {
      request: { ...survey, connection: {}, auth: { user: 'ann', allowClear: true } },
      secret: null,
    });
    await expect(login).rejects.toMatchObject({ code: 'secret-missing' });
    const settled = async (start: SurveyStart): Promise<void> => {
      const { surveyId: id } = await page.call('surveys.start', start);
      await expect.poll(async () => (await page.call('surveys.snapshot', { surveyId: id })).status).toBe('done');
    };
    for (const [profile, target, security] of [
      [kept.clear, at(evil.clear), 'none'],
      [kept.starttls, at(evil.starttls), 'starttls'],
      [kept.tls, at(evil.tls), 'tls'],
      [kept.tls, at(evil.clear), 'none'],
    ] as const) {
      const led = { target, security, ca: testAuthority() };
      const auth = { user: 'ann', allowClear: true, tryAllMechanisms: true };
      const ask = { secret: null, profileId: profile.id };
      const watch = { kind: 'watch' as const, connection: led, auth, everyMs: 10, rounds: 1, forMs: null };
      await settled({ ...ask, request: watch });
      await settled({ ...ask, request: { kind: 'mechanisms', connection: led, auth, envelope: null, also: [] } });
    }
    // A line of a list names a profile, and another place for it.
    const led = [evil.clear, evil.starttls, evil.tls].flatMap((server) => {
      const profile = kept.tls.content.name;
      return [{ text: at(server), profile }, { text: at(server), user: 'ann' }, { text: `profile:${at(server)}` }];
    });
    await settled({
      request: {
        kind: 'targets',
        name: '',
        do: 'verify',
        targets: led.map((each, nth) => ({ ...each, line: nth + 1 })),
        connection: { proxy: `socks5://ann@${at(evil.proxy)}`, ca: testAuthority() },
        auth: { user: 'ann', allowClear: true },
        concurrency: 4,
        perAddress: 4,
      },
      secret: OWN,
    });
    // The right place, and the same password elsewhere too: main asks, and nobody agrees.
    const others = [{ protocol: 'imap' as const, host: '127.0.0.1', port: evil.tls.port }];
    const { connection: own, auth: ownAuth } = kept.tls.content;
    if (ownAuth === null) throw new Error('no login');
    const asked = questions.length;
    await settled({
      request: { kind: 'mechanisms', connection: own, auth: ownAuth, envelope: null, also: others },
      secret: null,
      profileId: kept.tls.id,
    });
    expect(questions.length).toBe(asked + 1);
  },
  'surveys.known': 'as it is',
  'surveys.snapshot': 'as it is',
  'surveys.session': 'as it is',
  'surveys.stop': 'as it is',
  'surveys.notify': 'as it is',
  'surveys.readList': 'as it is',
  'surveys.exportRows': 'as it is',
  'console.open': async () => {
    // Anywhere else, by every mechanism, before TLS and after it; what the page types it knows already.
    for (const profile of [kept.clear, kept.starttls]) {
      for (const connection of ways(profile.content.connection))
        await typedAs(profile.id, connection, { user: 'ann', allowClear: true });
    }
  },
  'console.current': 'as it is',
  'console.send': async () => {
    // At the right server, before the TLS that it was kept for: nothing computed from it goes out in clear.
    const { connection, auth } = kept.starttls.content;
    await typedAs(kept.starttls.id, connection, auth, 'ehlo');
    expect(home.starttls.heard()).not.toMatch(/^AUTH /m);
  },
  'console.stopList': 'as it is',
  'console.stayOpen': 'as it is',
  'console.close': 'as it is',
  'console.explain': 'as it is',
  'console.readList': async () => {
    for (const handle of [await handleFor('profiles', 'msmtprc'), await handleFor('key', 'key.pem', first().id)])
      await expect(page.call('console.readList', { handle })).rejects.toMatchObject({ code: 'invalid-argument' });
  },
  'console.saveList': 'as it is',
  'profiles.list': 'as it is',
  'profiles.save': () => moved(first()),
  'profiles.duplicate': async () => {
    await moved(await page.call('profiles.duplicate', { id: first().id }));
  },
  'profiles.delete': async () => {
    await page.call('profiles.delete', { ids: [first().id] });
    await run(first().id, { target: at(evil.clear), security: 'none' }, first().content.auth);
  },
  'profiles.restore': async () => {
    const now = await moved(first());
    await page.call('profiles.delete', { ids: [now.id] });
    await page.call('profiles.restore', { ids: [now.id] });
  },
  'profiles.move': 'as it is',
  'profiles.saveFolder': 'as it is',
  'profiles.deleteFolder': 'as it is',
  'profiles.moveFolder': 'as it is',
  'profiles.drafts': 'as it is',
  'profiles.keepDraft': () =>
    page.call('profiles.keepDraft', { id: first().id, rev: 1, folder: null, content: evilBody('draft') }),
  'profiles.dropDraft': 'as it is',
  'profiles.export': () => page.call('profiles.export', { what: { kind: 'all' } }),
  'profiles.exportText': () => page.call('profiles.exportText', { what: { kind: 'all' } }),
  'profiles.previewImport': async () => {
    // An export of ours that claims bindings and ids of its own.
    const { text } = await page.call('profiles.exportText', { what: { kind: 'all' } });
    const claimed = text.replaceAll(`:${home.clear.port}`, `:${evil.clear.port}`);
    const preview = await page.call('profiles.previewImport', { from: 'text', text: claimed });
    if (preview.kind !== 'found') throw new Error(preview.kind);
    const entries = preview.entries.map(({ index }) => ({ index }));
    await page.call('profiles.import', { token: preview.token, entries, folder: null, secrets: 'keychain' });
  },
  'profiles.import': async () => {
    await moved((await imported('keychain')).profile);
  },
  'profiles.importSecrets': async () => {
    const { token, profile } = await imported('leave');
    const now = await moved(profile);
    await page.call('profiles.importSecrets', { token, where: 'keychain' });
    await run(now.id, now.content.connection, now.content.auth);
  },
  'profiles.dropImport': 'as it is',
  'profiles.signIn': async () => {
    // A client secret kept for the right issuer, and the issuer then moved to a server of the page's own.
    const oauth = {
      provider: null,
      issuer: `http://${at(home.clear)}`,
      clientId: 'c',
      scopes: [],
    };
    const right = await save(first(), { ...first().content, oauth: { ...oauth, flow: 'code' } });
    for (const kind of ['client-secret', 'refresh-token'] as const)
      await page.call('secrets.set', { id: right.id, kind, secret: SECRETS.token, where: 'keychain' });
    for (const flow of ['code', 'device', 'client-credentials'] as const) {
      const now = (await page.call('profiles.list', {})).profiles.find(({ id }) => id === right.id) ?? right;
      await save(now, { ...right.content, oauth: { ...oauth, issuer: `http://${at(evil.clear)}`, flow } });
      const { attempt } = await page.call('profiles.signIn', { id: right.id, where: 'keychain' });
      const ended = await new Promise<readonly SignInStep[]>((resolve) => {
        const steps: SignInStep[] = [];
        page.subscribe(
          'profiles.signInSteps',
          { attempt },
          (step) => steps.push(step),
          () => resolve(steps),
        );
      });
      expect(ended).toMatchObject([{ type: 'failed', error: { code: 'secret-missing' } }]);
    }
  },
  'profiles.cancelSignIn': 'as it is',
  'profiles.signOut': 'as it is',
  'secrets.set': async () => {
    // A secret of the page's own, bound to its own place, opens no way to the others of the profile.
    const now = await moved(kept.proxied);
    await page.call('secrets.set', { id: now.id, kind: 'token', secret: OWN, where: 'session' });
    await page.call('secrets.remove', { id: now.id, kind: 'token' });
    keychain.reason = 'refused';
    const own = { id: first().id, kind: 'password', secret: OWN, where: 'keychain' } as const;
    const there = await moved(first());
    await expect(page.call('secrets.set', own)).rejects.toMatchObject({ code: 'secret-store-unavailable' });
    keychain.reason = null;
    await run(there.id, there.content.connection, there.content.auth);
  },
  'secrets.fromFile': async () => {
    const now = await save(null, {
      ...evilBody('key'),
      connection: {
        target: at(evil.tls),
        security: 'tls',
        ca: testAuthority(),
        clientCertificate: testCertificate('clienteku').cert,
      },
    });
    const handle = await handleFor('key', 'key.pem', kept.tls.id);
    const take = { id: now.id, kind: 'client-key', handle, where: 'keychain' } as const;
    await expect(page.call('secrets.fromFile', take)).rejects.toMatchObject({ code: 'invalid-argument' });
    for (const kind of ['file', 'attachment'] as const)
      expect((await sendFile(handle, kind)).failure).toMatchObject({ code: 'invalid-argument' });
  },
  'secrets.rebind': async () => {
    const now = await moved(first());
    await expect(page.call('secrets.rebind', { id: now.id })).rejects.toMatchObject({ code: 'not-confirmed' });
    expect(questions).toHaveLength(1);
  },
  'secrets.remove': async () => {
    const now = await moved(first());
    await page.call('secrets.remove', { id: now.id, kind: 'token' });
  },
  'secrets.status': () => page.call('secrets.status', { id: kept.tls.id }),
  'secrets.orphans': 'as it is',
  'secrets.removeOrphans': 'as it is',
  'report.save': 'as it is',
  'report.text': 'as it is',
  'explain.text': 'as it is',
  'explain.experiment': 'as it is',
  'history.list': 'as it is',
  'history.get': 'as it is',
  'history.files': 'as it is',
  'history.changes': 'as it is',
  'history.delete': 'as it is',
  'history.restore': 'as it is',
  'files.choose': async () => {
    const handle = await handleFor('profiles', 'msmtprc');
    for (const kind of ['file', 'attachment'] as const)
      expect((await sendFile(handle, kind)).failure).toMatchObject({ code: 'invalid-argument' });
  },
  'files.drop': 'as it is',
  'files.check': 'as it is',
  'files.accept': 'as it is',
  'files.release': 'as it is',
  'files.text': async () => {
    for (const handle of [await handleFor('profiles', 'msmtprc'), await handleFor('key', 'key.pem', first().id)])
      await expect(page.call('files.text', { handle })).rejects.toMatchObject({ code: 'invalid-argument' });
  },
  'server.state': 'as it is',
  'server.start': 'as it is',
  'server.stop': 'as it is',
  'server.configure': 'as it is',
  'server.addListener': async () => {
    // The right server is away, and the page's own test server stands in its place and records.
    const { port } = home.clear;
    await home.clear.close();
    const { config } = await page.call('server.state', {});
    const auth = { ...config.auth, enabled: true, acceptAny: true, allowClear: true };
    const listener = { id: 'l', protocol: 'smtp', security: 'none', host: '127.0.0.1', path: null } as const;
    await page.call('server.configure', { ...config, auth, listeners: [{ ...listener, port, nextFree: false }] });
    await page.call('server.start', {});
    const { id, content: saved } = first();
    const { runId } = await page.call('runs.start', {
      command: 'check',
      connection: saved.connection,
      auth: saved.auth,
      secret: null,
      profileId: id,
      envelope: null,
    });
    await expect.poll(async () => (await page.call('runs.snapshot', { runId, afterSeq: 0 })).status).toBe('done');
    expect((await page.call('runs.snapshot', { runId, afterSeq: 0 })).failure).toMatchObject({
      code: 'secret-missing',
      params: { changed: 'ownServer' },
    });
  },
  'server.removeListener': 'as it is',
  'server.addUser': 'as it is',
  'server.removeUser': 'as it is',
  'server.presets': 'as it is',
  'server.readScript': async () => {
    const handle = await handleFor('key', 'key.pem', first().id);
    await expect(page.call('server.readScript', { handle })).rejects.toMatchObject({ code: 'invalid-argument' });
  },
  'server.sessions': 'as it is',
  'server.sessionEvents': 'as it is',
  'messages.template': 'as it is',
  'messages.preview': () => notShown('messages.preview'),
  'messages.prepareView': () => notShown('messages.prepareView'),
  'messages.saveTemplate': () => notShown('messages.saveTemplate'),
  'messages.mboxEntries': async () => {
    for (const handle of [await handleFor('profiles', 'msmtprc'), await handleFor('key', 'key.pem', first().id)])
      await expect(page.call('messages.mboxEntries', { handle, after: 0 })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
  },
  'messages.ownTemplates': 'as it is',
  'messages.ownTemplate': 'as it is',
  'messages.renameTemplate': 'as it is',
  'messages.deleteTemplate': 'as it is',
  'messages.arrived': 'as it is',
  'messages.compare': async () => {
    for (const handle of [await handleFor('profiles', 'msmtprc'), await handleFor('key', 'key.pem', first().id)])
      await expect(page.call('messages.compare', { runId: 'r1', handle })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
  },
  'messages.draft': 'as it is',
  'messages.keepDraft': async () => {
    const { message, ...draft } = sampleInputs['messages.keepDraft'];
    for (const handle of [await handleFor('profiles', 'msmtprc'), await handleFor('key', 'key.pem', first().id)])
      await expect(page.call('messages.keepDraft', { ...draft, message, attachments: [handle] })).rejects.toMatchObject(
        { code: 'invalid-argument' },
      );
  },
  'messages.dropDraft': 'as it is',
  'messages.dkimKeys': 'as it is',
  'messages.makeDkimKey': 'as it is',
  'messages.readDkimKey': async () => {
    const handle = await handleFor('key', 'key.pem', first().id);
    await expect(page.call('messages.readDkimKey', { handle })).rejects.toMatchObject({ code: 'invalid-argument' });
  },
  'messages.keepDkimKey': 'as it is',
  'messages.forgetDkimKey': 'as it is',
  'mailbox.list': 'as it is',
  'mailbox.view': 'as it is',
  'mailbox.openFile': async () => {
    for (const handle of [await handleFor('profiles', 'msmtprc'), await handleFor('key', 'key.pem', first().id)])
      await expect(page.call('mailbox.openFile', { handle })).rejects.toMatchObject({ code: 'invalid-argument' });
  },
  // What the page names, it was not given: a path is none of its words.
  'mailbox.opened': async () => {
    for (const id of ['opened-1', 'opened-____etc_passwd'])
      await expect(page.call('mailbox.opened', { id })).rejects.toMatchObject({ code: 'message-not-found' });
  },
  'mailbox.closeOpened': 'as it is',
  'mailbox.source': 'as it is',
  'mailbox.markRead': 'as it is',
  'mailbox.delete': 'as it is',
  'mailbox.restore': 'as it is',
  'mailbox.structure': 'as it is',
  'mailbox.saveAttachment': 'as it is',
  'mailbox.export': 'as it is',
  'mailbox.remote': 'as it is',
  'viewer.show': 'as it is',
  'viewer.bounds': 'as it is',
  'viewer.hide': 'as it is',
};

/** With the id of a profile wherever an id is asked for. */
async function callSample(name: CallName): Promise<void> {
  const given: Record<string, unknown> = { ...sampleInputs[name] };
  for (const field of ['id', 'profileId']) if (field in given) given[field] = first().id;
  await page.call(name, given as never).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}

describe('nothing leaves, whatever is called before', () => {
  test.each(Object.keys(contract.calls) as CallName[])('%s', async (name) => {
    const attack = attacks[name];
    if (attack === 'as it is') await callSample(name);
    else await attack();
    keychain.reason = null;
    const { profiles } = await page.call('profiles.list', {});
    for (const profile of profiles) {
      await run(profile.id, profile.content.connection, profile.content.auth);
      await run(
        profile.id,
        { ...profile.content.connection, target: at(evil.clear), security: 'none' },
        {
          user: 'ann',
          allowClear: true,
        },
      );
    }
    nothingLeft();
  });
});
