/** The state classes over a host that is made up: what they take from events, and what they do when it goes wrong. */
import { describe, expect, test, vi } from 'vitest';
import { AppState } from '../../renderer/app/app.svelte.ts';
import { AppError } from '../../electron/protocol/values/app-error.ts';
import { createClient } from '../../electron/ipc/client.ts';
import { InboxState } from '../../renderer/features/inbox/inbox.svelte.ts';
import { InspectorState } from '../../renderer/features/inspector/inspector.svelte.ts';
import { SendState } from '../../renderer/features/send/send.svelte.ts';
import { TestServerState } from '../../renderer/features/server/server.svelte.ts';
import { PagedRows } from '../../renderer/ui/lists/paged-rows.ts';
import { SourceLines } from '../../renderer/features/inbox/message/source-lines.ts';
import type { Transport } from '../../electron/ipc/transport.ts';
import { fakeTransport } from './fake/transport.ts';
import { wall } from './fake/scenarios.ts';

function setUp(transport: Transport = fakeTransport({ messages: 250, pace: 0 })) {
  const app = new AppState(createClient(transport));
  const server = new TestServerState(app);
  const inbox = new InboxState(app);
  const inspector = new InspectorState(app);
  const send = new SendState(app, inspector, server);
  const stop = server.follow({
    message: (message) => inbox.arrived(message),
    mailbox: (total) => inbox.counted(total),
  });
  return { app, server, inbox, inspector, send, stop };
}

describe('a login', () => {
  const login = { user: 'alice@example.com', password: 'secret', allowClear: true };
  function typed(target: string) {
    const set = setUp();
    const { form } = set.inspector;
    form.target = target;
    Object.assign(form, login);
    form.loginEdited();
    return { ...set, form };
  }

  test('stays with its host, whatever the port and the way it is written', () => {
    const { form } = typed('smtp.example.com:587');
    for (const target of ['smtp.example.com:465', 'smtps://SMTP.example.com', 'smtp.example.com', '']) {
      form.target = target;
      expect(form.settleTarget()).toBeNull();
      expect(form).toMatchObject(login);
    }
  });

  test('is not used for another host, and can be put back', () => {
    const { app, inspector, form } = typed('smtp.example.com:587');
    form.target = 'mx.other.example:587';
    inspector.run();
    expect(form).toMatchObject({ user: '', password: '', allowClear: false });
    expect(inspector.current?.user).toBeNull();
    expect(app.toasts.items[0]?.message).toContain('smtp.example.com');
    app.toasts.act();
    expect(form).toMatchObject(login);
    expect(form.settleTarget()).toBeNull();
  });

  test('of a past run keeps a typed password for the same host and user only', () => {
    const { form } = typed('smtp.example.com:587');
    const auth = { user: login.user };
    form.fill({ target: 'smtp.example.com:465' }, auth);
    expect(form.password).toBe('secret');
    form.fill({ target: 'mx.other.example' }, auth);
    expect(form.password).toBe('');
  });

  test('that was typed before the server belongs to the first one', () => {
    const { form } = typed('');
    form.target = 'smtp.example.com';
    expect(form.settleTarget()).toBeNull();
    form.target = 'mx.other.example';
    expect(form.settleTarget()).toMatchObject({ host: 'smtp.example.com', user: login.user });
  });
});

describe('a run', () => {
  test('is followed to its report, every event once', async () => {
    const { inspector } = setUp();
    inspector.form.target = 'smtp.office365.com:587';
    inspector.run();
    await vi.waitFor(() => expect(inspector.current?.status).toBe('done'));
    expect(inspector.current?.report?.error?.code).toBe('auth-failed');
    expect(inspector.current?.log.facts.end?.error?.code).toBe('auth-failed');
  });

  test('repairs a gap in what it was told by a snapshot', async () => {
    const whole = fakeTransport({ messages: 0, pace: 1 });
    let batches = 0;
    const lossy: Transport = {
      invoke: (channel, payload) => whole.invoke(channel, payload),
      subscribe: (channel, params, onEvent, onEnd) =>
        whole.subscribe(
          channel,
          params,
          (event) => {
            batches += 1;
            // Every second batch is lost on the way, but for the last, which brings the report.
            if (channel !== 'runs.events' || batches % 2 === 1 || (event as { report: unknown }).report !== null)
              onEvent(event);
          },
          onEnd,
        ),
    };
    const { inspector } = setUp(lossy);
    inspector.form.target = 'mx.wall.example.org';
    inspector.run();
    await vi.waitFor(() => expect(inspector.current?.status).toBe('done'));
    expect(inspector.current?.log.facts.end).not.toBeNull();
    expect(inspector.current?.log.lastSeq).toBe(wall('mx.wall.example.org').length);
  });

  test('that cannot be started says so and leaves the form as it was', async () => {
    const whole = fakeTransport({ messages: 0, pace: 0 });
    const broken: Transport = {
      ...whole,
      invoke: (channel, payload) =>
        channel === 'runs.start' ? Promise.reject(new Error('gone')) : whole.invoke(channel, payload),
    };
    const { inspector } = setUp(broken);
    inspector.form.target = 'mx.example.org';
    inspector.form.user = 'me';
    inspector.form.password = 'secret';
    inspector.run();
    await vi.waitFor(() => expect(inspector.current?.status).toBe('lost'));
    expect(inspector.current?.error?.code).toBe('disconnected');
    expect(inspector.form).toMatchObject({ target: 'mx.example.org', user: 'me', password: 'secret' });
  });

  test('is stopped by the user and ends as stopped', async () => {
    const { inspector } = setUp();
    inspector.form.target = 'silent.example.org';
    inspector.run();
    await vi.waitFor(() => expect(inspector.current?.status).toBe('running'));
    inspector.stop();
    await vi.waitFor(() => expect(inspector.current?.status).toBe('done'));
    expect(inspector.current?.report?.error?.code).toBe('cancelled');
  });

  test('without a target asks for one and connects to nothing', () => {
    const { inspector } = setUp();
    inspector.run();
    expect(inspector.current).toBeNull();
    expect(inspector.targetAsked).toBe(1);
  });
});

