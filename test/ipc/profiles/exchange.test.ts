/** Profiles exported and imported over the contract: files by the system's dialogs, passwords into the keychain and nowhere else. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { profileStore } from '../../../electron/storage/profiles/store.ts';
import type { Client } from '../../../electron/ipc/client.ts';
import { secretsHandlers, profilesHandlers, profilesStreams } from '../../../electron/app/handlers/profiles.ts';
import { filesHandlers } from '../../../electron/app/handlers/files.ts';
import { SignIns } from '../../../electron/app/profiles/sign-ins.ts';
import { noDesktop } from '../../../electron/app/desktop.ts';
import { Files } from '../../../electron/app/saving/files.ts';
import { ProfileDrafts, StoredDraftsSchema } from '../../../electron/app/profiles/drafts.ts';
import { ProfileExchange } from '../../../electron/app/profiles/exchange.ts';
import { Profiles } from '../../../electron/app/profiles/profiles.ts';
import { jsonFile } from '../../../electron/storage/files/json-file.ts';
import type { ImportChoice, ImportDone, ImportPreview } from '../../../electron/protocol/values/profiles/exchange.ts';
import { content } from '../../core/profiles/samples.ts';
import { memoryKeychain, type MemoryKeychain } from '../../harness/memory-keychain.ts';
import { fakeHost } from '../fake-host.ts';
import { localClient } from '../local-transport.ts';

const SECRET = 'Zq9/tröt+horn & café';
const URL_WITH_SECRET = `smtps://ann%40example.org:${encodeURIComponent(SECRET)}@mail.example.org`;

let dir: string;
let chosen: string[];
let savePath: string | null;
let suggested: string | null;
let keychain: MemoryKeychain;
let profiles: Profiles;
let exchange: ProfileExchange;
let client: Client;
let seen: unknown[];
let logged: string[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-exchange-'));
  [chosen, savePath, suggested, keychain, seen, logged] = [[], null, null, memoryKeychain(), [], []];
  const log = (line: string): void => void logged.push(line);
  const desktop = {
    ...noDesktop,
    chooseFiles: async () => chosen,
    chooseSavePath: async (name: string) => {
      suggested = name;
      return savePath;
    },
  };
  const files = new Files(join(dir, 'dropped'), desktop);
  const importWorker = pathToFileURL(join(inject('workersDir'), 'import-worker.js'));
  profiles = new Profiles({
    store: profileStore(join(dir, 'profiles.json')),
    keychain,
    drafts: new ProfileDrafts(jsonFile(join(dir, 'drafts.json'), StoredDraftsSchema), log),
    isOwn: async () => false,
    log,
  });
  exchange = new ProfileExchange({ profiles, files, desktop, importWorker });
  const signIns = new SignIns({ signIn: profiles.signIn, known: (id) => profiles.known(id), desktop, log });
  const { host } = fakeHost(
    {
      ...filesHandlers(files, profiles),
      ...profilesHandlers(profiles, exchange, signIns),
      ...secretsHandlers(profiles, files, async () => undefined),
    },
    profilesStreams(profiles, signIns),
  );
  client = localClient(host, { seen });
});
afterEach(async () => {
  exchange.close();
  await profiles.close();
  await rm(dir, { recursive: true, force: true });
});

type Found = Extract<ImportPreview, { kind: 'found' }>;

async function read(text: string): Promise<Found> {
  const preview = await client.call('profiles.previewImport', { from: 'text', text });
  if (preview.kind !== 'found') throw new Error(preview.problem.error);
  return preview;
}
const take = ({ token }: Found, more: Partial<ImportChoice> = {}): Promise<ImportDone> =>
  client.call('profiles.import', { token, entries: [{ index: 0 }], folder: null, secrets: 'keychain', ...more });
const forms = [SECRET, Buffer.from(SECRET).toString('base64'), encodeURIComponent(SECRET), SECRET.slice(0, 8)];

/** No file, answer, event or log line has the secret. */
async function expectNowhere(): Promise<void> {
  const said = JSON.stringify([seen, logged]);
  for (const form of forms) expect(said).not.toContain(form);
  for (const file of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const octets = await readFile(join(file.parentPath, file.name));
    for (const form of forms) {
      expect(octets.includes(form), file.name).toBe(false);
      expect(octets.includes(Buffer.from(form, 'utf16le')), file.name).toBe(false);
    }
  }
}

