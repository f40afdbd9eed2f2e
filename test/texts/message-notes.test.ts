/** Each thing that a reading says about a message has a sentence that names what is declared and what was read. */
import { expect, test } from 'vitest';
import { ReadingNoteSchema, type ReadingNote } from '../../electron/protocol/values/server/mailbox.ts';
import { readingNoteText } from '../../electron/texts/app/message-notes.ts';

const note = (more: Partial<ReadingNote>): ReadingNote => ({
  ...{ code: 'charset-disagrees', part: null, field: null, declared: null, read: null, guessed: false },
  ...more,
});

test.each([
  [
    note({ field: 'Subject', declared: 'gb2312', read: 'gb18030' }),
    'Subject: declared “gb2312”, is no gb2312; read as gb18030',
  ],
  [
    note({ code: 'charset-missing', part: 2, read: 'windows-1252', guessed: true }),
    'Part 2: declares no charset and is no ASCII; read as windows-1252, which is a guess',
  ],
  [
    note({ part: 3, field: 'filename', declared: 'utf-8', read: 'gbk' }),
    'Name of part 3: declared “utf-8”, is no utf-8; read as gbk',
  ],
  [note({ code: 'text-cut' }), 'The text is longer than what is shown; the source is whole'],
])('%j', (each, sentence) => {
  expect(readingNoteText(each)).toBe(sentence);
});

test('every code has its sentence, and what strangers wrote in a label stays inert', () => {
  for (const code of ReadingNoteSchema.entries.code.options) {
    const sentence = readingNoteText(note({ code, declared: 'x\u202e\x1b[31m', read: 'utf-8' }));
    expect(sentence.length).toBeGreaterThan(20);
    expect(sentence).not.toMatch(/[\u202e\x1b]/);
  }
});
