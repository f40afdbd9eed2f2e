/** Of a login at IMAP or POP3, and of looking for a message. Octets and milliseconds, each with its reason. */
export const limits = {
  /** RFC 9051 section 4 and RFC 2449 section 4 let lines be long; greetings and capabilities stay far below this. */
  line: 16_384,
  /** Of everything that the server says. */
  all: 131_072,
  /** Lines before the one that answers. */
  lines: 500,
  /** From the connect to the goodbye: ten times what a slow server takes. */
  whole: 20_000,
  /** For the answer to LOGOUT or QUIT. */
  goodbye: 1_000,
  find: {
    /** Of a message that is fetched to be compared: a test message is small, and a longer one is only counted. */
    octets: 4_194_304,
    /** Between two looks: mail systems deliver within seconds, and none minds a search that often. */
    every: 2_000,
    /** In all, however long is waited. */
    looks: 1_800,
  },
  /** Characters of the server's reason that are kept. */
  reason: 300,
} as const;
