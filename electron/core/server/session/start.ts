/**
 * How a session begins: a proxy's header, what a script does before the greeting, who talks before it, the greeting, implicit TLS.
 */
import type { SecureContext } from 'node:tls';
import { makeReply } from '../commands/replies.ts';
import type { SessionCore } from './core.ts';
import { limitOutcome } from '../outcomes.ts';
import { momentOf, carryOut } from './faults.ts';
import type { HeaderReader } from './proxy-header.ts';

/** Where a proxy's header is to come first, it is waited for. */
export function start(core: SessionCore): void {
  if (!core.config.proxyProtocol) return greetOrSecure(core);
  core.state.expectHeader();
  core.deadline.set(core.config.limits.tlsMs);
}

/** Takes one piece of what came; false where there is none. */
export function readHeader(core: SessionCore, header: HeaderReader): boolean {
  const chunk = core.pump.take();
  if (chunk === null) return false;
  const read = header.push(chunk, core.config.limits.proxyHeader);
  if (read === null) return true;
  if (!read.ok) {
    core.state.close({ reason: 'protocol', error: limitOutcome('server.proxyHeader', 'connect') });
    core.pump.drop();
    core.io.end();
    return true;
  }
  core.state.endHeader(read.peer === null ? null : { peer: read.peer, helo: null, user: null });
  if (read.peer !== null) {
    core.journal.note('connect', 'peer-stated', { peer: read.peer, by: 'the PROXY header' });
    core.journal.update({ peer: read.peer });
  }
  core.pump.putBack(read.rest);
  greetOrSecure(core);
  return true;
}

function greetOrSecure(core: SessionCore): void {
  if (core.config.security === 'tls') startHandshake(core);
  else awaitEarlyTalk(core);
}

/** Two turns of the event loop: after them everything that had come by the time of the connection has been read. */
function twoTurns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

/** The greeting of a connection without TLS. Whoever has said something by then did not wait for it (RFC 5321 section 4.3.1). */
function awaitEarlyTalk(core: SessionCore): void {
  core.deadline.set(firstCommandMs(core));
  core.pump.wait(twoTurns(), () => sendGreeting(core));
  core.pump.run();
}

export function sendGreeting(core: SessionCore): void {
  if (core.closed || core.pump.interrupted) return;
  core.journal.beginPhase('greeting');
  core.deadline.set(firstCommandMs(core));
  const { script } = core.services;
  const plan = script?.wants('CONNECT', '') === true ? script.at(momentOf(core, 'CONNECT', [])) : null;
  carryOut(core, plan, () => {
    if (core.pump.octets > 0) core.journal.anomaly('early-talker', `${core.pump.octets} octets`);
    // A script may have put the greeting off.
    core.deadline.set(firstCommandMs(core));
    core.state.greet();
    core.reply(null, plan?.reply ?? greeting(core));
  });
}

function firstCommandMs({ config: { limits } }: SessionCore): number {
  return limits.greetingMs ?? limits.commandMs;
}

/** 220 with our name; after XCLIENT too. */
export function greeting(core: SessionCore) {
  const { protocol, server } = core.config;
  const name = protocol === 'lmtp' ? 'LMTP' : 'ESMTP';
  const text = core.services.script?.greeting ?? `${server.hostname} ${name} Posthorn`;
  if (lastGreeting.lines[0] !== text) lastGreeting = makeReply(220, null, text);
  return lastGreeting;
}

/** Most sessions are greeted with the same words, and their octets are made once. */
let lastGreeting = makeReply(220, null, '');

/** After whatever was written. */
export function startHandshake(core: SessionCore): void {
  core.state.startTls();
  core.journal.beginPhase('tls');
  core.deadline.set(core.config.limits.tlsMs);
  const { script } = core.services;
  const plan = script?.wants('TLS', '') === true ? script.at(momentOf(core, 'TLS', [])) : null;
  carryOut(core, plan, () => {
    const end = plan?.end ?? null;
    if (end !== null) return core.vanish(end);
    const kind = plan?.certificate ?? null;
    if (kind === null) return begin(core, null);
    core.pump.wait(
      core.services.badContext(kind).catch((error: unknown) => {
        core.journal.failure(error);
        return null;
      }),
      (context) => {
        if (!core.closed) begin(core, context);
      },
    );
  });
}

/** What came while we waited is the client's part of the handshake. */
function begin(core: SessionCore, context: SecureContext | null): void {
  const pieces: Uint8Array[] = [];
  for (let piece = core.pump.take(); piece !== null; piece = core.pump.take()) pieces.push(piece);
  if (pieces.length > 0) core.io.unread(Buffer.concat(pieces));
  core.io.startTls(context);
}
