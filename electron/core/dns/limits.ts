/** How many answers of DNS are used, and for how long they are waited for. */
export const limits = {
  dns: {
    /** MX hosts looked up; real domains have ten at most, Postfix tries five addresses in all. */
    mxHosts: 20,
    /** Addresses tried of one name, so that an answer made to keep us busy does not. */
    addresses: 20,
    /** Addresses tried in all, whatever the hosts. */
    candidates: 40,
    /** Milliseconds for one question to one server; asked twice within timeouts.dns. */
    question: 4_000,
  },
} as const;
