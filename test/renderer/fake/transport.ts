/** A host that exists only in the page: plays scenarios by the name of the target, and keeps a mailbox and listeners in memory. */
import type { AppErrorValue } from '../../../electron/ipc/errors.ts';
import type { CallInput, CallName, CallOutput, StreamEvent, StreamName } from '../../../electron/ipc/contract.ts';
import type { MessageSummary } from '../../../electron/ipc/schemas/mailbox.ts';
import type { Report } from '../../../electron/ipc/schemas/report.ts';
import type { RunRequest } from '../../../electron/ipc/schemas/run.ts';
import type { ServerState, SessionSummary } from '../../../electron/ipc/schemas/server.ts';
import type { SessionEvent } from '../../../electron/ipc/schemas/event.ts';
import type { Transport } from '../../../electron/ipc/transport.ts';
import { authFailed, connectFailed, localCheck, send, serverSession, silent, wall } from './scenarios.ts';
import { fakeReport } from './report.ts';
import { fakeMessages, fakeServer, fakeSessions } from './server.ts';

interface FakeRun {
  readonly command: 'check' | 'send';
  readonly all: readonly SessionEvent[];
  sent: number;
  report: Report | null;
  cancelled: boolean;
}

export interface FakeOptions {
  readonly messages: number;
  /** Milliseconds between batches; 0 plays a run at once. */
  readonly pace: number;
}

