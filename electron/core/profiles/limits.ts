/** What is read of settings that are imported, each limit with its reason. */
export const limits = {
  exchange: {
    /** UTF-16 units of pasted settings: an msmtprc with a few thousand accounts. */
    maxLength: 1_000_000,
    /** The same of an export of ours: as many profiles as the next limit allows, some with long notes. */
    ownLength: 33_554_432,
    /** Profiles taken at once; ten times the most that anybody is known to have. */
    profiles: 10_000,
    /** Milliseconds and MiB for reading pasted settings; the largest export of ours takes one second and some 200 MiB. */
    readMs: 20_000,
    readMb: 1_024,
    /** Settings that accounts of an msmtprc take over from `defaults` and from each other, all together. */
    inherited: 200_000,
    /** Notes about one profile; a file of nothing but unknown names must not fill the window. */
    notes: 100,
    /** Imports that wait for the user's choice; one window shows one. */
    previews: 4,
    /** Milliseconds for which what was read, with its secrets, waits for the user's choice. */
    keptMs: 600_000,
    /** Places of one name in a pasted script that are looked at: a program that a person pastes has fewer. */
    places: 1_000,
    /** Braces and brackets within each other; no record of ours nests deeper, and a file of opening braces must not be searched from each of them to its end. */
    depth: 32,
  },
} as const;
