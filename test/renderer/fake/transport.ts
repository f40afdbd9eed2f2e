/** A host that exists only in the page: plays scenarios by the name of the target, and keeps a mailbox and listeners in memory. */
import { AppError, type AppErrorValue } from '../../../electron/protocol/values/app-error.ts';
import type { CallInput, CallName, CallOutput, StreamEvent, StreamName } from '../../../electron/ipc/contract.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { RunRequest } from '../../../electron/protocol/values/app/run.ts';
import type { ServerState, SessionSummary } from '../../../electron/protocol/values/server/server.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { Transport } from '../../../electron/ipc/transport.ts';
import { authFailed, connectFailed, localCheck, send, serverSession, silent, wall } from './scenarios.ts';
import { fakeReport } from './report.ts';
import { fakeDesktop, noFeed } from './desktop.ts';
import { fakeMail } from './mail.ts';
import { fakeProfiles } from './profiles.ts';
import { fakeSurveys } from './surveys.ts';
import { fakeMessages, fakeScript, fakeServer, fakeSessions } from './server.ts';

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
  /** Whether the host has a view for HTML, as the app's own window has. */
  readonly viewer?: boolean;
  /** Profiles and folders there are at the start. */
  readonly profiles?: number;
  readonly folders?: number;
}

type Handlers = { [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

export function fakeTransport({ messages, pace, viewer = false, profiles = 0, folders = 0 }: FakeOptions): Transport {
  let state: ServerState = fakeServer(messages);
  const mail = fakeMail(messages, counted);
  const surveys = fakeSurveys(pace);
  const fakedProfiles = fakeProfiles(profiles, folders);
  const sessions: SessionSummary[] = fakeSessions();
  const runs = new Map<string, FakeRun>();
  const changes = new Set<(event: unknown) => void>();
  const appListeners = new Set<(event: unknown) => void>();
  const tell = (event: StreamEvent<'server.changed'>): void => changes.forEach((listener) => listener(event));

  function counted(): void {
    state = { ...state, messages: mail.total(), unread: mail.unread() };
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
      features: { viewer, dialogs: true, tray: viewer },
      settingsProblem: null,
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
    'runs.unseen': () => ({ found: null }),
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
    'server.addUser': ({ user, password }) => {
      const others = (state.users ?? []).filter((each) => each.user !== user);
      const mechanisms = ['SCRAM-SHA-256', 'PLAIN', 'LOGIN', ...(password === null ? ['CRAM-MD5', 'DIGEST-MD5'] : [])];
      state = { ...state, users: [...others, { user, mechanisms }] };
      return { password: password === null ? 'kx7mp-4vtrq-9hwzc-n3fdb' : null, state: changed(state) };
    },
    'server.removeUser': ({ user }) =>
      changed({ ...state, users: (state.users ?? []).filter((each) => each.user !== user) }),
    'server.presets': () => [fakeScript],
    'server.readScript': () => ({ ...fakeScript, name: 'mine' }),
    'server.sessions': () => sessions,
    'server.sessionEvents': ({ id }) => serverSession(2525, id === 'session-3' ? 4000 : 2),
    ...mail.handlers,
    ...fakedProfiles.handlers,
    ...surveys.handlers,
    ...fakeDesktop((settings) => appListeners.forEach((listener) => listener({ type: 'settings', settings }))),
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
      id: `new-${mail.total()}`,
      subject: 'Test message from Posthorn',
      unread: true,
      receivedAt: new Date().toISOString(),
    };
    mail.add(fresh);
    tell({ type: 'message', message: fresh });
    counted();
  }

  return {
    async invoke(channel, payload) {
      try {
        const handler = handlers[channel] as (input: unknown) => unknown;
        return { ok: true, value: await handler(payload) };
      } catch (error) {
        if (error instanceof AppError) return { ok: false, error: { code: error.code, params: error.params } };
        return { ok: false, error: { code: 'internal', params: { channel, reason: String(error) } } };
      }
    },
    subscribe(channel: StreamName, params, onEvent, onEnd) {
      if (channel === 'server.changed') {
        changes.add(onEvent);
        return () => changes.delete(onEvent);
      }
      if (channel === 'console.state') {
        onEnd({ code: 'run-not-found', params: {} });
        return () => undefined;
      }
      if (channel === 'profiles.changed') return fakedProfiles.follow(onEvent);
      if (channel === 'profiles.signInSteps') {
        onEvent({
          type: 'code',
          address: 'https://microsoft.com/devicelogin',
          userCode: 'FJC8-QZ4T',
          expiresAt: new Date(Date.now() + 900_000).toISOString(),
        });
        return () => undefined;
      }
      if (channel === 'app.events') {
        appListeners.add(onEvent);
        onEvent({ type: 'history', total: 24 });
        onEvent({ type: 'updates', state: noFeed });
        return () => appListeners.delete(onEvent);
      }
      let open = true;
      if (channel === 'surveys.events') {
        void surveys.follow(
          (params as { surveyId: string }).surveyId,
          (event) => open && onEvent(event),
          (error) => open && onEnd(error),
        );
        return () => (open = false);
      }
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
