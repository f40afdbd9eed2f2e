/**
 * The commands of RFC 5321 and RFC 2033 one by one. Each is a plain function of the session; each judges its own reply. What to
 * do next is for the flows to say.
 */
import type { Ehlo, Reply } from '../../../protocol/values/session/reply.ts';
import type { CapabilityStage, Phase } from '../../../protocol/values/session/phase.ts';
import type { ClientSession } from '../session.ts';
import type { SentLine } from '../connection/outgoing.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { ehloAnomalies, parseEhlo } from '../../wire/ehlo.ts';
import { isPositive, isTemporary } from '../../wire/reply.ts';
import { defaultEhloName } from '../plan/target.ts';
import { watchSilence } from '../connection/probe.ts';

/** Any command: says one line and takes its reply, whatever that is. Nothing is said after a cancel, but for what is polite on the way out. */
export function exchange(session: ClientSession, line: SentLine, polite = false): Promise<StepResult<Reply>> {
  const { connection } = session;
  const sendable = connection.usable && (polite || !session.signal.aborted);
  // Waited for before it is sent: a cancel that comes while the line is being reported must find its reply awaited.
  const reply = connection.expect(line.text, session.plan.timeouts.reply, polite);
  if (sendable) connection.sendLine(line);
  return reply;
}

export async function readGreeting(session: ClientSession): Promise<StepResult<Reply>> {
  const silence = watchSilence(session);
  const step = await session.connection.expect(null, session.plan.timeouts.greeting);
  silence.stop();
  if (!step.ok) return step;
  const reply = step.value;
  if (reply.code === 220) return step;
  return failed(outcome('greeting-refused', 'greeting', {}, { temporary: isTemporary(reply), reply }));
}

const dismissals: ReadonlySet<number | null> = new Set([421, 521, 554]);

/** "go away": what follows would only be refused again, HELO too (RFC 5321 3.1, RFC 7504). */
export function isDismissal(reply: Reply): boolean {
  return dismissals.has(reply.code);
}

/** One of the three greetings, said and answered; what is offered is reported and kept. `ehlo` null when it was refused. */
export async function greet(
  session: ClientSession,
  verb: Ehlo['verb'],
  name: string,
  stage: CapabilityStage,
): Promise<StepResult<{ readonly reply: Reply; readonly ehlo: Ehlo | null }>> {
  const step = await exchange(session, { text: `${verb} ${name}` });
  if (!step.ok) return step;
  const reply = step.value;
  if (!isPositive(reply)) return done({ reply, ehlo: null });
  const ehlo = parseEhlo(verb, reply);
  for (const { anomaly, detail } of ehloAnomalies(ehlo)) session.connection.anomaly(anomaly, detail);
  session.recorder.record({ type: 'capabilities', stage, ehlo });
  session.ehlo = ehlo;
  return done({ reply, ehlo });
}

/** EHLO, else HELO where EHLO is not known or not liked; LHLO has nothing to fall back on (RFC 2033 section 4.1). */
export async function hello(session: ClientSession, phase: Phase, stage: CapabilityStage): Promise<StepResult<Ehlo>> {
  const name = session.plan.ehloName ?? defaultEhloName(session.connection.localAddress);
  const first: Ehlo['verb'] = session.lmtp ? 'LHLO' : session.plan.heloOnly ? 'HELO' : 'EHLO';
  const replies: Reply[] = [];
  for (const verb of first === 'EHLO' ? (['EHLO', 'HELO'] as const) : [first]) {
    if (verb === 'HELO' && first !== 'HELO') session.connection.note('helo-fallback');
    const step = await greet(session, verb, name, stage);
    if (!step.ok) return step;
    const { reply, ehlo } = step.value;
    replies.push(reply);
    if (ehlo !== null) return done(ehlo);
    if (reply.code === null || reply.code < 500 || isDismissal(reply)) break;
  }
  const reply = replies.at(-1) ?? null;
  const temporary = reply === null ? null : isTemporary(reply);
  return failed(outcome('helo-refused', phase, { replies }, { temporary, reply }));
}

/** Up to the 220; the handshake is tls.ts. Octets after the 220 end the session: see Incoming.guarded. */
export async function sendStartTls(session: ClientSession): Promise<StepResult<Reply>> {
  session.connection.guarded = true;
  const step = await exchange(session, { text: 'STARTTLS' });
  if (!step.ok) return step;
  const reply = step.value;
  if (reply.code === 220) return session.connection.dead === null ? step : failed(session.connection.dead);
  session.connection.guarded = false;
  return failed(outcome('starttls-refused', 'starttls', {}, { temporary: isTemporary(reply), reply }));
}

/** Ends the transaction whatever the reply: a server that refuses RSET is not in one. */
export async function reset(session: ClientSession, polite = false): Promise<StepResult<Reply>> {
  const step = await exchange(session, { text: 'RSET' }, polite);
  session.transaction.end();
  return step;
}
