/** What a cause has to have in words. */

/** A code of a provider's own list that stands in the reply. */
export interface ListedCodeWords {
  readonly text: string;
  /** Whose list it is. */
  readonly by: string;
  /** The id of the diagnosis it stands for. */
  readonly means: string;
  readonly source: string;
  readonly verifiedOn: string;
}

/** What sentences may name; all of it may be unknown. */
export interface DiagnosisParams {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly mechanism?: string;
  /** The mechanisms that EHLO offered, as a list in words. */
  readonly offered?: string;
  /** Who issued the certificate that was shown. */
  readonly issuer?: string;
  /** By which name the server introduced itself. */
  readonly introducedAs?: string;
  /** For whom the certificate is that was shown in the server’s place, as a list in words. */
  readonly certificateFor?: string;
  /** The way went through a proxy, which looked the name up. */
  readonly byProxy?: true;
  /** The address that was reached, where it leads no further than this machine or network. */
  readonly reachedHere?: string;
  /** The certificate of the chain that is too weak. */
  readonly weakSubject?: string;
  /** It is the server’s own. */
  readonly weakOwn?: true;
  /** Its key, or what it was signed with. */
  readonly weakKey?: string;
  readonly weakSignature?: string;
  /** EHLO was said again after the login. */
  readonly helloAgain?: true;
  /** Of the message. */
  readonly messageBytes?: number;
  /** The block list that the reply names, the address it says is on it, and who keeps that list. */
  readonly blockList?: string;
  readonly blockedAddress?: string;
  readonly listKeeper?: 'spamhaus' | 'spamcop';
  /** Octets of its longest line. */
  readonly longestLine?: number;
  /** The server’s SIZE. */
  readonly sizeLimit?: number;
  /** The address that the reply names. */
  readonly address?: string;
  readonly listed?: ListedCodeWords;
}

export type Sentence = string | ((params: DiagnosisParams) => string);

export interface DiagnosisText {
  readonly title: Sentence;
  /** One sentence. */
  readonly cause: Sentence;
  /** What to do: a setting, a command, a place to look. */
  readonly remedy: Sentence;
  readonly source: Sentence;
  /** The day the source was read, where it bears no date of its own; RFCs have none. */
  readonly verifiedOn?: string | ((params: DiagnosisParams) => string | undefined);
  /** What would show that it is this and not another cause; where it is named as an alternative. */
  readonly sign?: string;
}
