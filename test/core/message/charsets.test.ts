/** One decision by which octets are read: by their label where they agree with it, else readably, and with a word. */
import { expect, test } from 'vitest';
import { decideText } from '../../../electron/core/message/read/charset/decide.ts';
import { agreeing, disagreeing } from './charset-samples.ts';

test.each(agreeing)('%s is read by its label, and nothing is said', (label, hex, text) => {
  for (const written of [label, label.toUpperCase(), ` "${label}" `]) {
    const read = decideText(Buffer.from(hex, 'hex'), written);
    expect(read.text).toBe(text);
    expect(read.note).toBeNull();
  }
});

test.each(disagreeing)('labelled %s, %s is read as what it is, and that is said', (label, hex, text, charset, code) => {
  const { text: read, note } = decideText(Buffer.from(hex, 'hex'), label);
  expect(read).toBe(text);
  expect(note).toMatchObject({ code, declared: label, read: charset });
});

test.each(agreeing)('%s may end within a character', (label, hex, text) => {
  const octets = Buffer.from(hex, 'hex');
  if (octets.length < 12) return;
  const { text: read } = decideText(octets.subarray(0, octets.length - 1), label, { cut: true });
  expect(text.startsWith(read.slice(0, 5))).toBe(true);
  expect(read).not.toContain('\ufffd');
});
