/**
 * Why a server may say nothing: one that speaks TLS from the first octet waits for our ClientHello, while we wait for its
 * greeting. A second connection finds out, so that the user need not. Never on port 25: servers there hold the greeting back
 * on purpose, and take one who talks first for a spammer.
 */
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ClientSession } from '../session.ts';
import { TimeLimit } from '../../recording/time-limit.ts';
import { SocketTap } from './tap.ts';
import { limits } from '../limits.ts';
import { latin1 } from '../../wire/text.ts';
import { outcome } from '../step.ts';
import { onAbort } from '../../recording/on-abort.ts';

/** Ports where a pause before the greeting is common practice. */
const relayPorts = new Set([24, 25]);

/** Ports between servers: RFC 5321 section 4.5.4.2, and 24 for LMTP. */
export function waitsBeforeGreeting(port: number | null): boolean {
  return port === null || relayPorts.has(port);
}

/** Watches one greeting; `stop` when it has come or will not come any more. */
export function watchSilence(session: ClientSession): { stop: () => void } {
  const { plan, connection } = session;
  const { port, path } = plan.target;
  const elsewhere = path !== null || port === null || waitsBeforeGreeting(port);
  // After a PROXY header the second connection would be another's, and refused for that; a proxy would be asked itself.
  if (!session.probesSilence || connection.encrypted || elsewhere || plan.proxyHeader !== null || plan.proxy !== null) {
    return { stop: () => undefined };
  }
  // Made when it is needed: aborting one costs more than a small message does.
  let stopped: AbortController | null = null;
  const waited = Math.min(limits.client.silence, plan.timeouts.greeting / 2);
  const patience = new TimeLimit(waited, () => {
    const address = connection.remoteAddress;
    if (connection.octetsReceived > 0 || !connection.usable || address === undefined) return;
    const { signal } = (stopped = new AbortController());
    void answerToTls(address, port, plan.timeouts.greeting - waited, signal).then((answer) => {
      if (signal.aborted || answer === null) return;
      connection.note(answer.seen === 'tls' ? 'silence-is-tls' : 'silence-is-not-tls', { ms: Math.round(waited) });
      if (answer.seen === 'other' || connection.octetsReceived > 0) return;
      const { seen, raw } = answer;
      connection.fail(outcome('security-mismatch', 'greeting', { expected: 'plain', seen, raw }, { temporary: false }));
    });
  });
  return {
    stop: () => {
      patience.lift();
      stopped?.abort();
    },
  };
}

interface Answer {
  readonly seen: 'tls' | 'http' | 'other';
  readonly raw: Uint8Array;
}

const TLS: Answer = { seen: 'tls', raw: new Uint8Array(0) };

/** A web server waits for the client too, and answers a ClientHello with an error of its own (RFC 9112 section 2.2). */
function plainAnswer(raw: Uint8Array): Answer {
  return { seen: latin1(raw).startsWith('HTTP/') ? 'http' : 'other', raw };
}

/** How a ClientHello is answered: in TLS, be it with an alert, or otherwise; null when nothing can be said. */
function answerToTls(address: string, port: number, limitMs: number, signal: AbortSignal): Promise<Answer | null> {
  return new Promise((resolve) => {
    const raw = connectPlain({ host: address, port, autoSelectFamily: false });
    const settle = (answer: Answer | null): void => {
      clearTimeout(timer);
      lift();
      raw.destroy();
      resolve(answer);
    };
    const give = (): void => settle(null);
    const timer = setTimeout(give, limitMs);
    const lift = onAbort(signal, give);
    raw.on('error', give);
    raw.once('connect', () => {
      const tap = new SocketTap(raw, (first) => settle(plainAnswer(first)));
      // Only the answer's kind is wanted; nothing else is ever said here, so nothing is to be verified.
      const hello = connectTls({ socket: tap, rejectUnauthorized: false });
      hello.once('secureConnect', () => settle(TLS));
      // What came was TLS, an alert for one; or nothing came.
      const ended = (): void => settle(tap.first.length === 0 ? null : TLS);
      hello.on('error', ended);
      hello.once('close', ended);
    });
  });
}
