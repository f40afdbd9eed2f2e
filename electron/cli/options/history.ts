/** Options of the commands about past runs and surveys. */
import { flag, text } from '../../protocol/options/option.ts';
import { counted } from './kinds.ts';
import { described, group, type Values } from './types.ts';

export const historyChoice = group('Which', {
  search: described(text('search', 'WORDS'), 'those with these words in target, verdict, outcome code or kind'),
  limit: counted('limit', 'N', 1, 'the newest so many (default: 50)'),
});

export const historyOutput = group('Output', {
  json: described(flag('json'), 'print one object as JSON on standard output, everything else on standard error'),
});

export interface HistoryListValues {
  readonly chosen: Values<typeof historyChoice>;
  readonly output: Values<typeof historyOutput>;
}
