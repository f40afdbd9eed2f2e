/**
 * From a plan to a session ready for mail: addresses, connection, greeting, EHLO, STARTTLS, EHLO again, AUTH. Shared by every
 * flow; each may stop early where the user asked for it.
 */
import type { Socket } from 'node:net';
import type { Phase } from '../../ipc/schemas/phase.ts';
import type { AuthOptions } from '../../ipc/schemas/target.ts';
import type { Reply } from '../../ipc/schemas/reply.ts';
import type { ClientSession } from './session.ts';
import type { SecretSource } from '../ports.ts';
import { type Step, cancelled, done, failed, outcome } from './step.ts';
import { hello, readGreeting, sayStartTls } from './operations.ts';
import type { Candidate } from './connection-resolve.ts';
import { type Opened, openSocket } from './connection-open.ts';
import { readConnectionSecrets } from './secret-read.ts';
import { resolveTarget } from './connection-resolve.ts';
import { LoginLog } from './login-log.ts';
import { authenticate } from './auth.ts';
import { handshake } from './connection-tls.ts';
import { has } from '../wire/ehlo.ts';
import { proxyHeader } from './proxy-header.ts';
import { sayXclient } from './xclient.ts';

export interface EstablishOptions {
  readonly auth: { readonly options: AuthOptions; readonly secret: SecretSource } | null;
  /** Of a run that logs in over several connections. */
  readonly log?: LoginLog;
  /**
   * What to do when the certificate did not pass and no credential is given. With one it is always the end, before another word: whom
   * we would name the user to, and say goodbye to, is not known. Only who allowed a login in clear goes on.
   */
  readonly unverified: 'go-on' | 'stop';
  /** What to do when STARTTLS is offered, wanted if offered, and refused: a sender goes on in clear, a check has found a fault. */
  readonly refusedStartTls: 'go-on' | 'stop';
}

/** `stopped`: the user asked to go no further than the phase reached. */
export type Established = 'ready' | 'stopped';

/** Addresses, connection, TLS from the first octet where that was asked for, and the greeting. `cancelled` where it was broken off. */
export async function reach(
  session: ClientSession,
  options: Pick<EstablishOptions, 'unverified'> & Partial<Pick<EstablishOptions, 'auth'>>,
): Promise<Step<Reply>> {
  const ready = await readConnectionSecrets(session);
  if (!ready.ok) return ready;
  const opened = await open(session);
  if (!opened.ok) return opened;
  const { socket } = opened.value;
  if (session.plan.dropAfter === 'connect') session.connection.attach(socket, null);
  if (await session.stopsAfter('connect')) return failed(cancelled('connect'));
  if (session.plan.target.security === 'tls') {
    const secured = await session.inPhase('tls', () => handshake(session, socket, 'implicit'));
    if (!secured.ok) return secured;
    session.connection.attach(socket, secured.value);
    const stop = stopUnverified(session, options);
    if (stop !== null) return stop;
    if (await session.stopsAfter('tls')) return failed(cancelled('tls'));
  } else {
    session.connection.attach(socket, null);
  }
  return session.inPhase('greeting', () => readGreeting(session));
}

