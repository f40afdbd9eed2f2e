/** What a release feed may cost, each limit with its reason. */
export const limits = {
  updates: {
    /** Octets of the whole answer: a feed with long notes and ten packages has some 12 KiB. */
    answer: 131_072,
    /** Milliseconds from the first packet to the last: nobody waits for it but who pressed a button. */
    request: 20_000,
    /** Octets of the answer's header fields. */
    headers: 16_384,
    /** Milliseconds between two questions that nobody asked for: a day. */
    every: 86_400_000,
    /** Milliseconds between two looks whether that day is over: a machine that slept is late by no more. */
    look: 3_600_000,
  },
} as const;
