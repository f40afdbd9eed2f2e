/** One reading of a message: which parts are its text and which are attachments, how both are decoded, what is said about it. */
import { describe, expect, test } from 'vitest';
import { unflowed } from '../../../electron/core/message/read/flowed.ts';
import { readHead } from '../../../electron/core/message/read/head.ts';
import { readMessage } from '../../../electron/core/message/read/message.ts';
import { octetsInMemory } from '../../../electron/core/message/read/octets.ts';
import { readForSearch } from '../../../electron/core/message/read/search-text.ts';
import { allParts } from '../../../electron/core/message/read/structure.ts';

/** Each character an octet. */
const message = (...lines: readonly string[]) => octetsInMemory(Buffer.from(lines.join('\r\n'), 'latin1'));
const octets = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const read = (...lines: readonly string[]) => readMessage(message(...lines));
const names = (reading: ReturnType<typeof readMessage>) =>
  reading.attachments.map(({ index, mimeType, filename }) => `${index} ${mimeType} ${filename ?? '-'}`);
const said = (reading: ReturnType<typeof readMessage>) =>
  reading.notes.map(({ code, part, field }) => [code, part ?? field]);
const mixed = (...parts: readonly (readonly string[])[]): string[] => [
  'Content-Type: multipart/mixed; boundary=b',
  '',
  ...parts.flatMap((part) => ['--b', ...part]),
  '--b--',
  '',
];

describe('text and attachments', () => {
  test('a text part with a name is an attachment, whatever its disposition; others are the text', () => {
    for (const disposition of ['Content-Disposition: inline; filename="notes.txt"', 'X: y']) {
      const type = disposition === 'X: y' ? 'Content-Type: text/plain; name=notes.txt' : 'Content-Type: text/plain';
      const reading = read(...mixed(['', 'body'], [type, disposition, '', 'the notes'], ['', 'footer']));
      expect(reading.text).toBe('body\nfooter');
      expect(names(reading)).toEqual(['2 text/plain notes.txt']);
    }
  });

  test('named HTML beside HTML, and a calendar in an alternative, are listed', () => {
    const report = read(
      ...mixed(
        ['Content-Type: text/html', '', '<p>see'],
        ['Content-Type: text/html; name="report.html"', '', '<h1>Report'],
      ),
    );
    expect(report.html).toBe('<p>see');
    expect(report.text).toBeNull();
    expect(names(report)).toEqual(['2 text/html report.html']);
    const invitation = read(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      ...['--b', '', 'plain', '--b', 'Content-Type: text/html', '', '<p>html'],
      ...['--b', 'Content-Type: text/calendar; charset=utf-8', '', 'BEGIN:VCALENDAR', '--b--'],
    );
    expect(invitation).toMatchObject({ text: 'plain', html: '<p>html' });
    expect(names(invitation)).toEqual(['3 text/calendar -']);
  });

  test('what stands alone is shown although it has a name, and listed', () => {
    const reading = read('Content-Type: text/plain; name=only.txt', '', 'content');
    expect(reading.text).toBe('content');
    expect(names(reading)).toEqual(['0 text/plain only.txt']);
    const attached = read('Content-Type: text/plain', 'Content-Disposition: attachment', '', 'content');
    expect(attached.text).toBeNull();
    expect(names(attached)).toEqual(['0 text/plain -']);
  });

  test('every leaf is shown or listed', () => {
    const reading = read(
      ...mixed(
        ['', 'one'],
        ['Content-Type: image/png', '', 'x'],
        ['Content-Type: multipart/mixed', '', 'no boundary'],
        ['Content-Type: multipart/mixed; boundary=none', '', 'no part'],
        ['Content-Type: message/delivery-status', '', 'Status: 5.1.1'],
        ['Content-Type: message/rfc822', '', 'Subject: inner', '', 'inner text'],
        ['Content-Type: text/csv', '', 'a;b'],
        ['Content-Type: text/html', '', '<p>two'],
      ),
    );
    expect(names(reading)).toEqual([
      '2 image/png -',
      '3 multipart/mixed -',
      '4 multipart/mixed -',
      '5 message/delivery-status -',
      '6 message/rfc822 -',
      '8 text/csv -',
    ]);
    expect(reading.text).toBe('one\ntwo');
    expect(reading.html).toContain('>one</div>\n<p>two');
    expect(said(reading)).toEqual([
      ['boundary-missing', 3],
      ['boundary-missing', 4],
    ]);
  });

  test('a multipart without parts is shown as what stands there', () => {
    const reading = read('Content-Type: multipart/mixed', '', '--x', '', 'hello', '--x--');
    expect(reading.text).toContain('hello');
    expect(said(reading)).toEqual([['boundary-missing', 0]]);
  });

  test('messages in a digest need no type, and a header that only the next delimiter ends takes nothing of it', () => {
    const digest = read(
      'Content-Type: multipart/digest; boundary=b',
      '',
      ...['--b', '', 'Subject: first', '', 'one', '--b', '', 'Subject: second', '', 'two', '--b--'],
    );
    expect(names(digest)).toEqual(['1 message/rfc822 -', '3 message/rfc822 -']);
    const short = read(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '--b',
      '',
      'second',
      '--b--',
    );
    expect(allParts(short.root)).toHaveLength(3);
    expect(short.text).toBe('second');
  });

  test('an empty text part beside HTML is said', () => {
    const reading = read(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      ...['--b', '', '', '--b', 'Content-Type: text/html', '', '<p>html', '--b--'],
    );
    expect(reading.html).toBe('<p>html');
    expect(said(reading)).toEqual([['text-empty', null]]);
  });

  test('each form of an alternative has its own charset', () => {
    const reading = read(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      ...['--b', 'Content-Type: text/plain; charset=iso-8859-1', '', 'Gr\xfc\xdfe'],
      ...['--b', 'Content-Type: text/html; charset=utf-8', '', octets('Grüße 你'), '--b--'],
    );
    expect(reading).toMatchObject({ text: 'Grüße', html: 'Grüße 你', notes: [] });
  });

  test('HTML says its charset where its header does not', () => {
    const html =
      '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head>\xcf\xf0\xe8\xe2\xe5\xf2';
    const reading = read('Content-Type: text/html', '', html);
    expect(reading.html).toContain('Привет');
    expect(reading.notes).toEqual([]);
  });
});

