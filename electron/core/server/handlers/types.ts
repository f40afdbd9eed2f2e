/** What handlers of messages and logins are to the server: asked, and answering with replies. */
import type { Accounts } from '../../sasl/types.ts';
import type { MessageSummary } from '../../../protocol/values/server/mailbox.ts';
import type { NewMessage, SpooledMessage } from '../../ports.ts';

/** A reply that a handler asks for; text lines without CR, LF or control characters. */
export interface HandlerReply {
  readonly code: number;
  readonly enhancedCode: string | null;
  readonly lines: readonly string[];
}

/** Answers a message: null for the usual 250; for LMTP one entry per accepted recipient, by index. */
export interface HandlerResult {
  readonly reply: HandlerReply | null;
  readonly perRecipient?: readonly (HandlerReply | null)[];
  /** Set when the message was kept. */
  readonly message: MessageSummary | null;
}

/** What happens to a message that came in whole. Rejecting answers 451 without a word of the reason. */
export interface MessageHandler {
  readonly name: string;
  /**
   * `text`: the handler reads messages as text, so that 8BITMIME, BINARYMIME and SMTPUTF8 are not offered. Together with
   * `smtputf8` in the configuration it is refused by createTestServer (RangeError), as smtpd refuses decode_data with it.
   */
  readonly wants?: 'text' | 'bytes';
  /**
   * Passes messages on to another server. createTestServer refuses it (RangeError) where strangers could send through it; a handler
   * that hands messages to another one says what that one says.
   */
  readonly relays?: boolean;
  handle(message: NewMessage, spooled: SpooledMessage): HandlerResult | Promise<HandlerResult>;
}

/** Who may log in to the test server, and as whom. Passwords are test data, kept as verifiers where that suffices. */
export interface UserVerifier extends Accounts {
  /** May this user, who has logged in, act as somebody else (authorization identity)? */
  mayActAs(user: string, authzid: string): boolean;
  /** Can somebody who was given nothing log in by this mechanism (upper case): with any password, a token of their own making, no name? */
  admitsAnybody(mechanism: string): boolean;
}
