/** Caps of the sessions of a survey, each with its reason; what may be asked for is in protocol/values/survey/limits.ts. Milliseconds. */
export const limits = {
  /** Sessions in all that are connected at one time: more is a load test. */
  sessions: 10,
  /** Sessions to one address at one time: a grid in reasonable time, and no more than a mail program with two windows. */
  perAddressOfMatrix: 2,
  /** Anywhere else. */
  perAddress: 1,
  /** A connect that nobody answers holds up no other for longer; few round trips take as long. */
  patience: 500,
  /** Addresses of one name: a survey asks about a server, it does not scan. */
  addresses: 8,
  /** MX hosts of one domain; Google has five, and nobody needs more. */
  hosts: 10,
} as const;