type Handlers = { [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

export function fakeTransport({ messages, pace }: FakeOptions): Transport {
  let state: ServerState = fakeServer(messages);
  let mail: MessageSummary[] = fakeMessages(messages);
  const sessions: SessionSummary[] = fakeSessions();
  const runs = new Map<string, FakeRun>();
  const changes = new Set<(event: unknown) => void>();
  const tell = (event: StreamEvent<'server.changed'>): void => changes.forEach((listener) => listener(event));

  function counted(): void {
    state = { ...state, messages: mail.length, unread: mail.filter((each) => each.unread).length };
    tell({ type: 'mailbox', total: state.messages, unread: state.unread });
  }
  function changed(next: ServerState): ServerState {
    state = next;
    tell({ type: 'state', state });
    return state;
  }
  const listening = (running: boolean): ServerState['listeners'] =>
    state.config.listeners.map((config) => ({
      config,
      boundPort: running ? config.port : null,
      listening: running,
      error: null,
      sessions: 0,
    }));

  function play(request: RunRequest): readonly SessionEvent[] {
    const [host = '', port = '25'] = request.connection.target.split(':');
    if (request.command === 'send') return send(request, host, Number(port));
    if (host.startsWith('127.')) return localCheck(host, Number(port));
    if (host.includes('office')) return authFailed(host);
    if (host.includes('closed')) return connectFailed(host);
    if (host.includes('silent')) return silent(host);
    return wall(host);
  }

  const handlers: Handlers = {
    'app.info': () => ({
      version: '0.1.0',
      runtime: 'node',
      versions: { node: '22.0.0' },
      platform: 'linux',
      defaultEhloName: 'ws12.example.org',
    }),
    'runs.start': (request) => {
      const runId = `run-${runs.size + 1}`;
      runs.set(runId, { command: request.command, all: play(request), sent: 0, report: null, cancelled: false });
      return { runId, ownServer: request.connection.target.startsWith('127.') };
    },
    'runs.snapshot': ({ runId, afterSeq }) => {
      const run = runs.get(runId)!;
      const events = run.all.slice(0, run.sent).filter((event) => event.seq > afterSeq);
      return {
        runId,
        command: run.command,
        startedAt: '2026-03-02T09:15:00.000Z',
        status: run.report === null ? 'running' : 'done',
        events,
        report: run.report,
        failure: null,
        ownServer: false,
      };
    },
    'runs.cancel': ({ runId }) => {
      runs.get(runId)!.cancelled = true;
      return {};
    },
    'server.state': () => state,
    'server.start': () => changed({ ...state, running: true, phase: 'running', listeners: listening(true) }),
    'server.stop': () => changed({ ...state, running: false, phase: 'stopped', listeners: listening(false) }),
    'server.configure': (config) => {
      state = { ...state, config };
      return changed({ ...state, listeners: listening(state.running) });
    },
    'server.addListener': (listener) => {
      state = {
        ...state,
        config: {
          ...state.config,
          listeners: [...state.config.listeners, { ...listener, id: `listener-${Date.now()}` }],
        },
      };
      return changed({ ...state, listeners: listening(state.running) });
    },
    'server.removeListener': ({ id }) => {
      state = {
        ...state,
        config: { ...state.config, listeners: state.config.listeners.filter((each) => each.id !== id) },
      };
      return changed({ ...state, listeners: listening(state.running) });
    },
    'server.sessions': () => sessions,
    'server.sessionEvents': ({ id }) => serverSession(2525, id === 'session-3' ? 4000 : 2),
    'mailbox.list': ({ offset, limit, search }) => {
      const found = mail.filter((each) =>
        `${each.subject ?? ''} ${each.mailFrom}`.toLowerCase().includes(search.toLowerCase()),
      );
      return {
        total: found.length,
        unread: found.filter((each) => each.unread).length,
        messages: found.slice(offset, offset + limit),
      };
    },
    'mailbox.view': ({ id }) => {
      const summary = mail.find((each) => each.id === id)!;
      return {
        summary,
        headers: [
          { name: 'From', value: summary.from ?? '' },
          { name: 'Subject', value: summary.subject ?? '' },
          {
            name: 'Received',
            value:
              'from printer-3rd-floor.example.org ([127.0.0.1]) by posthorn.localhost with ESMTPS id 01J9; Mon, 2 Mar 2026 09:15:00 +0000',
          },
          { name: 'DKIM-Signature', value: `v=1; a=rsa-sha256; b=${'QmFzZTY0'.repeat(40)}` },
        ],
        text: 'Backup of db-7 finished.\n\n\tTables\t412\n\tOctets\t19 GiB\n\nNo errors.\n',
        html: '<html><body><h1>Backup</h1><script>alert(1)</script></body></html>',
        attachments: [
          { filename: 'report \u202efdp.exe', mimeType: 'application/pdf', size: 48_213 },
          { filename: null, mimeType: 'text/calendar', size: 812 },
        ],
        truncated: false,
      };
    },
    'mailbox.source': ({ offset, length }) => {
      const text = `From: a@example.org\r\nSubject: test\r\n\r\n${'A line of the message, numbered nothing.\r\n'.repeat(9000)}`;
      const bytes = new TextEncoder().encode(text);
      return { size: bytes.length, offset, bytes: bytes.slice(offset, offset + length) };
    },
    'mailbox.markRead': ({ id, read }) => {
      mail = mail.map((each) => (each.id === id ? { ...each, unread: !read } : each));
      counted();
      return {};
    },
    'mailbox.delete': ({ ids }) => {
      mail = mail.filter((each) => !ids.includes(each.id));
      counted();
      return {};
    },
  };

  async function follow(
    run: FakeRun,
    runId: string,
    onEvent: (event: unknown) => void,
    onEnd: (error: AppErrorValue | null) => void,
  ): Promise<void> {
    for (let batch = 1; run.report === null; batch += 1) {
      const size = pace === 0 ? run.all.length : 3;
      const events = run.all.slice(run.sent, run.sent + size);
      run.sent += events.length;
      if (run.sent === run.all.length && run.all.at(-1)?.type === 'session-end')
        run.report = fakeReport(run.command, run.all);
      if (run.cancelled) run.report = fakeReport(run.command, [...run.all, cancelledEnd(run.all)]);
      if (events.length > 0 || run.report !== null)
        onEvent({ runId, batch, events, report: run.report, failure: null });
      await new Promise((resolve) => setTimeout(resolve, pace));
    }
    if (run.command === 'send') arrive();
    onEnd(null);
  }

  function arrive(): void {
    const [message] = fakeMessages(1);
    const fresh = {
      ...message!,
      id: `new-${mail.length}`,
      subject: 'Test message from Posthorn',
      unread: true,
      receivedAt: new Date().toISOString(),
    };
    mail = [fresh, ...mail];
    tell({ type: 'message', message: fresh });
    counted();
  }

  return {
    async invoke(channel, payload) {
      try {
        const handler = handlers[channel] as (input: unknown) => unknown;
        return { ok: true, value: await handler(payload) };
      } catch (error) {
        return { ok: false, error: { code: 'internal', params: { channel, reason: String(error) } } };
      }
    },
    subscribe(channel: StreamName, params, onEvent, onEnd) {
      if (channel === 'server.changed') {
        changes.add(onEvent);
        return () => changes.delete(onEvent);
      }
      let open = true;
      const { runId } = params as { runId: string };
      void follow(
        runs.get(runId)!,
        runId,
        (event) => open && onEvent(event),
        (error) => open && onEnd(error),
      );
      return () => (open = false);
    },
  };
}

function cancelledEnd(events: readonly SessionEvent[]): SessionEvent {
  const last = events.at(-1)!;
  return {
    type: 'session-end',
    seq: last.seq + 1,
    tMs: last.tMs + 900,
    durationMs: last.tMs + 900,
    delivery: null,
    error: { code: 'cancelled', phase: 'greeting', temporary: null, reply: null, params: {} },
  };
}
