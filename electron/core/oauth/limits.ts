/** What an authorization server and a browser may cost, each limit with its reason. */
export const limits = {
  oauth: {
    /** Octets of one answer: discovery documents have 3 to 10 KB, a token answer of Microsoft 5. */
    answer: 262_144,
    /** Milliseconds for one request, its answer included. */
    request: 30_000,
    /** Milliseconds that a browser is waited for; the codes of most servers live ten minutes, people need one or two. */
    browser: 300_000,
    /** Octets of one request of the browser, with all header fields: Microsoft's codes have up to 2 KB, cookies of localhost the rest. */
    redirect: 32_768,
    /** Browsers hold a few connections open at once. */
    redirectConnections: 16,
    /** Milliseconds in which the page "signed in" is asked for after the answer. */
    farewell: 3_000,
    /** Milliseconds between two questions of the device flow, where the server names none (RFC 8628 section 3.2), and at most. */
    pollEvery: 5_000,
    pollAtMost: 60_000,
    /** Milliseconds before its end at which an access token is renewed: a session may begin now and log in a little later. */
    renewBefore: 120_000,
    /** UTF-16 units of an error's description that are kept. */
    description: 1_000,
  },
} as const;
