/** Caps and time limits of the client side of a session, each with its reason or RFC section. Octets and milliseconds. */
import { limits as typed } from '../../protocol/parse/limits.ts';

export const limits = {
  parameter: {
    /** RFC 3461 section 4.4, of the encoded value. */
    maxEnvid: 100,
    /** RFC 3461 section 4.2, type and encoded address. */
    maxOrcpt: 500,
  },
  /**
   * Absolute, but for bodyIdle: octets that drip in do not extend them. RFC 5321 4.5.3.2 asks for minutes because a mail
   * queue can wait; a person at a screen cannot, and the user may set others.
   */
  timeouts: {
    /** Two tries of a resolver with the usual 5 s each. */
    dns: 10_000,
    /** Beyond three SYN retransmissions (1 + 2 + 4 s) nothing answers any more. */
    connect: 15_000,
    /** RFC 5321 4.5.3.2.1 says 5 minutes; tarpits and DNS lookups of the peer stay well below a minute. */
    greeting: 60_000,
    /** A handshake is two round trips and some arithmetic. */
    tls: 30_000,
    /** RFC 5321 4.5.3.2.2 to 4.5.3.2.4 say 2 to 5 minutes; see above. */
    reply: 60_000,
    /** RFC 5321 4.5.3.2.5: 3 minutes per block of data. */
    bodyIdle: 180_000,
    /** RFC 5321 4.5.3.2.6: 10 minutes, since giving up early means duplicate delivery. */
    finalDot: 600_000,
    /** Courtesy alone; the outcome is settled before. */
    quit: 1_000,
  },
  proxy: {
    /** Of the answer to CONNECT, header fields included: curl takes 300 KB, squid's error pages need 1. */
    answer: 16_384,
    /** Provisional answers (RFC 9110 section 15.2) that are read over. */
    provisional: 5,
    /** RFC 1929: one octet of length. */
    credential: typed.proxyUser,
  },
  /** Of the client's side of a session. */
  client: {
    /** Challenges of one AUTH exchange that a mechanism of the library's caller answers; smtplib has the same five. */
    maxChallenges: 5,
    /** Replies that no command waited for; real servers send one, the 421 of an idle connection. */
    maxUnsolicited: 20,
    /** Milliseconds for which a reply is waited for after an empty line: hardly a server has one left then. */
    emptyLineGrace: 10_000,
    /** Milliseconds that a socket may take to send what is buffered and close, after everything has been said. */
    closeGrace: 500,
    /** Milliseconds in all for what is still said after a cancel: pending replies, RSET, QUIT. What was stopped is to be over within a second. */
    cancelGrace: 800,
    /**
     * Milliseconds to wait for a TLS 1.3 session ticket before the first command. Without it the command shares a segment with
     * our Finished and the reply comes 40 ms late; a server need not send a ticket, hence the cap.
     */
    ticketWait: 5,
    /** RFC 4954 section 4: an AUTH command with initial response keeps within the command line of RFC 5321. */
    authLine: 512,
    /** Milliseconds of silence before the greeting after which a second connection asks whether the server speaks TLS. */
    silence: 5_000,
    /** Milliseconds between two progress events of a message body. */
    progressInterval: 33,
    /** Octets of a message body after which the socket is given a chance to be read. */
    unreadOctets: 524_288,
    /** Octets of one BDAT chunk unless asked for otherwise: one round trip each is nothing then, and it is held in memory once. */
    chunkOctets: 1_048_576,
    /** The largest chunk that may be asked for: it is gathered before its length can be said. */
    maxChunkOctets: 67_108_864,
    /** Octets at the end of a message that share a segment with what follows: a socket asks to be waited for beyond them. */
    sharedOctets: 16_384,
    /** Transactions of one message in one session: 100,000 recipients where a server takes the least that RFC 5321 allows, 100 at a time. */
    transactions: 1_000,
    /** BDAT chunks whose replies have not come, where PIPELINING is offered. */
    chunksAhead: 8,
    /** Octets of evidence that an outcome keeps. */
    evidenceOctets: 512,
    /** The first octets of a connection that are kept: a greeting, an alert, or the head of an HTTP answer. */
    firstOctets: 512,
    /** Characters of a secret's form; shorter ones occur in ordinary words: masking them would hide the server's text and reveal the secret by its gaps. */
    secretForm: 4,
    /** So many characters in a row are recognised of an encoded form that came back cut off. */
    secretPart: 12,
    /** Octets of a message read or made at a time: large enough for the system calls not to count, small enough for progress and cancel. */
    sourceOctets: 262_144,
  },
} as const;
