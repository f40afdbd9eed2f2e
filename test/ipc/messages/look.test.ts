/** A sent message looked for in a mailbox of a profile: after the user agreed in main, with the kept password, as long as it is followed. */
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { noDesktop } from '../../../electron/app/desktop.ts';
import type { AskedLook, LookEvent } from '../../../electron/protocol/values/app/arrived.ts';
import type { AppError } from '../../../electron/protocol/values/app-error.ts';
import { content } from '../../core/profiles/samples.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { memoryKeychain } from '../../harness/memory-keychain.ts';
import { type MailboxScript, startImap } from '../../harness/peers/imap-server.ts';
import { message, realApp, runToEnd } from '../real-app.ts';

const SENT = 'From: a@x.test\r\nMessage-ID: <1@x.test>\r\n\r\nHello\r\n';
const PASSWORD = 'geheim-42';
const closing: (() => Promise<unknown>)[] = [];
beforeAll(() => makeCertificates());
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function setUp(box: MailboxScript = {}, agrees = true) {
  const server = await startImap({ message: () => `Received: from x\r\n${SENT}`, ...box });
  closing.push(() => server.close());
  const asked: string[] = [];
  const confirm = async ({ detail }: { readonly detail: string }): Promise<boolean> => {
    asked.push(detail);
    return agrees;
  };
  const real = await realApp(undefined, undefined, memoryKeychain(), { ...noDesktop, confirm });
  closing.push(() => real.close());
  const { client } = real;
  const profile = await client.call('profiles.save', {
    ...{ id: null, rev: 0, folder: null },
    content: content('Mailbox', {
      connection: { target: '127.0.0.1:1', ca: testAuthority() },
      auth: { user: 'ann' },
    }),
  });
  await client.call('secrets.set', { id: profile.id, kind: 'password', secret: PASSWORD, where: 'keychain' });
  const run = await runToEnd(client, message(real.address('smtp'), SENT));
  const look = (over: Partial<AskedLook> = {}) => {
    const events: LookEvent[] = [];
    const ends: (AppError | null)[] = [];
    const stop = client.subscribe(
      'messages.look',
      {
        ...{
          runId: run.runId,
          profileId: profile.id,
          server: `localhost:${server.port}`,
          mailbox: 'INBOX',
          seconds: 30,
        },
        ...over,
      },
      (event) => events.push(event),
      (error) => ends.push(error),
    );
    return { events, ends, stop, ended: () => vi.waitFor(() => expect(ends).toHaveLength(1), 20_000) };
  };
  return { real, server, asked, look };
}

test('each look is reported, then what came of it; asked once for a place, whose name main says', async () => {
  const { real, server, asked, look } = await setUp({ searches: ['* SEARCH', '* SEARCH 7'] });
  const first = look();
  await first.ended();
  expect(first.ends).toEqual([null]);
  expect(first.events).toMatchObject([
    { state: 'looking', looks: 1 },
    { state: 'found', looks: 2, comparison: { same: true, hops: 1, added: ['Received: from x'] } },
  ]);
  expect(asked).toEqual([expect.stringContaining(`IMAP at localhost, port ${server.port}`)]);
  const second = look();
  await second.ended();
  expect(second.events).toMatchObject([{ state: 'found', looks: 1 }]);
  expect(asked).toHaveLength(1);
  expect(JSON.stringify(real.seen) + real.logged.join('\n')).not.toContain(PASSWORD);
  expect(server.heard.filter((line) => /SELECT|STORE|EXPUNGE/.test(line))).toEqual([]);
});

test('not agreed to: nobody is connected', async () => {
  const { server, look } = await setUp({}, false);
  const refused = look();
  await refused.ended();
  expect(refused.ends).toMatchObject([{ code: 'not-confirmed' }]);
  expect([refused.events, server.heard]).toEqual([[], []]);
});

test('left: the search ends', async () => {
  const { server, look } = await setUp({ searches: ['* SEARCH'] });
  const { events, ends, stop } = look();
  await vi.waitFor(() => expect(events).toEqual([{ state: 'looking', looks: 1 }]), 20_000);
  stop();
  await vi.waitFor(() => expect(server.connections()).toBe(0), 20_000);
  expect([events.length, ends]).toEqual([1, []]);
});

test('what cannot be looked for is said', async () => {
  const { look } = await setUp({ login: `NO ${PASSWORD} is wrong` });
  const refused = look();
  await refused.ended();
  expect(refused.events).toEqual([{ state: 'failed', reason: '… is wrong' }]);
  const unknown = look({ runId: 'nobody' });
  await unknown.ended();
  expect(unknown.events).toEqual([{ state: 'failed', reason: 'the message that was sent is no longer held' }]);
  const nowhere = look({ server: 'a b' });
  await nowhere.ended();
  expect(nowhere.ends).toMatchObject([{ code: 'invalid-argument', params: { argument: 'server' } }]);
});
