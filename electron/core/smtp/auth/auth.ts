/**
 * AUTH under the policy of DESIGN section 4: strongest mechanism first, one attempt, the next only when the server refused the
 * mechanism rather than the credential, and no secret in clear or over an unverified link unless asked.
 */
import type { Outcome, OutcomeOf, TokenFacts, TriedMechanism } from '../../../protocol/values/session/outcome.ts';
import type { AuthOptions } from '../../../protocol/values/target.ts';
import type { ClientSession } from '../session.ts';
import type { Credentials, Mechanism } from '../../sasl/types.ts';
import type { SecretSource } from '../../ports.ts';
import { type Attempt, attempt, linkOf } from './exchange.ts';
import { type StepResult, cancelled, done, failed, outcome } from '../step.ts';
import { findMechanism, mechanisms } from '../../sasl/registry.ts';
import { tokenParams } from './token.ts';
import { judgeToken, looksLikeToken, readToken } from '../../../protocol/tokens/lens.ts';
import { authMechanisms, has } from '../../wire/ehlo.ts';
import { compareWithBefore } from './memory.ts';
import { isOutdated, renewedToken } from './renewal.ts';
import { leadingRefusal, speaksOfLockOut } from '../../sasl/refusal.ts';
import type { LoginLog } from './login-log.ts';
import { invalidArgument } from '../../wire/command.ts';
import { isTemporary } from '../../wire/reply.ts';
import { readSecret } from '../plan/secret-read.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';

interface LoginPlan {
  /** In the order in which to try them; one at least. */
  readonly ordered: readonly Mechanism[];
  readonly credentials: Credentials;
  readonly offered: readonly string[];
}

/**
 * A token that was refused for its age is renewed once, where it can be, and tried again on the same session (RFC 6750 section 3.1).
 * `log`: what other connections of the same run have tried is not tried again, and the refusal that says most of the credential is
 * the outcome; without it, and with all mechanisms tried, it is the last, as smtplib has it.
 */
export async function authenticate(
  session: ClientSession,
  options: AuthOptions,
  secret: SecretSource,
  log: LoginLog | null = null,
): Promise<StepResult<string>> {
  const planned = await planLogin(session, options, secret);
  if (!planned.ok) return planned;
  const { offered } = planned.value;
  let { credentials } = planned.value;
  /** The new token is on its way: it is tried once. */
  let renewed = false;
  const queue = planned.value.ordered.filter(({ name }) => log?.has(name) !== true);
  const tried = log?.tried ?? [];
  const refused: Attempted[] = [];
  let token: TokenFacts | null = null;
  for (let mechanism = queue.shift(); mechanism !== undefined; mechanism = queue.shift()) {
    if (log !== null) log.left = queue.map(({ name }) => name);
    if (mechanism.secret === 'token' && token === null) token = noteToken(session, credentials);
    const step = await attempt(session, mechanism, credentials, options);
    if (!step.ok) {
      // Closed after the refusal of the old token: that is what was said of it.
      if (renewed && step.error.code === 'server-disconnected') return failed(refusalOf(refused, tried, log));
      if (log === null || options.tryAllMechanisms !== true || session.signal.aborted) return step;
      if (step.error.code === 'server-disconnected' && refused.length > 0) {
        // Closed after the refusal before: nobody has looked at this one.
        log.left = [mechanism.name, ...log.left];
        return failed(refusalOf(refused, tried, log));
      }
      // Broken off in the exchange: that is this mechanism's result.
      const broken = { mechanism: mechanism.name, ok: false, reply: step.error.reply };
      record(session, tried, broken, options, offered, mechanism.secret === 'token' ? token : null);
      return step;
    }
    const { reply, reason } = step.value;
    const one: TriedMechanism = {
      mechanism: mechanism.name,
      ok: reason === null,
      reply,
      ...(reason === null ? {} : { reason }),
    };
    const isToken = mechanism.secret === 'token';
    record(session, tried, one, options, offered, isToken ? token : null);
    if (reason === null) return done(mechanism.name);
    const beyondAscii = !isToken && !/^[\u0000-\u007f]*$/.test(credentials.password);
    refused.push({ one, attempt: step.value, token: isToken ? token : null, beyondAscii });
    const locked = reply !== null && speaksOfLockOut(reply);
    if (log !== null && locked) log.lockedOut = true;
    if (isToken && !renewed && !locked && session.connection.usable && isOutdated(step.value, token)) {
      const fresh = await renewedToken(session, secret, credentials.password);
      if (session.signal.aborted) return failed(cancelled('auth'));
      if (fresh !== null) {
        renewed = true;
        token = null;
        credentials = { ...credentials, password: fresh };
        if (mechanism.unusable(credentials) === null) queue.unshift(mechanism);
      }
      if (queue[0] === mechanism) continue;
    }
    // A credential is tried once: a second refusal may lock the account.
    const next = (reason === 'mechanism-refused' || options.tryAllMechanisms === true) && !locked;
    if (next && session.connection.usable && queue.length > 0) continue;
    return failed(refusalOf(refused, tried, log));
  }
  return failed(unavailable(session, options, 'none-usable', offered));
}

