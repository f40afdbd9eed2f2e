/** Two surveys side by side on a terminal: a line for each cell that came to something else, and what differs in it. */
import type { ComparedCell, ComparedSurveys } from '../../../protocol/fold/compare/surveys.ts';
import type { HistoryEntry } from '../../../protocol/values/app/history.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';
import type { DifferenceValue } from '../../../protocol/values/session/comparison.ts';
import type { CellAnswer } from '../../../protocol/values/survey/cell.ts';
import { answerTexts } from '../../../texts/survey/cells.ts';
import { plural } from '../../../texts/units.ts';
import { shorten, visible } from '../../../texts/visible.ts';
import { limits } from '../../limits.ts';
import { type Output, paint } from '../terminal.ts';

export function drawComparedSurveys(
  a: HistoryEntry,
  b: HistoryEntry,
  { cells, same }: ComparedSurveys,
  output: Output,
): string {
  const side = (name: string, { target, startedAt, title }: HistoryEntry): string =>
    `  ${name}  ${startedAt.slice(0, 19).replace('T', ' ')}Z  ${shorten(visible(target), 60)}  ${shorten(visible(title), 120)}`;
  const verdict =
    cells.length === 0
      ? `${plural(same, 'cell')}, no difference`
      : `${plural(cells.length, 'difference')}, ${same} the same`;
  return [
    paint(output, verdict, 'strong'),
    side('A', a),
    side('B', b),
    ...cells.slice(0, limits.history.differences).flatMap((cell) => ['', ...drawCell(cell, output)]),
    ...(cells.length > limits.history.differences
      ? ['', `and ${cells.length - limits.history.differences} more, all of them in --json`]
      : []),
  ].join('\n');
}

const word = (answer: CellAnswer | null): string => (answer === null ? 'not there' : answerTexts[answer]);

function drawCell({ key, target, a, b, differences }: ComparedCell, output: Output): string[] {
  const place = key === null ? '' : hostPortText(key.address, key.port);
  const ways = key === null ? [] : [key.security ?? '', key.mechanism ?? ''].filter((one) => one !== '');
  const name = [target === null ? place : visible(target), ...ways].join(' ');
  const change = a === b ? word(a) : `${word(a)} → ${word(b)}`;
  const shown = differences.slice(0, limits.survey.differences);
  const more = differences.length - shown.length;
  return [
    `${paint(output, shorten(name, 120), 'strong')}  ${change}`,
    ...shown.map(({ path, a: left, b: right }) => `  ${visible(path)}: ${value(left)} → ${value(right)}`),
    ...(more === 0 ? [] : [`  and ${more} more`]),
  ];
}

function value(one: DifferenceValue): string {
  if (one === null) return '–';
  return shorten(visible(Array.isArray(one) ? one.join(' ') : String(one)), 120);
}
