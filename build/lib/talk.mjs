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

/** How often a line reports progress where no terminal can show it change. */
const lineEveryMs = 10_000;

/**
 * Shows how far something is until the returned function is called: one line that changes on a terminal, a line now and then
 * elsewhere. `read` is asked twice a second; null: nothing to say yet.
 * @param {() => string | null} read
 * @returns {() => void}
 */
export function showProgress(read) {
  const live = process.stdout.isTTY;
  let shown = '';
  let last = Date.now();
  const timer = setInterval(() => {
    const text = read();
    if (text === null || text === shown) return;
    if (live) process.stdout.write(`\r\x1b[Kposthorn:   ${text}`);
    else if (Date.now() - last >= lineEveryMs) {
      say(`  ${text}`);
      last = Date.now();
    } else return;
    shown = text;
  }, 500);
  return () => {
    clearInterval(timer);
    if (live && shown !== '') process.stdout.write('\r\x1b[K');
  };
}

/**
 * "57 of 190 MB, about 40 s left": the time by the speed so far.
 * @param {number} done
 * @param {number} total
 * @param {string} unit
 * @param {number} since milliseconds of the clock when it began
 */
export function howFar(done, total, unit, since) {
  const rest = done > 0 && done < total ? ((Date.now() - since) / done) * (total - done) : 0;
  const left =
    rest < 1000
      ? ''
      : rest < 90_000
        ? `, about ${Math.ceil(rest / 1000)} s left`
        : `, about ${Math.ceil(rest / 60_000)} min left`;
  return `${Math.min(done, total)} of ${total} ${unit}${left}`;
}

/** @param {unknown} error in words where it has words, else with its stack */
export function tell(error) {
  if (error instanceof SetupError) warn(error.message);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
