/**
 * The TLS handshake on a connected socket, implicit or after STARTTLS. Certificates are read and judged, never rejected here:
 * what to do about a failed check depends on what is to be sent.
 */
import { type Socket, isIP } from 'node:net';
import { type TLSSocket, connect } from 'node:tls';
import type { ClientSession } from '../session.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import { TimeLimit } from '../../recording/time-limit.ts';
import { type StepResult, cancelled, done, failed, outcome } from '../step.ts';
import { SocketTap } from './tap.ts';
import { alertIn, plainReason } from '../../tls/alert.ts';
import { channelBindings } from '../../tls/channel-binding.ts';
import { latin1 } from '../../wire/text.ts';
import { limits } from '../limits.ts';
import { readTlsInfo } from '../../tls/info.ts';
import { addedRoots, clientContext } from '../../tls/trust.ts';
import { onAbort } from '../../recording/on-abort.ts';

type Kind = 'implicit' | 'starttls';

export async function handshake(session: ClientSession, socket: Socket, kind: Kind): Promise<StepResult<TLSSocket>> {
  const { plan } = session;
  let settle: (outcome: Outcome | null) => void = () => undefined;
  const settled = new Promise<Outcome | null>((resolve) => (settle = resolve));
  const tap = new SocketTap(socket, (first) => settle(foreign(first, kind)));
  const { verifiedName, identity } = session;
  const servername = plan.sni && isIP(verifiedName) === 0 ? verifiedName : null;

  let tls: TLSSocket;
  try {
    const trust = { ca: plan.ca, minVersion: plan.tlsMin, maxVersion: plan.tlsMax, identity };
    const secureContext = session.secureContext ?? clientContext(trust);
    tls = connect({
      socket: tap,
      secureContext,
      rejectUnauthorized: false,
      // Judged apart from the chain, in tls/judge.ts.
      checkServerIdentity: () => undefined,
      ...(servername === null ? {} : { servername }),
    });
  } catch (error) {
    socket.destroy();
    return failed(libraryFailure(error, tap));
  }

  const limit = plan.timeouts.tls;
  const deadline = new TimeLimit(limit, () => {
    settle(outcome('timeout', 'tls', { limitMs: limit, bytesReceived: tap.octets }, { temporary: true }));
  });
  const cancel = () => settle(cancelled('tls'));
  const lift = onAbort(session.signal, cancel);
  const ended = (reset: boolean) => settle(outcome('server-disconnected', 'tls', { bytesReceived: tap.octets, reset }));
  tls.once('secureConnect', () => settle(null));
  tls.once('close', () => ended(false));
  tls.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') settle(disconnected(tap, error));
    else settle(libraryFailure(error, tap));
  });

  const failure = await settled;
  deadline.lift();
  lift();
  tls.removeAllListeners('close');
  if (failure !== null) {
    tls.destroy();
    socket.destroy();
    return failed(failure);
  }
  const info = readTlsInfo(tls, {
    verifiedName,
    servername,
    accepted: plan.acceptCertificate,
    roots: () => addedRoots(plan.ca),
    now: new Date(),
  });
  session.tls = info;
  session.bindings = channelBindings(tls, 'client');
  session.recorder.record({ type: 'tls', info });
  session.connection.note('tls-established', { version: info.version, cipher: info.cipher });
  if (kind === 'starttls') await ticket(tls);
  // Node's TLS errors come as events until the connection listens itself.
  return done(tls);
}

/**
 * After STARTTLS we speak first. Written together with our Finished, the EHLO is answered some 40 ms late (Nagle's algorithm at the
 * server against delayed acknowledgement here), hence the wait for the server's ticket. Writing right from the event hangs.
 */
async function ticket(tls: TLSSocket): Promise<void> {
  if (tls.getProtocol() !== 'TLSv1.3') return;
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      tls.off('session', finish);
      tls.off('close', finish);
      setImmediate(resolve);
    };
    const timer = setTimeout(finish, limits.client.ticketWait);
    tls.once('session', finish);
    tls.once('close', finish);
  });
}

/** Something spoke, and it was not TLS. After STARTTLS it may have been injected before the handshake: never read as a reply. */
function foreign(first: Uint8Array, kind: Kind): Outcome {
  if (kind === 'starttls') {
    return outcome('protocol-error', 'tls', { anomaly: 'after-starttls', limit: null, raw: first });
  }
  const text = latin1(first);
  const seen = /^[2-5][0-9]{2}(?:[ -]|\r?\n)/.test(text) ? 'smtp' : text.startsWith('HTTP/') ? 'http' : 'other';
  return outcome('security-mismatch', 'tls', { expected: 'tls', seen, raw: first }, { temporary: false });
}

/** Node reports a close in mid-handshake as ECONNRESET too; what the peer sent before says more. */
function disconnected(tap: SocketTap, error: NodeJS.ErrnoException): Outcome {
  const alert = alertIn(tap.first);
  if (alert !== null) return libraryFailure(error, tap);
  const reset = error.syscall !== undefined;
  // A handshake that failed without an alert mostly fails again: nobody can know.
  return outcome('server-disconnected', 'tls', { bytesReceived: tap.octets, reset });
}

function libraryFailure(error: unknown, tap: SocketTap): Outcome {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? null) : null;
  const alert = alertIn(tap.first);
  const reason = plainReason(error);
  const detail = alert === null ? reason : `The server sent the alert ${alert}.`;
  return outcome(
    'tls-failed',
    'tls',
    { check: 'handshake', chainError: null, libraryCode: code, detail },
    { temporary: null },
  );
}
