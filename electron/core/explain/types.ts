/** What a reply is once it is read. */
import type { Phase } from '../../protocol/values/session/phase.ts';

/** `x.y.z` of an enhanced status code. */
export interface Enhanced {
  readonly text: string;
  readonly class: number;
  readonly subject: number;
  readonly detail: number;
}

export interface ReadReply {
  /** 200 to 559; null where the text holds none. */
  readonly code: number | null;
  readonly enhanced: Enhanced | null;
  /** What follows the codes, of all lines, in lower case, blanks single, quotes straight. */
  readonly words: string;
  /** The step that was answered, where text or code leave no doubt. */
  readonly phase: Phase | null;
  /** The host that said it, where a log names it. */
  readonly host: string | null;
  /** All that was given, in lower case: for messages of clients. */
  readonly whole: string;
}
