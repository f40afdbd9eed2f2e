/** Of files that were dropped on the window or chosen, of surveys, and of what a window may have done. */
import { limits as values } from '../protocol/values/app/limits.ts';

export const limits = {
  files: {
    /** Of all dropped files together: four of the largest. Others are chosen through the dialog, which copies nothing. */
    droppedOctets: 134_217_728,
    /** A window that never lets go of its files is wrong, or not ours. */
    handles: 1_000,
    /** Of roots as PEM; a system's whole list is a quarter of it. */
    textOctets: 1_048_576,
  },
  runs: {
    /** Finished ones that stay in memory for windows that look again; all of them are in the history. */
    kept: 30,
    /** Events of one: a check has some hundred, a message to a thousand recipients some ten thousand. */
    events: 50_000,
    /** Octets of the same, text and octets together; replies are capped one by one in wire/limits.ts, this caps their sum. */
    octets: 67_108_864,
    /** Milliseconds between two batches, two frames of a 60 Hz display: often enough to look live, seldom enough not to keep the window busy. */
    batchMs: 33,
    /** Batches of messages alike that are remembered: a window has one at a time. */
    batches: 8,
    /** Checks of what was typed that can still be kept with a profile: nobody tries more before saving. */
    typedChecks: 8,
  },
  surveys: {
    /** At one time: a person looks at one, and may watch a few. */
    running: 8,
    /** Finished ones that stay in memory; all are in the history. */
    inMemory: 4,
    /** Sessions of one survey whose events are kept: more than a census of eight addresses has. Of a watch as many as reports. */
    sessions: 600,
    /** Octets of the events of one session, estimated, and of all of a survey: an ordinary one has some 20 KiB. */
    cellOctets: 8_388_608,
    octets: 67_108_864,
  },
  messages: {
    /** Of a message that is shown before it is sent: more is no reading. */
    previewOctets: 262_144,
    /** Messages of one run that are looked for in the inbox: over LMTP each recipient has one. */
    arrived: 20,
    /** Of what our own server puts on top of a message; its lines have some hundred octets. */
    addedOctets: 16_384,
    /** Of a message whose HTML is shown before it is sent; pictures within are most of it. */
    viewOctets: 4_194_304,
    /** Messages of an mbox file listed at a time. */
    mboxEntries: 100,
    /** Messages that were sent and can still be compared with what arrived: who compares does it soon. */
    heldSent: 10,
    /** Of one that is compared, each side: both are in memory then. */
    comparedOctets: values.comparedOctets,
    /** Private keys of DKIM held at once: a person compares two or three. */
    dkimKeys: 32,
  },
  console: {
    /** Sessions that are typed into at once: one to a window, and those that a reload has not found again yet. */
    open: 4,
    /** Events of one: with 10,000 lines it is still shown and kept as any other. Then it is ended, politely. */
    events: 20_000,
    /** Octets of the same, estimated. */
    octets: 33_554_432,
    /** Milliseconds without anybody who follows it: a window that is reloaded is back long before. */
    unwatchedMs: 20_000,
  },
  diagnostics: {
    /** Lines of the log, and characters of one: together less than anyone refuses to attach. */
    lines: 500,
    lineCharacters: 1_000,
  },
  /** Browsers opened by sign-ins, and the milliseconds in which no more are: nobody signs in as often, a page that was taken over might. */
  signIn: {
    browsers: 8,
    within: 60_000,
    /** Milliseconds that revoking may take before a token is forgotten without. */ revoking: 15_000,
  },
} as const;
