/** What the view of a message may cost, and how often a window comes back. */
export const limits = {
  recovery: {
    /** Times that a page which died is loaded anew within these milliseconds before the user is asked. */
    reloads: 3,
    withinMs: 60_000,
  },
  mailbox: {
    /** Octets of memory of the process that shows a message, beyond which it is ended: ten large images take a third. */
    viewMemory: 1_073_741_824,
    /** Milliseconds in which a window that a start brings to the front gets there; only then are keys given back to the page. */
    viewFocusMs: 2_000,
    /** Milliseconds between two looks at it; a bomb takes some hundred MiB a second. */
    viewMemoryEveryMs: 250,
  },
} as const;
