/** What the view of a message may cost, and how often a window comes back. */
export const limits = {
  recovery: {
    /** Times that a page which died is loaded anew within these milliseconds before the user is asked. */
    reloads: 3,
    withinMs: 60_000,
  },
  /** Questions that a page has the desktop ask. */
  questions: {
    /** Refused ones, after which no more is asked: a page that goes on means harm. */
    declined: 10,
    /** Characters of an address that is offered to be opened: more than anyone reads; browsers end at about 2,000 too. */
    address: 2_048,
    /** Those that may wait after the one on the screen; a page that asks more often means harm. */
    waiting: 2,
  },
  window: {
    /** Milliseconds after a notification in which what comes is shown together. */
    gatherMs: 3_000,
    /** Milliseconds that closing may take; then the process ends whatever is still open. Every message answered with 250 is safe by then. */
    closeMs: 5_000,
    /** Milliseconds after a move or a change of size until the place is read: both report every pixel. */
    settleMs: 500,
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
