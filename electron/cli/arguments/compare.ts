/**
 * Options of `compare` to the two checks. They hold for both; secrets do so only when they are given together with what they belong
 * to, so that none of one profile goes to the other's server.
 */
import type { CheckOptions } from '../../core/smtp/types.ts';
import type { EnvelopeValues, QuestionValues } from '../options/message.ts';
import { loginGroup, type LoginValues, type SessionValues } from '../options/session.ts';
import { connectionFrom, type GivenLogin, loginFrom } from './connection.ts';
import { envelopeFrom } from './envelope.ts';
import { connectionSecretsFrom, loneSecret } from '../input/connection-secrets.ts';
import type { LineInput } from '../input/line-input.ts';
import { type ProfileTarget, profileTargets } from '../input/profile-target.ts';
import { questionsFrom } from './questions.ts';
import { UsageError } from '../status.ts';
import type { Terminal } from '../output/terminal.ts';

export interface CompareValues extends SessionValues, EnvelopeValues {
  readonly login: LoginValues;
  readonly questions: QuestionValues;
}

/** A secret alone is nobody's: what it belongs to makes it clear that it is meant for both. @throws UsageError */
function refuseLoneSecrets({ login, ...session }: CompareValues): void {
  const own = loginGroup.options;
  const password = login.passwordStdin ? own.passwordStdin : login.passwordEnv === undefined ? null : own.passwordEnv;
  const lone =
    password !== null && login.user === undefined ? { secret: password, owner: own.user } : loneSecret(session);
  if (lone === null) return;
  throw new UsageError(
    `--${lone.secret.name} needs --${lone.owner.name} with compare: both go to both targets; without them each profile uses what it keeps`,
  );
}

/** @throws UsageError, AppError as for a check */
export async function sharedOptions(
  targets: readonly [string, string],
  options: CompareValues,
  stdin: () => LineInput,
  terminal: Terminal,
): Promise<readonly [CheckOptions, CheckOptions]> {
  refuseLoneSecrets(options);
  const input = askedOnce(stdin);
  const find = profileTargets(terminal);
  const asked = options.envelope?.from !== undefined || options.envelope?.to !== undefined;
  const side = async (target: string) => {
    const from = await find(target);
    const connection = await connectionFrom(target, options, from);
    const envelope = envelopeFrom(options, asked && from !== null ? from.profile.content.envelope : null);
    return { from, connection, envelope };
  };
  const sides = [await side(targets[0]), await side(targets[1])] as const;
  // A login option that no side can use is a mistake; with one login there is the other side is simply not logged in to.
  if (!sides.some(({ from }) => logsIn(options.login, from))) await loginFrom(options.login, input);
  const whole = async ({ envelope, ...session }: (typeof sides)[number]): Promise<CheckOptions> => {
    const auth: GivenLogin | null = logsIn(options.login, session.from)
      ? await loginFrom(options.login, input, session)
      : null;
    const secrets = await connectionSecretsFrom(options, input, session);
    return { connection: session.connection, auth, envelope, questions: questionsFrom(options.questions), ...secrets };
  };
  return [await whole(sides[0]), await whole(sides[1])];
}

const logsIn = ({ user }: LoginValues, from: ProfileTarget | null): boolean =>
  user !== undefined || (from?.profile.content.auth ?? null) !== null;

/** What is typed or piped in for both sides is asked for and read once. */
function askedOnce(stdin: () => LineInput): () => LineInput {
  const answers = new Map<string, Promise<Buffer | null>>();
  return () => {
    const input = stdin();
    return {
      isTerminal: input.isTerminal,
      line: (prompt) => input.line(prompt),
      close: () => {
        input.close();
      },
      hiddenLine: (prompt) => {
        const answer = answers.get(prompt) ?? input.hiddenLine(prompt);
        answers.set(prompt, answer);
        return answer;
      },
    };
  };
}
