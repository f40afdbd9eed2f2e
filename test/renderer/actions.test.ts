/** The registry of actions: every one can be found, done, and is named the same by menu, palette and keyboard. */
import { describe, expect, test, vi } from 'vitest';
import { ACTIONS, actionInfo, type ActionId } from '../../electron/texts/app/actions.ts';
import { makeStates } from '../../renderer/app/contexts.ts';
import type { Actions } from '../../renderer/app/actions/actions.ts';
import { bestScore, fuzzyScore } from '../../renderer/app/palette/fuzzy.ts';
import { paletteItems, withRecent, type PaletteSource } from '../../renderer/app/palette/palette.ts';
import { createClient } from '../../electron/ipc/client.ts';
import { keyText, shortcutOf, type KeyPress } from '../../renderer/app/actions/shortcuts.ts';
import type { Transport } from '../../electron/ipc/transport.ts';
import { fakeTransport } from './fake/transport.ts';

async function setUp() {
  const fake = fakeTransport({ messages: 3, pace: 1 });
  const calls: unknown[] = [];
  const invoke: Transport['invoke'] = (channel, payload) => {
    calls.push([channel, payload]);
    return fake.invoke(channel, payload);
  };
  const { app, server, inspector, send, profiles, surveys, actions } = makeStates(createClient({ ...fake, invoke }));
  await app.load();
  server.follow({ message: () => undefined, mailbox: () => undefined });
  await vi.waitFor(() => expect(server.localTarget).not.toBeNull());
  return { app, calls, server, inspector, send, profiles, surveys, actions };
}
type Window = Awaited<ReturnType<typeof setUp>>;

