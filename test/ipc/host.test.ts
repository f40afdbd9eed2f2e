/** The boundary itself: who may ask, what is let through, what is answered when something goes wrong. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AppError, APP_ERROR_CODES } from '../../electron/protocol/values/app-error.ts';
import { contract, type CallName, type StreamName } from '../../electron/ipc/contract.ts';
import { mayBeName } from '../../electron/ipc/channels.ts';
import { fakeHost } from './fake-host.ts';
import { sampleInputs, spoiled } from './samples.ts';
import { localClient, stranger, trusted } from './local-transport.ts';

const calls = Object.keys(contract.calls) as CallName[];
const streams = Object.keys(contract.streams) as StreamName[];

/** Nothing that any input schema accepts, whatever it looks like. */
const nonsense = [null, undefined, 42, 'text', () => undefined];
const notNames = ['', 'app.quit', 'app.toString', 'toString', '__proto__', 'constructor', 'posthorn:call', 7, null, {}];

describe('names', () => {
  test('the preload hands on every name of the contract', () => {
    for (const name of [...calls, ...streams]) expect(mayBeName(name), name).toBe(true);
  });

  test.each(['', 'toString', '__proto__', 'posthorn:call', 'app.', '.info', 'app.info\n', 'a.b.c', 7, null, {}])(
    'and nothing of another form: %j',
    (name) => expect(mayBeName(name)).toBe(false),
  );

  test('nor one that is long', () => expect(mayBeName(`app.${'x'.repeat(100)}`)).toBe(false));

  test('the page on the calls and streams names each', async () => {
    const page = await readFile('docs/ipc.md', 'utf8');
    const table = page.slice(page.indexOf('## Calls and streams'));
    const named = [...table.matchAll(/^\|(.+?)\|/gm)].flatMap(
      ([, cell = '']) => cell.match(/[a-z]+\.[a-zA-Z]+/g) ?? [],
    );
    expect(named.toSorted()).toEqual([...calls, ...streams].toSorted());
  });
});

describe.each(calls)('call %s', (name) => {
  test('takes its sample input', async () => {
    const { host, reached } = fakeHost();
    await host.invoke(trusted, name, sampleInputs[name]);
    expect(reached).toEqual([name]);
  });

  test('refuses nonsense, before the handler', async () => {
    const { host, reached } = fakeHost();
    for (const input of nonsense) {
      expect(await host.invoke(trusted, name, input)).toMatchObject({ ok: false, error: { code: 'invalid-argument' } });
    }
    expect(reached).toEqual([]);
  });

  const places = spoiled(sampleInputs[name]);
  test.each(places)('refuses input that is wrong at $path, by that name', async ({ path, input }) => {
    const { host, reached } = fakeHost();
    expect(await host.invoke(trusted, name, input)).toMatchObject({
      ok: false,
      error: { code: 'invalid-argument', params: { argument: path } },
    });
    expect(reached).toEqual([]);
  });

  test('refuses a sender that is not our window', async () => {
    const { host, reached } = fakeHost();
    expect(await host.invoke(stranger, name, {})).toEqual({
      ok: false,
      error: { code: 'untrusted-sender', params: {} },
    });
    expect(reached).toEqual([]);
  });
});

describe.each(streams)('stream %s', (name) => {
  const subscribe = (sender: typeof trusted, channel: unknown, params: unknown): unknown[] => {
    const ends: unknown[] = [];
    const { host } = fakeHost();
    host.subscribe(sender, {}, channel, params, { event: () => ends.push('event'), end: (error) => ends.push(error) });
    expect(host.subscriptions).toBe(0);
    return ends;
  };

  test('refuses parameters that are not its own', () => {
    expect(subscribe(trusted, name, null)).toMatchObject([{ code: 'invalid-argument' }]);
  });

  test('refuses a sender that is not our window', () => {
    expect(subscribe(stranger, name, { runId: 'x' })).toMatchObject([{ code: 'untrusted-sender' }]);
  });

  test('refuses names outside the contract', () => {
    for (const channel of notNames)
      expect(subscribe(trusted, channel, {})).toMatchObject([{ code: 'untrusted-sender' }]);
  });
});

describe('answers', () => {
  test('an unknown call is refused', async () => {
    const { host } = fakeHost();
    for (const channel of notNames) {
      expect(await host.invoke(trusted, channel, {})).toMatchObject({ ok: false, error: { code: 'untrusted-sender' } });
    }
  });

  test('what the handler throws on purpose arrives as thrown', async () => {
    const { host } = fakeHost({
      'runs.cancel': () => {
        throw new AppError('run-not-found', { runId: 'gone' });
      },
    });
    const refused = localClient(host).call('runs.cancel', { runId: 'gone' });
    await expect(refused).rejects.toBeInstanceOf(AppError);
    await expect(refused).rejects.toMatchObject({ code: 'run-not-found', params: { runId: 'gone' } });
  });

  test('an unexpected error reports its place to the log and nothing to the window', async () => {
    const { host, logged } = fakeHost({
      'mailbox.list': ({ search }) => {
        throw new TypeError(`cannot read ${search}`);
      },
    });
    const answer = await host.invoke(trusted, 'mailbox.list', { offset: 0, limit: 1, search: 'hunter2' });
    expect(answer).toEqual({ ok: false, error: { code: 'internal', params: { channel: 'mailbox.list' } } });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/mailbox\.list: TypeError\n\s+at /);
    expect(logged.join()).not.toContain('hunter2');
  });

  test('refusing an input repeats nothing of it', async () => {
    const { host } = fakeHost();
    const answer = await host.invoke(trusted, 'runs.start', { command: 'check', secret: { hunter2: 'hunter2' } });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-argument' } });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  test('a value that is not what the contract says is found by the client, by its place', async () => {
    const { host } = fakeHost({ 'runs.start': () => ({ runId: 'not an id', ownServer: false }) });
    const request = {
      command: 'check' as const,
      connection: { target: 'x' },
      auth: null,
      secret: null,
      envelope: null,
    };
    await expect(localClient(host).call('runs.start', request)).rejects.toMatchObject({
      code: 'internal',
      params: { channel: 'runs.start', at: 'runId' },
    });
  });

  test('a host that cannot be reached is a code too', async () => {
    const client = (await import('../../electron/ipc/client.ts')).createClient({
      invoke: () => Promise.reject(new Error('socket hang up')),
      subscribe: () => () => undefined,
    });
    await expect(client.call('app.info', {})).rejects.toMatchObject({ code: 'disconnected' });
    expect(APP_ERROR_CODES).toContain('disconnected');
  });
});
