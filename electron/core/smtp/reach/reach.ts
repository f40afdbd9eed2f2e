/**
 * From a plan to a greeting: addresses, connection, TLS from the first octet, and the server's first words. Of a domain's MX hosts one
 * after the other, as a sending server does; where `auto` meets silence that is TLS, once more with TLS.
 */
import type { Socket } from 'node:net';
import type { AuthOptions } from '../../../protocol/values/target.ts';
import { mechanismFact } from '../../../protocol/facts/mechanisms.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientSession } from '../session.ts';
import type { SecretSource } from '../../ports.ts';
import { type Opened, type TriedAddress, connectFailed, openSocket } from '../connection/open.ts';
import type { Candidate } from './candidate.ts';
import { reportHost, resolveTarget } from './resolve.ts';
import { type StepResult, cancelled, failed } from '../step.ts';
import { handshake } from '../connection/tls.ts';
import { leave } from '../connection/closing.ts';
import { proxyHeader } from '../proxy/header.ts';
import { readConnectionSecrets } from '../plan/secret-read.ts';
import { readGreeting } from '../commands/operations.ts';
import { waitsBeforeGreeting } from '../connection/probe.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';

export interface ReachOptions {
  readonly auth: { readonly options: AuthOptions; readonly secret: SecretSource } | null;
  /**
   * What to do when the certificate did not pass and no credential is given. With one it is always the end, before another word: whom
   * we would name the user to, and say goodbye to, is not known. Only who allowed a login in clear goes on.
   */
  readonly unverified: 'go-on' | 'stop';
}

/** Candidates in the order in which to try them, and who learns of each connection. */
interface Round {
  readonly candidates: readonly Candidate[];
  readonly every: boolean;
  readonly report?: (one: TriedAddress) => void;
}

/** `cancelled` where it was broken off. A further connection of the same run goes where the first went: another address may be another server. */
export async function reach(session: ClientSession, options: ReachOptions): Promise<StepResult<Reply>> {
  const ready = await readConnectionSecrets(session);
  if (!ready.ok) return ready;
  const { plan, candidate } = session;
  if (candidate !== null) return reachOne(session, options, { candidates: [candidate], every: false });
  const candidates = await resolveTarget(session);
  if (!candidates.ok) return candidates;
  if (plan.mx) return reachHosts(session, options, candidates.value);
  return reachOne(session, options, { candidates: candidates.value, every: plan.everyAddress });
}

/**
 * RFC 5321 section 5.1: the hosts in their order, each address of them, until one greets. What does not connect, says nothing or
 * refuses in its greeting is not the end.
 */
async function reachHosts(
  session: ClientSession,
  options: ReachOptions,
  candidates: readonly Candidate[],
): Promise<StepResult<Reply>> {
  const { plan } = session;
  const refusals: Outcome[] = [];
  const tried: TriedAddress[] = [];
  let [rest, every] = [candidates, plan.everyAddress];
  for (;;) {
    const round: TriedAddress[] = [];
    session.plan = plan;
    session.candidate = null;
    const greeted = await reachOne(session, options, { candidates: rest, every, report: (one) => round.push(one) });
    const reached = connectedTo(session);
    tried.push(...round);
    reportUnconnected(session, round, reached);
    if (reached === null) {
      if (greeted.ok || greeted.error.code !== 'connect-failed') return greeted;
      break;
    }
    const error = greeted.ok || session.dropped ? null : greeted.error;
    if (reached.host !== null && error?.code !== 'cancelled') reportHost(session, reached.host, error);
    if (error === null || error.code === 'cancelled' || session.mistrusted) return greeted;
    refusals.push(error);
    // Of every address at once it is known which do not answer.
    const dead = new Set(round.flatMap(({ candidate, attempt }) => (attempt.ok ? [] : [candidate])));
    rest = rest.slice(rest.indexOf(reached) + 1).filter((one) => !dead.has(one));
    const [next] = rest;
    if (next === undefined) break;
    every = false;
    await leave(session, error);
    session.renew();
    session.recorder.note('connect', 'next-host', { host: next.host ?? '', address: next.address ?? '' });
  }
  // What was said, by the host that comes first, says more than that nobody answered.
  const decisive = refusals.find(({ reply }) => reply !== null) ?? refusals[0];
  return failed(decisive ?? connectFailed(tried.map(({ attempt }) => attempt)));
}

const connectedTo = ({ candidate }: ClientSession): Candidate | null => candidate;

