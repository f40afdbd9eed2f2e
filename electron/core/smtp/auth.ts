/**
 * AUTH (RFC 4954) under the policy of DESIGN section 4: strongest mechanism first, one attempt, the next only when the server
 * refused the mechanism rather than the credential, and no secret in clear or over an unverified link unless asked.
 */
import type { OutcomeOf, TriedMechanism } from '../../ipc/schemas/outcome.ts';
import type { AuthOptions } from '../../ipc/schemas/target.ts';
import type { Reply } from '../../ipc/schemas/reply.ts';
import type { ClientSession } from './session.ts';
import type { ClientExchange, ClientResponse, ClientStep, Credentials, Mechanism } from '../sasl/types.ts';
import type { SecretSource } from '../ports.ts';
import { type Step, cancelled, done, failed, outcome } from './step.ts';
import { decodeBase64, encodeBase64 } from '../sasl/base64.ts';
import { findMechanism, mechanisms } from '../sasl/mechanisms.ts';
import { isPositive, isTemporary } from '../wire/reply.ts';
import { authMechanisms } from '../wire/ehlo.ts';
import { exchange } from './operations.ts';
import { invalidArgument } from '../wire/command.ts';
import { limits } from '../wire/limits.ts';

type AuthFailure = OutcomeOf<'auth-failed'>['params']['reason'];

/** Null reason: logged in. */
interface Attempt {
  readonly reply: Reply | null;
  readonly reason: AuthFailure | null;
}

export async function authenticate(
  session: ClientSession,
  options: AuthOptions,
  secret: SecretSource,
): Promise<Step<string>> {
  const offered = session.ehlo === null ? [] : authMechanisms(session.ehlo);
  const chosen = chooseMechanisms(session, options, offered);
  if (!chosen.ok) return chosen;

  const password = await readSecret(session, secret);
  if (password === null) return failed(cancelled('auth'));
  // PLAIN has no way to write one, and no server could know it.
  if (password.includes('\0')) return failed(invalidArgument('password', null, 'control-character'));
  session.secrets.addSecret(password);
  const credentials: Credentials = { user: options.user, password, authzid: options.authzid ?? '' };

  const tried: TriedMechanism[] = [];
  for (const mechanism of chosen.value) {
    const step = await tryMechanism(session, mechanism, credentials, options.initialResponse);
    if (!step.ok) return step;
    const { reply, reason } = step.value;
    const one: TriedMechanism = { mechanism: mechanism.name, ok: reason === null, reply };
    tried.push(one);
    session.recorder.record({ type: 'auth', tried: one, offered, user: options.user });
    if (reason === null) return done(mechanism.name);
    // A credential is tried once: a second refusal may lock the account.
    const next = (reason === 'mechanism-refused' || options.tryAllMechanisms === true) && reply?.code !== 421;
    if (next && mechanism !== chosen.value.at(-1)) continue;
    const temporary = reply === null ? false : isTemporary(reply);
    return failed(outcome('auth-failed', 'auth', { reason, mechanism: mechanism.name, tried }, { temporary, reply }));
  }
  return failed(unavailable('none-usable', offered));
}

/** null when the user stopped it meanwhile: a locked keychain may wait for its owner for ever. */
async function readSecret({ signal }: ClientSession, secret: SecretSource): Promise<string | null> {
  if (signal.aborted) return null;
  let cancel = (): void => undefined;
  const aborted = new Promise<null>((resolve) => (cancel = () => resolve(null)));
  signal.addEventListener('abort', cancel);
  try {
    return await Promise.race([secret.read(), aborted]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Known, offered and allowed, in the order to be tried; or why there is none. */
function chooseMechanisms(session: ClientSession, options: AuthOptions, offered: readonly string[]): Step<Mechanism[]> {
  if (offered.length === 0) return failed(unavailable('none-offered', offered));
  const wanted = options.mechanisms?.flatMap((name) => findMechanism(name) ?? []) ?? mechanisms;
  const usable = wanted.filter(({ name }) => offered.includes(name));
  if (usable.length === 0) return failed(unavailable('none-usable', offered));
  const safe = options.allowClear === true || session.verified ? usable : usable.filter(({ clearText }) => !clearText);
  if (safe.length > 0) return done(safe);
  session.connection.note('secret-withheld');
  return failed(session.certificateFailure('auth') ?? unavailable('needs-tls', offered));
}

function unavailable(reason: OutcomeOf<'auth-unavailable'>['params']['reason'], offered: readonly string[]) {
  return outcome('auth-unavailable', 'auth', { reason, offered: [...offered] }, { temporary: false });
}

async function tryMechanism(
  session: ClientSession,
  mechanism: Mechanism,
  credentials: Credentials,
  initialWanted: boolean | undefined,
): Promise<Step<Attempt>> {
  const { client, step: begun } = begin(session, mechanism, credentials, initialWanted ?? mechanism.initialByDefault);
  let step = await begun;
  for (let round = 0; step.ok && step.value.code === 334; round += 1) {
    const reply = step.value;
    const response: ClientStep =
      round < limits.reply.maxAuthRounds ? client.next(challengeIn(reply)) : { kind: 'abort', reason: 'bad-challenge' };
    if (response.kind === 'abort') {
      // RFC 4954 section 4: "*" takes the exchange back; the server answers 501.
      const ended = await exchange(session, { text: '*' });
      return ended.ok ? done({ reply, reason: response.reason }) : ended;
    }
    step = await respond(session, '', response);
  }
  if (!step.ok) return step;
  const reply = step.value;
  if (!isPositive(reply)) return done({ reply, reason: reasonOf(reply) });
  return done({ reply, reason: client.finish() ? null : 'server-not-authenticated' });
}

/** With the initial response when it is wanted and fits the line, else AUTH alone (RFC 4954 section 4). */
function begin(
  session: ClientSession,
  mechanism: Mechanism,
  credentials: Credentials,
  initialWanted: boolean,
): { client: ClientExchange; step: Promise<Step<Reply>> } {
  const command = `AUTH ${mechanism.name}`;
  if (initialWanted) {
    const client = mechanism.client(credentials);
    const initial = client.initial();
    const length = initial === null ? 0 : command.length + 3 + encodeBase64(initial.bytes).length;
    if (initial !== null && length <= limits.client.authLine)
      return { client, step: respond(session, command, initial) };
  }
  // A fresh exchange: the other one believes that its initial response was sent.
  return { client: mechanism.client(credentials), step: exchange(session, { text: command }) };
}

function respond(session: ClientSession, command: string, response: ClientResponse): Promise<Step<Reply>> {
  const encoded = encodeBase64(response.bytes);
  // An empty initial response is "=", an empty later one an empty line.
  const written = encoded === '' && command !== '' ? '=' : encoded;
  const line = command === '' ? written : `${command} ${written}`;
  if (response.hidden === null) return exchange(session, { text: line });
  session.secrets.addResponse(response.bytes);
  return exchange(session, { text: command, secret: { text: line, what: response.hidden } });
}

function challengeIn(reply: Reply) {
  const text = reply.lines.at(-1) ?? '';
  return { text, bytes: decodeBase64(text.trim()) };
}

/** RFC 4954 section 6: 504 and 534 refuse the mechanism; everything else the credential, or this moment. */
function reasonOf(reply: Reply): AuthFailure {
  if (reply.code === 504 || reply.code === 534) return 'mechanism-refused';
  return isTemporary(reply) === true ? 'temporary' : 'refused';
}
