/** The file of changes as it is: every release and every sentence is shown, and no mark of Markdown is left. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRoot } from '../../../build/lib/paths.mjs';
import { readChanges } from '../../../renderer/app/changes.ts';

test('releases, and sentences without marks', () => {
  const text =
    '# Changes\n\nWords.\n\n## 2.0\n\n- New: `a --b` and [*Help*](docs/help.md),\n  over two lines.\n### Group\n- Fixed: c.\n\n## 1.0\n\nNothing.\n';
  expect(readChanges(text)).toEqual([
    { title: '2.0', sentences: ['New: a --b and Help, over two lines.', 'Fixed: c.'] },
  ]);
});

test('our own file has all its sentences in it', () => {
  const text = readFileSync(inRoot('CHANGELOG.md'), 'utf8');
  const sentences = readChanges(text).flatMap((release) => release.sentences);
  expect(sentences).toHaveLength(text.split('\n').filter((line) => line.startsWith('- ')).length);
  expect(sentences.filter((sentence) => sentence.includes('`'))).toEqual([]);
});
