/** `posthorn raw`: typed, piped or listed commands on a live session, each sent after the reply to the one before. */
import { systemClock } from '../../core/recording/clock.ts';
import { onAbort } from '../../core/recording/on-abort.ts';
import { type ConsoleStep, Conversation } from '../../core/smtp/console/conversation.ts';
import type { ConsoleSession } from '../../core/smtp/console/typed-console.ts';
import { openConsole } from '../../core/smtp/flows/console.ts';
import { sourceFromFile } from '../../core/smtp/plan/message-source.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import { decodeText } from '../../core/wire/text.ts';
import { completeConsoleLine } from '../../protocol/parse/console/completion.ts';
import { followsMessage, parseConsoleLine } from '../../protocol/parse/console/line.ts';
import { type ListStep, parseList } from '../../protocol/parse/console/list.ts';
import type { Outcome } from '../../protocol/values/session/outcome.ts';
import { argumentReason } from '../../texts/app/arguments.ts';
import { listProblemText, unexpectedText } from '../../texts/app/console.ts';
import { outcomeMessage } from '../../texts/outcomes/outcomes.ts';
import { connectionFrom, type GivenLogin, loginFrom } from '../arguments/connection.ts';
import type { CommandContext } from '../context.ts';
import { connectionSecretsFrom } from '../input/connection-secrets.ts';
import type { LineInput } from '../input/line-input.ts';
import { profileTarget } from '../input/profile-target.ts';
import { readUtf8File } from '../input/read-text.ts';
import type { LoginValues, rawInput, rawOutput, SessionValues } from '../options/session.ts';
import type { RunCommand, Values as ValuesOf } from '../options/types.ts';
import { TypedView } from './typed-view.ts';
import { optionOf } from '../parse/argument-names.ts';
import { type ExitStatus, UsageError, status } from '../status.ts';

interface Values extends SessionValues {
  readonly login: LoginValues;
  readonly input: ValuesOf<typeof rawInput>;
  readonly output: ValuesOf<typeof rawOutput>;
}

/** How the commands went: the first line that could not be sent, or a list that came to another end than its last line. */
interface Typed {
  readonly unsent: Outcome | null;
  readonly problem: boolean;
}

export const runRaw: RunCommand<Values> = async (context, options) => {
  const { operands, terminal, signal, stdin } = context;
  const target = operands[0] ?? '';
  const list = options.input.run === undefined ? null : await listFrom(options.input.run);
  const from = await profileTarget(target, terminal);
  const connection = await connectionFrom(target, options, from);
  const auth = await loginFrom(options.login, stdin, { from, connection });
  const secrets = await connectionSecretsFrom(options, stdin, { from, connection });
  const view = new TypedView(terminal, options.output);
  const complain = (text: string): void => {
    if (!signal.aborted) terminal.err.line(`posthorn: ${text}`);
  };
  const opened = await openConsole(
    { connection, auth, envelope: null, ...secrets },
    { emit: view.event, signal, clock: systemClock },
  );
  if (!opened.ok) {
    if (opened.result.error !== null) complain(explained(opened.result.error, view));
    return statusOf(opened.result.error);
  }
  view.connected = true;
  const { session } = opened;
  const { keepAlive } = options.input;
  if (keepAlive !== undefined) session.stayOpen(keepAlive * 1000);
  const conversation = new Conversation(session, resourcesOf(auth, view));
  try {
    const typed =
      list === null
        ? await converse(context, session, conversation, view, complain)
        : await runList(list, options.input.run ?? '', conversation, view, complain);
    const result = await session.close();
    if (signal.aborted) return status.interrupted;
    return typed.problem ? status.problem : statusOf(result.error ?? typed.unsent);
  } catch (error) {
    await session.close();
    throw error;
  }
};

function resourcesOf(auth: GivenLogin | null, { rawData }: TypedView) {
  return {
    login: (mechanism: string | null) =>
      auth === null
        ? null
        : { ...auth, options: mechanism === null ? auth.options : { ...auth.options, mechanisms: [mechanism] } },
    file: (name: string) =>
      sourceFromFile(name, rawData ? 'raw' : 'normalise').catch((error: unknown) => {
        const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        throw new UsageError(`${name} cannot be read (${reason})`);
      }),
    dotStuff: !rawData,
  };
}

/** Read whole before anything is connected. @throws UsageError */
async function listFrom(file: string): Promise<readonly ListStep[]> {
  const parsed = parseList(await readUtf8File(file, '--run'));
  if (!parsed.ok) throw new UsageError(`${file}, ${listProblemText(parsed)}`);
  return parsed.steps;
}

async function runList(
  steps: readonly ListStep[],
  file: string,
  conversation: Conversation,
  view: TypedView,
  complain: (text: string) => void,
): Promise<Typed> {
  const end = await conversation.runList(steps, {
    begun: (step) => {
      if (step.kind === 'line') return;
      if (step.kind === 'chunk') return view.chunk(step.lines);
      for (const line of step.lines) view.typed(line);
      view.typed('.');
    },
    done: (_step, result) => {
      if (result.kind === 'replies') for (const reply of result.replies) view.reply(reply);
    },
  });
  if (end.kind === 'done' || end.kind === 'stopped') return { unsent: null, problem: false };
  const why = end.kind === 'unexpected' ? unexpectedText(end.expected, end.got) : explained(end.error, view);
  complain(`${file}, line ${end.line}: ${why}`);
  return { unsent: end.kind === 'failed' ? end.error : null, problem: end.kind === 'unexpected' };
}

