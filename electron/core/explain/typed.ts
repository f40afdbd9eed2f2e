/**
 * What a reply means that somebody got by typing: by the same judge as everywhere, with everything that the session had shown until then as
 * evidence. Which step it answers is known from the command alone; sender and recipients are those of the transaction it stands in.
 */
import { FactsFold, type SessionFacts } from '../../protocol/fold/facts.ts';
import type { RecipientResult } from '../../protocol/values/session/outcome.ts';
import type { EventOf, SessionEvent } from '../../protocol/values/session/event.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Target } from '../../protocol/values/target.ts';
import { answerTo } from '../diagnosis/answer.ts';
import { readSessionRefusal } from '../diagnosis/reading/session.ts';
import type { JudgedFinding } from '../diagnosis/write.ts';

export interface ExplainedReply {
  /** As sent, without secrets; null for the greeting. */
  readonly command: string | null;
  readonly phase: Phase;
  readonly reply: EventOf<'reply'>['reply'];
  /** The best first; empty where the reply has neither a code nor known words. */
  readonly findings: readonly JudgedFinding[];
}

/** `events` from the session's first on; `seq` of the reply, or of one of its lines. null where no reply stands there. */
export function explainTyped(events: readonly SessionEvent[], seq: number, target: Target): ExplainedReply | null {
  const answered = events.find((event) => event.type === 'reply' && event.seq >= seq);
  if (answered?.type !== 'reply') return null;
  const before = events.slice(0, events.indexOf(answered));
  const fold = new FactsFold();
  for (const event of before) fold.push(event);
  const facts = fold.facts();
  const transaction = transactionIn(before);
  const { command, reply } = answered;
  const phase = phaseOf(answered, facts, encryptedAt(before));
  const seen = { facts: { ...facts, ...transaction }, target, error: null, pipelined: false };
  const read = readSessionRefusal({ reply, phase }, seen);
  return { command, phase, reply, findings: answerTo(read.reply, read.seen, read.context) };
}

const encryptedAt = (before: readonly SessionEvent[]): boolean =>
  before.findLast((event) => event.type === 'line')?.encrypted === true;

const steps: Readonly<Record<string, Phase>> = {
  STARTTLS: 'starttls',
  AUTH: 'auth',
  // A response to a challenge: it is shown without its text.
  '': 'auth',
  '*': 'auth',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
  BDAT: 'data',
  '.': 'data',
  RSET: 'rset',
  QUIT: 'quit',
};

const hellos: ReadonlySet<string> = new Set(['EHLO', 'LHLO', 'HELO']);

const verbOf = (command: string): string => (command.trim().split(/\s+/)[0] ?? '').toUpperCase();

function phaseOf({ phase, command }: EventOf<'reply'>, { used }: SessionFacts, encrypted: boolean): Phase {
  if (command === null || phase !== 'command') return phase;
  const verb = verbOf(command);
  if (hellos.has(verb)) return used !== null ? 'ehlo-auth' : encrypted ? 'ehlo-tls' : 'ehlo';
  return steps[verb] ?? 'command';
}

const pathIn = (command: string): string => /<([^<>]{0,1000})>/.exec(command)?.[1] ?? '';

/** Of the transaction that is under way: what was typed has no other events. */
function transactionIn(before: readonly SessionEvent[]): Pick<SessionFacts, 'sender' | 'recipients'> {
  let sender: SessionFacts['sender'] = null;
  let recipients: RecipientResult[] = [];
  for (const event of before) {
    if (event.type !== 'reply' || event.command === null) continue;
    const verb = verbOf(event.command);
    const { command, reply } = event;
    const accepted = reply.code !== null && reply.code < 300;
    if (hellos.has(verb) || verb === 'RSET' || verb === 'MAIL') {
      sender = verb === 'MAIL' ? { address: pathIn(command), reply } : null;
      recipients = [];
    } else if (verb === 'RCPT') {
      const delivery = accepted ? 'unknown' : 'no';
      recipients.push({ index: recipients.length, address: pathIn(command), accepted, reply, final: null, delivery });
    } else if (verb === '.' && accepted) {
      sender = null;
      recipients = [];
    }
  }
  return { sender, recipients };
}
