/** Exit statuses, as scripts rely on them, and the one error class that leads to them from below. */

export const status = {
  ok: 0,
  /** The server, the credential or the message has a problem. */
  problem: 1,
  /** Wrong usage, or an argument that cannot be sent. */
  usage: 2,
  /** Posthorn itself could not work. */
  unable: 3,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof status)[keyof typeof status];

/** SIGINT or SIGTERM while something was still being read: there is no session yet to be cancelled. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Wrong usage, found before anything is connected. The message names the argument and never its secret. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
