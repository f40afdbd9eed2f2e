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
  targets: {
    /** Targets that are looked up and wait for their place, or are under way: the look ahead past one that waits, and what it costs of memory. */
    ahead: 400,
    /** Names looked up at one time; getaddrinfo has four threads. */
    lookUps: 8,
    /** Connects that nobody answers, besides the sessions: of more the next wait, since each is a socket for some 15 s. */
    unanswered: 200,
  },
  /** Addresses of one name: a survey asks about a server, it does not scan. */
  addresses: 8,
  /** MX hosts of one domain; Google has five, and nobody needs more. */
  hosts: 10,
} as const;
