/** The command line inside the app's own binary: no window, no second program to install. */

/** Set by the launcher (build/package). What follows `--` is the user's, which Chromium and Electron's Node leave alone then. */
const CLI_SWITCH = '--posthorn-cli';

/** Of the exit status table: Posthorn itself could not work. */
const UNABLE = 3;

/** The user's own arguments; null when the window is wanted. */
export function cliArguments(argv: readonly string[]): readonly string[] | null {
  const end = argv.indexOf('--');
  const ours = end < 0 ? argv : argv.slice(0, end);
  const at = ours.indexOf(CLI_SWITCH);
  if (at < 0) return null;
  return end < 0 ? argv.slice(at + 1) : argv.slice(end + 1);
}

/** What Chromium may read as a switch: all but the program, and but what is the command line's. */
export function switchesOf(argv: readonly string[]): readonly string[] {
  const at = argv.indexOf(CLI_SWITCH);
  const end = argv.indexOf('--');
  return at < 0 || (end >= 0 && end < at) ? argv.slice(1) : argv.slice(1, end < 0 ? at + 1 : end);
}

/** Does not return: the command line ends the process with its own status. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  // Electron's own answer to an error that nobody caught is a dialog; with a second listener it leaves that to us.
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const program = new URL('../cli/posthorn.js', import.meta.url);
  process.argv = [process.execPath, 'posthorn', ...args];
  try {
    // Through a variable: it is a program of its own, built beside this one and not part of it.
    await import(program.href);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  process.stderr.write(`posthorn: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(UNABLE);
}
