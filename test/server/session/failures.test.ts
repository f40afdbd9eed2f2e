/**
 * Whatever is handed to the server may throw: handler, spool, users, commands, script, observer, session class. The session that met it
 * ends or goes on with a refusal, the owner hears of it, other sessions are served, and stop() comes to an end.
 */
import { expect, test } from 'vitest';
import { discardingSpool } from '../../../electron/storage/spool/memory-spool.ts';
import { Session } from '../../../electron/core/server/session/session.ts';
import type { TestServerOptions } from '../../../electron/core/server/types.ts';
import type { UserVerifier } from '../../../electron/core/server/handlers/types.ts';
import { userVerifiers } from '../../../electron/core/server/users/users.ts';
import type { ServerObserver } from '../../../electron/core/server/observer.ts';
import type { SessionScript } from '../../../electron/core/server/script/runtime.ts';
import { startFixture, USER, type Fixture, type FixtureOptions } from '../fixture.ts';
import type { Peer } from '../peer.ts';

const FAULT = new Error('a fault of ours');
const fault = (): never => {
  throw FAULT;
};
const rejected = (): Promise<never> => Promise.reject(FAULT);

/** True in the first session: what is tested there must leave the second one alone. */
type Armed = () => boolean;
type Services = ConstructorParameters<typeof Session>[2];

interface Hook {
  readonly overrides: (armed: Armed) => Partial<TestServerOptions>;
  /** The session ends by it; else the command is refused with 4yz or, where nobody sees it, goes on. */
  readonly ends: boolean;
}

const PLAIN = Buffer.from(`boss\0${USER.user}\0${USER.password}`).toString('base64');
const DIALOGUE = ['EHLO c', 'NOOP', `AUTH PLAIN ${PLAIN}`, 'MAIL FROM:<a@s.example>', 'RCPT TO:<b@r.example>', 'DATA'];
const END = 'Subject: x\r\n\r\ntext\r\n.';
const LOGIN: FixtureOptions = { auth: { enabled: true, allowClear: true } };

/** A session class that is given other services. */
const withServices = (change: (services: Services) => Partial<Services>): Pick<TestServerOptions, 'sessionClass'> => ({
  sessionClass: class extends Session {
    constructor(...[io, config, services, journal]: ConstructorParameters<typeof Session>) {
      super(io, config, { ...services, ...change(services) }, journal);
    }
  },
});

function script(armed: Armed, method: 'wants' | 'at' | 'inBody' | 'greeting', at?: string): Partial<TestServerOptions> {
  const fails = (command: string) => armed() && (at === undefined || at === command);
  const one: SessionScript = {
    get greeting() {
      return method === 'greeting' && armed() ? fault() : null;
    },
    wants: (command) => (method === 'wants' && fails(command) ? fault() : true),
    at: ({ command }) => (method === 'at' && fails(command) ? fault() : null),
    inBody: () => (method === 'inBody' && armed() ? fault() : null),
  };
  return withServices(() => ({ script: one }));
}

const spool = (armed: Armed, method: 'create' | 'write' | 'finish', how: () => never | Promise<never>) => {
  const usual = discardingSpool();
  return {
    spool: {
      create: () => {
        if (method === 'create' && armed()) return how();
        const made = usual.create();
        if (made instanceof Promise) throw new Error('a spool in memory waits for nothing');
        if (armed() && method === 'write') made.write = how;
        if (armed() && method === 'finish') made.finish = how;
        return made;
      },
    },
    handler: { name: 'sink', handle: () => ({ reply: null, message: null }) },
  };
};

const users = (change: Partial<UserVerifier>) => ({
  users: { ...userVerifiers([USER]), mayActAs: () => true, ...change },
});

const SCRIPT_MOMENTS = ['CONNECT', 'EHLO', 'NOOP', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'END', 'QUIT'];

function sessionHook(method: 'start' | 'receive' | 'heldOctets' | 'constructor'): Hook {
  return {
    ends: true,
    overrides: (armed) => ({
      sessionClass: class extends Session {
        constructor(...parts: ConstructorParameters<typeof Session>) {
          super(...parts);
          if (method === 'constructor' && armed()) fault();
        }
        override start(): void {
          if (method === 'start' && armed()) fault();
          super.start();
        }
        override receive(chunk: Uint8Array): void {
          if (method === 'receive' && armed()) fault();
          super.receive(chunk);
        }
        override get heldOctets(): number {
          return method === 'heldOctets' && armed() ? fault() : super.heldOctets;
        }
      },
    }),
  };
}