describe('transfer encodings', () => {
  const encoded = (encoding: string, ...lines: readonly string[]) =>
    read('Content-Type: text/plain; charset=utf-8', `Content-Transfer-Encoding: ${encoding}`, '', ...lines);

  test('quoted-printable broken within a character', () => {
    expect(encoded('quoted-printable', 'Gr=C3=', '=BC=C3=9Fe =', '=E4=BD=', '=A0').text).toBe('Grüße 你');
  });

  test('base64 with octets that are none of it', () => {
    const reading = encoded('BASE64', 'R3L*DvM', '!!Ofw59l');
    expect(reading.text).toBe(Buffer.from('R3LDvMOfw59l', 'base64').toString());
    expect(said(reading)).toEqual([['encoding-strays', 0]]);
  });

  test('text that is labelled base64, and an encoding that nobody knows, are shown as they stand', () => {
    const plain = encoded('base64', 'This is no base64 at all, but text.');
    expect(plain.text).toBe('This is no base64 at all, but text.');
    expect(said(plain)).toEqual([['encoding-disagrees', 0]]);
    const strange = encoded('x-strange', 'some text');
    expect(strange.text).toBe('some text');
    expect(said(strange)).toEqual([['encoding-unknown', 0]]);
  });

  test('uuencode', () => {
    expect(encoded('x-uuencode', 'begin 644 a.txt', '%:&5L;&\\', '`', 'end').text).toBe('hello');
  });
});

