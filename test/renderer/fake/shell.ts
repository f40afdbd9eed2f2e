/** The state of a window without its page: every screen's class over the fake host. */
import { expect, vi } from 'vitest';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { createClient } from '../../../electron/ipc/client.ts';
import type { Transport } from '../../../electron/ipc/transport.ts';
import { makeStates } from '../../../renderer/app/contexts.ts';
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
  const { app, server, inspector, send, surveys, history, settings, opening, inbox, messageFile } = makeStates(
    createClient({ ...fake, invoke }),
  );
  await app.load();
  server.follow({ message: () => undefined, mailbox: () => undefined });
  await vi.waitFor(() => expect(server.state).not.toBeNull());
  return { app, server, inspector, send, surveys, history, settings, opening, inbox, messageFile };
}
