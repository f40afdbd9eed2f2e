/** What became of a message that was looked for, on a terminal. */
import type { FoundMessage } from '../../../protocol/values/app/arrived.ts';
import { duration, octets, plural } from '../../../texts/units.ts';
import { visible } from '../../../texts/visible.ts';
import { type Output, paint } from '../terminal.ts';

export function drawFound(found: FoundMessage, output: Output): string[] {
  const title = paint(output, 'In the mailbox', 'strong');
  const line = (mark: string, tone: 'good' | 'bad' | 'warn', text: string): string =>
    `  ${paint(output, mark, tone)} ${text}`;
  if (found.state === 'failed')
    return ['', title, line('?', 'warn', `It could not be looked for: ${visible(found.reason)}`)];
  const looks = plural(found.looks, 'look');
  if (found.state === 'not-found')
    return ['', title, line('✘', 'bad', `Not there within ${duration(found.afterMs)} (${looks})`)];
  const there = line(
    '✔',
    'good',
    `There after ${duration(found.afterMs)} at the most (${looks}), ${octets(found.octets)}`,
  );
  const { comparison } = found;
  if (comparison === null)
    return ['', title, there, line('?', 'warn', 'It is too long to be compared with what was sent.')];
  const { added, removed, changed, body, hops, lineEnds } = comparison;
  const fields = (list: readonly string[], what: string): string[] =>
    list.length === 0
      ? []
      : [`  ${what}:`, ...list.map((field) => `    ${visible(field.replaceAll('\r\n', ' ').replaceAll('\t', ' '))}`)];
  return [
    ...['', title, there],
    comparison.same
      ? line(
          '✔',
          'good',
          `What was sent is unchanged, octet by octet${lineEnds === 'changed' ? ', but for line ends' : ''}`,
        )
      : line('!', 'warn', 'What was sent was changed on the way'),
    `  ${plural(hops, 'hop')} (Received)`,
    ...fields(added, 'Added on the way'),
    ...fields(removed, 'Taken out'),
    ...changed.flatMap(({ sent, arrived }) => fields([sent, arrived], 'Changed, from and to')),
    ...(body === null
      ? []
      : [
          `  Its body differs from line ${body.line} on:`,
          `    sent:    ${body.sent === null ? '(nothing)' : visible(body.sent)}`,
          `    arrived: ${body.arrived === null ? '(nothing)' : visible(body.arrived)}`,
        ]),
  ];
}
