/** Options to what a check asks besides: VRFY, EXPN, ETRN and HELP. */
import type { Question } from '../../core/smtp/types.ts';
import type { QuestionValues } from '../options/message.ts';

/** In the order of the help; each kind in its own order. */
export function questionsFrom({ vrfy, expn, etrn, helpTopic }: QuestionValues): Question[] {
  const all = (command: Question['command'], texts: readonly string[] = []): Question[] =>
    texts.map((argument) => ({ command, argument }));
  return [...all('VRFY', vrfy), ...all('EXPN', expn), ...all('ETRN', etrn), ...all('HELP', helpTopic)];
}
