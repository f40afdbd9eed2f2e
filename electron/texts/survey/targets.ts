/** A list of targets in words: why a line was not tried, what a target came to, and the sentence above all of them. */
import type { StateOf } from '../../protocol/values/survey/state.ts';
import type { TargetProblem, TargetRow } from '../../protocol/values/survey/targets.ts';
import { plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';
import { argumentReason } from '../app/arguments.ts';
import { answerTexts } from './cells.ts';

const typedReasons = [
  'control-character',
  'bad-host',
  'bad-port',
  'bad-value',
  'too-long',
  'missing',
  'conflict',
] as const;

/** Completes "line 7: ". */
export function targetProblemText({ code, detail }: TargetProblem, text = ''): string {
  const more = detail === '' ? '' : shorten(visible(detail), 200);
  switch (code) {
    case 'not-a-target': {
      const reason = typedReasons.find((one) => one === detail);
      return reason === undefined ? 'is not a server' : argumentReason(reason, 'target', text);
    }
    case 'not-a-domain':
      return 'is not a domain';
    case 'not-usable':
      return `cannot be asked with these options${more === '' ? '' : ` (${more})`}`;
    case 'profile':
      return more === '' ? 'there is no such profile' : more;
    case 'no-login':
      return 'has no user to log in as';
    case 'secret-missing':
      return 'has no password that is kept for this place';
    case 'refused-before':
      return 'not tried: this account was refused there before, and another try could lock it';
    case 'local-address':
      return `leads to this machine or its own network${more === '' ? '' : ` (${more})`}, which a domain of others must not`;
  }
}

/** "works", "login refused: The password is wrong". */
export function targetRowText({ text, answer, problem, cause, ok }: TargetRow): string {
  if (problem !== null && answer === 'not-tried') return targetProblemText(problem, text);
  const word = ok || answer !== 'works' ? answerTexts[answer] : 'works, with a problem';
  return cause === null ? word : `${word}: ${shorten(visible(cause.title), 200)}`;
}

/** "40 targets: 38 work, 2 do not". */
export function targetsTitle({
  summary,
  status,
  listed,
}: Pick<StateOf<'targets'>, 'summary' | 'status' | 'listed'>): string {
  const { count, ok } = summary;
  const of =
    status === 'done' || count === listed ? plural(count, 'target') : `${count} of ${plural(listed, 'target')}`;
  const bad = count - ok;
  if (count === 0) return status === 'running' ? `${plural(listed, 'target')}: begun` : `${of}: none was asked`;
  if (bad === 0) return `${of}: ${count === 1 ? 'it works' : 'all work'}`;
  if (ok === 0) return `${of}: ${count === 1 ? 'it has a problem' : 'all have a problem'}`;
  return `${of}: ${ok} ${ok === 1 ? 'works' : 'work'}, ${bad} ${bad === 1 ? 'has' : 'have'} a problem`;
}

const CAUSES = 3;

/** "Cannot connect (2). Name not found (1). 3 others." */
export function targetsCausesText({ count, ok, causes }: StateOf<'targets'>['summary']): string {
  const named = causes.slice(0, CAUSES);
  const others = count - ok - named.reduce((sum, one) => sum + one.count, 0);
  const texts = named.map((one) => `${shorten(visible(one.title), 120)} (${one.count}).`);
  if (others > 0) texts.push(named.length === 0 ? '' : `${plural(others, 'other')}.`);
  return texts.join(' ').trim();
}
