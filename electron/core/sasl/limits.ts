/** What a login may cost, each limit with its reason. */
export const limits = {
  sasl: {
    /** RFC 7677 section 4 and RFC 5802 section 5.1: at least 4,096; fewer make the recorded exchange cheap to search. */
    minIterations: 4_096,
    /** PBKDF2 of so many takes a second of one core; a server that asks for 2,000,000,000 wants that core for an hour. */
    maxIterations: 1_000_000,
    /** Octets; servers use 8 to 64. */
    maxSalt: 1_024,
    /** Of the test server's own verifiers: test data, and each log-in of a client has to do them anew. */
    serverIterations: 4_096,
    /** Octets of a server's own salts; RFC 5802 section 5.1 says nothing, RFC 8018 section 4.1 eight at least. */
    serverSalt: 16,
    /** Targets whose best mechanism of this run of the program is remembered, to see a later one that is weaker. */
    rememberedTargets: 200,
    /** Characters of ANONYMOUS' trace (RFC 4505 section 2: 1 to 255). */
    trace: 255,
  },
} as const;
