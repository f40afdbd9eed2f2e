/**
 * XCLIENT and XFORWARD (Postfix's XCLIENT_README and XFORWARD_README): another client's name, address and login stated to a server that
 * trusts us. Attribute values are xtext; the server names in EHLO which attributes it knows.
 */
import type { PlannedAttributes } from '../plan/attributes.ts';
import type { ClientSession } from '../session.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { isPositive, isTemporary } from '../../wire/reply.ts';
import { encodeXtext } from '../../wire/xtext.ts';
import { exchange } from './operations.ts';
import { findCapability } from '../../wire/ehlo.ts';

/** null when there was nothing to state. After the 220 the session begins anew: EHLO is due. */
export async function sendXclient(session: ClientSession): Promise<StepResult<Reply | null>> {
  const { xclient } = session.plan;
  if (xclient.length === 0) return done(null);
  const refused = notOffered(session, 'XCLIENT', xclient);
  if (refused !== null) return failed(refused);
  const step = await exchange(session, { text: `XCLIENT ${written(xclient)}` });
  if (!step.ok) return step;
  if (step.value.code !== 220) return failed(commandRefused('XCLIENT', 'command', step.value));
  session.ehlo = null;
  return step;
}

/** Before each MAIL: what was stated holds for one transaction. */
export async function sendXforward(session: ClientSession): Promise<StepResult<null>> {
  const { xforward } = session.plan;
  if (xforward.length === 0) return done(null);
  const refused = notOffered(session, 'XFORWARD', xforward);
  if (refused !== null) return failed(refused);
  const step = await exchange(session, { text: `XFORWARD ${written(xforward)}` });
  if (!step.ok) return step;
  return isPositive(step.value) ? done(null) : failed(commandRefused('XFORWARD', 'mail', step.value));
}

const written = (attributes: PlannedAttributes): string =>
  attributes.map(([name, value]) => `${name}=${encodeXtext(value)}`).join(' ');

function notOffered(
  session: ClientSession,
  keyword: 'XCLIENT' | 'XFORWARD',
  attributes: PlannedAttributes,
): Outcome | null {
  const capability = session.ehlo === null ? null : findCapability(session.ehlo, keyword);
  const missing = (what: string) =>
    outcome('not-supported', session.connection.phase, { keyword: what }, { temporary: false });
  if (capability === null) return missing(keyword);
  const known = new Set(capability.params.map((param) => param.toUpperCase()));
  const unknown = attributes.find(([name]) => !known.has(name));
  return unknown === undefined ? null : missing(`${keyword} ${unknown[0]}`);
}

function commandRefused(command: string, phase: 'command' | 'mail', reply: Reply): Outcome {
  return outcome('command-refused', phase, { command }, { temporary: isTemporary(reply), reply });
}