describe('from first start', () => {
  test('the local test server is known, is inspected, takes a message, and the message is in the inbox', async () => {
    const { server, inspector, send, inbox } = setUp();
    await vi.waitFor(() => expect(server.localTarget?.text).toBe('127.0.0.1:2525'));
    inbox.reload();
    await vi.waitFor(() => expect(inbox.total).toBe(250));
    inspector.inspect(server.localTarget!);
    await vi.waitFor(() => expect(inspector.current?.report?.ok).toBe(true));
    send.fromInspector();
    expect(send.form.target).toBe('127.0.0.1:2525');
    send.run();
    await vi.waitFor(() => expect(send.sending.current?.report?.delivery).toBe('all'));
    expect(send.sending.current?.ownServer).toBe(true);
    await vi.waitFor(() => expect(inbox.total).toBe(251));
    expect(inbox.row(0)).toMatchObject({ subject: 'Test message from Posthorn', unread: true });
  });

  test('what was sent is kept as a template, whatever stands in the form by then', async () => {
    const transport = fakeTransport({ messages: 0, pace: 0 });
    const saved: unknown[] = [];
    const { server, send } = setUp({
      ...transport,
      invoke: (channel, payload) => {
        if (channel === 'messages.saveTemplate') saved.push(payload);
        return transport.invoke(channel, payload);
      },
    });
    await vi.waitFor(() => expect(server.localTarget).not.toBeNull());
    send.prefill();
    send.message.subject = 'As it went';
    send.run();
    await vi.waitFor(() => expect(send.sending.current?.report?.delivery).toBe('all'));
    send.message.subject = 'Changed since';
    await send.keepSentAs('Kept');
    expect(saved).toMatchObject([{ name: 'Kept', message: { kind: 'composed', subject: 'As it went' } }]);
    send.sending.clear();
    await send.keepSentAs('Nothing');
    expect(saved).toHaveLength(1);
  });

  test('a password goes to no other server than the one it was typed for', async () => {
    const { server, inspector } = setUp();
    await vi.waitFor(() => expect(server.localTarget).not.toBeNull());
    inspector.form.target = 'mx.example.org';
    inspector.form.user = 'me';
    inspector.form.password = 'secret';
    inspector.open(server.localTarget!);
    expect(inspector.form).toMatchObject({ user: '', password: '' });
  });
});

test('what came with a known server does not hold for another one that is typed over it', () => {
  const { inspector } = setUp();
  const { form } = inspector;
  form.open({ text: '127.0.0.1:2424', protocol: 'lmtp', security: 'none' });
  expect(form.connection()).toEqual({ target: '127.0.0.1:2424', protocol: 'lmtp', security: 'none' });
  form.security = 'starttls';
  form.target = 'mx.example.org';
  form.targetEdited();
  expect(form.connection()).toEqual({ target: 'mx.example.org', security: 'starttls' });
});

