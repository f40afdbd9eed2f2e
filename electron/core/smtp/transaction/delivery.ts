/**
 * What the answers after the final dot mean, recipient by recipient and in sum. Pure: answers in, results out. SMTP gives one
 * answer for all; LMTP one for each accepted RCPT, in their order (RFC 2033 section 4.2).
 */
import type { Delivery, Outcome, RecipientResult } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { StepResult } from '../step.ts';
import { isPositive, isTemporary, replyClass } from '../../wire/reply.ts';

export interface JudgedDelivery {
  readonly results: RecipientResult[];
  /** null when at least one recipient got the message and every answer came. */
  readonly error: Outcome | null;
}

export function judgeAnswers(
  recipients: readonly RecipientResult[],
  answers: readonly StepResult<Reply>[],
  perRecipient: boolean,
  refusal: (reply: Reply) => Outcome,
): JudgedDelivery {
  let next = 0;
  const results = recipients.map((recipient): RecipientResult => {
    if (!recipient.accepted) return recipient;
    const answer = answers[perRecipient ? next : 0];
    next += 1;
    // The final dot is out: no answer, or one that cannot be read, leaves it open whether the message was taken.
    if (answer?.ok !== true) {
      return { ...recipient, final: answer?.error.reply ?? null, delivery: 'unknown' };
    }
    const { value } = answer;
    // RFC 5321 section 4.2.1: only 4yz and 5yz say that it was not taken.
    const refused = replyClass(value) === 4 || replyClass(value) === 5;
    return { ...recipient, final: value, delivery: isPositive(value) ? 'yes' : refused ? 'no' : 'unknown' };
  });
  return { results, error: errorOf(answers, refusal) };
}

function errorOf(answers: readonly StepResult<Reply>[], refusal: (reply: Reply) => Outcome): Outcome | null {
  const replies: Reply[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer.error;
    replies.push(answer.value);
  }
  const [first] = replies;
  if (first === undefined || replies.some(isPositive)) return null;
  // One that may be tried again makes the whole worth trying again.
  const worth = replies.find((reply) => isTemporary(reply) === true);
  return refusal(worth ?? first);
}

/** `unknown` outweighs: whoever sends again must know that somebody may get it twice. */
export function deliveryOf(results: readonly RecipientResult[]): Delivery {
  if (results.some(({ delivery }) => delivery === 'unknown')) return 'unknown';
  const taken = results.filter(({ delivery }) => delivery === 'yes').length;
  return taken === 0 ? 'none' : taken === results.length ? 'all' : 'some';
}
