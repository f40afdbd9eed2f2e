/** SEC-31, SEC-55, SEC-57, SEC-69, SEC-71: what strangers wrote as file names, text, reports and keys. */
import { win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeFileName } from '../../electron/storage/files/safe-name.ts';
import { decideText } from '../../electron/core/message/read/charset/decide.ts';
import { parseHeaderValue } from '../../electron/core/message/read/parameters.ts';
import { embeddedImagesFit } from '../../electron/core/message/html/embedded-images.ts';
import { reportFile } from '../../electron/app/runs/report-file.ts';
import type { Report } from '../../electron/protocol/values/session/report.ts';

describe('SEC-55: names of attachments', () => {
  test.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\x.exe', 'C__Windows_x.exe'],
    ['\\\\host\\share\\x', '__host_share_x'],
    ['CON', '_CON'],
    ['com1.txt', '_com1.txt'],
    ['lpt².log', '_lpt².log'],
    ['a\u202Egnp.exe', 'a_gnp.exe'],
    ['name. . ', 'name'],
    ['x\0.pdf', 'x_.pdf'],
    ['-rf', 'rf'],
    ['.bashrc', 'bashrc'],
    ['a\r\nb', 'a__b'],
    ['file.txt:stream', 'file.txt_stream'],
    ['\u200b\u200b', 'fallback'],
    ['', 'fallback'],
    ['...', 'fallback'],
    ['Grüße 你好.pdf', 'Grüße 你好.pdf'],
    ['\ud800x', '_x'],
    ['NUL .txt', '_NUL.txt'],
    ['nul  . .txt', '_nul..txt'],
    ['AUX\u00a0', '_AUX'],
    ['com1 \u2003.log', '_com1.log'],
    ['CLOCK$.x', '_CLOCK$.x'],
    ['CONIN$ ', '_CONIN$'],
    ['nullable .txt', 'nullable.txt'],
    ['invoice.pdf          .exe', 'invoice.pdf.exe'],
    ['invoice.pdf\u3000\u2003\u00a0.exe', 'invoice.pdf.exe'],
    ['invoice.pdf\u2800\u2800.exe', 'invoice.pdf__.exe'],
    ['Dr. Who  and   friends.pdf', 'Dr. Who and friends.pdf'],
    ['a\u2067fdp\u2069.exe', 'a_fdp_.exe'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name, 'fallback')).toBe(safe);
  });

  test('a long name keeps its ending and fits', () => {
    const safe = safeFileName(`${'ü'.repeat(300)}.desktop`, 'x');
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(180);
    expect(safe).toMatch(/^ü+\.desktop$/);
  });

  test('whatever it was, it is one name in one folder, and stays what it is when made safe again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeFileName(name, 'fallback');
        expect(win32.basename(safe)).toBe(safe);
        expect(safe).not.toMatch(/[\0-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]|^[.\s-]|[.\s]$/u);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200);
        expect(safeFileName(safe, 'fallback')).toBe(safe);
      }),
    );
  });
});

describe('SEC-57: charsets', () => {
  test('UTF-7 is never decoded, an unknown charset is UTF-8, overlong forms are no characters', () => {
    expect(decideText(Buffer.from('+ADw-script+AD4-'), 'utf-7').text).toBe('+ADw-script+AD4-');
    expect(decideText(Buffer.from('é'), 'x-unknown').text).toBe('é');
    expect(decideText(Buffer.from([0xc0, 0xbc]), 'utf-8').text).not.toContain('<');
    // Shifts that browsers no longer know hide nothing: what stands there is read as what it is.
    expect(decideText(Buffer.from('\x1b$)C<b>', 'latin1'), 'iso-2022-kr').text).toBe('\x1b$)C<b>');
    expect(decideText(Buffer.from('~{<b>~}', 'latin1'), 'hz-gb-2312').text).toBe('~{<b>~}');
  });
});

describe('SEC-71: names that every object has', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a parameter like any other', (name) => {
    expect(parseHeaderValue('text/plain').parameters.get(name)).toBeUndefined();
    const { parameters } = parseHeaderValue(`text/plain; ${name}=polluted; ${name}*0=a; x=y`);
    expect(parameters.get(name.toLowerCase())).toBe('a');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

test.each([
  ['<img src="data:text/html,<script>">', false],
  ['<img src="data:image/svg+xml,<svg/>">', true],
  ['<img src="data:image/png;base64,AAAA">', false],
  ['<img src="&#100;ata:image/png;base64,AAAA">', false],
  ['<img src="da\nta:image/png;base64,AAAA">', false],
  ['<div style="background:url(\\64 ata:image/png,x)">', false],
  ['<p>nothing</p>', true],
])('SEC-56: images in %j may be decoded: %s', (html, fit) => {
  expect(embeddedImagesFit(html)).toBe(fit);
});

describe('SEC-31, SEC-69: a report of hostile text is inert', () => {
  const attack = `<img src=x onerror=alert(1)>\u202e\x1b[31m[x](https://evil.example)|=cmd|'/c calc'!A0`;
  const reply = {
    code: 220,
    enhancedCode: null,
    lines: [attack],
    raw: Buffer.from(attack),
    anomalies: [],
  };
  const report: Report = {
    schema: 1,
    command: 'check',
    ok: false,
    target: { host: `evil"><script>x</script>`, port: 25, path: null, protocol: 'smtp', security: 'none' },
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    error: null,
    delivery: null,
    provider: attack,
    phases: [],
    addresses: [],
    greeting: reply,
    ehlo: { plain: null, tls: null, auth: null },
    tls: null,
    auth: null,
    sender: null,
    recipients: [],
    findings: [],
    transcript: [
      { seq: 1, tMs: 0, direction: 'received', phase: 'greeting', encrypted: false, text: attack, anomalies: [] },
    ],
  };

  test('HTML: no element of theirs, no invisible character, a policy that forbids everything', () => {
    const { name, text } = reportFile(report, 'html');
    expect(text).not.toMatch(/<(img|script|a)\b/i);
    expect(text).not.toMatch(/[\u202e\x1b]/);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(safeFileName(name, 'x')).toBe(name);
    expect(name).toMatch(/\.html$/);
  });

  test('Markdown: no link, no HTML', () => {
    const { text } = reportFile(report, 'md');
    const outside = text.replace(/^(`{3,})text\n[^]*?\n\1$/gm, '');
    expect(outside).not.toMatch(/<(img|script)|\]\(https:|\u202e|\x1b/);
  });

  test('JSON: whole again, and __proto__ is nothing special', () => {
    const parsed = JSON.parse(reportFile(report, 'json').text) as { provider: string };
    expect(parsed.provider).toBe(attack);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });
});
