/**
 * One AUTH exchange (RFC 4954 section 4) with one mechanism, from the command to the server's last word: initial response or a
 * line of its own, `=` for an empty one, `*` to take it back; and each message of both sides reported by its fields.
 */
import { randomBytes } from 'node:crypto';
import type { AuthFailureReason, TokenRefusal } from '../../../protocol/values/session/outcome.ts';
import type { AuthOptions } from '../../../protocol/values/target.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type {
  Challenge,
  ClientExchange,
  ClientLink,
  ClientResponse,
  Credentials,
  Mechanism,
} from '../../sasl/types.ts';
import type { ClientSession } from '../session.ts';
import { type StepResult, done } from '../step.ts';
import { decodeBase64, encodeBase64 } from '../../sasl/base64.ts';
import { isPositive, isTemporary } from '../../wire/reply.ts';
import { authMechanisms } from '../../wire/ehlo.ts';
import { exchange } from '../commands/operations.ts';
import { limits as smtpLimits } from '../limits.ts';
import { limits as wireLimits } from '../../wire/limits.ts';

/** Null reason: logged in. */
export interface Attempt {
  readonly reply: Reply | null;
  readonly reason: AuthFailureReason | null;
  /** What a token mechanism's server said of the token. */
  readonly refusal: TokenRefusal | null;
}

export type AttemptOptions = Pick<AuthOptions, 'initialResponse' | 'channelBinding'>;

/** What mechanisms get to know of this connection. */
export function linkOf(session: ClientSession, { channelBinding }: AttemptOptions = {}): ClientLink {
  const { verifiedName } = session;
  const { target } = session.plan;
  return {
    service: target.protocol,
    host: verifiedName,
    port: target.port,
    bindings: session.bindings.filter(({ type }) => channelBinding === undefined || type === channelBinding),
    offered: session.ehlo === null ? [] : authMechanisms(session.ehlo),
    random: (octets) => randomBytes(octets),
    now: () => Date.now(),
  };
}

/** The caller has chosen the mechanism, and given the secret to the scrubber. */
export async function attempt(
  session: ClientSession,
  mechanism: Mechanism,
  credentials: Credentials,
  options: AttemptOptions = {},
): Promise<StepResult<Attempt>> {
  const dialogue = new Dialogue(session, mechanism);
  const { client, step: begun } = begin(dialogue, credentials, options);
  let step = await begun;
  for (let round = 0; step.ok && step.value.code === 334; round += 1) {
    const reply = step.value;
    if (round >= wireLimits.reply.maxAuthRounds) return takeBack(session, reply, 'bad-challenge');
    const response = await client.next(dialogue.challenge(reply));
    if (response.kind === 'abort') return takeBack(session, reply, response.reason);
    step = await dialogue.respond('', response);
  }
  if (!step.ok) return step;
  const reply = step.value;
  const refusal = client.refusal?.() ?? null;
  if (!isPositive(reply)) return done({ reply, reason: reasonOf(reply), refusal });
  return done({ reply, reason: client.finish() ? null : 'server-not-authenticated', refusal });
}

/** RFC 4954 section 4: "*" takes the exchange back; the server answers 501. */
async function takeBack(session: ClientSession, reply: Reply, reason: AuthFailureReason): Promise<StepResult<Attempt>> {
  const ended = await exchange(session, { text: '*' });
  return ended.ok ? done({ reply, reason, refusal: null }) : ended;
}

/** With the initial response when it is wanted and fits the line, else AUTH alone (RFC 4954 section 4). */
function begin(
  dialogue: Dialogue,
  credentials: Credentials,
  options: AttemptOptions,
): { client: ClientExchange; step: Promise<StepResult<Reply>> } {
  const { mechanism, session } = dialogue;
  const link = linkOf(session, options);
  const command = `AUTH ${mechanism.name}`;
  if (options.initialResponse ?? mechanism.initialByDefault) {
    const client = mechanism.client(credentials, link);
    const initial = client.initial();
    const length = initial === null ? 0 : command.length + 3 + encodeBase64(initial.bytes).length;
    if (initial !== null && length <= smtpLimits.client.authLine)
      return { client, step: dialogue.respond(command, initial) };
  }
  // A fresh exchange: the other one believes that its initial response was sent.
  return { client: mechanism.client(credentials, link), step: exchange(session, { text: command }) };
}

/** Puts messages on the wire and takes them off it, and reports what they say. */
class Dialogue {
  readonly session: ClientSession;
  readonly mechanism: Mechanism;
  readonly #count = { client: 0, server: 0 };

  constructor(session: ClientSession, mechanism: Mechanism) {
    this.session = session;
    this.mechanism = mechanism;
  }

  respond(command: string, response: ClientResponse): Promise<StepResult<Reply>> {
    const { session } = this;
    const encoded = encodeBase64(response.bytes);
    // An empty initial response is "=", an empty later one an empty line.
    const written = encoded === '' && command !== '' ? '=' : encoded;
    const line = command === '' ? written : `${command} ${written}`;
    if (response.hidden !== null) session.secrets.addResponse(response.bytes, response.hidden !== 'sasl-response');
    const reply = exchange(
      session,
      response.hidden === null ? { text: line } : { text: command, secret: { text: line, what: response.hidden } },
    );
    this.#note('client', response.bytes);
    return reply;
  }

  challenge(reply: Reply): Challenge {
    const text = reply.lines.at(-1) ?? '';
    const bytes = decodeBase64(text.trim());
    if (bytes !== null) this.#note('server', bytes);
    return { text, bytes };
  }

  /** What a server packs into a challenge may repeat the secret. */
  #note(from: 'client' | 'server', message: Uint8Array): void {
    const { session, mechanism } = this;
    const shown = from === 'server' ? session.secrets.scrub(message).bytes : message;
    const fields = mechanism.describe(shown, from, this.#count[from]);
    this.#count[from] += 1;
    if (Object.keys(fields).length === 0) return;
    session.connection.note('sasl-message', { mechanism: mechanism.name, from, ...fields });
  }
}

/**
 * RFC 4954 section 6: 504, 534 and 538 refuse the mechanism, and so does 5.7.4, security features not supported (RFC 3463); everything
 * else the credential, or this moment.
 */
function reasonOf(reply: Reply): AuthFailureReason {
  // "534 5.7.9 Application-specific password required" (Google): it is the password, and another mechanism would send it once more.
  if (reply.code === 534 && /\b(?:password|browser)\b/i.test(reply.lines.join(' '))) return 'refused';
  if (reply.code === 504 || reply.code === 534 || reply.code === 538 || reply.enhancedCode === '5.7.4')
    return 'mechanism-refused';
  return isTemporary(reply) === true ? 'temporary' : 'refused';
}
