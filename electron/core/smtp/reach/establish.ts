/**
 * From a plan to a session ready for mail: addresses, connection, greeting, EHLO, STARTTLS, EHLO again, AUTH. Shared by every
 * flow; each may stop early where the user asked for it.
 */
import type { DropPoint } from '../../../protocol/values/connection.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientSession } from '../session.ts';
import { type StepResult, cancelled, done, failed, outcome } from '../step.ts';
import { hello, sendStartTls } from '../commands/operations.ts';
import { type ReachOptions, reach, stopUnverified } from './reach.ts';
import { LoginLog } from '../auth/login-log.ts';
import { authenticate } from '../auth/auth.ts';
import { handshake } from '../connection/tls.ts';
import { has } from '../../wire/ehlo.ts';
import { sendXclient } from '../commands/xclient.ts';

export interface EstablishOptions extends ReachOptions {
  /** Of a run that logs in over several connections. */
  readonly log?: LoginLog;
  /** What to do when STARTTLS is offered, wanted if offered, and refused: a sender goes on in clear, a check has found a fault. */
  readonly refusedStartTls: 'go-on' | 'stop';
}

/** `stopped`: the user asked to go no further than the phase reached. */
export type Established = 'ready' | 'stopped';

/** STARTTLS said, answered with 220, and done. */
export async function upgrade(session: ClientSession): Promise<StepResult<Reply>> {
  const { connection } = session;
  const agreed = await session.inPhase('starttls', () => sendStartTls(session));
  if (!agreed.ok) return agreed;
  if (session.plan.dropAfter === 'starttls' && (await session.stopsAfter('starttls')))
    return failed(cancelled('starttls'));
  const raw = connection.detach();
  if (raw === null)
    return failed(outcome('server-disconnected', 'starttls', { bytesReceived: 0, reset: false }, { temporary: true }));
  const secured = await session.inPhase('tls', () => handshake(session, raw, 'starttls'));
  if (!secured.ok) return secured;
  connection.attach(raw, secured.value);
  // RFC 3207 section 4.2: what was learnt in clear is forgotten.
  session.ehlo = null;
  return agreed;
}

export async function establish(session: ClientSession, options: EstablishOptions): Promise<StepResult<Established>> {
  const greeted = await reach(session, options);
  // Read after it: reaching the server may have settled how it is spoken to.
  const { plan } = session;
  if (!greeted.ok) return session.dropped ? done('stopped') : greeted;
  if (session.endsAfter('greeting')) return stopped(session, 'greeting');

  const first = await sendHello(session);
  if (!first.ok) return first;
  if (session.endsAfter('ehlo')) return stopped(session, 'ehlo');

  const secured = await maybeStartTls(session, options);
  if (!secured.ok) return secured;
  if (secured.value === 'dropped') return done('stopped');
  if (secured.value === 'encrypted') {
    const stop = stopUnverified(session, options);
    if (stop !== null) return stop;
    if (plan.quitAfter === 'starttls') return done('stopped');
    if (session.endsAfter('tls')) return stopped(session, 'tls');
    const second = await sendHello(session);
    if (!second.ok) return second;
  } else if (session.endsAfter('starttls')) return stopped(session, 'starttls');
  else if (session.endsAfter('tls')) return stopped(session, 'tls');
  if (session.endsAfter('ehlo-tls')) return stopped(session, 'ehlo-tls');

  if (plan.xclient.length > 0) {
    const stated = await session.inPhase('command', () => sendXclient(session));
    if (!stated.ok) return stated;
    const anew = await sendHello(session);
    if (!anew.ok) return anew;
  }

  const { auth } = options;
  if (auth !== null) {
    const log = options.log ?? new LoginLog();
    const logged = await session.inPhase('auth', () => authenticate(session, auth.options, auth.secret, log));
    if (!logged.ok) return logged;
    session.loggedIn = true;
  }
  return session.endsAfter('auth') ? stopped(session, 'auth') : done('ready');
}

async function stopped(session: ClientSession, point: DropPoint): Promise<StepResult<Established>> {
  await session.stopAfter(point);
  return done('stopped');
}

function sendHello(session: ClientSession) {
  const phase: Phase = session.connection.encrypted ? 'ehlo-tls' : 'ehlo';
  return session.inPhase(phase, () => hello(session, phase, session.connection.encrypted ? 'tls' : 'plain'));
}

/** `dropped`: broken off after the 220, as the user wanted. */
async function maybeStartTls(
  session: ClientSession,
  options: EstablishOptions,
): Promise<StepResult<'clear' | 'encrypted' | 'dropped'>> {
  const { connection, plan, ehlo } = session;
  const { security } = plan.target;
  if (connection.encrypted || security === 'none' || security === 'tls') return done('clear');
  if (ehlo === null || !has(ehlo, 'STARTTLS')) {
    if (security === 'starttls-if-offered') return done('clear');
    // A step of its own, though nothing was said: it is the one that fails.
    return session.inPhase('starttls', async () =>
      failed(outcome('not-supported', 'starttls', { keyword: 'STARTTLS' }, { temporary: false })),
    );
  }
  const secured = await upgrade(session);
  if (secured.ok) return done('encrypted');
  if (session.dropped) return done('dropped');
  // Refused although offered, and not required: go on in clear, as an opportunistic sender does (RFC 7435).
  const wanted = security === 'starttls-if-offered' && options.refusedStartTls === 'go-on';
  const goOn = wanted && secured.error.code === 'starttls-refused' && connection.usable;
  return goOn && secured.error.reply?.code !== 421 ? done('clear') : secured;
}
