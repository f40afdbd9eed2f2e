/**
 * AUTH with a mechanism of the caller's own (RFC 4954): the engine says the lines, hides them and counts the rounds; what is in them
 * comes from a function.
 */
import type { OutcomeOf } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientSession } from '../session.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { decodeBase64, encodeBase64 } from '../../sasl/base64.ts';
import { authMechanisms } from '../../wire/ehlo.ts';
import { exchange } from '../commands/operations.ts';
import { invalidArgument } from '../../wire/command.ts';
import { isTemporary } from '../../wire/reply.ts';
import { limits } from '../limits.ts';
import { utf8Bytes } from '../../wire/text.ts';

/**
 * Called with null for the initial response, which it may decline with null, and with each challenge. Text is sent as UTF-8. The
 * second argument counts the challenges, from 1; 0 for the initial response.
 */
export type AuthObject = (challenge: Uint8Array | null, round: number) => AuthResponse | Promise<AuthResponse>;
export type AuthResponse = Uint8Array | string | null;

type Reason = OutcomeOf<'auth-failed'>['params']['reason'];

/** 235 and 503 ("already") are results; everything else is `auth-failed`. The `*` that takes an exchange back is answered first. */
export async function authenticateWith(
  session: ClientSession,
  mechanism: string,
  respond: AuthObject,
  initialResponseOk: boolean,
): Promise<StepResult<Reply>> {
  const name = mechanism.toUpperCase();
  if (!/^[A-Z0-9_-]{1,20}$/.test(name)) return failed(invalidArgument('mechanism', mechanism, 'bad-value'));
  const initial = initialResponseOk ? await respond(null, 0) : null;
  let step = await sendResponse(session, `AUTH ${name}`, initial);
  for (let round = 1; step.ok && step.value.code === 334; round += 1) {
    const challenge = decodeBase64((step.value.lines.at(-1) ?? '').trim());
    const endless = round > limits.client.maxChallenges;
    const response = endless || challenge === null ? null : await respond(challenge, round);
    if (response === null) {
      const ended = await exchange(session, { text: '*' });
      return ended.ok ? refused(session, name, step.value, 'bad-challenge') : ended;
    }
    step = await sendResponse(session, '', response);
  }
  if (!step.ok) return step;
  const reply = step.value;
  if (reply.code !== 235 && reply.code !== 503) return refused(session, name, reply, reasonOf(reply));
  recordAuth(session, name, reply, true);
  return done(reply);
}

function sendResponse(session: ClientSession, command: string, response: AuthResponse): Promise<StepResult<Reply>> {
  if (response === null) return exchange(session, { text: command });
  const bytes = typeof response === 'string' ? utf8Bytes(response) : response;
  session.secrets.addResponse(bytes);
  // RFC 4954 section 4: an empty initial response is written "=", an empty later one as an empty line.
  const encoded = bytes.length === 0 && command !== '' ? '=' : encodeBase64(bytes);
  const line = command === '' ? encoded : `${command} ${encoded}`;
  return exchange(session, { text: command, secret: { text: line, what: 'sasl-response' } });
}

function refused(session: ClientSession, mechanism: string, reply: Reply, reason: Reason): StepResult<never> {
  recordAuth(session, mechanism, reply, false);
  const tried = [{ mechanism, ok: false, reply }];
  return failed(outcome('auth-failed', 'auth', { reason, mechanism, tried }, { temporary: isTemporary(reply), reply }));
}

function recordAuth(session: ClientSession, mechanism: string, reply: Reply, ok: boolean): void {
  const offered = session.ehlo === null ? [] : authMechanisms(session.ehlo);
  session.recorder.record({ type: 'auth', tried: { mechanism, ok, reply }, offered, user: null });
}

function reasonOf(reply: Reply): Reason {
  if (reply.code === 504 || reply.code === 534) return 'mechanism-refused';
  return isTemporary(reply) === true ? 'temporary' : 'refused';
}