/** Hosts of which no address was connected to. */
function reportUnconnected(session: ClientSession, round: readonly TriedAddress[], reached: Candidate | null): void {
  const hosts = new Set(round.map(({ candidate }) => candidate.host));
  for (const host of hosts) {
    const attempts = round.filter(({ candidate }) => candidate.host === host).map(({ attempt }) => attempt);
    if (host === null || host === reached?.host || attempts.some(({ ok, error }) => ok || error === 'cancelled'))
      continue;
    reportHost(session, host, connectFailed(attempts));
  }
}

/**
 * One server. `auto` waits for a greeting, but for port 465; where the silence is understood to be a server's that waits for TLS, and
 * nothing but that wait has taken place, it goes on with TLS from the first octet. Never where a wait before the greeting is custom.
 */
async function reachOne(session: ClientSession, options: ReachOptions, round: Round): Promise<StepResult<Reply>> {
  const greeted = await greetedBy(session, options, round);
  const { plan, candidate } = session;
  if (greeted.ok || candidate === null || !plan.auto || waitsBeforeGreeting(plan.target.port)) return greeted;
  const { error } = greeted;
  const tls = error.code === 'security-mismatch' && error.phase === 'greeting' && error.params.seen === 'tls';
  if (!tls || session.signal.aborted) return greeted;
  await session.connection.close(true);
  session.renew();
  session.plan = { ...plan, target: { ...plan.target, security: 'tls' } };
  session.recorder.note('connect', 'implicit-tls', plan.target.port === null ? {} : { port: plan.target.port });
  return greetedBy(session, options, { candidates: [candidate], every: false });
}

async function greetedBy(session: ClientSession, options: ReachOptions, round: Round): Promise<StepResult<Reply>> {
  const opened = await open(session, round);
  if (!opened.ok) return opened;
  const { socket } = opened.value;
  if (session.plan.dropAfter === 'connect') session.connection.attach(socket, null);
  if (session.endsAfter('connect') && (await session.stopsAfter('connect'))) return failed(cancelled('connect'));
  if (session.plan.target.security === 'tls') {
    const secured = await session.inPhase('tls', () => handshake(session, socket, 'implicit'));
    if (!secured.ok) return secured;
    session.connection.attach(socket, secured.value);
    const stop = stopUnverified(session, options);
    if (stop !== null) return stop;
    if (session.endsAfter('tls') && (await session.stopsAfter('tls'))) return failed(cancelled('tls'));
  } else {
    session.connection.attach(socket, null);
  }
  return session.inPhase('greeting', () => readGreeting(session));
}

function open(session: ClientSession, { candidates, every, report }: Round): Promise<StepResult<Opened>> {
  return session.inPhase('connect', async () => {
    const opened = await openSocket(session, candidates, every, report);
    if (opened.ok) {
      session.candidate = opened.value.candidate;
      noteConnected(session, opened.value);
      sendProxyHeader(session, opened.value.socket);
    }
    return opened;
  });
}

function noteConnected(session: ClientSession, { socket, candidate }: Opened): void {
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
  if (plan.proxy === null && family === 4 && address !== null) return hostPortText(address, plan.target.port ?? 0);
  return socket.remoteAddress === undefined ? '' : hostPortText(socket.remoteAddress, socket.remotePort ?? 0);
}

/** Before everything else, TLS included. Over a Unix socket the loopback address stands for where it goes. */
function sendProxyHeader(session: ClientSession, socket: Socket): void {
  const source = session.plan.proxyHeader;
  if (source === null) return;
  const { remoteAddress = '127.0.0.1', remotePort = 0 } = socket;
  socket.write(proxyHeader(source, { address: remoteAddress, port: remotePort }));
  session.connection.note('proxy-header-sent', {
    version: source.version,
    source: hostPortText(source.address, source.port),
  });
}

/** null to go on. Nothing more is said then, no QUIT either: TLS's own alert is the last that goes out. */
export function stopUnverified(
  session: ClientSession,
  { unverified, auth }: ReachOptions,
): ReturnType<typeof failed> | null {
  const entrusted = auth !== null && auth.options.allowClear !== true;
  if (unverified === 'go-on' && !entrusted) return null;
  const withheld = entrusted && holdsSecret(auth.options);
  const failure = session.certificateFailure('tls', withheld);
  if (failure === null) return null;
  session.mistrusted = true;
  if (withheld) session.connection.note('secret-withheld');
  return failed(failure);
}

/** EXTERNAL and ANONYMOUS alone have nothing that could be withheld. */
const holdsSecret = ({ mechanisms }: AuthOptions): boolean =>
  mechanisms?.every((name) => mechanismFact(name)?.takes === 'none') !== true;
