/** What is kept on disk and in memory of messages, sessions, runs, profiles and secrets, each limit with its reason. Octets and milliseconds. */
export const limits = {
  files: {
    /** Times that a rename is tried on Windows, and milliseconds more before each: one and a half seconds in all. */
    renameTries: 10,
    renameWaitMs: 33,
    /** Octets of a file's name; most file systems end at 255, and a number or an ending may be added. */
    nameOctets: 180,
    /** Octets of a large file in memory while it is searched. */
    windowOctets: 1_048_576,
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
    /** Of a text as tokens with blanks between them, as the index holds it: each character of a Chinese one is a token. */
    indexedText: 131_072,
    /** Milliseconds in which texts that were read are written to the index, before messages that came in meanwhile are taken. */
    indexMs: 25,
    /** Characters of a search. */
    searchLength: 500,
    /** Messages made searchable in one step, between which new ones are taken in. */
    indexStep: 32,
    /** Messages committed together. */
    batch: 256,
    /** Times that a damaged index is made anew before the mailbox is given up until the next start. */
    rebuilds: 3,
    /** Milliseconds for which the row of a message that is kept may wait for others: nobody sees a list change faster. */
    rowsMs: 25,
    /** A message that takes longer to parse is made to confuse. */
    viewMs: 20_000,
    /** Of a message file of the user's that is shown: twice what large providers take. */
    openedOctets: 67_108_864,
    /** Such files at one time: one is looked at, and a few come back. */
    opened: 8,
    /** Of one image that a message shows inside its HTML. */
    imageOctets: 33_554_432,
    /** Octets of the journal over twice what is alive, after which it is written anew. */
    journalSlack: 1_048_576,
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
    /** Octets of a file's first line, its entry in the list: a verdict and a target are capped, and this is far above what they need. */
    lineOctets: 65_536,
    /** Octets of a piece of a survey from which it is compressed: a session of one line has less. */
    packedFrom: 4_096,
    /** Pairs of runs of which it is remembered how much differs: some twenty lists of recent servers. */
    comparedPairs: 200,
    /** Characters of a target, verdict or search. */
    text: 1_000,
  },
  profiles: {
    /** Octets of the profile file that are read: 10,000 profiles with long notes. */
    fileOctets: 67_108_864,
    /** Milliseconds between two looks whether another process has let go of the file; a save takes about as long. */
    lockRetryMs: 10,
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
    /** Milliseconds for the service's answer about its own state, which waits for no person. */
    serviceMs: 3_000,
    /** Octets of one entry in Windows' Credential Vault (CRED_MAX_CREDENTIAL_BLOB_SIZE: 5 times 512). */
    windowsOctets: 2_560,
    /** Parts of a split secret: 40 KiB, more than any token. */
    parts: 16,
  },
  diagnostics: {
    /** Files of the data folder that are named; there are about ten, and one more for each that was set aside. */
    files: 60,
  },
  undo: {
    /** Milliseconds in which a deletion can be taken back: the minute that the window offers, and time to ask for it. */
    graceMs: 65_000,
  },
} as const;
