/**
 * Every cap and time limit of the engine, each with its reason or RFC section. Octets and milliseconds. A cap that a peer
 * can run into is named in outcomes by its path here, such as `reply.maxLine`.
 */
import { limits as typed } from '../../protocol/parse/limits.ts';

export const limits = {
  reply: {
    /** RFC 5321 4.5.3.1.5: 512 octets with the line end. Longer is an anomaly, not an error. */
    rfcLine: 512,
    /** Some servers put JSON or whole policies in one line; 8 KiB is what smtplib and Postfix's client bear. */
    maxLine: 8_192,
    /** EHLO replies of 2,000 lines have been tested in the field; beyond this a server only wastes our memory. */
    maxLines: 5_000,
    /** Empty lines that a server may send on one connection; one or two behind a greeting are what there is in the field. */
    maxEmptyLines: 100,
    /** All lines of one reply together, so that few long lines cannot do what many short ones may not. */
    maxOctets: 1_048_576,
    /** Continuations (334, or handlers that never end) in one AUTH exchange; SCRAM needs three. */
    maxAuthRounds: 16,
  },
  command: {
    /** One argument typed by a person or a profile. */
    maxArgument: typed.argument,
  },
  parameter: {
    /** RFC 3461 section 4.4, of the encoded value. */
    maxEnvid: 100,
    /** RFC 3461 section 4.2, type and encoded address. */
    maxOrcpt: 500,
  },
  message: {
    /** RFC 5322 2.1.1: 998 octets without the line end. Longer is an anomaly. */
    maxLine: 998,
    /** Of a message from standard input or a pipe, which is kept in memory; no mail system takes as much. */
    maxPiped: 268_435_456,
  },
  sasl: {
    /** RFC 7677 section 4 and RFC 5802 section 5.1: at least 4,096; fewer make the recorded exchange cheap to search. */
    minIterations: 4_096,
    /** PBKDF2 of so many takes a second of one core; a server that asks for 2,000,000,000 wants that core for an hour. */
    maxIterations: 1_000_000,
    /** Octets; servers use 8 to 64. */
    maxSalt: 1_024,
    /** Of the test server's own verifiers: test data, and each log-in of a client has to do them anew. */
    serverIterations: 4_096,
    /** Octets of a server's own salts; RFC 5802 section 5.1 says nothing, RFC 8018 section 4.1 eight at least. */
    serverSalt: 16,
    /** Characters of a token that is read for its claims; Microsoft's with many groups reach 8 KiB. */
    maxToken: 65_536,
    /** Targets whose best mechanism of this run of the program is remembered, to see a later one that is weaker. */
    rememberedTargets: 200,
  },
  compare: {
    /** Characters of a server's own name for something, such as a keyword, in a path. No registered keyword has more than 19. */
    maxName: 100,
    /** Characters of a text that differs, beside the whole one in its report: a refusal of several lines with its links. */
    maxText: 2_000,
    /** Rows of one part of a session for people; all IANA keywords together are fewer. JSON has every difference. */
    maxRows: 60,
  },
  spool: {
    /** Of a message kept in memory for list headers; real header sections are a few KiB, the long ones some 30. */
    headBytes: 65_536,
    /** Messages up to this size get no file before they are kept: most mail, and a file costs more than all else. */
    smallOctets: 65_536,
    /** Gathered before a write: large enough that a system call costs nothing beside the copying. */
    writeOctets: 262_144,
    /** Buffers of that size in use: 16 MiB together. Beyond them a message has a small one, since its client is one of a thousand. */
    largeStages: 64,
    smallWriteOctets: 32_768,
    /** Buffers of that size kept for the next message; while the disk is slower than the network, a message has two at most. */
    idleStages: 4,
    /** Pieces of a small message that are kept apart before they are joined: each has an object of its own. */
    pieces: 64,
    /** Of one message kept in memory, where no folder is given to keep it in. */
    memoryOctets: 67_108_864,
  },
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
    /** Refused connections that wait for their client's close; beyond them the oldest is closed by us. */
    leaving: 200,
    /** Octets that one connection may have sent before they can be looked at, as behind a wait; then it is not read. */
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
    /** Octets that `serve` keeps for a reader that is slower than its clients: then lines are left out, and messages wait. */
    unreadOutput: 33_554_432,
    /** Octets of one session's transcript that `session-end` prints, and of all that run: a line has to fit a reader's memory. */
    printedTranscript: 4_194_304,
    printedTranscripts: 67_108_864,
    /** Lines of it: its beginning, and in all. */
    printedLines: { head: 500, all: 20_000 },
    /** Ports tried behind a default one that is taken. */
    nextFreeTries: 50,
    /** sun_path less its NUL: 108 octets on Linux, 104 on macOS and the BSDs. */
    socketPath: { linux: 107, other: 103 },
  },
  sessionLog: {
    /** Events of one session in memory; from the middle of longer ones the oldest go. */
    events: 4_000,
    /** The beginning of a session that stays whatever happens: greeting, EHLO, TLS, AUTH. */
    headEvents: 500,
    /** Octets of one session's events in memory, estimated: a mail queue's session of a thousand messages has as much. */
    sessionOctets: 2_097_152,
    /** The same of all sessions together; where many flood, each has less. Two hundred ordinary sessions are one MiB. */
    memoryOctets: 67_108_864,
    /** Characters of a client's name for itself in a list; a command may have 4,096. */
    nameLength: 500,
    /** Sessions that lists know. */
    sessions: 2_000,
    /** Finished sessions whose events stay in memory; older ones are read from their file. */
    inMemory: 50,
    /** Octets of one log file, and how many there are: the oldest is removed. */
    fileOctets: 8_388_608,
    files: 6,
    /** Milliseconds that a finished session may wait to be written together with others. */
    flushMs: 200,
  },
  mailbox: {
    /** Read for subject, sender and recipients of a list row. */
    listHeadOctets: 16_384,
    /** Read of a message for the full-text index. */
    searchOctets: 65_536,
    /** Milliseconds in which a message is read for the search. Real ones take some five; on a busy machine ten times as many. */
    readMs: 3_000,
    /** MiB of heap of the worker that reads them: 64 KiB of the largest messages need a tenth. */
    readHeap: 192,
    /** MiB of heap of the worker that parses a message for a person; viewPartOctets as text, its parts and its HTML, eight times over. */
    viewHeap: 768,
    /** Milliseconds for which a search waits for messages that are still being read: longer, and nobody waits for the search. */
    searchWaitMs: 3_000,
    /** Of all messages that the app keeps, unless its user keeps all; the oldest go. A day of a busy test machine, and no full disk. */
    keptOctets: 4_294_967_296,
    /** Octets of a header value that are decoded for a list, before it is cut for its line. */
    listValue: 8_000,
    /** Characters of text indexed of one part. */
    searchText: 16_384,
    /** Of one message. */
    searchTextTotal: 65_536,
    /** Of a text as tokens with blanks between them, as the index holds it: each character of a Chinese one is a token. */
    indexedText: 131_072,
    /** Milliseconds in which texts that were read are written to the index, before messages that came in meanwhile are taken. */
    indexMs: 25,
    /** Octets of a plain text beyond ASCII that is made searchable together with its row, on the worker that a client waits for. */
    plainAtOnce: 2_048,
    /** Pieces of one field whose label does not hold and whose charset is looked for: real ones have one or two. */
    doubts: 64,
    /** The same of subject, sender and recipients of a row together, and of a structured value: a client waits for both. */
    rowDoubts: 8,
    /** Characters of a search. */
    searchLength: 500,
    /** Messages made searchable in one step, between which new ones are taken in. */
    indexStep: 32,
    /** Messages committed together. */
    batch: 256,
    /** Milliseconds for which the row of a message that is kept may wait for others: nobody sees a list change faster. */
    rowsMs: 25,
    /** Of the parts that are shown, as transferred: characters take up to nine octets. The source stays whole. */
    viewPartOctets: 16_777_216,
    /** Characters of text or HTML in a view: more is no reading. */
    viewText: 2_097_152,
    /** Lines of it: a window needs time and memory for each, however empty. */
    viewLines: 50_000,
    /** Things said about one message. */
    notes: 50,
    /** A message that takes longer to parse is made to confuse. */
    viewMs: 20_000,
    /** Real messages nest some five parts deep. */
    mimeDepth: 64,
    headerOctets: 2_097_152,
    headers: 2_000,
    /** Of one field, unfolded: the longest that programs write are lists of recipients. */
    fieldOctets: 65_536,
    attachments: 1_000,
    /** Parts of a structure; a real newsletter has ten, a bomb a hundred thousand. */
    parts: 1_000,
    /** Lines that could be a boundary and are looked at; only a message made to be slow has as many. */
    boundaryLines: 500_000,
    /** Of a message searched for its parts; what lies behind is the last part's. */
    structureOctets: 268_435_456,
    /** Of the header section of one part. */
    partHeaderOctets: 65_536,
    /** Parameters of one header field, pieces of RFC 2231 among them. */
    headerParameters: 100,
    /** Of one image that a message shows inside its HTML. */
    imageOctets: 33_554_432,
    /** Octets of memory of the process that shows a message, beyond which it is ended: ten large images take a third. */
    viewMemory: 1_073_741_824,
    /** Milliseconds between two looks at it; a bomb takes some hundred MiB a second. */
    viewMemoryEveryMs: 250,
    /** Width times height: a decoded pixel takes four octets. */
    imagePixels: 40_000_000,
    /** Elements open at a time while HTML is read for its references; browsers stop at 512 too. */
    htmlDepth: 512,
    /** Elements of it: a newsletter has some thousand. */
    htmlElements: 200_000,
    /** Milliseconds for it, after which it is read as text. */
    htmlMs: 2_000,
    /** Addresses listed of the remote content of a message. */
    remoteUrls: 500,
    urlLength: 2_000,
  },
  history: {
    /** Of all stored runs; the oldest go. A run that a hostile server has made long is a quarter of it at most. */
    keptOctets: 1_073_741_824,
    /** Of the events of finished runs that stay in memory; others are read from their files. */
    memoryOctets: 134_217_728,
    /** Events written in one piece, between which other work is let through. */
    chunkEvents: 2_000,
    /** Of one stored run: what services/run-log.ts keeps in memory, and its frame. */
    runOctets: 268_435_456,
    /** Characters of a target, verdict or search. */
    text: 1_000,
  },
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
  },
  profiles: {
    /** Octets of the profile file that are read: 10,000 profiles with long notes. */
    fileOctets: 67_108_864,
    /** Milliseconds between two looks whether another process has let go of the file; a save takes about as long. */
    lockRetryMs: 10,
    /** Milliseconds after which a lock counts as left behind although a process of that number runs: saves take some ten. */
    lockStaleMs: 20_000,
    /** Milliseconds a change waits for the file before it is given up. */
    lockWaitMs: 30_000,
    /** Milliseconds in which several notices of the system about one change of the file arrive. */
    settleMs: 50,
  },
  keychain: {
    /** Milliseconds a call may take: it may wait for a person who looks for the system's question, and who may be away. */
    callMs: 60_000,
    /** Milliseconds after which the window says that the keychain is being waited for; it answers in some ten otherwise. */
    waitingMs: 1_500,
    /** Octets of one entry in Windows' Credential Vault (CRED_MAX_CREDENTIAL_BLOB_SIZE: 5 times 512). */
    windowsOctets: 2_560,
    /** Parts of a split secret: 40 KiB, more than any token. */
    parts: 16,
  },
  undo: {
    /** Milliseconds in which a deletion can be taken back: the minute that the window offers, and time to ask for it. */
    graceMs: 65_000,
  },
  files: {
    /** Of all dropped files together: four of the largest. Others are chosen through the dialog, which copies nothing. */
    droppedOctets: 134_217_728,
    /** A window that never lets go of its files is wrong, or not ours. */
    handles: 1_000,
    /** Of roots as PEM; a system's whole list is a quarter of it. */
    textOctets: 1_048_576,
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
  explain: {
    /** Characters of what is pasted: a reply, or the part of a log or session around it. */
    input: 65_536,
    /** Numbers that could be reply codes, looked at until a refusal stands where replies do. */
    candidates: 500,
    /** Characters of one reply's text that are compared: replies with policies in them have 2,000. */
    words: 8_192,
    /** Octets of a context file: greeting and EHLO lines of one server. */
    contextOctets: 262_144,
    /** Characters of one value in it, and lines of an EHLO answer. */
    contextText: 8_192,
    contextLines: 500,
  },
  proxy: {
    /** Of the answer to CONNECT, header fields included: curl takes 300 KB, squid's error pages need 1. */
    answer: 16_384,
    /** RFC 1929: one octet of length. */
    credential: typed.proxyUser,
  },
  /** Of the client's side of a session. */
  client: {
    /** Challenges of one AUTH exchange that a mechanism of the library's caller answers; smtplib has the same five. */
    maxChallenges: 5,
    /** Replies that no command waited for; real servers send one, the 421 of an idle connection. */
    maxUnsolicited: 20,
    /** Milliseconds for which a reply is waited for behind an empty line: hardly a server has one left then. */
    emptyLineGrace: 10_000,
    /** Milliseconds that a socket may take to send what is buffered and close, after everything has been said. */
    closeGrace: 500,
    /** Milliseconds in all for what is still said after a cancel: pending replies, RSET, QUIT. */
    cancelGrace: 1_000,
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
    /** BDAT chunks whose replies have not come, where PIPELINING is offered. */
    chunksAhead: 8,
  },
} as const;

/** Caps whose excess ends a session, as outcomes and replies name them. */
export type LimitName = 'reply.maxLine' | 'reply.maxLines' | 'reply.maxOctets';
