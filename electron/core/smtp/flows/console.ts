/** Opens a session whose commands are typed: greeting, EHLO, TLS and AUTH as asked; the rest is in console/typed-console.ts. */
import type { Delivery, Outcome } from '../../../protocol/values/session/outcome.ts';
import type { CheckOptions, SessionContext, SessionResult } from '../types.ts';
import { done } from '../step.ts';
import { checkAuth, planConnection } from '../plan/arguments.ts';
import { ClientSession } from '../session.ts';
import { SessionWatch } from '../console/session-watch.ts';
import { SessionRecorder } from '../../recording/recorder.ts';
import { establish } from '../reach/establish.ts';
import { leave } from '../connection/closing.ts';
import { sendXforward } from '../commands/xclient.ts';
import { TypedConsole, type ConsoleSession } from '../console/typed-console.ts';

export type OpenedConsole =
  { readonly ok: true; readonly session: ConsoleSession } | { readonly ok: false; readonly result: SessionResult };

/** Never rejects for anything a peer does. The options' envelope is not used. */
export async function openConsole(options: CheckOptions, context: SessionContext): Promise<OpenedConsole> {
  const watch = new SessionWatch(context.emit);
  const recorder = new SessionRecorder(watch.emit, context.clock);
  const plan = planConnection(options.connection);
  const nowhere = { host: null, port: null, path: null, protocol: 'smtp', security: 'none' } as const;
  const target = plan.ok ? plan.value.target : nowhere;
  recorder.record({ type: 'session-begin', role: 'client', startedAt: recorder.wall(), target, peer: null });
  const end = (error: Outcome | null, delivery: Delivery | null): SessionResult => {
    recorder.record({ type: 'session-end', durationMs: recorder.elapsed(), error, delivery });
    return { error, delivery, recipients: [] };
  };
  const refused = plan.ok && options.auth !== null ? checkAuth(options.auth.options) : null;
  if (!plan.ok) return { ok: false, result: end(plan.error, null) };
  if (refused !== null) return { ok: false, result: end(refused, null) };

  const session = new ClientSession(plan.value, recorder, context, options.secrets);
  const established = await establish(session, {
    auth: options.auth,
    unverified: 'go-on',
    refusedStartTls: 'go-on',
  }).catch(async (error: unknown) => {
    // A secret store that fails is not the peer's doing, and the caller's to report; nothing stays open after it.
    await session.connection.close(true);
    throw error;
  });
  if (!established.ok) {
    await leave(session, established.error);
    return { ok: false, result: end(established.error, null) };
  }
  // Broken off where that was asked for: nothing can be typed any more.
  if (session.dropped) return { ok: false, result: end(null, null) };
  session.phases.rest();
  const forwarded = established.value === 'ready' ? await sendXforward(session) : done(null);
  if (!forwarded.ok) {
    await leave(session, forwarded.error);
    return { ok: false, result: end(forwarded.error, null) };
  }
  return { ok: true, session: new TypedConsole(session, watch, end) };
}
