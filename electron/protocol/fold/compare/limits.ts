/** How long the parts of a difference may be; the whole stands in the reports. */
export const limits = {
  /** Characters of a server's own name for something, such as a keyword, in a path. No registered keyword has more than 19. */
  maxName: 100,
  /** Characters of a text that differs. */
  maxText: 2_000,
} as const;
