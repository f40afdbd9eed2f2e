/** Caps and time limits of the test server, each with its reason or RFC section. Octets and milliseconds. Each is answered with a reply of its own. */
export const limits = {
  /** Defaults of one session of the test server; each is answered with a reply of its own. */
  server: {
    /** RFC 5321 4.5.3.1.4 says 512; the parameters of all extensions together stay far below this. */
    commandLine: 4_096,
    /** RFC 4954 section 4. */
    authLine: 12_288,
    /** Of one line without an end: read away in the hope of its end, then the session is over. */
    skippedLine: 4_194_304,
    /** Since the last message; a queue that sends to the largest legal list needs some 1,100. */
    commands: 5_000,
    /** Commands answered with 5yz. Postfix closes at 20; people trying things out by hand need more. */
    errors: 50,
    /** RFC 5321 4.5.3.1.8 asks for 100 at least; Postfix takes 1,000. */
    recipients: 1_000,
    /** Octets of all RCPT arguments of one message: twice what a thousand need. Each message is listed with its envelope. */
    envelopeOctets: 262_144,
    /** Of all listeners together; file descriptors are 1,024 by default on many systems, load tests use 1,000. */
    connections: 2_000,
    /** Of one address, IPv6 by /64: it leaves room for others (Postfix: half of all); a load test from here uses 1,000. */
    connectionsPerSource: 1_500,
    /** The same on one listener: a load test of 1,000 fits, and leaves the other listeners to whoever else comes from there. */
    connectionsPerListener: 1_000,
    /** Connections that the system takes for us before we do; it caps the number (Linux: 4,096). Beyond it a client tries again after seconds. */
    backlog: 4_096,
    /** Milliseconds for which other work waits while connections come in one after the other: one is taken in a turn of the event loop. */
    acceptMs: 20,
    /** Refused connections of one address in a minute that are listed as sessions; a list holds 2,000 of them. */
    refusedListed: 50,
    /** The minute of the above, in milliseconds. */
    refusedWithinMs: 60_000,
    /** Addresses that are counted apart in it; of more at a time nothing is listed, since the list of sessions holds fewer. */
    refusedSources: 1_000,
    /** Refused connections that wait for their client's close; beyond them the oldest is closed by us. */
    leaving: 200,
    /** Octets that one connection may have sent before they can be looked at, as after a wait; then it is not read. */
    queuedInput: 262_144,
    /** What all connections keep in memory: beside the log of sessions and the spool, the largest part of a flood. 1,500 that send large messages at a time have 192 MiB. */
    bufferedOctets: 268_435_456,
    /** Milliseconds of one turn of the event loop for what one address sends: others notice no more than this of a flood. */
    turnMs: 4,
    /** The first command has as long as any other, unless somebody wants it otherwise. */
    greetingMs: null,
    /** RFC 5321 4.5.3.2.7: 5 minutes at least. Octets that drip in do not extend it. */
    commandMs: 300_000,
    /** RFC 5321 4.5.3.2.5: 3 minutes per block of data. */
    dataIdleMs: 180_000,
    /** A handshake is two round trips; who takes longer holds a socket for nothing. */
    tlsMs: 30_000,
    /** Also for who sends an octet now and then: twelve hours let a paused debugger session live. */
    sessionMs: 43_200_000,
    /** After our last reply the client's close is waited for: closing at once could destroy the reply (TCP reset). */
    lingerMs: 2_000,
    /** A script that says nothing: longer than the patience of clients, which RFC 5321 4.5.3.2.6 asks to be ten minutes. */
    stallMs: 900_000,
    /** PROXY protocol version 1: 107 octets with CRLF. Version 2: address and type-length-value fields; 512 are plenty. */
    proxyHeader: { text: 107, binary: 4_096 },
    /** A client that sends commands and never reads. One batch of 1,000 replies is some 30 KB. */
    unreadReplies: 262_144,
    /** Octets of one line of a message as it is printed; longer ones are printed in pieces of this. RFC 5322 2.1.1: 998. */
    printedLine: 1_048_576,
    /** Ports tried after a default one that is taken. */
    nextFreeTries: 50,
    /** sun_path less its NUL: 108 octets on Linux, 104 on macOS and the BSDs. */
    socketPath: { linux: 107, other: 103 },
    /** First tries that greylisting remembers, beyond which it forgets the oldest. */
    greylisted: 10_000,
    /** RFC 5321 section 6.3: a loop shows in the Received headers; a hundred are more than any honest way has. */
    hops: 100,
    /** Arguments of MAIL and RCPT whose addresses a session remembers as read: clients write few again and again. */
    knownPaths: 16,
    /** Characters of a client's name for itself that a note about it shows. */
    nameShown: 100,
    /** What a recipient takes in memory beside its text: an object, its lists and their heads. */
    recipientOctets: 200,
    /** Milliseconds between two events of a message's progress: about thirty a second. */
    progressMs: 33,
    certificate: {
      /** Asked for again when this little of its life is left. */
      renewBeforeMs: 86_400_000,
      /** After a failed renewal, not at every connection. */
      retryMs: 60_000,
    },
  },
  /** A text over HTTP, such as the numbers of a watch. */
  textPage: {
    /** Milliseconds for a request's head: a scraper sends it at once. */
    head: 5_000,
    /** Scrapers hold one connection each. */
    connections: 20,
  },
} as const;