/** Puts the window into a state in which the action has something to do, and says how its effect is seen. */
const walks: Record<ActionId, { before?: (window: Window) => unknown; effect: (window: Window) => unknown }> = {
  'go-inspector': { before: ({ app }) => app.go('send'), effect: ({ app }) => expect(app.screen).toBe('inspector') },
  'go-send': { effect: ({ app }) => expect(app.screen).toBe('send') },
  'go-surveys': { effect: ({ app }) => expect(app.screen).toBe('survey') },
  'go-explain': { effect: ({ app }) => expect(app.screen).toBe('explain') },
  'go-profiles': { effect: ({ app }) => expect(app.screen).toBe('profiles') },
  'go-server': { effect: ({ app }) => expect(app.screen).toBe('server') },
  'go-inbox': {
    before: ({ app }) => app.go('inspector', 'sessions'),
    effect: ({ app }) => expect([app.screen, app.serverTab]).toEqual(['server', 'inbox']),
  },
  'go-sessions': { effect: ({ app }) => expect([app.screen, app.serverTab]).toEqual(['server', 'sessions']) },
  'go-listeners': { effect: ({ app }) => expect([app.screen, app.serverTab]).toEqual(['server', 'listeners']) },
  'go-history': { effect: ({ app }) => expect(app.screen).toBe('history') },
  'open-message': {
    effect: ({ calls }) => expect(calls).toContainEqual(['files.choose', { purpose: 'message' }]),
  },
  'open-report': { effect: ({ app }) => expect(app.dialog).toBe('open-report') },
  'go-start': {
    before: ({ inspector }) => inspector.toBar(),
    effect: ({ app, inspector }) =>
      expect([app.screen, inspector.startInFront, inspector.targetAsked]).toEqual(['inspector', true, 1]),
  },
  'go-settings': { effect: ({ app }) => expect(app.screen).toBe('settings') },
  target: {
    before: ({ app }) => app.go('history'),
    effect: ({ app, inspector }) => expect([app.screen, inspector.targetAsked]).toEqual(['inspector', 1]),
  },
  'find-port': {
    before: ({ inspector }) => (inspector.form.target = 'mx.example.org:2587'),
    effect: ({ app, surveys }) => {
      expect([app.screen, surveys.form.target, surveys.ports]).toEqual([
        'survey',
        'mx.example.org',
        '25 465 587 2525 2587',
      ]);
      expect(surveys.current?.active).toBe(true);
    },
  },
  run: {
    before: ({ inspector }) => (inspector.form.target = 'smtp.office365.com'),
    effect: ({ inspector }) => expect(inspector.current?.active).toBe(true),
  },
  'run-implicit-tls': {
    before: ({ inspector }) => (inspector.form.target = 'smtp.office365.com'),
    effect: ({ inspector }) =>
      expect([inspector.current?.active, inspector.current?.asked.connection.security]).toEqual([true, 'tls']),
  },
  'connection-options': { effect: ({ inspector }) => expect(inspector.form.options.open).toBe(true) },
  'make-experiment': {
    before: ({ app, actions }) => actions.provide('make-experiment', { run: () => app.go('history') }),
    effect: ({ app }) => expect(app.screen).toBe('history'),
  },
  'explain-reply': {
    before: ({ app, actions }) => actions.provide('explain-reply', { run: () => app.go('history') }),
    effect: ({ app }) => expect(app.screen).toBe('history'),
  },
  stop: {
    before: async ({ inspector }) => {
      inspector.form.target = 'silent.example.org';
      inspector.run();
      await vi.waitFor(() => expect(inspector.current?.status).toBe('running'));
    },
    effect: ({ inspector }) => vi.waitFor(() => expect(inspector.current?.report?.error?.code).toBe('cancelled')),
  },
  'inspect-local': {
    effect: ({ inspector, server }) => expect(inspector.current?.targetText).toBe(server.localTarget?.text),
  },
  'send-here': {
    before: ({ inspector }) => (inspector.form.target = 'mx.example.org'),
    effect: ({ app, send }) => expect([app.screen, send.form.target]).toEqual(['send', 'mx.example.org']),
  },
  'open-console': {
    before: ({ app }) => app.go('history'),
    effect: ({ app, inspector }) => expect([app.screen, inspector.tab]).toEqual(['inspector', 'console']),
  },
  search: {
    before: ({ app, actions }) => actions.provide('search', { run: () => app.go('history') }),
    effect: ({ app }) => expect(app.screen).toBe('history'),
  },
  'copy-for-ticket': {
    before: ({ app, actions }) => actions.provide('copy-for-ticket', { run: () => app.go('history') }),
    effect: ({ app }) => expect(app.screen).toBe('history'),
  },
  'copy-transcript': {
    before: ({ app, actions }) => actions.provide('copy-transcript', { run: () => app.go('history') }),
    effect: ({ app }) => expect(app.screen).toBe('history'),
  },
  'save-report': {
    before: ({ app, actions }) => actions.provide('save-report', { run: () => app.go('history') }),
    effect: ({ app }) => expect(app.screen).toBe('history'),
  },
  'new-profile': {
    effect: ({ app, profiles }) => expect([app.screen, profiles.form?.id]).toEqual(['profiles', null]),
  },
  'import-profiles': {
    effect: ({ app, profiles }) => expect([app.screen, profiles.exchange.importing?.text]).toEqual(['profiles', '']),
  },
  'undo-delete': {
    before: ({ app }) => app.undos.offer('1 run deleted.', () => app.go('history')),
    effect: ({ app }) => expect([app.screen, app.toasts.items]).toEqual(['history', []]),
  },
  'server-start': {
    before: ({ server }) => server.stop(),
    effect: ({ server }) => vi.waitFor(() => expect(server.state?.running).toBe(true)),
  },
  'server-stop': { effect: ({ server }) => vi.waitFor(() => expect(server.state?.running).toBe(false)) },
  'theme-system': {
    before: async ({ app }) => await app.change({ theme: 'dark' }),
    effect: ({ app }) => expect(app.theme).toBe('system'),
  },
  'theme-light': { effect: ({ app }) => expect(app.theme).toBe('light') },
  'theme-dark': { effect: ({ app }) => expect(app.theme).toBe('dark') },
  'zoom-in': { effect: ({ calls }) => expect(calls.at(-1)).toEqual(['app.zoom', { change: 'in' }]) },
  'zoom-out': { effect: ({ calls }) => expect(calls.at(-1)).toEqual(['app.zoom', { change: 'out' }]) },
  'zoom-reset': { effect: ({ calls }) => expect(calls.at(-1)).toEqual(['app.zoom', { change: 'reset' }]) },
  palette: { effect: ({ app }) => expect(app.dialog).toBe('palette') },
  shortcuts: { effect: ({ app }) => expect(app.dialog).toBe('shortcuts') },
  'whats-new': { effect: ({ app }) => expect(app.dialog).toBe('changes') },
  licences: { effect: ({ app }) => expect(app.dialog).toBe('licences') },
  'save-diagnostics': {
    effect: ({ app }) => vi.waitFor(() => expect(app.toasts.items[0]?.message).toContain('diagnostics.txt')),
  },
};

