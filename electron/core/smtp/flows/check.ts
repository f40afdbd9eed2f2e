/** check: connect, greet, EHLO, TLS, AUTH where credentials are given, MAIL and RCPT where asked; never a message. */
import type { CheckFlow, CheckOptions } from '../types.ts';
import type { ClientSession } from '../session.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import { type ConnectionPlan, type EnvelopePlan, checkAuth, planConnection, planEnvelope } from '../plan/arguments.ts';
import { type FlowResult, afterLogin, ended, runSession } from './run.ts';
import { ask, checkQuestions } from '../commands/questions.ts';
import { type StepResult, done, failed } from '../step.ts';
import { type MessageFacts, sendMail, sendRecipients } from '../transaction/transaction.ts';
import { type LoggedLogin, establishWith, tryOthers } from './every-mechanism.ts';
import { LoginLog } from '../auth/login-log.ts';
import { readOnce } from '../plan/secret-read.ts';
import { hello, reset } from '../commands/operations.ts';
import { isSubmissionPort } from '../../../protocol/facts/ports.ts';

export const check: CheckFlow = (options, context) =>
  runSession(
    options.connection,
    context,
    (plan) => prepare(options, plan),
    (session, envelope) => checkAll(session, envelope, options),
    null,
    options.secrets,
  );

async function checkAll(
  session: ClientSession,
  envelope: EnvelopePlan | null,
  options: CheckOptions,
): Promise<FlowResult> {
  const { auth } = options;
  if (auth === null) return checkOnce(session, envelope, options, null);
  const login: LoggedLogin = { options: auth.options, secret: readOnce(auth.secret), log: new LoginLog() };
  const result = await checkOnce(session, envelope, options, login);
  if (auth.options.tryAllMechanisms !== true || session.plan.dropAfter !== null) return result;
  return tryOthers(session, login, result, () => checkOnce(session, envelope, options, login));
}

/** One connection from its first octet to what was asked last. */
async function checkOnce(
  session: ClientSession,
  envelope: EnvelopePlan | null,
  options: CheckOptions,
  login: LoggedLogin | null,
): Promise<FlowResult> {
  const established = await establishWith(session, login);
  if (!established.ok) return ended(established.error);
  const asks = established.value === 'ready' && (envelope !== null || (options.questions ?? []).length > 0);
  const tried = asks ? await askedOf(session, options, envelope) : ended(null);
  const lost = session.loggedIn ? await helloAgain(session) : null;
  // A server that babbled itself out of the session after its last proper reply has not passed either.
  const late = () =>
    session.dropped ? null : (lost ?? session.connection.dead ?? unverified(session, login !== null));
  return { ...tried, error: afterLogin(session, tried.error) ?? late() };
}

/**
 * What is offered after the login; whatever the answer, the login stands. The last of all, for no RFC asks clients to say it, and some
 * servers forget the login at it: MAIL would be refused for want of one. What ended the connection, else null.
 */
async function helloAgain(session: ClientSession): Promise<Outcome | null> {
  const { connection } = session;
  const open = connection.usable && !session.dropped && !session.transaction.open && connection.lastCode !== 421;
  if (!session.loggedIn || !open || session.signal.aborted) return null;
  const third = await session.inPhase('ehlo-auth', () => hello(session, 'ehlo-auth', 'auth'));
  return third.ok ? null : session.connection.dead;
}

function prepare(options: CheckOptions, plan: ConnectionPlan): StepResult<EnvelopePlan | null> {
  const refused = options.auth === null ? null : checkAuth(options.auth.options);
  if (refused !== null) return failed(refused);
  const questions = checkQuestions(options.questions ?? []);
  if (!questions.ok) return questions;
  return options.envelope === null ? done(null) : planEnvelope(options.envelope, plan.target.protocol);
}

/** What is wrong with the arguments, for whoever must know before anything is connected; null when nothing is. Secrets are not read. */
export function refusedArgument(options: CheckOptions): Outcome | null {
  const plan = planConnection(options.connection);
  if (!plan.ok) return plan.error;
  const prepared = prepare(options, plan.value);
  return prepared.ok ? null : prepared.error;
}

/** What is to be asked of a session that is ready for mail. */
async function askedOf(
  session: ClientSession,
  { questions = [] }: Pick<CheckOptions, 'questions'>,
  envelope: EnvelopePlan | null,
): Promise<FlowResult> {
  const answered = questions.length === 0 ? null : await session.inPhase('command', () => ask(session, questions));
  if (answered?.ok === false) return ended(answered.error);
  return envelope === null ? ended(null) : dryTransaction(session, envelope, null);
}

/** MAIL, RCPT, RSET: may this sender write to these recipients. Shared with send's dry run, whose message is known. */
export async function dryTransaction(
  session: ClientSession,
  envelope: EnvelopePlan,
  facts: MessageFacts | null,
): Promise<FlowResult> {
  const mail = await session.inPhase('mail', () => sendMail(session, envelope, facts));
  if (!mail.ok) return ended(mail.error);
  if (await session.stopsAfter('mail')) return ended(null);
  const rcpt = await session.inPhase('rcpt', () => sendRecipients(session, envelope));
  if (rcpt.ok && (await session.stopsAfter('rcpt'))) return ended(null);
  if (session.connection.usable && !session.signal.aborted) await session.inPhase('rset', () => reset(session));
  return ended(rcpt.ok ? null : rcpt.error);
}

/**
 * Everything went well, but the certificate did not pass. Between servers that is common and no failure; it is one where TLS was
 * demanded or mail is submitted.
 */
function unverified(session: ClientSession, credentials: boolean): Outcome | null {
  const { port, security } = session.plan.target;
  const demanded = security === 'tls' || security === 'starttls' || credentials;
  return demanded || isSubmissionPort(port) ? session.certificateFailure('tls') : null;
}
