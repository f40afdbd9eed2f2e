/** Sentences of the console: lists that cannot be run, replies that were not as expected. */
import type { ExpectedReply } from '../../protocol/parse/console/line.ts';
import type { ListProblem } from '../../protocol/parse/console/list.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import { replyText } from '../replies/quoted.ts';

const problems: Readonly<Record<ListProblem, string>> = {
  'too-long': 'the list is longer than a list may be',
  'no-end': 'the message after DATA has no end: a line with a dot alone',
  'wrong-length': 'the lines after BDAT are not as many bytes as it says, each with its CR LF',
  'wrong-word': 'it has to be written so:',
  empty: 'the list has no command',
};

/** What is wrong with line `line` of a list; a sentence without its full stop. */
export function listProblemText({
  line,
  problem,
  usage,
}: {
  readonly line: number;
  readonly problem: ListProblem;
  readonly usage: string | null;
}): string {
  return `line ${line}: ${problems[problem]}${usage === null ? '' : ` ${usage}`}`;
}

/** Why an `expect` stopped a list; a sentence without its full stop. */
export function unexpectedText({ text }: ExpectedReply, got: Reply | null): string {
  return `expected ${text}, got ${got === null ? 'no reply' : replyText(got)}`;
}
