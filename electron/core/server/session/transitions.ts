/** The stages of a session and the named ways from one to another; state.ts goes them. */

export type SessionMode = 'connected' | 'header' | 'tls' | 'command' | 'auth' | 'data' | 'stalled' | 'closed';

/** Where a session stands: its mode, and between commands what has been said. */
export const SERVER_STAGES = [
  /** Nothing was said by either side. */
  'connected',
  /** A PROXY header is awaited. */
  'header',
  'tls',
  /** Without EHLO. */
  'greeted',
  /** After EHLO, outside a transaction. */
  'ready',
  /** After MAIL, without a recipient. */
  'mail',
  'recipients',
  'auth',
  'data',
  /** Fallen silent, as a script says. */
  'stalled',
  'closed',
] as const;
export type SessionStage = (typeof SERVER_STAGES)[number];

const BETWEEN_COMMANDS: readonly SessionStage[] = ['greeted', 'ready', 'mail', 'recipients'];
const IN_TRANSACTION: readonly SessionStage[] = ['mail', 'recipients'];
const BEFORE_END = SERVER_STAGES.filter((stage) => stage !== 'closed');

const from = (...stages: readonly SessionStage[]): ReadonlySet<SessionStage> => new Set(stages);

/** From where each transition is legal. Any other is a mistake of ours. */
export const SERVER_TRANSITIONS = {
  expectHeader: from('connected'),
  endHeader: from('header'),
  greet: from('connected'),
  startTls: from('connected', ...BETWEEN_COMMANDS),
  endTls: from('tls'),
  hello: from(...BETWEEN_COMMANDS),
  /** XCLIENT. */
  statePeer: from('greeted', 'ready'),
  /** Before EHLO only where the command is replaced. */
  beginAuth: from('greeted', 'ready'),
  endAuth: from('auth'),
  beginMail: from('ready'),
  addRecipient: from(...IN_TRANSACTION),
  refuseRecipient: from(...IN_TRANSACTION),
  reset: from(...BETWEEN_COMMANDS),
  /** Without recipients only where the command is replaced. */
  beginData: from(...IN_TRANSACTION),
  beginChunk: from(...IN_TRANSACTION),
  /** Its octets are read away. */
  skipChunk: from(...BETWEEN_COMMANDS),
  endChunk: from('data'),
  /** A handler may be at work still when the session is over or has fallen silent. */
  endMessage: from('data', 'stalled', 'closed'),
  /** Two steps of a script may ask for it. */
  stall: from(...BEFORE_END.filter((stage) => stage !== 'header')),
  close: from(...BEFORE_END),
} as const;
export type SessionTransition = keyof typeof SERVER_TRANSITIONS;

/** A mistake in this program or in a replaced part of it, never of a client. */
export class IllegalTransition extends Error {
  readonly transition: SessionTransition;
  readonly stage: SessionStage;

  constructor(transition: SessionTransition, stage: SessionStage) {
    super(`${transition} is not possible in a session that is ${stage}`);
    this.name = 'IllegalTransition';
    this.transition = transition;
    this.stage = stage;
  }
}