describe('headers', () => {
  const subject = (raw: string, ...more: readonly string[]) => {
    const source = message(`Subject: ${raw}`, ...more, '', '');
    const reading = readMessage(source);
    const value = reading.headers[0]?.value;
    // The list, the pane and the search say the same.
    expect(readHead(source.slice(0, source.size), true).subject).toBe(value);
    expect(readForSearch(source).subject).toBe(value);
    return { value, notes: reading.notes };
  };

  test.each([
    ['=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=', 'Grüße'],
    ['=?UTF-8?Q?Gr=C3?=\r\n =?utf-8?q?=BC=C3=9Fe?=', 'Grüße'],
    ['=?utf-8?B?R3LDv?= =?utf-8?B?MOfZQ==?=', 'Grüße'],
    ['=?utf-8?Q?a?= =?iso-8859-1?Q?=FC?= b', 'aü b'],
    ['=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['=?ISO-8859-1?Q?Die Katzen und die Fr\xf6sche?=', 'Die Katzen und die Frösche'],
    ['=?gb2312?B?xOO6ww==?=', '你好'],
    ['=?utf-8?Q?a_b?=c', 'a bc'],
    ['not =? a word ?=', 'not =? a word ?='],
    ['=?iso-2022-jp?B?GyRCMnE1RBsoQg==?= =?iso-2022-jp?B?GyRCO3FOQRsoQg==?=', '会議資料'],
    [octets('Grüße 你好'), 'Grüße 你好'],
  ])('%j is %s', (raw, text) => {
    const { value, notes } = subject(raw);
    expect(value).toBe(text);
    expect(notes).toEqual([]);
  });

  test('raw octets are read by the charset of the body, else by what they look like; both are said', () => {
    const gbk = subject('\xb3\xb7\xbb\xd8\xd3\xca\xbc\xfe', 'Content-Type: text/plain; charset=gbk');
    expect(gbk.value).toBe('撤回邮件');
    expect(gbk.notes).toMatchObject([{ code: 'charset-missing', field: 'Subject', read: 'gbk', guessed: false }]);
    const western = subject('Sch\xf6ne Gr\xfc\xdfe');
    expect(western.value).toBe('Schöne Grüße');
    expect(western.notes).toMatchObject([{ code: 'charset-missing', read: 'windows-1252', guessed: true }]);
  });

  test('an encoded word whose label is wrong', () => {
    const { value, notes } = subject('=?utf-8?Q?Gr=FC=DFe?=');
    expect(value).toBe('Grüße');
    expect(notes).toMatchObject([{ code: 'charset-disagrees', declared: 'utf-8', field: 'Subject' }]);
  });
});

test.each([
  ["filename*=utf-8''Gr%C3%BC%C3%9Fe.txt", 'Grüße.txt'],
  ["filename*0*=utf-8''Gr%C3; filename*1*=%BC%C3%9Fe; filename*2=.txt", 'Grüße.txt'],
  [`filename="${octets('Grüße.txt')}"`, 'Grüße.txt'],
  ['filename="Gr\xfc\xdfe.txt"', 'Grüße.txt'],
  ['filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.txt?="', 'Grüße.txt'],
  ['filename="=?utf-8?B?R3LD?= =?utf-8?B?vMOfZS50eHQ=?="', 'Grüße.txt'],
  ['filename*0="=?utf-8?B?R3LD"; filename*1="vMOfZS50eHQ=?="', 'Grüße.txt'],
  ["filename*=gb2312''%C4%E3%BA%C3.txt", '你好.txt'],
  ["filename=plain.txt; filename*=''%E4%BD%A0.txt", '你.txt'],
  ['filename=Invoice(1).pdf', 'Invoice(1).pdf'],
  ['filename="a;b\\"c.txt" (comment)', 'a;b"c.txt'],
])('the name %s', (parameter, name) => {
  const reading = read(
    ...mixed(['', 'x'], ['Content-Type: text/plain', `Content-Disposition: attachment; ${parameter}`, '', 'x']),
  );
  expect(reading.attachments[0]?.filename).toBe(name);
});

test.each([
  ['a \nb', false, 'a b'],
  ['a \nb', true, 'ab'],
  ['> a \n> b\nc', false, '> a b\nc'],
  ['> a \n>> b', false, '> a \n>> b'],
  ['>> a \n>> b', false, '>> a b'],
  ['a \n\nb', false, 'a \n\nb'],
  ['a \n\nb', true, 'a\n\nb'],
  ['> a \n>\n> b \n> c', false, '> a \n>\n> b c'],
  ['a \n \nb', false, 'a \n\nb'],
  ['a\n\nb', false, 'a\n\nb'],
  ['a \n-- \nme', false, 'a \n-- \nme'],
  ['> a \n> -- \n> me \n> you', false, '> a \n> -- \n> me you'],
  [' > no quote', false, '> no quote'],
  [' From here', false, 'From here'],
  ['>', false, '>'],
  ['>no blank', false, '> no blank'],
  ['a \r\nb\r\n', false, 'a b\n'],
  ['a \n  indented', false, 'a  indented'],
])('flowed %j (DelSp %s) is %j', (text, delSp, expected) => {
  expect(unflowed(text, delSp)).toBe(expected);
});

test.each([
  ['text/html charset=utf-8', 'text/html'],
  ['text/html  charset = "utf-8"; x=y', 'text/html'],
  ['text/plain charset=utf-8', 'text/plain'],
])('a type of which the semicolon is missing is that type: %s', (type, mimeType) => {
  const { root, notes } = read(`Content-Type: ${type}`, '', octets('Grüße'));
  expect([root.mimeType, root.charset, notes]).toEqual([mimeType, 'utf-8', []]);
});

test('so is a disposition, with its file name', () => {
  const { attachments } = read(...mixed(['', 'x'], ['Content-Disposition: attachment filename="a b.txt"', '', 'y']));
  expect(attachments.map(({ filename }) => filename)).toEqual(['a b.txt']);
});

test.each(['n\0ul', '\0n\0u\0l\0l\0s', 'ab\0c d'])(
  'NUL in a header line makes no other charset of it: %j',
  (subject) => {
    const source = [`Subject: ${subject}`, '', 'x'] as const;
    expect(read(...source).headers[0]?.value).toBe(subject);
    expect(readHead(Buffer.from(source.join('\r\n'), 'latin1'), true).subject).toBe(
      subject.replace(/\0+/g, ' ').trim(),
    );
  },
);

test('a short text with a NUL is none of UTF-16', () => {
  expect(read('Subject: s', '', 'n\0ul').text).toBe('n\0ul');
});

test('text that is UTF-8 save for an octet stays UTF-8: what is called quoted-printable and is not, say', () => {
  const { text, notes } = read(
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    octets('see ?a=b&c=d1 and Größe'),
  );
  expect(text).toBe('see ?a=b&c\ufffd and Größe');
  expect(notes.map(({ code }) => code)).toContain('charset-broken');
});

test('a message that consists of another one shows its text, and has it whole to be saved', () => {
  const reading = read('Subject: outer', 'Content-Type: message/rfc822', '', 'Subject: inner', '', 'inner words');
  expect(reading.text).toBe('inner words');
  expect(names(reading)).toEqual(['0 message/rfc822 -']);
});

describe('what a message is found by', () => {
  test('attached text, messages within it, names, and text after an attachment', () => {
    const { body } = readForSearch(
      message(
        ...mixed(
          ['Content-Type: application/octet-stream; name=data.bin', '', 'A'.repeat(300_000)],
          ['Content-Type: text/plain; charset=iso-2022-jp', '', '\x1b$BK\\J8\x1b(B'],
          ['Content-Type: text/html', '', 'inter<b>rupt</b>ed<style>hidden</style> &Uuml;bung'],
          ['Content-Type: message/rfc822', '', 'Subject: =?utf-8?Q?inn=C3=A9r?=', '', 'inner words'],
          ['Content-Type: text/plain; name=notes.txt', '', 'attached words'],
        ),
      ),
    );
    for (const word of [
      'data.bin',
      '本文',
      'interrupted',
      'Übung',
      'innér',
      'inner words',
      'notes.txt',
      'attached words',
    ])
      expect(body).toContain(word);
    expect(body).not.toContain('hidden');
    expect(body).not.toContain('AAAA');
  });
});