/** Which mechanisms are to be tried with which credentials; or why none can be. */
async function planLogin(
  session: ClientSession,
  options: AuthOptions,
  secret: SecretSource,
): Promise<StepResult<LoginPlan>> {
  const offered = session.ehlo === null ? [] : authMechanisms(session.ehlo);
  warnOfWeaker(session, offered);
  const chosen = chooseMechanisms(session, options, offered);
  if (!chosen.ok) return chosen;
  const needed = chosen.value.some((mechanism) => mechanism.secret !== 'none');
  const password = needed ? await readSecret(secret, session.signal) : '';
  if (password === null) return failed(cancelled('auth'));
  session.secrets.addSecret(password);
  const credentials: Credentials = { user: options.user, password, authzid: options.authzid ?? '' };
  const secretKind = secret.isToken?.() === true || looksLikeToken(password) ? 'token' : 'password';
  const fitting = fittingSecret(chosen.value, secretKind, options.mechanisms !== undefined);
  if (fitting.length === 0) return failed(unavailable(session, options, 'none-usable', offered, { secretKind }));
  const usable = expressible(fitting, credentials);
  return usable.ok ? done({ ordered: usable.value, credentials, offered }) : usable;
}

function record(
  session: ClientSession,
  tried: TriedMechanism[],
  one: TriedMechanism,
  { user }: AuthOptions,
  offered: readonly string[],
  token: TokenFacts | null,
): void {
  tried.push(one);
  session.recorder.record({
    ...{ type: 'auth', tried: one, offered: [...offered], user: user === '' ? null : user },
    ...(token === null ? {} : { token }),
  });
}

interface Attempted {
  readonly one: TriedMechanism;
  readonly attempt: Attempt;
  readonly token: TokenFacts | null;
  /** Of the password that was tried. */
  readonly beyondAscii: boolean;
}

/** Of this connection's refusals the one that leads. */
function refusalOf(refused: readonly Attempted[], tried: TriedMechanism[], log: LoginLog | null): Outcome {
  const leading = log === null ? null : leadingRefusal(refused.map(({ one }) => one));
  const chosen = refused.find(({ one }) => one === leading) ?? refused.at(-1);
  if (chosen === undefined) throw new Error('no mechanism was tried');
  return refusedBy(chosen, [...tried]);
}

function refusedBy({ one, attempt, token, beyondAscii }: Attempted, tried: TriedMechanism[]): Outcome {
  const { mechanism } = one;
  const { reply, reason, refusal } = attempt;
  const more = {
    ...(refusal === null ? {} : { refusal }),
    ...(token === null ? {} : { token }),
    ...(beyondAscii ? { secretBeyondAscii: true } : {}),
  };
  const temporary = reply === null ? false : isTemporary(reply);
  return outcome(
    'auth-failed',
    'auth',
    { reason: reason ?? 'refused', mechanism, tried, ...more },
    { temporary, reply },
  );
}

/** Known, offered and allowed; or why there is none. */
function chooseMechanisms(
  session: ClientSession,
  options: AuthOptions,
  offered: readonly string[],
): StepResult<Mechanism[]> {
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
function expressible(chosen: readonly Mechanism[], credentials: Credentials): StepResult<Mechanism[]> {
  const usable = chosen.filter((mechanism) => mechanism.unusable(credentials) === null);
  const wrong = chosen.at(-1)?.unusable(credentials) ?? null;
  if (usable.length > 0 || wrong === null) return done(usable);
  const reason = credentials[wrong].includes('\0') ? 'control-character' : 'bad-value';
  // Known only now: which mechanisms are left is the server's to say.
  return failed({ ...invalidArgument(wrong, wrong === 'password' ? null : credentials[wrong], reason), phase: 'auth' });
}

/**
 * A password is never tried as a token, nor a token as a password: whoever reads the one must not be given the other. Where only one
 * kind was asked for by name, the user has said what the secret is.
 */
function fittingSecret(
  usable: readonly Mechanism[],
  kind: 'password' | 'token',
  byName: boolean,
): readonly Mechanism[] {
  const kinds = new Set(usable.map(({ secret }) => secret).filter((one) => one !== 'none'));
  if (kinds.size === 0 || (byName && kinds.size === 1)) return usable;
  return usable.filter(({ secret }) => secret === 'none' || secret === kind);
}

function noteToken(session: ClientSession, { user, password }: Credentials): TokenFacts | null {
  const read = readToken(password);
  if (read === null) return null;
  const facts = judgeToken(read, { user, host: session.plan.target.host ?? '', now: Date.now() });
  session.connection.note('token-read', tokenParams(facts));
  return facts;
}

function warnOfWeaker(session: ClientSession, offered: readonly string[]): void {
  const { host, port, path } = session.plan.target;
  const weaker = compareWithBefore(`${path ?? hostPortText(host ?? '', port)} ${session.verified}`, offered);
  if (weaker !== null) session.connection.note('weaker-mechanisms', weaker);
}

function unavailable(
  session: ClientSession,
  options: AuthOptions,
  reason: OutcomeOf<'auth-unavailable'>['params']['reason'],
  offered: readonly string[],
  more: Pick<OutcomeOf<'auth-unavailable'>['params'], 'secretKind'> = {},
) {
  const wanted = options.mechanisms === undefined ? {} : { wanted: [...options.mechanisms] };
  const { encrypted } = session.connection;
  return outcome(
    'auth-unavailable',
    'auth',
    { reason, offered: [...offered], encrypted, ...wanted, ...more },
    { temporary: false },
  );
}
