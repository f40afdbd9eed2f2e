/** EHLO, HELO and LHLO one by one, and what they leave to be read. */
import type { CapabilityStage, Phase } from '../../../protocol/values/session/phase.ts';
import type { Ehlo, Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientSession } from '../session.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { greet, isDismissal } from '../commands/operations.ts';
import { isPositive, isTemporary } from '../../wire/reply.ts';
import { checkArgument } from '../../wire/command.ts';
import { defaultEhloName } from '../plan/target.ts';
import { messageOf } from './answer.ts';

/** Null until said, and again after STARTTLS and on a new connection. */
export class HelloMemory {
  helo: string | null = null;
  ehlo: string | null = null;
  /** The last of them was taken. */
  greeted = false;
  /** Logged in: what is offered now may be other than before. */
  authenticated = false;

  forget(): void {
    this.helo = null;
    this.ehlo = null;
    this.greeted = false;
    this.authenticated = false;
  }
}

/** The name that this session gives unless another is asked for. */
export function localName(session: ClientSession): string {
  return session.plan.ehloName ?? defaultEhloName(session.connection.localAddress);
}

/** Any reply is a result. What was offered before is forgotten, also when the answer is a refusal. */
export async function sendHelloAs(
  session: ClientSession,
  memory: HelloMemory,
  verb: Ehlo['verb'],
  name: string,
): Promise<StepResult<Reply>> {
  const unsafe = checkArgument('name', name);
  if (unsafe !== null) return failed(unsafe);
  const { encrypted } = session.connection;
  const phase: Phase = memory.authenticated ? 'ehlo-auth' : encrypted ? 'ehlo-tls' : 'ehlo';
  const stage: CapabilityStage = memory.authenticated ? 'auth' : encrypted ? 'tls' : 'plain';
  session.ehlo = null;
  memory.greeted = false;
  const step = await session.inPhase(phase, () => greet(session, verb, name === '' ? localName(session) : name, stage));
  session.phases.rest();
  if (!step.ok) return step;
  const { reply } = step.value;
  if (verb === 'HELO') memory.helo = messageOf(reply);
  else memory.ehlo = messageOf(reply);
  memory.greeted = isPositive(reply);
  return done(reply);
}

/**
 * Nothing when a greeting was said before and taken; else EHLO, then HELO unless the server said "go away". LHLO has nothing to
 * fall back on (RFC 2033 section 4.1). 421 ends the connection.
 */
export async function helloIfNeeded(session: ClientSession, memory: HelloMemory): Promise<StepResult<null>> {
  if (memory.greeted) return done(null);
  const verbs: Ehlo['verb'][] = session.lmtp ? ['LHLO'] : ['EHLO', 'HELO'];
  const replies: Reply[] = [];
  for (const verb of verbs) {
    if (verb === 'HELO') session.connection.note('helo-fallback');
    const step = await sendHelloAs(session, memory, verb, '');
    if (!step.ok) return step;
    if (isPositive(step.value)) return done(null);
    replies.push(step.value);
    if (isDismissal(step.value)) break;
  }
  const reply = replies.at(-1) ?? null;
  if (reply?.code === 421) session.connection.giveUp();
  const temporary = reply === null ? null : isTemporary(reply);
  return failed(outcome('helo-refused', 'ehlo', { replies }, { temporary, reply }));
}
