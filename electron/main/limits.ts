/** What the view of a message may cost. */
export const limits = {
  mailbox: {
    /** Octets of memory of the process that shows a message, beyond which it is ended: ten large images take a third. */
    viewMemory: 1_073_741_824,
    /** Milliseconds between two looks at it; a bomb takes some hundred MiB a second. */
    viewMemoryEveryMs: 250,
  },
} as const;