function explained(error: Outcome, view: TypedView): string {
  if (error.code === 'invalid-argument' && view.endedInMessage) {
    return 'the input ended inside the message; the connection was closed and the message is not sent';
  }
  if (error.code === 'invalid-argument' && view.connected && /^\s*BDAT /i.test(error.params.value ?? ''))
    return 'not sent: the lines after BDAT are not as many octets as it says, each line with its CR LF';
  if (error.code === 'invalid-argument' && view.connected && error.params.argument === 'command')
    return `not sent: the line ${argumentReason(error.params.reason)}`;
  return outcomeMessage(error, { target: view.target, nameOf: optionOf });
}

function statusOf(error: Outcome | null): ExitStatus {
  if (error === null) return status.ok;
  if (error.code === 'cancelled') return status.interrupted;
  return error.code === 'invalid-argument' ? status.usage : status.problem;
}

/** Line for line until the input or the session ends. */
async function converse(
  { signal, stdin }: CommandContext,
  session: ConsoleSession,
  conversation: Conversation,
  view: TypedView,
  complain: (text: string) => void,
): Promise<Typed> {
  const input = stdin();
  const isOpen = { now: true };
  onAbort(signal, () => input.close());
  view.interactive = input.isTerminal;
  input.complete?.((line) => {
    const { ehlo, encrypted } = session;
    const protocol = view.target?.protocol ?? 'smtp';
    return completeConsoleLine(line, { capabilities: ehlo?.capabilities ?? null, encrypted, protocol });
  });
  // Whoever sits at a prompt is not to find out with the next line that nobody listens any more.
  if (input.isTerminal)
    session.whenOver(() => {
      if (!isOpen.now || session.lost === null) return;
      complain(explained(session.lost, view));
      input.close();
    });
  const typed = await typedLines(input, session, conversation, view, complain);
  isOpen.now = false;
  return typed;
}

async function typedLines(
  input: LineInput,
  session: ConsoleSession,
  conversation: Conversation,
  view: TypedView,
  complain: (text: string) => void,
): Promise<Typed> {
  let unsent: Outcome | null = null;
  let problem = false;
  const end = (): Typed => ({ unsent, problem });
  /** False where the session cannot go on. */
  const take = (step: ConsoleStep): boolean => {
    if (step.kind === 'replies') for (const reply of step.replies) view.reply(reply);
    if (step.kind === 'login' && session.lastReply !== null) view.reply(session.lastReply);
    if (step.kind === 'expected' && !step.ok) {
      problem = true;
      complain(unexpectedText(step.expected, step.got));
      return input.isTerminal;
    }
    if (step.kind !== 'failed') return true;
    complain(explained(step.error, view));
    if (step.error.code === 'invalid-argument') unsent ??= step.error;
    else problem = true;
    return session.lost === null;
  };
  for (;;) {
    const code = session.lastCode;
    if (code === 354) {
      if (!take(await conversation.message(typedMessage(input, view), !view.rawData))) return end();
      continue;
    }
    const line = code === 334 ? await input.hiddenLine('') : await input.line('> ');
    if (line === null) return end();
    const { text, anomalies } = decodeText(line);
    const octets = anomalies.includes('8bit') ? line : undefined;
    if (code === 334) {
      if (!take(await conversation.carryOut({ kind: 'wire', text }, octets))) return end();
      continue;
    }
    const read = parseConsoleLine(text);
    if (read.kind === 'nothing') continue;
    if (read.kind === 'wrong') {
      complain(`write it so: ${read.usage}`);
      problem = true;
      if (!input.isTerminal) return end();
      continue;
    }
    const chunk = read.kind === 'wire' ? (followsMessage(read.text)?.octets ?? null) : null;
    if (read.kind === 'wire' && chunk !== null) {
      if (!take(await conversation.chunk(read.text, await typedChunk(input, chunk, view)))) return end();
      continue;
    }
    const step = await conversation
      .carryOut(read, read.kind === 'wire' && read.text === text ? octets : undefined)
      .catch((error: unknown) => {
        // A file that is not there is a slip of whoever types, and no end.
        if (!(error instanceof UsageError) || !input.isTerminal) throw error;
        complain(error.message);
        return null;
      });
    if (step === null) continue;
    if (!take(step)) return end();
    if (/^quit\s*$/i.test(text) && step.kind === 'replies' && step.replies[0]?.code === 221) return end();
  }
}

/** The lines up to one that is a dot alone; if the input ends before, the message must not be completed. */
function typedMessage(input: LineInput, view: TypedView): MessageSource {
  return {
    size: null,
    lineEnds: 'raw',
    async *open() {
      for (;;) {
        const line = await input.line();
        if (line === null) {
          view.endedInMessage = true;
          throw new Error('the input ended inside the message');
        }
        if (line.length === 1 && line[0] === 0x2e) {
          view.typed('.');
          return;
        }
        view.typed(line.toString('utf8'));
        yield Buffer.concat([line, Buffer.from('\r\n')]);
      }
    },
  };
}

/** Lines, each with its CRLF, until they are so many octets; more or fewer when the input does not come to exactly that. */
async function typedChunk(input: LineInput, octets: number, view: TypedView): Promise<Uint8Array> {
  const lines: Buffer[] = [];
  for (let length = 0; length < octets;) {
    const line = await input.line();
    if (line === null) break;
    lines.push(line);
    length += line.length + 2;
  }
  view.chunk(lines.map((line) => line.toString('utf8')));
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\r\n')]));
}
