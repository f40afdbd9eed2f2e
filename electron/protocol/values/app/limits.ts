/** How much the window may hand to main, so that the form that refuses it and the schema that parses it know one number. Each with its reason. */
export const limits = {
  /** Octets of a file that is dropped on the window; a larger one does not cross from page to main, the dialog hands over a handle instead. */
  droppedOctets: 33_554_432,
  /** Files attached to one message: a person picks a few. */
  attachments: 100,
  /** UTF-16 units of a message typed into the console: what the test server takes at the most, by default. */
  consoleMessage: 33_554_432,
  /** Octets of two messages that are compared, each side: both are in memory then. */
  comparedOctets: 4_194_304,
  /** Servers that one message goes through: whoever has more writes a script around the command line. */
  stops: 50,
  /** Seconds for which a mailbox is searched for a message: an hour. */
  searchSeconds: 3_600,
  /** A message that is sent again and again. */
  repeated: {
    /** Whoever sends more measures, and does it with the command line. */
    messages: 10_000,
    /** Fewer than the runs that main keeps for the window to look at. */
    connections: 20,
    /** Between two messages: an hour. */
    pauseSeconds: 3_600,
    /** Outcomes that are kept apart: whatever is counted beyond is named by none. */
    outcomes: 50,
  },
} as const;
