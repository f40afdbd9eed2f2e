/** What set-up says, and the error that it stops with: words for the person at the terminal, no stack. */

/** Something that the reader can put right; the message says how. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'SetupError';
  }
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`posthorn: ${line}\n`);
}

/** @param {string} line */
export function warn(line) {
  process.stderr.write(`posthorn: ${line}\n`);
}

/** @param {unknown} error in words where it has words, else with its stack */
export function tell(error) {
  if (error instanceof SetupError) warn(error.message);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
