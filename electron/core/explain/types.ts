/** What a reply is once it is read, and what a rule about one provider's replies consists of. */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Actor } from '../../texts/actors.ts';

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
  /** What stands behind the codes, of all lines, in lower case, blanks single, quotes straight. */
  readonly words: string;
  /** The step that was answered, where text or code leave no doubt. */
  readonly phase: Phase | null;
  /** The host that said it, where a log names it. */
  readonly host: string | null;
  /** All that was given, in lower case: for messages of clients. */
  readonly whole: string;
}

export interface Source {
  readonly url: string;
  /** YYYY-MM-DD: the date of the text, or the day it was read where it bears none. */
  readonly verifiedOn: string;
}

/** Any of several wordings, or the one there is. */
export type Wording = string | readonly string[];

export interface When {
  readonly codes?: readonly number[];
  /** "5.7.139"; "x.7.26" for both classes; "5.7.606-649" for a range of details. */
  readonly enhanced?: readonly string[];
  /** All of them in the reply's words; lower case. */
  readonly text?: readonly Wording[];
  readonly phases?: readonly Phase[];
  /** What the login was tried with: an access token, or a password. */
  readonly login?: 'token' | 'password';
}

export interface Rule {
  /** Stable, dotted; begins with its family. */
  readonly id: string;
  readonly when: When;
  readonly title: string;
  /** One sentence. */
  readonly cause: string;
  readonly actor: Actor;
  /** A setting or command, exact. */
  readonly remedy: string;
  readonly source: Source;
}
