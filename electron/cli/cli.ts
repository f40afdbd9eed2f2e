/**
 * Entry of the command line: reads the arguments, loads the one command that is wanted, turns its end into an exit status.
 * Nothing but parser and help is loaded before it is known what is asked for.
 */
import { AppError } from '../protocol/values/app-error.ts';
import { appErrorText } from '../texts/app/app-errors.ts';
import { visible } from '../texts/visible.ts';
import { type LineInput, openLineInput } from './input/line-input.ts';
import { objectAsked, parseArguments } from './parse/parse-args.ts';
import { readWhole } from './input/read-whole.ts';
import { argumentName } from './parse/argument-names.ts';
import { type ExitStatus, Interrupted, status, UsageError } from './status.ts';
import { endWhenReaderGoes, flushed, processTerminal, type Terminal } from './output/terminal.ts';
import { onAbort } from '../core/recording/on-abort.ts';

/** A kept password that cannot be used can be given for this once. */
const passwordHint = ' On the command line: --password-stdin or --password-env NAME.';

/** The command that was asked for with `--json` and prints one object, whatever comes of it; null for another. */
let oneObject: string | null = null;
/** When nobody reads any more. A command that has listeners and files to tidy up ends as if it were interrupted. */
let leave = (): void => process.exit(process.exitCode ?? 0);

async function main(terminal: Terminal, { signal, interrupt, abort }: Interruption): Promise<ExitStatus> {
  const argv = process.argv.slice(2);
  oneObject = objectAsked(argv);
  const parsed = parseArguments(argv);
  if (parsed.kind === 'help') {
    const { command, group } = parsed;
    const { commandHelp, generalHelp, groupHelp } = await import('./parse/help.ts');
    const general = group === undefined ? generalHelp() : groupHelp(group);
    terminal.out.write(command === null ? general : commandHelp(command));
    return status.ok;
  }
  if (parsed.kind === 'version') {
    terminal.out.line((await import('../../package.json')).version);
    return status.ok;
  }
  const { command, given, operands } = parsed;
  if (command.name === 'serve' || command.name === 'survey') leave = abort;
  let input: LineInput | null = null;
  // Whoever waits for a password then gets none.
  onAbort(signal, () => input?.close());
  try {
    const run = await command.prepare(given);
    return await run({
      operands,
      terminal,
      signal,
      stdin: () => (input ??= openLineInput(process.stdin, process.stderr, interrupt)),
      stdinWhole: (argument) => readWhole(process.stdin, { name: 'standard input', argument, signal }),
      mailboxWorker: new URL('./mailbox-worker.js', import.meta.url),
      ownPackage: new URL('../../package.json', import.meta.url),
    });
  } finally {
    (input as LineInput | null)?.close();
  }
}

interface Interruption {
  readonly signal: AbortSignal;
  readonly interrupt: () => void;
  /** As the first signal, however often. */
  readonly abort: () => void;
}

/** The first signal asks politely; whoever sends a second does not want to wait any longer. */
function interruption(): Interruption {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(status.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { signal: controller.signal, interrupt, abort: () => controller.abort() };
}

function complain(terminal: Terminal, error: unknown, { signal }: Interruption): ExitStatus {
  if (error instanceof Interrupted || (signal.aborted && error instanceof AppError)) {
    failedBefore(terminal, 'cancelled', 'stopped before anything was connected');
    return status.interrupted;
  }
  if (error instanceof UsageError) {
    terminal.err.line(`posthorn: ${error.message}`);
    failedBefore(terminal, 'invalid-argument', error.message);
    return status.usage;
  }
  if (error instanceof AppError) {
    const { code, params } = error;
    const message = `${appErrorText(asTyped(error)).message}${code === 'secret-missing' && params.reason !== undefined ? passwordHint : ''}`;
    terminal.err.line(`posthorn: ${code}: ${message}`);
    failedBefore(terminal, code, message, params);
    if (code === 'sign-in-failed') return params.reason === 'incomplete' ? status.usage : status.problem;
    return code === 'invalid-argument' ? status.usage : status.unable;
  }
  terminal.err.line(`posthorn: ${appErrorText({ code: 'internal', params: {} }).message}`);
  terminal.err.line(
    visible(error instanceof Error ? (error.stack ?? error.message) : String(error)).replaceAll('\\n', '\n'),
  );
  return status.unable;
}

/** What the core calls an argument, as the option that it came from; options are named as they are. */
const asTyped = ({ code, params }: AppError): Pick<AppError, 'code' | 'params'> =>
  code === 'invalid-argument' && typeof params.argument === 'string'
    ? { code, params: { ...params, argument: argumentName(params.argument) } }
    : { code, params };

/** The object of a command that came to no session; without one there is no phase, no reply and no delivery. */
function failedBefore(terminal: Terminal, code: string, message: string, params: object = {}): void {
  if (oneObject === null) return;
  // What was typed is the user's; of the rest the message itself says what to do.
  const actor = code === 'invalid-argument' || code === 'secret-missing' || code === 'cancelled' ? 'you' : null;
  const error = { code, phase: null, message, actor, remedy: null, temporary: null, reply: null, params };
  const delivery = oneObject === 'send' ? { delivery: 'none' } : {};
  terminal.out.line(JSON.stringify({ schema: 1, command: oneObject, ok: false, error, ...delivery }));
}

const terminal = processTerminal();
const stop = interruption();
endWhenReaderGoes(
  () => leave(),
  (output, reason) => {
    process.exitCode = status.unable;
    if (output === 'out') terminal.err.line(`posthorn: standard output cannot be written (${reason})`);
    leave();
  },
);
const exitStatus = await main(terminal, stop).catch((error: unknown) => complain(terminal, error, stop));
await flushed(stop.signal);
// A worker, a socket in its last second or an open standard input must not keep a finished program alive.
process.exit(process.exitCode ?? exitStatus);
