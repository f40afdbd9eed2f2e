/**
 * VRFY, EXPN, ETRN and HELP (RFC 5321 sections 3.5 and 4.1.1, RFC 1985), asked because somebody wants to see the answer. Whatever it is,
 * it ends nothing; that the command is not offered is an answer too.
 */
import type { ClientSession } from '../session.ts';
import type { Question } from '../types.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { checkArgument, invalidArgument } from '../../wire/command.ts';
import { exchange } from './operations.ts';
import { isAsciiText } from '../../wire/text.ts';

/** HELP alone may stand without anything. */
export function checkQuestions(questions: readonly Question[]): StepResult<readonly Question[]> {
  for (const { command, argument } of questions) {
    const name = command.toLowerCase();
    const unsafe = checkArgument(name, argument);
    if (unsafe !== null) return failed(unsafe);
    if (argument.trim() === '' && command !== 'HELP') return failed(invalidArgument(name, argument, 'missing'));
    // RFC 1985 section 5.2: a name, @domain or #queue, which have one form in ASCII.
    if (command === 'ETRN' && !/^[@#]?[\x21-\x7e]+$/.test(argument))
      return failed(invalidArgument(name, argument.slice(0, 200), 'bad-value'));
  }
  return done(questions);
}

/** One after the other, each with its reply among the events. Fails only when the session cannot go on. */
export async function ask(session: ClientSession, questions: readonly Question[]): Promise<StepResult<null>> {
  for (const { command, argument } of questions) {
    const plain = isAsciiText(argument);
    // RFC 6531 section 3.7.4.2: said with the command, since no MAIL has asked for it yet.
    if (!plain && !session.offers('SMTPUTF8'))
      return failed(outcome('not-supported', 'command', { keyword: 'SMTPUTF8' }, { temporary: false }));
    const text = [command, ...(argument === '' ? [] : [argument]), ...(plain ? [] : ['SMTPUTF8'])].join(' ');
    const step = await exchange(session, { text });
    if (!step.ok) return step;
  }
  return done(null);
}