const hooks: Record<string, Hook> = {
  'handler.handle throws': {
    ends: false,
    overrides: (armed) => ({
      handler: { name: 'h', handle: () => (armed() ? fault() : { reply: null, message: null }) },
    }),
  },
  'handler.handle rejects': {
    ends: false,
    overrides: (armed) => ({
      handler: { name: 'h', handle: () => (armed() ? rejected() : { reply: null, message: null }) },
    }),
  },
  'spool.create throws': { ends: false, overrides: (armed) => spool(armed, 'create', fault) },
  'spool.create rejects': { ends: false, overrides: (armed) => spool(armed, 'create', rejected) },
  'file.write throws': { ends: false, overrides: (armed) => spool(armed, 'write', fault) },
  'file.write rejects': { ends: false, overrides: (armed) => spool(armed, 'write', rejected) },
  'file.finish throws': { ends: false, overrides: (armed) => spool(armed, 'finish', fault) },
  'file.finish rejects': { ends: false, overrides: (armed) => spool(armed, 'finish', rejected) },
  'command throws': {
    ends: false,
    overrides: (armed) => ({ commands: { NOOP: (call) => (armed() ? fault() : call.usual()) } }),
  },
  'command rejects': {
    ends: false,
    overrides: (armed) => ({ commands: { NOOP: (call) => (armed() ? rejected() : call.usual()) } }),
  },
  'command asks for what cannot be': {
    ends: false,
    overrides: (armed) => ({ commands: { NOOP: (call) => (armed() ? { kind: 'data' } : call.usual()) } }),
  },
  'command asks later for what cannot be': {
    ends: false,
    overrides: (armed) => ({
      commands: { NOOP: (call) => Promise.resolve(armed() ? { kind: 'data' } : call.usual()) },
    }),
  },
  'users.verify throws': {
    ends: false,
    overrides: (armed) => users({ verify: () => (armed() ? fault() : Promise.resolve(true)) }),
  },
  'users.verify rejects': {
    ends: false,
    overrides: (armed) => users({ verify: () => (armed() ? rejected() : Promise.resolve(true)) }),
  },
  'users.mayActAs throws': { ends: false, overrides: (armed) => users({ mayActAs: () => !armed() || fault() }) },
  'script.greeting throws': { ends: true, overrides: (armed) => script(armed, 'greeting') },
  'script.inBody throws': { ends: true, overrides: (armed) => script(armed, 'inBody') },
  ...Object.fromEntries(
    SCRIPT_MOMENTS.flatMap((moment) => [
      [`script.wants throws at ${moment}`, { ends: true, overrides: (armed) => script(armed, 'wants', moment) }],
      [`script.at throws at ${moment}`, { ends: true, overrides: (armed) => script(armed, 'at', moment) }],
    ]) satisfies [string, Hook][],
  ),
  'session class: constructor throws': sessionHook('constructor'),
  'session class: start throws': sessionHook('start'),
  'session class: receive throws': sessionHook('receive'),
  'session class: heldOctets throws': sessionHook('heldOctets'),
};

/** Every reply up to the end of the dialogue or of the connection. */
async function speak(peer: Peer): Promise<string[]> {
  const heard = [await peer.reply()];
  for (const line of [...DIALOGUE, END, 'QUIT']) {
    if (heard.at(-1) === '' || heard.at(-1)?.startsWith('421')) break;
    if (line === END && !heard.at(-1)?.startsWith('354')) continue;
    heard.push(await peer.command(line));
  }
  return heard;
}

const last = (heard: readonly string[]) => heard.filter((reply) => reply !== '').at(-1) ?? '';

async function started(hook: Hook, armed: Armed): Promise<Fixture> {
  return startFixture({ ...LOGIN, overrides: hook.overrides(armed) });
}

test.each(Object.entries(hooks))('%s', async (_, hook) => {
  let first = true;
  const fixture = await started(hook, () => first);
  const peer = await fixture.connect();
  const heard = await speak(peer);
  const failures = [...fixture.observed.failures];
  expect(failures.length).toBeGreaterThan(0);
  if (hook.ends) {
    expect(last(heard)).toMatch(/^421 4\.3\.0 The session cannot go on \(log id s\S+\)\r\n$/);
    expect(await peer.untilClosed()).toBe('');
    const [summary] = await fixture.ended();
    expect(summary).toMatchObject({ endReason: 'failed' });
    expect(fixture.observed.logIds.some((id) => id !== '' && last(heard).includes(id))).toBe(true);
  } else {
    expect(last(heard)).toMatch(/^221 /);
    expect(heard.some((reply) => /^4\d\d/.test(reply))).toBe(true);
  }
  first = false;
  expect(last(await speak(await fixture.connect()))).toMatch(/^221 /);
  // A connection that says nothing is there when the server stops.
  const idle = await fixture.connect();
  expect(await idle.reply()).toMatch(/^220 /);
  await fixture.server.stop();
  expect(fixture.server.listeners()).toMatchObject([{ listening: false, sessions: 0 }]);
});