test('a profile, a folder and all leave as JSON, without what is being deleted, and come back beside the others', async () => {
  const folder = await client.call('profiles.saveFolder', { id: null, name: 'Customers', colour: 'green' });
  const save = (name: string, into: string | null) =>
    client.call('profiles.save', { id: null, rev: 0, folder: into, content: content(name) });
  const [loose, one, gone] = [await save('loose', null), await save('one', folder.id), await save('gone', folder.id)];
  await client.call('secrets.set', { id: one.id, kind: 'password', secret: SECRET, where: 'keychain' });
  await client.call('profiles.delete', { ids: [gone.id] });

  savePath = join(dir, 'out.json');
  const what = { kind: 'folder', id: folder.id } as const;
  expect(await client.call('profiles.export', { what })).toEqual({ saved: true, name: 'out.json' });
  expect(suggested).toBe('Customers.json');
  const written = await readFile(savePath, 'utf8');
  expect(JSON.parse(written)).toMatchObject({
    format: 'posthorn-profiles',
    schema: 1,
    folders: [{ name: 'Customers', colour: 'green' }],
    profiles: [{ content: { name: 'one' }, secrets: ['password'] }],
  });
  expect((await client.call('profiles.exportText', { what })).text).toBe(written);
  const { text } = await client.call('profiles.exportText', { what: { kind: 'all' } });
  expect(JSON.parse(text)).toMatchObject({ profiles: [{ content: { name: 'one' } }, { content: { name: 'loose' } }] });
  const single = await client.call('profiles.exportText', { what: { kind: 'profiles', ids: [loose.id] } });
  expect(JSON.parse(single.text)).toMatchObject({ folders: [], profiles: [{ folder: null }] });
  await expect(
    client.call('profiles.exportText', { what: { kind: 'profiles', ids: [gone.id] } }),
  ).rejects.toMatchObject({ code: 'profile-not-found' });

  chosen = [savePath];
  const [handle] = await client.call('files.choose', { purpose: 'profiles' });
  const preview = await client.call('profiles.previewImport', { from: 'file', handle: handle!.handle });
  expect(preview).toMatchObject({
    kind: 'found',
    form: 'posthorn',
    entries: [
      {
        index: 0,
        nameTaken: true,
        folder: { name: 'Customers' },
        secret: null,
        notes: [{ code: 'secret-left-out', kind: 'password' }],
      },
    ],
  });
  const { profiles: made, secrets } = await take(preview as Found);
  expect(made).toMatchObject([{ folder: folder.id, rev: 1, secrets: [], content: { name: 'one (2)' } }]);
  expect(secrets).toEqual([]);
  const { profiles: after, folders } = await client.call('profiles.list', {});
  expect(after).toHaveLength(3);
  expect(folders).toHaveLength(1);
  await expectNowhere();
});

test('a password in a URL goes to the keychain and is seen nowhere', async () => {
  const preview = await read(URL_WITH_SECRET);
  expect(preview.entries).toMatchObject([
    { content: { auth: { user: 'ann@example.org' } }, secret: 'password', nameTaken: false },
  ]);
  const { profiles: made, secrets } = await take(preview, { entries: [{ index: 0, name: 'Mail' }] });
  const id = made[0]!.id;
  expect(made).toMatchObject([{ content: { name: 'Mail' }, secrets: ['password'] }]);
  expect(secrets).toEqual([{ id, kind: 'password', state: 'keychain' }]);
  expect([...keychain.entries]).toEqual([[`${id}.password`, SECRET]]);
  await expect(take(preview)).rejects.toMatchObject({ code: 'import-expired' });
  await expectNowhere();
});

test('where there is no keychain the secret waits, and is kept for the session if the user wants that', async () => {
  keychain.reason = 'no-service';
  const preview = await read(
    `account a\nhost a.example.org\nuser a\npassword ${SECRET}\naccount b\nhost b.example.org\nuser b\npassword x${SECRET}\n`,
  );
  const done = await take(preview, { entries: [{ index: 1 }, { index: 0 }] });
  expect(done.profiles.map((each) => each.content.name)).toEqual(['b', 'a']);
  expect(done.secrets.map(({ state }) => state)).toEqual(['no-service', 'no-service']);
  const kept = await client.call('profiles.importSecrets', { token: preview.token, where: 'session' });
  expect(kept.map(({ state }) => state)).toEqual(['session', 'session']);
  for (const { id } of done.profiles) {
    const states = await client.call('secrets.status', { id });
    expect(states.find(({ kind }) => kind === 'password')?.state).toBe('session');
  }
  await expect(client.call('profiles.importSecrets', { token: preview.token, where: 'session' })).rejects.toMatchObject(
    { code: 'import-expired' },
  );
  await expectNowhere();
});

test('a secret can be left; what was read is forgotten when it is dropped, outdated or one of too many', async () => {
  const preview = await read(URL_WITH_SECRET);
  const { secrets } = await take(preview, { secrets: 'leave' });
  expect(secrets).toMatchObject([{ state: 'none' }]);
  expect(keychain.entries.size).toBe(0);
  await client.call('profiles.dropImport', { token: preview.token });
  await expect(take(preview)).rejects.toMatchObject({ code: 'import-expired' });
  const first = await read('smtp://one.example.org');
  for (let more = 0; more < 4; more += 1) await read('smtp://more.example.org');
  await expect(take(first)).rejects.toMatchObject({ code: 'import-expired' });
  await expect(take(await read('smtp://a'), { entries: [{ index: 1 }] })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
});

test('a file that is none of ours, and one that was chosen for something else, are refused', async () => {
  chosen = [join(dir, 'newer.json')];
  await writeFile(chosen[0]!, '{"format":"posthorn-profiles","schema":7}');
  const [handle] = await client.call('files.choose', { purpose: 'profiles' });
  expect(await client.call('profiles.previewImport', { from: 'file', handle: handle!.handle })).toEqual({
    kind: 'refused',
    problem: { error: 'newer', line: null, schema: 7 },
  });
  const [other] = await client.call('files.choose', { purpose: 'message' });
  await expect(client.call('profiles.previewImport', { from: 'file', handle: other!.handle })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  expect(await client.call('profiles.previewImport', { from: 'text', text: ' ' })).toMatchObject({
    kind: 'refused',
    problem: { error: 'empty' },
  });
});
