/** Of files that were dropped on the window or chosen, and of what a window may have done. */
export const limits = {
  files: {
    /** Of all dropped files together: four of the largest. Others are chosen through the dialog, which copies nothing. */
    droppedOctets: 134_217_728,
    /** A window that never lets go of its files is wrong, or not ours. */
    handles: 1_000,
    /** Of roots as PEM; a system's whole list is a quarter of it. */
    textOctets: 1_048_576,
  },
  /** Browsers opened by sign-ins, and the milliseconds in which no more are: nobody signs in as often, a page that was taken over might. */
  signIn: {
    browsers: 8,
    within: 60_000,
    /** Milliseconds that revoking may take before a token is forgotten without. */ revoking: 15_000,
  },
} as const;