type Watched = 'listener' | 'session' | 'event' | 'message';

const observers: Record<string, { method: Watched; when: (reported: readonly unknown[]) => boolean }> = {
  'session, every time': { method: 'session', when: () => true },
  'event, every time': { method: 'event', when: () => true },
  message: { method: 'message', when: () => true },
  ...Object.fromEntries(
    ['session-begin', 'phase-begin', 'line', 'reply', 'capabilities', 'auth', 'sender', 'recipient', 'body-end'].map(
      (type) => [
        `event ${type}`,
        { method: 'event', when: ([, event]: readonly unknown[]) => (event as { type: string }).type === type },
      ],
    ),
  ),
};

function observing(fixtureObserver: ServerObserver, method: Watched, fails: (reported: readonly unknown[]) => boolean) {
  return {
    ...fixtureObserver,
    [method]: (...reported: readonly unknown[]) => {
      if (fails(reported)) fault();
      (fixtureObserver[method] as (...reported: readonly unknown[]) => void)(...reported);
    },
  };
}

function recorder(failures: { error: unknown; logId: string }[]): ServerObserver {
  return {
    listener: () => undefined,
    session: () => undefined,
    event: () => undefined,
    message: () => undefined,
    failure: (_, error, logId) => failures.push({ error, logId: logId ?? '' }),
  };
}

test.each(Object.entries(observers))('observer: %s', async (_, { method, when }) => {
  let first = true;
  const failures: { error: unknown; logId: string }[] = [];
  const observer = observing(recorder(failures), method, (reported) => first && when(reported));
  const fixture = await startFixture({ ...LOGIN, overrides: { observer } });
  const peer = await fixture.connect();
  const heard = await speak(peer);
  const rest = await peer.untilClosed();
  expect(`${heard.join('')}${rest}`).toMatch(/421 4\.3\.0 The session cannot go on \(log id s\S+\)\r\n$/);
  expect(failures.every(({ error }) => error === FAULT)).toBe(true);
  expect(failures.some(({ logId }) => `${heard.join('')}${rest}`.includes(`(log id ${logId})`))).toBe(true);
  first = false;
  expect(last(await speak(await fixture.connect()))).toMatch(/^221 /);
  const idle = await fixture.connect();
  await idle.reply();
  await fixture.server.stop();
});

test('an observer that throws at listeners: they start, serve and stop', async () => {
  const failures: { error: unknown; logId: string }[] = [];
  const fixture = await startFixture({
    ...LOGIN,
    overrides: { observer: observing(recorder(failures), 'listener', () => true) },
  });
  expect(last(await speak(await fixture.connect()))).toMatch(/^221 /);
  await fixture.server.stop();
  expect(failures.length).toBeGreaterThanOrEqual(3);
});

test('an observer that throws even at failures: the process warns, the server goes on', async () => {
  const warnings: Error[] = [];
  const heed = (warning: Error): void => void warnings.push(warning);
  process.on('warning', heed);
  try {
    const observer = { ...observing(recorder([]), 'event', () => true), failure: fault };
    const fixture = await startFixture({ ...LOGIN, overrides: { observer } });
    const peer = await fixture.connect();
    expect(await peer.untilClosed()).toMatch(/^421 4\.3\.0 /);
    await fixture.server.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toContain(FAULT);
  } finally {
    process.off('warning', heed);
  }
});

test.each(['stop', 'closed', 'inputEnded'] as const)(
  'session class: %s throws, and the server stops',
  async (method) => {
    const fixture = await startFixture({
      overrides: {
        sessionClass: class extends Session {
          override stop(): void {
            if (method === 'stop') fault();
            super.stop();
          }
          override closed(...how: Parameters<Session['closed']>): Promise<void> | null {
            return method === 'closed' ? fault() : super.closed(...how);
          }
          override inputEnded(): void {
            if (method === 'inputEnded') fault();
            super.inputEnded();
          }
        },
      },
    });
    const peer = await fixture.connect();
    await peer.reply();
    if (method === 'inputEnded') peer.halfClose();
    if (method !== 'inputEnded') void fixture.server.stop();
    expect(await peer.untilClosed()).toMatch(/^421 /);
    await fixture.server.stop();
    expect(fixture.observed.failures).toContain(FAULT);
  },
);
