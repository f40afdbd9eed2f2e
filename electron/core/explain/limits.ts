/** How much of a pasted text is looked at. */
export const limits = {
  explain: {
    /** Characters of what is pasted: a reply, or the part of a log or session around it. */
    input: 65_536,
    /** Numbers that could be reply codes, looked at until a refusal stands where replies do. */
    candidates: 500,
    /** Characters of one reply's text that are compared: replies with policies in them have 2,000. */
    words: 8_192,
    /** Octets of a context file: greeting and EHLO lines of one server. */
    contextOctets: 262_144,
    /** Characters of one value in it, and lines of an EHLO answer. */
    contextText: 8_192,
    contextLines: 500,
  },
} as const;
