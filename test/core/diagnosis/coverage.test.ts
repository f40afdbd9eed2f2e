/** The sample of replies is explained without a wrong word; and each of our ids that the map of causes names does exist. */
import { expect, test } from 'vitest';
import { DIAGNOSIS_IDS } from '../../../electron/texts/diagnosis/all.ts';
import { judgeRow, ourIds, readCollection } from '../../replies/rows.ts';

const { rows, causes } = readCollection('test/fixtures/replies');

test.each(rows.map((row) => [row.text, row] as const))('%s', (_, row) => {
  expect(judgeRow(row, causes, true)).toMatchObject({ verdict: expect.stringMatching(/proven|right/) as string });
  expect(judgeRow(row, causes, false).verdict).not.toBe('wrong');
});

/** Only a session shows them. */
const ofSessions = ['reach.another-host-answers', 'auth.password-beyond-ascii', 'lmtp.not-delivered-here'];

test('each diagnosis stands for a cause of the map', () => {
  const mapped = new Set(Object.values(ourIds).flat());
  expect(DIAGNOSIS_IDS.filter((id) => !mapped.has(id) && !ofSessions.includes(id))).toEqual([]);
  for (const ids of Object.values(ourIds)) expect(ids.length).toBeGreaterThan(0);
});
