/** Of files that were dropped on the window or chosen. */
export const limits = {
  files: {
    /** Of all dropped files together: four of the largest. Others are chosen through the dialog, which copies nothing. */
    droppedOctets: 134_217_728,
    /** A window that never lets go of its files is wrong, or not ours. */
    handles: 1_000,
    /** Of roots as PEM; a system's whole list is a quarter of it. */
    textOctets: 1_048_576,
  },
} as const;
