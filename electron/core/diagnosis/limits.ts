/** How much of a text the diagnosis looks at. */
export const limits = {
  /** Characters of a reply's words: the longest that was met (Google's with three links) has 700. */
  words: 2000,
  /** More than any reply has; each is one bit of a number. */
  clauses: 30,
  alternatives: 4,
  /** Of a certificate, in a sentence: a stranger's own names, not all customers it serves. */
  certificateNames: 3,
} as const;