describe('settings of the test server', () => {
  test('changed while a change is under way wait for their turn, and undo nothing of it', async () => {
    const transport = fakeTransport({ messages: 0, pace: 0 });
    const asked: unknown[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { server } = setUp({
      ...transport,
      invoke: async (channel, payload) => {
        if (channel === 'server.configure') {
          asked.push(payload);
          await gate;
        }
        return transport.invoke(channel, payload);
      },
    });
    await vi.waitFor(() => expect(server.presets).not.toEqual([]));
    const name = server.presets[0]?.name ?? null;
    const changes = [
      server.changeAuth(() => ({ enabled: true, acceptAny: true })),
      server.behave(name),
      server.changeAuth(({ allowClear }) => ({ allowClear: !allowClear })),
      server.changeAuth(({ allowClear }) => ({ allowClear: !allowClear })),
    ];
    const allowed = server.state?.config.auth.allowClear;
    expect(server.busy).toBe(true);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    open();
    expect(await Promise.all(changes)).toEqual([true, true, true, true]);
    expect(asked).toHaveLength(4);
    expect(server.state?.config).toMatchObject({
      script: { name },
      auth: { enabled: true, acceptAny: true, allowClear: allowed },
    });
    expect(server.busy).toBe(false);
  });

  test('one that fails is said, and the next has its turn', async () => {
    const transport = fakeTransport({ messages: 0, pace: 0 });
    let calls = 0;
    const { app, server } = setUp({
      ...transport,
      invoke: (channel, payload) => {
        if (channel === 'server.configure') calls += 1;
        return channel === 'server.configure' && calls === 1
          ? Promise.reject(new AppError('disconnected'))
          : transport.invoke(channel, payload);
      },
    });
    await vi.waitFor(() => expect(server.presets).not.toEqual([]));
    const report = vi.spyOn(app, 'report');
    const changes = [server.behave(server.presets[0]?.name ?? null), server.changeAuth(() => ({ enabled: false }))];
    expect(await Promise.all(changes)).toEqual([false, true]);
    expect(report).toHaveBeenCalledTimes(1);
    expect(server.state?.config).toMatchObject({ auth: { enabled: false } });
    expect(server.preset).toBeNull();
  });
});

describe('the inbox', () => {
  test('fetches pages as they are looked at, marks what was read, deletes and goes on to the next', async () => {
    const { inbox, server } = setUp();
    await vi.waitFor(() => expect(server.state).not.toBeNull());
    inbox.reload();
    await vi.waitFor(() => expect(inbox.loaded).toBe(true));
    expect(inbox.row(220)).toBeUndefined();
    await vi.waitFor(() => expect(inbox.row(220)?.id).toBe('message-220'));
    const unread = server.state!.unread;
    await inbox.open('message-0');
    expect(inbox.row(0)?.unread).toBe(false);
    expect(server.state?.unread).toBe(unread - 1);
    await inbox.delete(['message-0']);
    await vi.waitFor(() => expect(inbox.selected).toBe('message-1'));
    await vi.waitFor(() => expect(inbox.total).toBe(249));
  });

  test('refuses a page that was asked for before places moved', () => {
    const rows = new PagedRows<string>(2);
    const first = rows.request(0)!;
    const second = rows.request(2)!;
    expect(rows.request(1)).toBeNull();
    expect(rows.fill(first, ['a', 'b'], 4)).toBe(true);
    rows.unshift('new');
    expect(rows.fill(second, ['c', 'd'], 4)).toBe(false);
    expect([rows.at(0), rows.at(1), rows.at(2)]).toEqual(['new', 'a', 'b']);
  });

  test('shows what was there until the page of it has come anew', () => {
    const rows = new PagedRows<string>(2);
    rows.fill(rows.request(0)!, ['a', 'b'], 3);
    rows.outdate();
    expect(rows.at(1)).toBe('b');
    expect(rows.findIndex((row) => row === 'b')).toBe(1);
    rows.fill(rows.request(1)!, ['b', 'c'], 2);
    expect([rows.at(0), rows.at(1), rows.at(2)]).toEqual(['b', 'c', undefined]);
    expect(rows.findIndex((row) => row === 'a')).toBe(-1);
  });

  test('goes to a place that was never looked at, and only to the one wanted last', async () => {
    const { inbox } = setUp();
    inbox.reload();
    await vi.waitFor(() => expect(inbox.loaded).toBe(true));
    const shown: string[] = [];
    const first = inbox.go(249, ({ id }) => shown.push(id));
    const second = inbox.go(120, ({ id }) => shown.push(id));
    await Promise.all([first, second]);
    expect(shown).toEqual(['message-120']);
    await inbox.go(249, ({ id }) => shown.push(id));
    expect(shown).toEqual(['message-120', 'message-249']);
  });
});

test('a lost host is a state of the window, other failures are reported', () => {
  const { app } = setUp();
  app.report(new Error('strange'));
  expect(app.problem?.message).toBe('strange');
});

test('lines of a source are whole whatever the slices', () => {
  const bytes = new TextEncoder().encode('Subject: Grüße 🎺\r\nbare\rcr\r\n\r\nlast');
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const lines = new SourceLines();
    lines.push(bytes.subarray(0, cut));
    lines.push(bytes.subarray(cut));
    lines.end();
    expect(Array.from({ length: lines.count }, (_, at) => lines.line(at))).toEqual([
      'Subject: Grüße 🎺',
      'bare\rcr',
      '',
      'last',
    ]);
  }
});
