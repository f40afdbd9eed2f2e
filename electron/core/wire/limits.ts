/**
 * Every cap and time limit of the engine, each with its reason or RFC section. Octets and milliseconds. A cap that a peer
 * can run into is named in outcomes by its path here, such as `reply.maxLine`.
 */
export const limits = {
  reply: {
    /** RFC 5321 4.5.3.1.5: 512 octets with the line end. Longer is an anomaly, not an error. */
    rfcLine: 512,
    /** Some servers put JSON or whole policies in one line; 8 KiB is what smtplib and Postfix's client bear. */
    maxLine: 8_192,
    /** EHLO replies of 2,000 lines have been tested in the field; beyond this a server only wastes our memory. */
    maxLines: 5_000,
    /** All lines of one reply together, so that few long lines cannot do what many short ones may not. */
    maxOctets: 1_048_576,
    /** Continuations (334, or handlers that never end) in one AUTH exchange; SCRAM needs three. */
    maxAuthRounds: 16,
  },
  command: {
    /** RFC 5321 4.5.3.1.4 gives 512; RFC 4954 section 4 raises it to 12,288 for AUTH, the longest of all extensions. */
    maxLine: 12_288,
    /** The shortest limit that every extension of MAIL and RCPT keeps within (RFC 5321 plus SIZE, DSN, SMTPUTF8). */
    rfcLine: 512,
    /** One argument typed by a person or a profile; more cannot fit a command line. */
    maxArgument: 12_000,
    /** Commands of a client without any transaction completed: RFC 5321 3.3 hints at it; see Postfix's error limits. */
    maxUnknown: 20,
  },
  address: {
    /** RFC 5321 4.5.3.1.1. */
    maxLocal: 64,
    /** RFC 5321 4.5.3.1.2. */
    maxDomain: 255,
    /** RFC 1035 2.3.4. */
    maxLabel: 63,
    /** RFC 5321 4.5.3.1.3: a path is 256 octets with its angle brackets. */
    maxMailbox: 254,
    /** Comments may nest in RFC 5322; nobody's do deeper. They are counted, not recursed into. */
    maxCommentDepth: 64,
  },
  message: {
    /** RFC 5322 2.1.1: 998 octets without the line end. Longer is an anomaly. */
    maxLine: 998,
  },
  spool: {
    /** Of a message kept in memory for list headers; real header sections are a few KiB, the long ones some 30. */
    headBytes: 65_536,
  },
  /**
   * Absolute, but for bodyIdle: octets that drip in do not extend them. RFC 5321 4.5.3.2 asks for minutes because a mail
   * queue can wait; a person at a screen cannot, and the user may set others.
   */
  timeouts: {
    /** Two tries of a resolver with the usual 5 s each. */
    dns: 10_000,
    /** Beyond three SYN retransmissions (1 + 2 + 4 s) nothing answers any more. */
    connect: 15_000,
    /** RFC 5321 4.5.3.2.1 says 5 minutes; tarpits and DNS lookups of the peer stay well below a minute. */
    greeting: 60_000,
    /** A handshake is two round trips and some arithmetic. */
    tls: 30_000,
    /** RFC 5321 4.5.3.2.2 to 4.5.3.2.4 say 2 to 5 minutes; see above. */
    reply: 60_000,
    /** RFC 5321 4.5.3.2.5: 3 minutes per block of data. */
    bodyIdle: 180_000,
    /** RFC 5321 4.5.3.2.6: 10 minutes, since giving up early means duplicate delivery. */
    finalDot: 600_000,
    /** Courtesy alone; the outcome is settled before. */
    quit: 1_000,
  },
} as const;

/** Caps whose excess ends a session, as outcomes and replies name them. */
export type LimitName = 'reply.maxLine' | 'reply.maxLines' | 'reply.maxOctets' | 'command.maxLine';
