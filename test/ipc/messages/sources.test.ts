/** What a send test can begin with besides what is written: own templates, messages of an mbox file, captured ones; and how they would look. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { composeApp, type App } from '../../../electron/app/compose.ts';
import { type Desktop, noDesktop, type ViewDocument } from '../../../electron/app/desktop.ts';
import type { Client } from '../../../electron/ipc/client.ts';
import { createHost } from '../../../electron/ipc/host.ts';
import { localClient, type TestSender } from '../local-transport.ts';
import { message, realApp, runToEnd } from '../real-app.ts';

const envelope = { from: 'ann@example.org', to: ['ben@example.net', 'cleo@example.net'] };
let dir: string;
let chosen: string[] = [];
let app: App;
let client: Client;
const shown: ViewDocument[] = [];

function open(): void {
  const viewer: Desktop['viewer'] = { ...noDesktop.viewer, show: async (document) => void shown.push(document) };
  app = composeApp({
    dataDir: join(dir, 'data'),
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    desktop: { ...noDesktop, chooseFiles: async () => chosen, viewer },
    log: () => undefined,
  });
  client = localClient(createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined }));
}
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-sources-'));
  shown.length = 0;
  open();
});
afterEach(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

async function choose(name: string, text: string | Buffer): Promise<string> {
  chosen = [join(dir, name)];
  await writeFile(join(dir, name), text);
  const [file] = await client.call('files.choose', { purpose: 'attachments' });
  return file?.handle ?? '';
}

test('a message that was written is kept with variables, and filled in when it goes out again', async () => {
  const handle = await choose('a.txt', 'attached');
  const written = {
    kind: 'composed' as const,
    subject: 'Grüße',
    text: 'Hello {{recipient}}',
    html: null,
    attachments: [handle],
  };
  const { id } = await client.call('messages.saveTemplate', { name: ' Ours ', message: written, envelope });
  await app.close();
  open();
  expect(await client.call('messages.ownTemplates', {})).toMatchObject({ templates: [{ id, name: 'Ours' }] });
  const { source, raw } = await client.call('messages.ownTemplate', { id });
  expect(source).toMatch(
    /^Subject: [^\r]*\r\nFrom: \{\{from\}\}\r\nTo: \{\{to\}\}\r\nDate: \{\{date\}\}\r\nMessage-ID: <\{\{id\}\}@/,
  );
  const { text } = await client.call('messages.preview', {
    message: { kind: 'source', source, raw, fill: true },
    envelope,
  });
  expect(text).toMatch(
    /^Subject: [^\r]*\r\nFrom: ann@example\.org\r\nTo: ben@example\.net,\r\n cleo@example\.net\r\nDate: \w{3}, /,
  );
  expect(text).toContain('Hello ben@example.net');
  expect(text).toContain(Buffer.from('attached').toString('base64'));
  expect(text).not.toMatch(/\{\{/);
});

test('names are one of a kind, whatever their case; what is no text is not kept', async () => {
  const message = { kind: 'source' as const, source: 'Subject: a\r\n\r\nb\r\n' };
  const first = await client.call('messages.saveTemplate', { name: 'One', message, envelope });
  const again = await client.call('messages.saveTemplate', {
    name: 'ONE',
    message: { ...message, source: 'Subject: c\r\n\r\n' },
    envelope,
  });
  expect(again).toMatchObject({ id: first.id, name: 'ONE' });
  const other = await client.call('messages.saveTemplate', { name: 'Two', message, envelope });
  await expect(client.call('messages.renameTemplate', { id: other.id, name: 'one' })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  await client.call('messages.renameTemplate', { id: other.id, name: 'two' });
  await expect(client.call('messages.saveTemplate', { name: 'GTUBE', message, envelope })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  await client.call('messages.deleteTemplate', { id: first.id });
  expect(await client.call('messages.ownTemplates', {})).toMatchObject({ templates: [{ name: 'two' }] });
  const handle = await choose('latin.eml', Buffer.from('Subject: \xe9\r\n\r\n', 'latin1'));
  await expect(
    client.call('messages.saveTemplate', { name: 'No', message: { kind: 'file', handle, raw: false }, envelope }),
  ).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('a message of an mbox file goes out without its quoting', async () => {
  const line = 'From a@example.org Wed Mar  4 05:06:07 2026\n';
  const handle = await choose('mail.mbox', `${line}Subject: one\n\n>From here\n\n${line}Subject: two\n\nx\n\n`);
  const { mbox, entries } = await client.call('messages.mboxEntries', { handle, after: 0 });
  expect([mbox, entries.map(({ subject }) => subject)]).toEqual([true, ['one', 'two']]);
  const [first] = entries;
  const { text } = await client.call('messages.preview', {
    message: { kind: 'file', handle, raw: false, entry: first?.at ?? -1 },
    envelope,
  });
  expect(text.replaceAll('\r', '')).toBe('Subject: one\n\nFrom here\n');
  await expect(
    client.call('messages.preview', { message: { kind: 'file', handle, raw: false, entry: 5 }, envelope }),
  ).rejects.toMatchObject({ code: 'invalid-argument' });
  expect(
    await client.call('messages.mboxEntries', { handle: await choose('one.eml', 'Subject: a\n\n'), after: 0 }),
  ).toEqual({ mbox: false, entries: [], next: null });
});

test('the HTML of a message that is prepared, with its own picture, goes to the view by its id', async () => {
  const { source } = await client.call('messages.template', { id: 'attachments' });
  const prepared = await client.call('messages.prepareView', {
    message: { kind: 'source', source, fill: true },
    envelope,
  });
  expect(prepared.html).toContain('<');
  expect(prepared.cut).toBe(false);
  const contentId = /cid:([^"']+)/.exec(prepared.html ?? '')?.[1] ?? '';
  const bounds = { x: 0, y: 0, width: 10, height: 10 };
  await client.call('viewer.show', { id: prepared.id, bounds, zoom: 1 });
  expect(shown[0]?.html).toBe(prepared.html);
  expect(await shown[0]?.related(contentId)).toMatchObject({ mimeType: 'image/png' });
  expect(await shown[0]?.related('another')).toBeNull();
  // The one before is no longer known.
  await client.call('messages.prepareView', { message: { kind: 'source', source: 'A: a\r\n\r\n' }, envelope });
  await expect(client.call('viewer.show', { id: prepared.id, bounds, zoom: 1 })).rejects.toMatchObject({
    code: 'message-not-found',
  });
  const huge = `Content-Type: text/html\r\n\r\n${'<p>x</p>\r\n'.repeat(600_000)}`;
  const cut = await client.call('messages.prepareView', {
    message: { kind: 'file', handle: await choose('huge.eml', huge), raw: false },
    envelope,
  });
  expect(cut.cut).toBe(true);
});

test('a captured message goes on octet by octet', async () => {
  const real = await realApp();
  try {
    const base = message(real.address('smtp'), 'From: a@example.org\r\nSubject: x\r\n\r\n.y\r\n');
    const sent = await runToEnd(real.client, base);
    const [captured] = (await real.client.call('messages.arrived', { runId: sent.runId })).arrived;
    const id = captured?.id ?? '';
    const again = await runToEnd(real.client, { ...base, message: { kind: 'captured', id } });
    expect((await real.client.call('messages.arrived', { runId: again.runId })).arrived).toMatchObject([
      { same: true, octets: captured?.octets },
    ]);
    const gone = await runToEnd(real.client, { ...base, message: { kind: 'captured', id: 'nobody' } });
    expect(gone.failure).toMatchObject({ code: 'message-not-found' });
    expect(await readFile(join(real.dataDir, 'mailbox', 'messages', `${id}.eml`), 'utf8')).toContain('.y');
  } finally {
    await real.close();
  }
});
