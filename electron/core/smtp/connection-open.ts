/** From a target to a connected socket: the name's addresses one after the other, each with its own time and system error. */
import { type Socket, connect } from 'node:net';
import type { AddressAttempt } from '../../ipc/schemas/outcome.ts';
import type { SessionRecorder } from '../session/recorder.ts';
import type { ConnectionPlan } from './arguments.ts';
import { type ResolvedAddress, literalFamily, resolveHost } from '../dns/resolve.ts';
import { type Step, cancelled, done, failed, outcome } from './step.ts';

export interface OpenContext {
  readonly recorder: SessionRecorder;
  readonly signal: AbortSignal;
}

/** Passing troubles of the path; a refused connection may be anything. */
const passing = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ECONNRESET', 'EAGAIN']);

/** getaddrinfo has no answer now, but may have one later. */
const passingDns = new Set(['EAI_AGAIN', 'ETIMEOUT', 'ESERVFAIL']);

export async function resolveTarget(
  plan: ConnectionPlan,
  context: OpenContext,
): Promise<Step<readonly ResolvedAddress[]>> {
  const { host } = plan.target;
  if (host === null) return done([]);
  const literal = literalFamily(host);
  if (literal !== null) {
    if (plan.family !== null && plan.family !== literal) {
      return failed(outcome('dns-failed', 'dns', { name: host, dnsCode: 'EAI_ADDRFAMILY' }, { temporary: false }));
    }
    return done([{ address: host, family: literal }]);
  }
  const limit = plan.timeouts.dns;
  const family = plan.family ?? (plan.localAddress === null ? null : literalFamily(plan.localAddress));
  context.recorder.record({ type: 'phase-begin', phase: 'dns' });
  const resolution = await resolveHost(host, family, limit, context.signal);
  if (resolution.ok) {
    context.recorder.record({
      type: 'resolved',
      name: host,
      addresses: resolution.addresses.map(({ address }) => address),
    });
  }
  context.recorder.record({ type: 'phase-end', phase: 'dns', ok: resolution.ok });
  if (resolution.ok) return done(resolution.addresses);
  switch (resolution.reason) {
    case 'cancelled':
      return failed(cancelled('dns'));
    case 'timeout':
      return failed(outcome('timeout', 'dns', { limitMs: limit, bytesReceived: 0 }, { temporary: true }));
    case 'failed': {
      const { dnsCode } = resolution;
      const temporary = passingDns.has(dnsCode) ? true : dnsCode === 'ENOTFOUND' ? false : null;
      return failed(outcome('dns-failed', 'dns', { name: host, dnsCode }, { temporary }));
    }
  }
}

/** The first address that connects. The socket has an `error` listener and nothing else on it; it is not reading. */
export async function openSocket(
  plan: ConnectionPlan,
  addresses: readonly ResolvedAddress[],
  context: OpenContext,
): Promise<Step<Socket>> {
  const { path } = plan.target;
  const candidates = path === null ? addresses : [null];
  const attempts: AddressAttempt[] = [];
  for (const candidate of candidates) {
    if (context.signal.aborted) return failed(cancelled('connect'));
    const before = context.recorder.elapsed();
    const tried = await tryConnect(plan, candidate, context.signal);
    const attempt: AddressAttempt = {
      address: candidate?.address ?? path ?? '',
      family: candidate?.family ?? null,
      ok: tried.ok,
      error: tried.ok ? null : tried.code,
      durationMs: context.recorder.elapsed() - before,
    };
    attempts.push(attempt);
    context.recorder.record({ type: 'address', attempt });
    if (tried.ok) return done(tried.socket);
    // The `abort` listener may have fired while the attempt was under way.
    if (tried.code === 'cancelled') return failed(cancelled('connect'));
  }
  const temporary = attempts.every(({ error }) => error !== null && passing.has(error)) ? true : null;
  return failed(outcome('connect-failed', 'connect', { addresses: attempts }, { temporary }));
}

type Attempt = { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly code: string };

function tryConnect(plan: ConnectionPlan, candidate: ResolvedAddress | null, signal: AbortSignal): Promise<Attempt> {
  const { port, path } = plan.target;
  return new Promise((resolve) => {
    const socket =
      candidate === null
        ? connect({ path: path ?? '' })
        : connect({
            host: candidate.address,
            port: port ?? 0,
            family: candidate.family,
            // Each address is ours to try, one by one and with its own error.
            autoSelectFamily: false,
            ...(plan.localAddress === null ? {} : { localAddress: plan.localAddress }),
          });
    const settle = (attempt: Attempt) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      socket.removeAllListeners('connect');
      socket.removeAllListeners('error');
      // An error nobody listens for would end the process.
      socket.on('error', () => undefined);
      if (!attempt.ok) socket.destroy();
      resolve(attempt);
    };
    const cancel = () => settle({ ok: false, code: 'cancelled' });
    // The system gives up only after minutes.
    const timer = setTimeout(() => settle({ ok: false, code: 'ETIMEDOUT' }), plan.timeouts.connect);
    signal.addEventListener('abort', cancel);
    socket.once('connect', () => {
      // Commands are small and each waits for its reply: Nagle's algorithm would hold them back.
      if (candidate !== null) socket.setNoDelay(true);
      settle({ ok: true, socket });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => settle({ ok: false, code: error.code ?? 'UNKNOWN' }));
  });
}
