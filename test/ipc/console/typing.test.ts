/** The console as the window has it: opened, typed into, followed, found again; kept in the history; no secret comes outwards. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startScripted, type ScriptStep } from '../../harness/peers/scripted-server.ts';
import type { ConsoleInput, ConsoleRequest, ConsoleState } from '../../../electron/protocol/values/app/console.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { realApp, type RealApp } from '../real-app.ts';

let app: RealApp;
beforeEach(async () => {
  app = await realApp();
});
afterEach(() => app.close());

const password = 'typed-hünter2';

class Typing {
  readonly states: ConsoleState[] = [];
  readonly events: SessionEvent[] = [];
  ended = false;
  readonly runId: string;
  #changed: () => void = () => undefined;

  constructor(runId: string) {
    this.runId = runId;
    const done = (): void => {
      this.ended = true;
      this.#changed();
    };
    app.client.subscribe('console.state', { runId }, (state) => this.#take(state), done);
    app.client.subscribe(
      'runs.events',
      { runId },
      ({ events }) => {
        this.events.push(...events);
        this.#changed();
      },
      () => undefined,
    );
  }

  get state(): ConsoleState {
    const last = this.states.at(-1);
    if (last === undefined) throw new Error('no state yet');
    return last;
  }

  async until(fits: (state: ConsoleState) => boolean): Promise<ConsoleState> {
    while (!(this.states.length > 0 && fits(this.state))) {
      if (this.ended) throw new Error(JSON.stringify(this.state));
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
    return this.state;
  }

  async send(input: ConsoleInput): Promise<ConsoleState> {
    const { seq } = await this.until(({ phase, busy }) => phase === 'open' && !busy);
    await app.client.call('console.send', { runId: this.runId, input });
    return this.until((state) => state.seq > seq && (!state.busy || state.phase === 'over'));
  }

  type(text: string): Promise<ConsoleState> {
    return this.send({ kind: 'line', text });
  }

  async over(): Promise<void> {
    while (!this.ended) await new Promise<void>((resolve) => (this.#changed = resolve));
  }

  get sent(): string[] {
    return this.events.flatMap((event) => (event.type === 'line' && event.direction === 'sent' ? [event.text] : []));
  }

  #take(state: ConsoleState): void {
    this.states.push(state);
    this.#changed();
  }
}

async function open(connection: ConsoleRequest['connection'], more: Partial<ConsoleRequest> = {}): Promise<Typing> {
  const { runId } = await app.client.call('console.open', {
    ...{ command: 'console', until: 'ehlo', auth: null, secret: null, envelope: null },
    connection,
    ...more,
  });
  return new Typing(runId);
}

const local = () => app.address('smtp');
const starttls = () => ({ target: local(), security: 'starttls' }) as const;

test('typed over STARTTLS and AUTH, with a message, then kept in the history as what it was', async () => {
  const typing = await open(starttls());
  const first = await typing.until(({ phase }) => phase === 'open');
  expect(first).toMatchObject({ encrypted: false, waiting: 'command', user: null });
  expect(first.capabilities?.map(({ keyword }) => keyword)).toContain('STARTTLS');
  expect(await app.client.call('console.current', {})).toMatchObject({
    open: { runId: typing.runId, request: { until: 'ehlo', secret: null } },
  });

  const early = await typing.send({ kind: 'login', mechanism: null, user: 'ann', secret: password, allowClear: false });
  expect(early.result).toMatchObject({
    kind: 'failed',
    error: { code: 'auth-unavailable', params: { reason: 'needs-tls' } },
  });
  expect(await typing.type('STARTTLS')).toMatchObject({ encrypted: true, capabilities: null });
  // The one who was typed is remembered for this session.
  expect(await typing.type('auth plain')).toMatchObject({
    loggedIn: true,
    user: 'ann',
    result: { kind: 'login', mechanism: 'PLAIN' },
  });
  expect((await typing.type('expect 235')).result).toMatchObject({ kind: 'expected', ok: true });
  await typing.type('MAIL FROM:<a@x.test>');
  await typing.type('RCPT TO:<b@x.test>');
  expect(await typing.type('DATA')).toMatchObject({ waiting: 'message' });
  await typing.send({ kind: 'message', body: { kind: 'source', source: 'Subject: typed\n\n.dot\n' } });
  expect((await typing.type('expect 550')).result).toMatchObject({
    ok: false,
    expected: { text: '550', got: { code: 250 } },
  });
  await typing.type('QUIT');
  await typing.over();
  expect(typing.state).toMatchObject({ phase: 'over' });
  expect(await app.client.call('console.current', {})).toEqual({ open: null });

  await expect
    .poll(async () => (await app.client.call('history.list', { offset: 0, limit: 9, search: '' })).total)
    .toBe(1);
  const { entries } = await app.client.call('history.list', { offset: 0, limit: 9, search: '' });
  expect(entries[0]).toMatchObject({ command: 'console', error: null, badge: { text: 'Console' } });
  const kept = await app.client.call('history.get', { id: typing.runId });
  expect(kept.request).toMatchObject({ command: 'console', secret: null });
  expect(kept.report).toMatchObject({ command: 'console', auth: { used: 'PLAIN' } });
  expect((await app.client.call('report.text', { runId: typing.runId })).markdown).toContain(
    'Console session with 127.0.0.1',
  );
  const { messages } = await app.client.call('mailbox.list', { offset: 0, limit: 9, search: '' });
  expect(messages).toMatchObject([{ subject: 'typed' }]);
  const reported = JSON.stringify(app.seen);
  for (const form of [password, Buffer.from(`\0ann\0${password}`).toString('base64')])
    expect(reported).not.toContain(form);
});

test('a login typed by hand shows nothing of itself, and each reply is explained by what came before', async () => {
  const typing = await open(starttls(), { until: 'tls' });
  await typing.type('AUTH LOGIN');
  const asked = await typing.type(Buffer.from('ann').toString('base64'));
  expect(asked.waiting).toBe('response');
  await typing.type(Buffer.from(password).toString('base64'));
  await typing.until(({ loggedIn }) => loggedIn);
  await typing.type('FROB');
  await expect.poll(() => typing.sent.at(-1)).toBe('FROB');
  await expect.poll(() => typing.events.at(-1)).toMatchObject({ type: 'reply', command: 'FROB' });
  const reply = typing.events.findLast((event) => event.type === 'reply');
  const explained = await app.client.call('console.explain', { runId: typing.runId, seq: reply?.seq ?? 0 });
  expect(explained).toMatchObject({ command: 'FROB', reply: { code: 500 }, findings: [{ severity: 'error' }] });
  expect(await app.client.call('console.explain', { runId: typing.runId, seq: 999_999 })).toBeNull();
  expect(typing.sent.slice(-4)).toEqual(['AUTH LOGIN', '', '', 'FROB']);
  expect(JSON.stringify(app.seen)).not.toContain(Buffer.from(password).toString('base64'));
  await app.client.call('console.close', { runId: typing.runId });
  await typing.over();
  await expect.poll(() => typing.sent.at(-1)).toBe('QUIT');
});

test('a list runs to the reply that is not as expected, says where, and can be stopped', async () => {
  const typing = await open(starttls(), { until: 'tls' });
  const listed = await typing.send({ kind: 'list', text: 'NOOP\nexpect 250\nVRFY x\nexpect 550\nRSET\n' });
  expect(listed.list).toMatchObject({
    line: 4,
    lines: 5,
    end: { kind: 'unexpected', expected: { text: '550', got: { code: 252 } } },
  });
  await expect.poll(() => typing.sent.at(-1)).toBe('VRFY x');
  await expect(typing.send({ kind: 'list', text: 'NOOP\nDATA\nno end\n' })).rejects.toMatchObject({
    code: 'invalid-argument',
    params: { argument: 'list', reason: 'line 2: the message after DATA has no end: a line with a dot alone' },
  });
  const noops = 'NOOP\n'.repeat(5_000);
  await app.client.call('console.send', { runId: typing.runId, input: { kind: 'list', text: noops } });
  await expect(
    app.client.call('console.send', { runId: typing.runId, input: { kind: 'line', text: 'RSET' } }),
  ).rejects.toMatchObject({ code: 'invalid-argument' });
  await typing.until(({ list }) => (list?.line ?? 0) > 3 && list?.end === null);
  await app.client.call('console.stopList', { runId: typing.runId });
  expect((await typing.until(({ list }) => list?.end !== null)).list?.end).toEqual({ kind: 'stopped' });
  await app.client.call('runs.cancel', { runId: typing.runId });
  await typing.over();
});

test('what is wrong with a line is said, and nothing is sent', async () => {
  const typing = await open(starttls());
  await expect(typing.type('expect nothing')).rejects.toMatchObject({ params: { argument: 'line' } });
  await expect(typing.type('BDAT 5 LAST')).rejects.toMatchObject({ params: { argument: 'line' } });
  expect((await typing.type('NOOP \u2028 RSET')).result).toMatchObject({
    kind: 'failed',
    error: { code: 'invalid-argument' },
  });
  expect((await typing.type('data /etc/passwd')).result).toMatchObject({
    kind: 'error',
    error: { code: 'invalid-argument' },
  });
  await expect(typing.send({ kind: 'message', body: { kind: 'source', source: 'x' } })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  await expect(
    app.client.call('console.send', { runId: 'nobody', input: { kind: 'line', text: 'x' } }),
  ).rejects.toMatchObject({ code: 'run-not-found' });
  expect(typing.sent.every((line) => line.startsWith('EHLO'))).toBe(true);
  expect((await typing.send({ kind: 'chunk', last: true, body: { kind: 'source', source: 'x\n' } })).result).toBeNull();
  await expect.poll(() => typing.sent.at(-1)).toBe('BDAT 3 LAST');
});

test('the server that closes ends it at once, with what it said', async () => {
  const script: ScriptStep[] = [
    { send: '220 mx.test\r\n' },
    { expect: '^EHLO' },
    { send: '250 mx.test\r\n' },
    { expect: '^NOOP$' },
    { send: '250 ok\r\n421 4.4.2 idle\r\n' },
    { close: 'fin' },
  ];
  const server = await startScripted(script);
  const typing = await open({ target: `127.0.0.1:${server.port}`, security: 'none' });
  await typing.type('NOOP').catch(() => undefined);
  await typing.over();
  const run = () => app.client.call('runs.snapshot', { runId: typing.runId, afterSeq: 0 });
  await expect.poll(async () => (await run()).status).toBe('done');
  expect((await run()).report?.error).toMatchObject({ code: 'server-disconnected', reply: { code: 421 } });
  await server.close();
});

test('NOOP keeps it open, its end is the window’s, and there are no more than four', async () => {
  const typing = await open(starttls());
  await typing.until(({ phase }) => phase === 'open');
  await app.client.call('console.stayOpen', { runId: typing.runId, seconds: 60 });
  expect((await typing.until(({ stayOpen }) => stayOpen === 60)).phase).toBe('open');
  for (let more = 0; more < 3; more += 1) await open(starttls());
  await expect(open(starttls())).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(open({ target: local() }, { auth: { user: 'ann' } })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
});

test('a login without a secret opens nothing, and nothing that would log in', async () => {
  await expect(open({ target: local() }, { until: 'login', auth: { user: 'ann' } })).rejects.toMatchObject({
    code: 'secret-missing',
  });
  const typing = await open(starttls(), { auth: { user: 'ann' } });
  expect((await typing.until(({ phase }) => phase === 'open')).user).toBeNull();
});
