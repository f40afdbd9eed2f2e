/**
 * From places to connect to to a connected socket: one after the other, or all at once where each is to be reported. Through a proxy
 * where one is given; the limit for connecting then covers its negotiation too.
 */
import { type Socket, connect } from 'node:net';
import type { AddressAttempt, Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Candidate } from '../reach/candidate.ts';
import type { ClientSession } from '../session.ts';
import type { ProxyVerdict } from '../proxy/negotiation.ts';
import { TimeLimit } from '../../recording/time-limit.ts';
import { type StepResult, cancelled, done, failed, outcome } from '../step.ts';
import { negotiate, talkOf } from './proxy.ts';
import { latin1 } from '../../wire/text.ts';
import { proxyRefused } from '../proxy/negotiation.ts';
import { onAbort } from '../../recording/on-abort.ts';

export interface Opened {
  /** Has listeners that do nothing any more; it is not reading. */
  readonly socket: Socket;
  readonly candidate: Candidate;
  /** What was tried, this one included, in the order of the answers. */
  readonly tried: readonly TriedAddress[];
}

export interface TriedAddress {
  readonly candidate: Candidate;
  readonly attempt: AddressAttempt;
}

type ProxyRefusal = Extract<ProxyVerdict, { ok: false }>;
type Attempt =
  | { readonly ok: true; readonly socket: Socket }
  | { readonly ok: false; readonly code: string; readonly refusal?: ProxyRefusal };

/** Passing troubles of the path; a refused connection may be anything. */
const passing = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ECONNRESET', 'EAGAIN']);

/** The first that connects; with `every` the others are tried too, reported, and closed. `report` gets each. */
export function openSocket(
  session: ClientSession,
  candidates: readonly Candidate[],
  every: boolean,
  report: (one: TriedAddress) => void = () => undefined,
): Promise<StepResult<Opened>> {
  const tried: TriedAddress[] = [];
  const attemptOne = async (candidate: Candidate): Promise<Attempt> => {
    const before = session.recorder.elapsed();
    const one = await tryConnect(session, candidate);
    const attempt: AddressAttempt = {
      address: candidate.address ?? candidate.host ?? session.plan.target.path ?? '',
      family: candidate.family,
      ok: one.ok,
      error: one.ok ? null : one.code,
      durationMs: session.recorder.elapsed() - before,
    };
    tried.push({ candidate, attempt });
    report({ candidate, attempt });
    session.recorder.record({ type: 'address', attempt });
    return one;
  };
  return every ? openEvery(session, candidates, attemptOne, tried) : openFirst(session, candidates, attemptOne, tried);
}

async function openFirst(
  session: ClientSession,
  candidates: readonly Candidate[],
  attemptOne: (candidate: Candidate) => Promise<Attempt>,
  tried: readonly TriedAddress[],
): Promise<StepResult<Opened>> {
  let refusal: ProxyRefusal | undefined;
  for (const candidate of candidates) {
    if (session.signal.aborted) return failed(cancelled('connect'));
    const one = await attemptOne(candidate);
    if (one.ok) return done({ socket: one.socket, candidate, tried });
    // The `abort` listener may have fired while the attempt was under way.
    if (one.code === 'cancelled') return failed(cancelled('connect'));
    refusal = one.refusal;
    // Only where the proxy tried and could not, another host may fare better.
    if (refusal !== undefined && refusal.reason !== 'target-unreachable') break;
  }
  return failed(notConnected(session, tried, refusal));
}

async function openEvery(
  session: ClientSession,
  candidates: readonly Candidate[],
  attemptOne: (candidate: Candidate) => Promise<Attempt>,
  tried: readonly TriedAddress[],
): Promise<StepResult<Opened>> {
  const opened: Opened[] = [];
  const answers = await Promise.all(
    candidates.map(async (candidate) => {
      const one = await attemptOne(candidate);
      if (one.ok) opened.push({ socket: one.socket, candidate, tried });
      return one;
    }),
  );
  // In the order in which they would have been tried, not in that of their answers.
  const [first, ...others] = opened.sort((a, b) => candidates.indexOf(a.candidate) - candidates.indexOf(b.candidate));
  for (const { socket } of others) socket.destroy();
  if (session.signal.aborted) {
    first?.socket.destroy();
    return failed(cancelled('connect'));
  }
  if (first !== undefined) return done(first);
  const refusal = answers.flatMap((one) => (one.ok || one.refusal === undefined ? [] : [one.refusal]))[0];
  return failed(notConnected(session, tried, refusal));
}

