/** What the command line reads and prints at the most. Octets. */
export const limits = {
  message: {
    /** Of a message from standard input or a pipe, which is kept in memory; no mail system takes as much. */
    maxPiped: 268_435_456,
  },
  send: {
    /** Servers that one message goes through: whoever has more writes a script. */
    targets: 50,
  },
  server: {
    /** Octets that `serve` keeps for a reader that is slower than its clients: then lines are left out, and messages wait. */
    unreadOutput: 33_554_432,
    /** Octets of one session's transcript that `session-end` prints, and of all that run: a line has to fit a reader's memory. */
    printedTranscript: 4_194_304,
    printedTranscripts: 67_108_864,
    /** Lines of it: its beginning, and in all. */
    printedLines: { head: 500, all: 20_000 },
  },
  profiles: {
    /** Days before its end that a certificate is named for: what ACME clients renew at. */
    certificateDays: 30,
  },
  history: {
    /** Entries listed when nobody says otherwise: two screens. */
    listed: 50,
    /** Characters of an id in a table: enough to be the only one among thousands. */
    idShown: 8,
    /** Cells of two surveys that are printed; all of them stand in JSON. */
    differences: 100,
  },
  survey: {
    /** Rows of what differs between two groups; all of them stand in JSON. */
    differences: 20,
    /** Milliseconds that a full disk is waited for, so that somebody can make room, and those from one try to the next. */
    fullDisk: 600_000,
    fullDiskAgain: 1_000,
  },
} as const;
