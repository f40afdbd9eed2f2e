/** What the command line reads and prints at the most. Octets. */
import { limits as values } from '../protocol/values/app/limits.ts';

export const limits = {
  message: {
    /** Of a message from standard input or a pipe, which is kept in memory; no mail system takes as much. */
    maxPiped: 268_435_456,
  },
  send: {
    /** Servers that one message goes through: whoever has more writes a script. */
    targets: values.stops,
  },
  server: {
    /** Octets that `serve` keeps for a reader that is slower than its clients: then lines are left out, and messages wait. */
    unreadOutput: 33_554_432,
    /** Milliseconds without a single octet read, after which a reader of a program that was asked to end is not waited for. */
    readerMs: 1_000,
    /** Octets of a message that is printed; larger ones are named: a line of JSON has to fit a reader's memory. */
    printedMessage: 1_048_576,
    /** What a line of a transcript takes beside its text: its time and its names. */
    printedLineOctets: 200,
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
