/** Options to what a check asks besides: VRFY, EXPN, ETRN and HELP. */
import type { Question } from '../../core/smtp/types.ts';
import type { OptionValues } from '../parse/parse-args.ts';

/** In the order of the help; each kind in its own order. */
export function questionsFrom(options: OptionValues): Question[] {
  const all = (option: string, command: Question['command']): Question[] =>
    options.all(option).map((argument) => ({ command, argument }));
  return [...all('vrfy', 'VRFY'), ...all('expn', 'EXPN'), ...all('etrn', 'ETRN'), ...all('help-topic', 'HELP')];
}