function notConnected(
  session: ClientSession,
  tried: readonly TriedAddress[],
  refusal: ProxyRefusal | undefined,
): Outcome {
  const { proxy } = session.plan;
  if (proxy !== null && refusal !== undefined) {
    const { reason, answer } = refusal;
    const temporary = reason === 'timeout' || reason === 'disconnected' || reason === 'target-unreachable';
    return outcome(
      'proxy-failed',
      'connect',
      { proxy: proxy.shown, reason, answer: masked(session, answer) },
      { temporary: temporary ? true : null },
    );
  }
  return connectFailed(tried.map(({ attempt }) => attempt));
}

export function connectFailed(attempts: readonly AddressAttempt[]): Outcome {
  const temporary = attempts.every(({ error }) => error !== null && passing.has(error)) ? true : null;
  return outcome('connect-failed', 'connect', { addresses: [...attempts] }, { temporary });
}

/** A proxy may send back what it was sent, its password included. */
function masked({ secrets }: ClientSession, answer: string): string {
  return latin1(secrets.scrub(Buffer.from(answer, 'latin1')).bytes);
}

function tryConnect(session: ClientSession, candidate: Candidate): Promise<Attempt> {
  const { plan, signal } = session;
  const { proxy } = plan;
  return new Promise((resolve) => {
    const socket = connect(endpointOf(session, candidate));
    let stopTalk: ((verdict: ProxyVerdict) => void) | null = null;
    let settled = false;
    // The listeners stay: an error nobody listens for would end the process, and taking them off costs more than they do.
    const settle = (attempt: Attempt): void => {
      if (settled) return;
      settled = true;
      limit.lift();
      lift();
      if (!attempt.ok) socket.destroy();
      resolve(attempt);
    };
    const fail = (code: string, refusal: ProxyVerdict): void => {
      if (stopTalk !== null) stopTalk(refusal);
      else if (proxy === null || refusal.ok) settle({ ok: false, code });
      else settle({ ok: false, code: 'EPROXY', refusal: { ...refusal, reason: 'unreachable' } });
    };
    const cancel = (): void => settle({ ok: false, code: 'cancelled' });
    // The system gives up only after minutes.
    const limit = new TimeLimit(plan.timeouts.connect, () => fail('ETIMEDOUT', proxyRefused('timeout', 'ETIMEDOUT')));
    const lift = onAbort(signal, cancel);
    socket.on('connect', () => {
      if (settled) return;
      // Commands are small and each waits for its reply: Nagle's algorithm would hold them back.
      if (plan.target.path === null) socket.setNoDelay(true);
      if (proxy === null) {
        settle({ ok: true, socket });
        return;
      }
      const goal = { host: candidate.address ?? candidate.host ?? '', port: plan.target.port ?? 0 };
      const { verdict, stop } = negotiate(socket, talkOf(proxy, goal, session.proxyLogin));
      stopTalk = stop;
      void verdict.then((answer) => {
        settle(answer.ok ? { ok: true, socket } : { ok: false, code: 'EPROXY', refusal: answer });
      });
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (settled) return;
      const code = error.code ?? 'UNKNOWN';
      fail(code, proxyRefused('disconnected', code));
    });
  });
}

function endpointOf({ plan }: ClientSession, candidate: Candidate) {
  const { port, path } = plan.target;
  if (path !== null) return { path };
  const from = plan.localAddress === null ? {} : { localAddress: plan.localAddress };
  const family = plan.family === null ? {} : { family: plan.family };
  // A proxy's own addresses are nobody's business: the system may try them as it likes.
  if (plan.proxy !== null) return { host: plan.proxy.host, port: plan.proxy.port, ...family, ...from };
  // Each address is ours to try, one by one and with its own error.
  return {
    host: candidate.address ?? '',
    port: port ?? 0,
    family: candidate.family ?? 4,
    autoSelectFamily: false,
    ...from,
  };
}