/** STARTTLS said, answered with 220, and done. */
export async function upgrade(session: ClientSession): Promise<Step<Reply>> {
  const { connection } = session;
  const agreed = await session.inPhase('starttls', () => sayStartTls(session));
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

export async function establish(session: ClientSession, options: EstablishOptions): Promise<Step<Established>> {
  const { plan } = session;
  const greeted = await reach(session, options);
  if (!greeted.ok) return session.dropped ? done('stopped') : greeted;
  if (await session.stopsAfter('greeting')) return done('stopped');

  const first = await sayHello(session);
  if (!first.ok) return first;
  if (await session.stopsAfter('ehlo')) return done('stopped');

  const secured = await maybeStartTls(session, options);
  if (!secured.ok) return secured;
  if (secured.value === 'dropped') return done('stopped');
  if (secured.value === 'encrypted') {
    const stop = stopUnverified(session, options);
    if (stop !== null) return stop;
    if (plan.quitAfter === 'starttls' || (await session.stopsAfter('tls'))) return done('stopped');
    const second = await sayHello(session);
    if (!second.ok) return second;
  } else if ((await session.stopsAfter('starttls')) || (await session.stopsAfter('tls'))) return done('stopped');
  if (await session.stopsAfter('ehlo-tls')) return done('stopped');

  if (plan.xclient.length > 0) {
    const stated = await session.inPhase('command', () => sayXclient(session));
    if (!stated.ok) return stated;
    const anew = await sayHello(session);
    if (!anew.ok) return anew;
  }

  if (options.auth !== null) {
    const { auth } = options;
    const log = options.log ?? new LoginLog();
    const logged = await session.inPhase('auth', () => authenticate(session, auth.options, auth.secret, log));
    if (!logged.ok) return logged;
    session.loggedIn = true;
  }
  return done((await session.stopsAfter('auth')) ? 'stopped' : 'ready');
}

/** A further connection of the same run goes where the first went: another address may be another server. */
async function open(session: ClientSession): Promise<Step<Opened>> {
  const candidates = session.candidate === null ? await resolveTarget(session) : done([session.candidate]);
  if (!candidates.ok) return candidates;
  return session.inPhase('connect', async () => {
    const opened = await openSocket(session, candidates.value);
    if (opened.ok) {
      session.candidate = opened.value.candidate;
      tellConnected(session, opened.value);
      sayProxyHeader(session, opened.value.socket);
    }
    return opened;
  });
}

function tellConnected(session: ClientSession, { socket, candidate }: Opened): void {
  const { plan, connection } = session;
  const { localAddress } = socket;
  const local: Record<string, string> = localAddress === undefined ? {} : { local: localAddress };
  connection.note('connected', { address: peerOf(session, socket, candidate), ...local });
  if (plan.proxy !== null) {
    const host = candidate.address ?? candidate.host ?? '';
    connection.note('through-proxy', { proxy: plan.proxy.shown, host, port: plan.target.port ?? 0 });
  }
  // The certificate of an MX host is its own, not that of the domain whose mail it takes.
  if (plan.mx && !plan.namedByUser && candidate.host !== null) session.verifiedName = candidate.host;
}

/** The system is asked only where it may say it otherwise than we did. */
function peerOf({ plan }: ClientSession, socket: Socket, { address, family }: Candidate): string {
  if (plan.target.path !== null) return plan.target.path;
  if (plan.proxy === null && family === 4 && address !== null) return `${address}:${plan.target.port ?? 0}`;
  return socket.remoteAddress === undefined ? '' : `${socket.remoteAddress}:${socket.remotePort ?? 0}`;
}

/** Before everything else, TLS included. Over a Unix socket the loopback address stands for where it goes. */
function sayProxyHeader(session: ClientSession, socket: Socket): void {
  const source = session.plan.proxyHeader;
  if (source === null) return;
  const { remoteAddress = '127.0.0.1', remotePort = 0 } = socket;
  socket.write(proxyHeader(source, { address: remoteAddress, port: remotePort }));
  session.connection.note('proxy-header-sent', {
    version: source.version,
    source: source.address.includes(':') ? `[${source.address}]:${source.port}` : `${source.address}:${source.port}`,
  });
}

function sayHello(session: ClientSession) {
  const phase: Phase = session.connection.encrypted ? 'ehlo-tls' : 'ehlo';
  return session.inPhase(phase, () => hello(session, phase, session.connection.encrypted ? 'tls' : 'plain'));
}

/** `dropped`: broken off behind the 220, as the user wanted. */
async function maybeStartTls(
  session: ClientSession,
  options: EstablishOptions,
): Promise<Step<'clear' | 'encrypted' | 'dropped'>> {
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

/** null to go on. Nothing more is said then, no QUIT either: TLS's own alert is the last that goes out. */
function stopUnverified(
  session: ClientSession,
  { unverified, auth = null }: Pick<EstablishOptions, 'unverified'> & Partial<Pick<EstablishOptions, 'auth'>>,
): ReturnType<typeof failed> | null {
  const entrusted = auth !== null && auth.options.allowClear !== true;
  if (unverified === 'go-on' && !entrusted) return null;
  const failure = session.certificateFailure('tls', entrusted);
  if (failure === null) return null;
  session.mistrusted = true;
  if (entrusted) session.connection.note('secret-withheld');
  return failed(failure);
}
