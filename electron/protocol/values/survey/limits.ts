/** How much a survey may ask for, and how much of it is kept; each with its reason. Milliseconds. */
export const limits = {
  matrix: {
    /** Three SYN retransmissions (1 + 2 + 4 s) are over then; a port that has not answered is called silent. */
    connect: 8_000,
    /** Longer than the usual pause before a greeting (Postfix 6 s, sendmail 5 s); --timeout says otherwise. */
    greeting: 10_000,
    /** Ports besides the usual: a matrix asks about a server, it does not scan. */
    ports: 16,
  },
  census: {
    /** Of one address, when nobody says otherwise: enough to meet each of a few back ends, few enough for a limit of connections a minute. */
    sessions: 8,
    /** Sixteen back ends are met with nine chances in ten by so many; more is a load test. */
    most: 64,
    /** Pairs of this many clusters are compared, which are 45; of more each with the first. */
    compared: 10,
  },
  watch: {
    /** Between two rounds, anywhere but on this machine: what a monitor may ask of a stranger's server. */
    every: 10_000,
    /** On this machine; a session takes as long. */
    everyLocal: 10,
    /** A day: who looks more seldom starts it from a timer. */
    everyMost: 86_400_000,
    usual: 30_000,
    /** The last rounds one by one: an hour and a half of one a 10 s, and as many points as a line on a screen has. */
    samples: 500,
    /** Older ones by so many; as many summaries are kept, and the oldest two become one. */
    summarised: 50,
    summaries: 500,
    /** Of the log of changes the newest; a server of several back ends changes each round. */
    changes: 500,
    /** Reports kept whole: the newest, each with its transcript. */
    reports: 20,
  },
  targets: {
    /** Of one run, in memory as rows of some 500 octets; more is divided (--shard). */
    most: 100_000,
    /** Sessions in all that are connected at one time, when nobody says otherwise, and what may be asked for. */
    concurrency: 10,
    concurrencyMost: 256,
    /** Sessions to one address at one time: what a stranger's server is asked to bear, and what may be asked for. */
    perAddress: 1,
    perAddressMost: 64,
    /** Of what a list is called. */
    name: 200,
  },
  /** IMAP and POP3, each once. */
  otherLogins: 2,
} as const;
