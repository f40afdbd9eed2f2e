/** How long a comparison of two reports may be for people. */
export const limits = {
  compare: {
    /** Rows of one part of a session for people; all IANA keywords together are fewer. JSON has every difference. */
    maxRows: 60,
  },
} as const;
