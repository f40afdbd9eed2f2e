/** The state of a window without its page: every screen's class over the fake host. */
import { expect, vi } from 'vitest';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { createClient } from '../../../electron/ipc/client.ts';
import type { Transport } from '../../../electron/ipc/transport.ts';
import { AppState } from '../../../renderer/app/app.svelte.ts';
import { HistoryState } from '../../../renderer/features/history/history.svelte.ts';
import { InspectorState } from '../../../renderer/features/inspector/inspector.svelte.ts';
import { SendState } from '../../../renderer/features/send/send.svelte.ts';
import { TestServerState } from '../../../renderer/features/server/server.svelte.ts';
import { ProfilesState } from '../../../renderer/features/profiles/profiles.svelte.ts';
import { SurveysState } from '../../../renderer/features/survey/survey.svelte.ts';
import { SettingsState } from '../../../renderer/features/settings/settings.svelte.ts';
import { fakeTransport } from './transport.ts';

/** The fake host, of which single calls can be answered otherwise. */
export async function openShell(instead: Record<string, (input: never) => unknown> = {}) {
  const fake = fakeTransport({ messages: 3, pace: 0 });
  const invoke: Transport['invoke'] = async (channel, payload) => {
    const answer = instead[channel];
    if (answer === undefined) return fake.invoke(channel, payload);
    try {
      return { ok: true, value: answer(payload as never) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, error: { code: error.code, params: error.params } };
    }
  };
  const app = new AppState(createClient({ ...fake, invoke }));
  const server = new TestServerState(app);
  const inspector = new InspectorState(app);
  const send = new SendState(app, inspector, server);
  const surveys = new SurveysState(app, inspector, new ProfilesState(app, inspector, send), server);
  const history = new HistoryState(app, inspector, send, surveys);
  const settings = new SettingsState(app, server);
  await app.load();
  server.follow({ message: () => undefined, mailbox: () => undefined });
  await vi.waitFor(() => expect(server.state).not.toBeNull());
  return { app, server, inspector, send, surveys, history, settings };
}