const source = (actions: Actions, more: Partial<PaletteSource> = {}): PaletteSource => ({
  actions: actions.all,
  profiles: [],
  useProfile: () => undefined,
  targets: [],
  recent: [],
  presets: [],
  behave: () => undefined,
  inspect: () => undefined,
  mac: false,
  ...more,
});

describe.each(ACTIONS.map((info) => [info.id, info] as const))('%s', (id, info) => {
  test('does what it says', async () => {
    const window = await setUp();
    await walks[id].before?.(window);
    expect(window.actions.enabled(id)).toBe(true);
    expect(window.actions.run(id)).toBe(true);
    await walks[id].effect(window);
  });

  if (id !== 'palette')
    test('is the first that the palette finds for its title', async () => {
      const window = await setUp();
      await walks[id].before?.(window);
      const [first] = paletteItems(info.title, source(window.actions));
      expect(first?.key).toBe(id);
    });

  if (info.keys.length > 0)
    test('is what each of its keys means, on both kinds of keyboard', () => {
      for (const keys of info.keys) {
        for (const mac of [false, true]) expect(shortcutOf(pressOf(keys, mac), mac)).toBe(id);
      }
    });
});

function pressOf(keys: string, mac: boolean): KeyPress {
  const parts = keys.split('+');
  const mod = parts.includes('Mod');
  return {
    key: parts.at(-1)! || '+',
    ctrlKey: mod && !mac,
    metaKey: mod && mac,
    shiftKey: parts.includes('Shift'),
    altKey: false,
  };
}

