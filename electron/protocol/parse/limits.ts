/** How long what people type may be. */
export const limits = {
  /** UTF-16 units of one argument. RFC 4954 section 4 allows 12,288 octets for the longest of all commands. */
  argument: 12_000,
  /** RFC 5321 4.5.3.1.1. */
  localPart: 64,
  /** RFC 5321 4.5.3.1.3: a path is 256 octets with its angle brackets. */
  mailbox: 254,
  /** Comments may nest in RFC 5322; nobody's do deeper. They are counted, not recursed into. */
  commentDepth: 64,
  /** RFC 5321 4.5.3.1.2. */
  domain: 255,
  /** RFC 1035 2.3.4. */
  label: 63,
  /** RFC 9293 section 3.1: 16 bits. */
  port: 65_535,
  /** RFC 1929: one octet of length for the user of a SOCKS proxy. */
  proxyUser: 255,
  /** UTF-16 units of a list of console commands, messages included: what a person writes is a thousandth of it. */
  commandList: 1_048_576,
  /** Lines of such a list; each waits for its reply. */
  commandLines: 20_000,
  /** Octets of a file with a list of targets: a hundred thousand lines of eighty. */
  targetListOctets: 8_388_608,
  /** Octets of a report or a survey that is opened: a census of a hundred sessions with their replies has one. */
  openedOctets: 16_777_216,
  /** Cells, hosts and the like of a survey that is opened: more than any survey of ours has. */
  openedEntries: 10_000,
  /** Levels of it: a report is a dozen deep, a survey of them three more. */
  openedDepth: 40,
  /** UTF-16 units of a send test that is kept while it is prepared, as JSON: written anew after each change, and a person writes a thousandth of it. */
  sendDraft: 8_388_608,
  /** Words in braces of a typed message that are named as unknown; more are no oversight. */
  sourceVariables: 20,
  /** Boundaries looked for in it; a message that a person writes has three. */
  sourceBoundaries: 100,
  /** Words of a pasted text that a server is looked for in: more is no setting but a page. */
  pastedWords: 60,
  /** Characters of a token that is read for its claims; Microsoft's with many groups reach 8 KiB. */
  token: 65_536,
} as const;
