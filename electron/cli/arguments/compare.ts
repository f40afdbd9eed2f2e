/**
 * Options of `compare` to the two checks. They hold for both; secrets do so only when they are given together with what they belong
 * to, so that none of one profile goes to the other's server.
 */
import type { CheckOptions } from '../../core/smtp/types.ts';
import { connectionFrom, envelopeFrom, type Login, loginFrom } from './connection.ts';
import { connectionSecretsFrom } from '../input/connection-secrets.ts';
import type { LineInput } from '../input/line-input.ts';
import type { OptionValues } from '../parse/parse-args.ts';
import { type ProfileTarget, profileTargets } from '../input/profile-target.ts';
import { questionsFrom } from './questions.ts';
import { UsageError } from '../status.ts';
import type { Terminal } from '../output/terminal.ts';

/** What is secret, and what makes it clear that it is meant for both. */
const belongs = [
  ['password-stdin', 'user'],
  ['password-env', 'user'],
  ['proxy-password-env', 'proxy'],
  ['client-key', 'client-cert'],
  ['client-key-passphrase-env', 'client-cert'],
] as const;

/** @throws UsageError, AppError as for a check */
export async function sharedOptions(
  targets: readonly [string, string],
  options: OptionValues,
  stdin: () => LineInput,
  terminal: Terminal,
): Promise<readonly [CheckOptions, CheckOptions]> {
  for (const [secret, owner] of belongs) {
    if (options.has(secret) && !options.has(owner)) {
      throw new UsageError(
        `--${secret} needs --${owner} with compare: both go to both targets; without them each profile uses what it keeps`,
      );
    }
  }
  const input = askedOnce(stdin);
  const find = profileTargets(terminal);
  const asked = options.has('from') || options.has('to');
  const side = async (target: string) => {
    const from = await find(target);
    const connection = await connectionFrom(target, options, from);
    const envelope = envelopeFrom(options, asked && from !== null ? from.profile.content.envelope : null);
    return { from, connection, envelope };
  };
  const sides = [await side(targets[0]), await side(targets[1])] as const;
  // A login option that no side can use is a mistake; with one login there is the other side is simply not logged in to.
  if (!sides.some(({ from }) => logsIn(options, from))) await loginFrom(options, input);
  const whole = async ({ envelope, ...session }: (typeof sides)[number]): Promise<CheckOptions> => {
    const auth: Login | null = logsIn(options, session.from) ? await loginFrom(options, input, session) : null;
    const secrets = await connectionSecretsFrom(options, input, session);
    return { connection: session.connection, auth, envelope, questions: questionsFrom(options), ...secrets };
  };
  return [await whole(sides[0]), await whole(sides[1])];
}

const logsIn = (options: OptionValues, from: ProfileTarget | null): boolean =>
  options.has('user') || (from?.profile.content.auth ?? null) !== null;

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
