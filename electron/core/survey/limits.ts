/** Caps and time limits of surveys, each with its reason. Milliseconds. */
export const limits = {
  /** Sessions in all that are connected at one time: more is a load test. */
  sessions: 10,
  matrix: {
    /** Sessions to one address at one time: a grid in reasonable time, and no more than a mail program with two windows. */
    perAddress: 2,
    /** Three SYN retransmissions (1 + 2 + 4 s) are over then; a port that has not answered is called silent. */
    connect: 8_000,
    /** A connect that nobody answers holds up no other for longer; few round trips take as long. */
    patience: 500,
    /** Longer than the usual pause before a greeting (Postfix 6 s, sendmail 5 s); --timeout says otherwise. */
    greeting: 10_000,
    /** Ports besides the usual, and addresses of one name: a matrix asks about a server, it does not scan. */
    ports: 16,
    addresses: 8,
  },
} as const;