describe('the registry', () => {
  test('gives no key twice', () => {
    const keys = ACTIONS.flatMap((action) => [...action.keys]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is in the menu, but for what belongs to a message', () => {
    expect(ACTIONS.filter((action) => !('menu' in action)).map(({ id }) => id)).toEqual(['undo-delete']);
  });

  test('does nothing that cannot be done now', async () => {
    const { actions, app } = await setUp();
    for (const id of ['stop', 'undo-delete', 'search', 'copy-for-ticket', 'copy-transcript', 'server-start'] as const) {
      expect(actions.enabled(id), id).toBe(false);
      expect(actions.run(id), id).toBe(false);
    }
    app.go('settings');
    expect(actions.run('run')).toBe(false);
  });

  test('finds the faults of the test server by name, and keeps them out of the way before', async () => {
    const { actions } = await setUp();
    const asked: (string | null)[] = [];
    const from = source(actions, { presets: ['greylisting'], behave: (preset) => asked.push(preset) });
    expect(paletteItems('', from).some(({ kind }) => kind === 'fault')).toBe(false);
    paletteItems('greyl', from)[0]?.run();
    paletteItems('behave as usual', from)[0]?.run();
    expect(asked).toEqual(['greylisting', null]);
  });

  test('takes back what a screen provided, and then asks the one before', async () => {
    const { actions } = await setUp();
    const done: string[] = [];
    const first = actions.provide('search', { run: () => void done.push('first') });
    const second = actions.provide('search', { run: () => void done.push('second') });
    actions.run('search');
    second();
    actions.run('search');
    first();
    expect(actions.run('search')).toBe(false);
    expect(done).toEqual(['second', 'first']);
  });
});

describe('the palette', () => {
  test('puts the last used first while nothing is typed, and leaves out what cannot be done', async () => {
    const { actions } = await setUp();
    const items = paletteItems('', source(actions, { recent: ['theme-dark', 'go-history'] }));
    expect(items.slice(0, 2).map((item) => item.key)).toEqual(['theme-dark', 'go-history']);
    expect(items.some((item) => item.key === 'stop')).toBe(false);
    expect(items.find((item) => item.key === 'go-history')).toMatchObject({ shortcut: 'Ctrl+5', note: 'Go to' });
  });

  test('puts servers below the actions while nothing is typed', async () => {
    const { actions } = await setUp();
    const items = paletteItems('', source(actions, { targets: ['a.example', 'b.example'] }));
    expect(items.slice(-2).map((item) => item.title)).toEqual(['Inspect a.example', 'Inspect b.example']);
  });

  test('finds servers of past runs, and takes a new one as typed', async () => {
    const { actions } = await setUp();
    const asked: string[] = [];
    const given = source(actions, {
      targets: ['smtp.office365.com:587', 'mx1.example.org'],
      inspect: (target) => void asked.push(target),
    });
    paletteItems('office', given)[0]?.run();
    paletteItems('mail.new.example:25', given).at(-1)?.run();
    expect(asked).toEqual(['smtp.office365.com:587', 'mail.new.example:25']);
    expect(paletteItems('dark', given).some((item) => item.kind === 'target')).toBe(false);
  });

  test.each([
    ['Server: smtp.example.de, Port: 465', 'Inspect smtp.example.de:465'],
    ['smtp.example.de port 587 STARTTLS', 'Inspect smtp.example.de:587'],
    ['fe80::1%eth0', 'Inspect fe80::1%eth0'],
    ['a..b', null],
    ['127.1', null],
    ['[zz]:25', null],
    ['smtp://host/path', null],
    ['Server: x, Port: y', null],
    ['mail the log to bob.example', null],
    ['server 7', null],
  ])('%s: %s', async (typed, title) => {
    const { actions } = await setUp();
    const offered = paletteItems(typed, source(actions, {})).filter(({ kind }) => kind === 'target');
    expect(offered.map((item) => item.title)).toEqual(title === null ? [] : [title]);
  });

  test('finds profiles by name, folder and server, favourites first, and builds no thousand rows', async () => {
    const { actions } = await setUp();
    const used: string[] = [];
    const one = (id: string, name: string, more = {}) => ({
      id,
      name,
      folder: '',
      favourite: false,
      words: 'mx.example.org alice',
      ...more,
    });
    const profiles = [
      ...Array.from({ length: 1_000 }, (_, at) => one(`n${at}`, `Server ${at}`)),
      one('work', 'Work', { folder: 'Customers', words: 'smtp.work.example erika' }),
      one('fav', 'Relay', { favourite: true }),
    ];
    const given = source(actions, { profiles, useProfile: (id) => void used.push(id) });
    expect(paletteItems('', given)[0]?.key).toBe('profile fav');
    expect(paletteItems('', given).filter(({ kind }) => kind === 'profile')).toHaveLength(5);
    expect(paletteItems('server 7', given).length).toBeLessThanOrEqual(80);
    for (const query of ['work', 'customers', 'erika', 'smtp.work']) {
      const found = paletteItems(query, given).find(({ kind }) => kind === 'profile');
      expect(found, query).toMatchObject({ key: 'profile work', note: 'Profile in Customers' });
      found?.run();
    }
    expect(used).toEqual(['work', 'work', 'work', 'work']);
  });

  test('finds by first letters and by other words', async () => {
    const { actions } = await setUp();
    expect(paletteItems('preferences', source(actions))[0]?.key).toBe('go-settings');
    expect(paletteItems('ilts', source(actions))[0]?.key).toBe('inspect-local');
    expect(paletteItems('qqqq', source(actions))).toEqual([]);
  });

  test('remembers each once, the newest first, and not for ever', () => {
    expect(withRecent(['a', 'b', 'c'], 'c')).toEqual(['c', 'a', 'b']);
    expect(
      withRecent(
        Array.from({ length: 30 }, (_, at) => `${at}`),
        'new',
      ),
    ).toHaveLength(20);
  });
});

test('letters fit in their order only, better together and at the start of words', () => {
  expect(fuzzyScore('sts', 'Start the test server')).not.toBeNull();
  expect(fuzzyScore('tsx', 'Start the test server')).toBeNull();
  expect(fuzzyScore('set', 'Settings')!).toBeGreaterThan(fuzzyScore('set', 'Start the test')!);
  expect(bestScore('x', 'abc', 'xyz')).toBe(-100);
  expect(bestScore('y', 'abc', 'xyz')).toBeNull();
});

test('keys are written as they stand on the keyboard', () => {
  expect(keyText('Mod+Shift+C', false)).toBe('Ctrl+Shift+C');
  expect(keyText('Mod+K', true)).toBe('Cmd+K');
  expect(keyText('Mod++', false)).toBe('Ctrl++');
  expect(keyText(actionInfo('stop').keys[0]!, false)).toBe('Esc');
});
