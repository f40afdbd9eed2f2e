/**
 * AUTH under the policy of DESIGN section 4: strongest mechanism first, one attempt, the next only when the server refused the
 * mechanism rather than the credential, and no secret in clear or over an unverified link unless asked.
 */
import type { Outcome, OutcomeOf, TokenFacts, TriedMechanism } from '../../ipc/schemas/outcome.ts';
import type { AuthOptions } from '../../ipc/schemas/target.ts';
import type { ClientSession } from './session.ts';
import type { Credentials, Mechanism } from '../sasl/types.ts';
import type { SecretSource } from '../ports.ts';
import { type Attempt, attempt, linkOf } from './auth-exchange.ts';
import { type Step, cancelled, done, failed, outcome } from './step.ts';
import { findMechanism, mechanisms } from '../sasl/mechanisms.ts';
import { looksLikeToken, tokenFacts, tokenParams } from './auth-token.ts';
import { authMechanisms, has } from '../wire/ehlo.ts';
import { compareWithBefore } from './auth-memory.ts';
import { invalidArgument } from '../wire/command.ts';
import { isTemporary } from '../wire/reply.ts';
import { readSecret } from './secret-read.ts';

export async function authenticate(
  session: ClientSession,
  options: AuthOptions,
  secret: SecretSource,
): Promise<Step<string>> {
  const offered = session.ehlo === null ? [] : authMechanisms(session.ehlo);
  warnOfWeaker(session, offered);
  const chosen = chooseMechanisms(session, options, offered);
  if (!chosen.ok) return chosen;

  const needed = chosen.value.some((mechanism) => mechanism.secret !== 'none');
  const password = needed ? await readSecret(secret, session.signal) : '';
  if (password === null) return failed(cancelled('auth'));
  session.secrets.addSecret(password);
  const credentials: Credentials = { user: options.user, password, authzid: options.authzid ?? '' };
  const usable = sayable(chosen.value, credentials);
  if (!usable.ok) return usable;
  const ordered = options.mechanisms === undefined ? inOrder(usable.value, password) : usable.value;

  const tried: TriedMechanism[] = [];
  let token: TokenFacts | null = null;
  for (const mechanism of ordered) {
    if (mechanism.secret === 'token' && token === null) token = tellToken(session, credentials);
    const step = await attempt(session, mechanism, credentials, options);
    if (!step.ok) return step;
    const { reply, reason } = step.value;
    const one: TriedMechanism = {
      mechanism: mechanism.name,
      ok: reason === null,
      reply,
      ...(reason === null ? {} : { reason }),
    };
    tried.push(one);
    session.recorder.record({ type: 'auth', tried: one, offered, user: options.user });
    if (reason === null) return done(mechanism.name);
    // A credential is tried once: a second refusal may lock the account.
    const next = (reason === 'mechanism-refused' || options.tryAllMechanisms === true) && reply?.code !== 421;
    if (next && session.connection.usable && mechanism !== ordered.at(-1)) continue;
    return failed(refusedBy(mechanism, step.value, tried, mechanism.secret === 'token' ? token : null));
  }
  return failed(unavailable(session, options, 'none-usable', offered));
}

function refusedBy(
  { name }: Mechanism,
  { reply, reason, refusal }: Attempt,
  tried: TriedMechanism[],
  token: TokenFacts | null,
): Outcome {
  const more = { ...(refusal === null ? {} : { refusal }), ...(token === null ? {} : { token }) };
  const temporary = reply === null ? false : isTemporary(reply);
  return outcome(
    'auth-failed',
    'auth',
    { reason: reason ?? 'refused', mechanism: name, tried, ...more },
    { temporary, reply },
  );
}

/** Known, offered and allowed; or why there is none. */
function chooseMechanisms(session: ClientSession, options: AuthOptions, offered: readonly string[]): Step<Mechanism[]> {
  if (offered.length === 0) {
    // RFC 4954 section 4: a server may offer AUTH only inside TLS. Where it offers that and we did without, it is the next thing to try.
    const tlsUnused = !session.connection.encrypted && session.ehlo !== null && has(session.ehlo, 'STARTTLS');
    return failed(unavailable(session, options, tlsUnused ? 'needs-tls' : 'none-offered', offered));
  }
  // Logging in as nobody, or as whom a certificate names, is not what a user and a password ask for.
  const known = mechanisms.filter(({ secret }) => secret !== 'none');
  const wanted = options.mechanisms?.flatMap((name) => findMechanism(name) ?? []) ?? known;
  const bound = linkOf(session, options).bindings.length > 0;
  const usable = wanted.filter(({ name, needsBinding }) => offered.includes(name) && (bound || !needsBinding));
  if (usable.length === 0) return failed(unavailable(session, options, 'none-usable', offered));
  const safe = options.allowClear === true || session.verified ? usable : usable.filter(({ clearText }) => !clearText);
  if (safe.length > 0) return done(safe);
  session.connection.note('secret-withheld');
  return failed(session.certificateFailure('auth') ?? unavailable(session, options, 'needs-tls', offered));
}

/** Without those that have no way to say what was given; when none has, it is the argument that is wrong. */
function sayable(chosen: readonly Mechanism[], credentials: Credentials): Step<Mechanism[]> {
  const usable = chosen.filter((mechanism) => mechanism.unusable(credentials) === null);
  const wrong = chosen.at(-1)?.unusable(credentials) ?? null;
  if (usable.length > 0 || wrong === null) return done(usable);
  const reason = credentials[wrong].includes('\0') ? 'control-character' : 'bad-value';
  // Known only now: which mechanisms are left is the server's to say.
  return failed({ ...invalidArgument(wrong, wrong === 'password' ? null : credentials[wrong], reason), phase: 'auth' });
}

/** What is evidently a token is tried as one first; else tokens come last, where nothing takes a password. */
function inOrder(usable: readonly Mechanism[], password: string): Mechanism[] {
  const tokens = usable.filter(({ secret }) => secret === 'token');
  const rest = usable.filter(({ secret }) => secret !== 'token');
  return looksLikeToken(password) ? [...tokens, ...rest] : [...rest, ...tokens];
}

function tellToken(session: ClientSession, { user, password }: Credentials): TokenFacts | null {
  const facts = tokenFacts(password, user, session.plan.target.host ?? '', Date.now());
  if (facts !== null) session.connection.note('token-read', tokenParams(facts));
  return facts;
}

function warnOfWeaker(session: ClientSession, offered: readonly string[]): void {
  const { host, port, path } = session.plan.target;
  const weaker = compareWithBefore(`${path ?? `${host ?? ''}:${port ?? ''}`} ${session.verified}`, offered);
  if (weaker !== null) session.connection.note('weaker-mechanisms', weaker);
}

function unavailable(
  session: ClientSession,
  options: AuthOptions,
  reason: OutcomeOf<'auth-unavailable'>['params']['reason'],
  offered: readonly string[],
) {
  const wanted = options.mechanisms === undefined ? {} : { wanted: [...options.mechanisms] };
  const { encrypted } = session.connection;
  return outcome(
    'auth-unavailable',
    'auth',
    { reason, offered: [...offered], encrypted, ...wanted },
    { temporary: false },
  );
}
