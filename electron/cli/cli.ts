/**
 * Entry of the command line: reads the arguments, loads the one command that is wanted, turns its end into an exit status.
 * Nothing but parser and help is loaded before it is known what is asked for.
 */
import { AppError } from '../ipc/errors.ts';
import { appErrorText } from '../texts/app-errors.ts';
import { visible } from '../texts/visible.ts';
import type { Command } from './context.ts';
import { commandHelp, generalHelp } from './help.ts';
import { type LineInput, openLineInput } from './line-input.ts';
import { parseArguments } from './parse-args.ts';
import { type ExitStatus, status, UsageError } from './status.ts';
import { endWhenReaderGoes, flushed, processTerminal, type Terminal } from './terminal.ts';

const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).checkCommand,
  send: async () => (await import('./commands/send.ts')).sendCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  raw: async () => (await import('./commands/raw.ts')).rawCommand,
};

async function main(terminal: Terminal): Promise<ExitStatus> {
  const parsed = parseArguments(process.argv.slice(2));
  if (parsed.kind === 'help') {
    terminal.out.write(parsed.command === null ? generalHelp() : commandHelp(parsed.command));
    return status.ok;
  }
  if (parsed.kind === 'version') {
    terminal.out.line((await import('../../package.json')).version);
    return status.ok;
  }
  const load = loaders[parsed.command.name];
  if (load === undefined) throw new UsageError(`not yet: ${parsed.command.name}`);
  let input: LineInput | null = null;
  const { signal, interrupt } = interruptSignal();
  try {
    const command = await load();
    return await command({
      operands: parsed.operands,
      options: parsed.options,
      terminal,
      signal,
      stdin: () => (input ??= openLineInput(process.stdin, process.stderr, interrupt)),
      mailboxWorker: new URL('./mailbox-worker.js', import.meta.url),
    });
  } finally {
    (input as LineInput | null)?.close();
  }
}

/** The first signal asks politely; whoever sends a second does not want to wait any longer. */
function interruptSignal(): { signal: AbortSignal; interrupt: () => void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(status.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { signal: controller.signal, interrupt };
}

function complain(terminal: Terminal, error: unknown): ExitStatus {
  if (error instanceof UsageError) {
    terminal.err.line(`posthorn: ${error.message}`);
    return status.usage;
  }
  if (error instanceof AppError) {
    terminal.err.line(`posthorn: ${appErrorText(error).message}`);
    return error.code === 'invalid-argument' ? status.usage : status.unable;
  }
  terminal.err.line(`posthorn: ${appErrorText({ code: 'internal', params: {} }).message}`);
  terminal.err.line(
    visible(error instanceof Error ? (error.stack ?? error.message) : String(error)).replaceAll('\\n', '\n'),
  );
  return status.unable;
}

endWhenReaderGoes();
const terminal = processTerminal();
const exitStatus = await main(terminal).catch((error: unknown) => complain(terminal, error));
await flushed();
// A worker, a socket in its last second or an open standard input must not keep a finished program alive.
process.exit(exitStatus);
