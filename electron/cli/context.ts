/** What a command is given to work with, so that none reaches for the process itself. */
import type { LineInput } from './input/line-input.ts';
import type { Terminal } from './output/terminal.ts';

export interface CommandContext {
  readonly operands: readonly string[];
  readonly terminal: Terminal;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Standard input, opened on first use. */
  readonly stdin: () => LineInput;
  /** All of it, for a message; never together with `stdin`. @throws AppError `invalid-argument`, Interrupted */
  readonly stdinWhole: (argument: string) => Promise<Buffer>;
  /** Where the bundled worker of the mailbox is. */
  readonly mailboxWorker: URL;
  /** The package.json of this program, as its build made it. */
  readonly ownPackage: URL;
}
