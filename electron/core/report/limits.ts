/** How long a comparison of two reports may be for people. */
export const limits = {
  compare: {
    /** Characters of a server's own name for something, such as a keyword, in a path. No registered keyword has more than 19. */
    maxName: 100,
    /** Characters of a text that differs, beside the whole one in its report: a refusal of several lines with its links. */
    maxText: 2_000,
    /** Rows of one part of a session for people; all IANA keywords together are fewer. JSON has every difference. */
    maxRows: 60,
  },
} as const;
