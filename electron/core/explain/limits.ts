/** How much of a pasted text is looked at. */
export const limits = {
  explain: {
    /** Characters of what is pasted: a reply, or the part of a log or session around it. */
    input: 65_536,
    /** Numbers that could be reply codes, looked at until a refusal stands where replies do. */
    candidates: 500,
    /** Characters of one reply's text that are compared: replies with policies in them have 2,000. */
    words: 8_192,
    /** Characters of a text without a code that is still taken for a quoted reply. */
    quotedWords: 400,
    /** What has to speak for a cause of it, as the judge counts: two concepts, or one and more. */
    quotedCount: 16,
    /** Octets of a context file: greeting and EHLO lines of one server. */
    contextOctets: 262_144,
    /** Characters of one value in it, and lines of an EHLO answer. */
    contextText: 8_192,
    contextLines: 500,
    /** Certificates of a chain: as many as are read of a session's. */
    contextChain: 20,
  },
  /** Of a text pasted into the window, which is judged while it is typed. */
  pasted: {
    /** Characters up to which it is tried whether another host, step or port would change the answer: some twenty times the work. */
    tried: 8_192,
    /** Lines looked at for the beginning of the reply. */
    lines: 2_000,
    /** The last lines, each explained alone, to find the one that decides. */
    linesExplained: 40,
  },
} as const;
