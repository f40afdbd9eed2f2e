/** A file that cannot be a message is told from one that is damaged, by its first octets. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../electron/core/message/limits.ts';
import { nonMessage } from '../../../electron/core/message/non-message.ts';

test.each<[string, string]>([
  ['one field', 'Subject: x'],
  ['bare LF', 'From: a@example.org\n\nbody'],
  ['an empty field', 'X-Empty:\r\n'],
  ['a blank before the colon (RFC 5322 section 4.5)', 'Subject : x\r\n\r\n'],
  ['a mark of UTF-8 before it', '\u00ef\u00bb\u00bfFrom: a@example.org\r\n'],
  ['empty lines before it', '\r\n\nReceived: from x\r\n'],
  ['a line of an mbox file', 'From a@example.org Thu Jan  1 00:00:00 1970\nFrom: a@example.org\n'],
  ['words of somebody', 'Please look at this\r\nthank you\r\nReturn-Path: <>\r\n'],
  ['no end of its header', `Subject: ${'x'.repeat(200_000)}`],
])('%s: it may be a message', (_name, text) => {
  expect(nonMessage(Buffer.from(text, 'latin1'))).toBeNull();
});

test.each<[string, Buffer, ReturnType<typeof nonMessage>]>([
  ['nothing', Buffer.alloc(0), 'empty'],
  ['blank lines', Buffer.from('\r\n\r\n'), 'no-header'],
  ['a text', Buffer.from('Dear Bob,\n\nSubject: no field, since the header has ended\n'), 'no-header'],
  ['JSON', Buffer.from('{"schema": 1,\n "from": "a"}\n'), 'no-header'],
  ['a log', Buffer.from('Dec  1 01:15:00 mx postfix/smtpd[1]: connect\n'.repeat(20)), 'no-header'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'no-header'],
  ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n', 'latin1'), 'no-header'],
  ['an archive', Buffer.from('504b030414000000080000000000', 'hex'), 'no-header'],
  ['Outlook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'compound'],
  ['what PowerShell writes', Buffer.from('\ufeffSubject: x\r\n', 'utf16le'), 'utf-16'],
])('%s: it is none', (_name, octets, reason) => {
  expect(nonMessage(octets)).toBe(reason);
});

test('a field after more lines than are looked at, or more octets, is not looked for', () => {
  const { recognizedLines, recognizedOctets } = limits.mailbox;
  expect(nonMessage(Buffer.from(`${'no field\n'.repeat(recognizedLines - 1)}Subject: x\n`))).toBeNull();
  expect(nonMessage(Buffer.from(`${'no field\n'.repeat(recognizedLines)}Subject: x\n`))).toBe('no-header');
  expect(nonMessage(Buffer.from(`${'x'.repeat(recognizedOctets)}\nSubject: x\n`))).toBe('no-header');
});

test('whatever follows a field, it may be a message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (rest) => {
      expect(nonMessage(Buffer.concat([Buffer.from('Subject: x\r\n'), rest]))).toBeNull();
    }),
  );
});
