/** What is said of a delivery that nobody knows the end of: why, and never that no reply came where one did. */
import { expect, test } from 'vitest';
import type { RecipientResult } from '../../electron/protocol/values/session/outcome.ts';
import { deliveryText } from '../../electron/texts/outcomes/delivery.ts';
import { reply } from '../core/report/sample.ts';

const recipient = (final: number | null): RecipientResult => ({
  index: 0,
  address: 'a@b.test',
  accepted: true,
  reply: reply(250, 'ok'),
  final: final === null ? null : reply(final, 'x'),
  delivery: 'unknown',
});

test.each([
  [null, 'the final reply never came'],
  // Said while the message was on its way: the connection ended with it.
  [421, 'the final reply never came'],
  [354, 'the final reply is neither a yes nor a no'],
])('final reply %j: %s', (final, why) => {
  const text = deliveryText({ delivery: 'unknown', recipients: [recipient(final)] });
  expect(text).toBe(`Whether the message was taken is unknown: ${why}. Sending it again may make a second copy.`);
});

test('nothing where nothing was to be sent', () => {
  expect(deliveryText({ delivery: null, recipients: [] })).toBe('');
});
