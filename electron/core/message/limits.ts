/** How much of a message is read, whatever was made of it. Octets, and characters where text is meant. */
import { limits as wire } from '../wire/limits.ts';

export const limits = {
  compared: {
    /** Fields of a header that are shown of each kind: real messages have a few dozen. */
    fields: 100,
    /** Characters of a field or a line that are shown. */
    text: 2_000,
    /** In which the Message-ID is looked for. */
    headOctets: wire.message.headerOctets,
  },
  dkim: {
    /** Of a body at a time, as it is hashed. */
    blockOctets: 65_536,
    /** Of the header section that is signed; a longer one is no header of a message that a server takes. */
    headOctets: wire.message.headerOctets,
    /** RFC 8301 section 3.2: verifiers must not take a shorter key, and should take up to 4,096. */
    leastRsaBits: 1_024,
    mostRsaBits: 4_096,
  },
  mbox: {
    /** Of an mbox file in memory at a time. */
    windowOctets: 262_144,
    /** Of a line of "From ": an address and a date. */
    separatorOctets: 4_096,
  },
  reading: {
    /** Characters of a field's name; a longer one is none. */
    fieldName: 1_000,
    /** Characters of a parameter's name, and of its value: longer ones are no names, types or boundaries. */
    parameterName: 200,
    parameterValue: 2_000,
    /** Characters of a boundary; RFC 2046 section 5.1.1 allows 70. */
    boundary: 250,
    /** Octets of a line that is looked at for one: the boundary, its hyphens and the white space after it. */
    boundaryLine: 1_024,
    /** Labels of charsets whose meaning is remembered: strangers choose them. */
    charsetLabels: 500,
    /** Octets from which a charset is guessed: enough to decide. */
    charsetSample: 4_096,
    /** Octets of a text that can be UTF-16 by its NULs: fewer with a NUL are text with a NUL. */
    leastWide: 8,
    /** In which HTML may say its charset (HTML Standard section 13.2.3.2 looks at 1,024 octets; programs write more before it). */
    metaOctets: 4_096,
    /** Messages within messages that are encoded as a whole, which they should not be, and are looked into for the search. */
    encodedDepth: 2,
    /** Characters made into words at a time: some stand for eighteen, and what is too much is not to be unfolded first. */
    tokenStretch: 4_096,
    /** HTML documents within each other; nobody nests them deeper. */
    htmlDocuments: 3,
    /** Characters of HTML that are parsed between two looks at the clock. */
    htmlPiece: 16_384,
    /**
     * References within an SVG image. With so many, the worst that they can be nested to is some ten thousand pieces (that of
     * e^(n/e) for n of them); icons and logos have none or a few.
     */
    svgReferences: 24,
    /** Octets of a part decoded at a time. */
    partPiece: 65_536,
  },
  mailbox: {
    /** Of a file, in which the first field of a header stands if it is a message. */
    recognizedOctets: 65_536,
    /** Lines before that field: a word of whoever passed it on, a line of an mbox file. */
    recognizedLines: 8,
    /** Read for subject, sender and recipients of a list row. */
    listHeadOctets: 16_384,
    /** Read of a message for the full-text index. */
    searchOctets: 65_536,
    /** Octets of a header value that are decoded for a list, before it is cut for its line. */
    listValue: 8_000,
    /** Characters of it after that: it is one line of a list. */
    listShown: 1_000,
    /** Characters of text indexed of one part. */
    searchText: 16_384,
    /** Of one message. */
    searchTextTotal: 65_536,
    /** Octets of a plain text beyond ASCII that is made searchable together with its row, on the worker that a client waits for. */
    plainAtOnce: 2_048,
    /** Pieces of one field whose label does not hold and whose charset is looked for: real ones have one or two. */
    doubts: 64,
    /** The same of subject, sender and recipients of a row together, and of a structured value: a client waits for both. */
    rowDoubts: 8,
    /** Of the parts that are shown, as transferred: characters take up to nine octets. The source stays whole. */
    viewPartOctets: 16_777_216,
    /** Characters of text or HTML in a view: more is no reading. */
    viewText: 2_097_152,
    /** Lines of it: a window needs time and memory for each, however empty. */
    viewLines: 50_000,
    /** Things said about one message. */
    notes: 50,
    /** Real messages nest some five parts deep. */
    mimeDepth: 64,
    headerOctets: wire.message.headerOctets,
    headers: 2_000,
    /** Of one field, unfolded: the longest that programs write are lists of recipients. */
    fieldOctets: 65_536,
    attachments: 1_000,
    /** Parts of a structure; a real newsletter has ten, a bomb a hundred thousand. */
    parts: 1_000,
    /** Lines that could be a boundary and are looked at; only a message made to be slow has as many. */
    boundaryLines: 500_000,
    /** Of a message searched for its parts; what lies after is the last part's. */
    structureOctets: 268_435_456,
    /** Of the header section of one part. */
    partHeaderOctets: 65_536,
    /** Parameters of one header field, pieces of RFC 2231 among them. */
    headerParameters: 100,
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
} as const;
