/** Reports as files: what a server says stays text in Markdown and in HTML. */
import { expect, test } from 'vitest';
import { foldReport } from './fold-report.ts';
import { reportHtml } from '../../../electron/core/report/html.ts';
import { reportMarkdown } from '../../../electron/core/report/markdown.ts';
import type { Outcome } from '../../../electron/protocol/values/session/outcome.ts';
import { begin, end, greeting, hostileReport, line, reply, stamped } from './sample.ts';

test('HTML has no markup but ours', () => {
  const html = reportHtml(hostileReport());
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;');
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/\b(?:src|href)=/);
  const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map((match) => match[1]));
  expect([...tags].sort()).toEqual(
    [
      'body',
      'br',
      'h1',
      'h2',
      'head',
      'html',
      'meta',
      'p',
      'pre',
      'span',
      'style',
      'table',
      'td',
      'th',
      'title',
      'tr',
      'i',
    ]
      .filter((tag) => tags.has(tag))
      .sort(),
  );
});

test('Markdown makes no link, HTML or fence of what a server says', () => {
  const events = stamped([begin(), ...greeting, line('received', 'ehlo', '250 ```` <img src=x> ```'), end()]);
  const fenced = reportMarkdown(foldReport('check', events));
  expect(fenced).toContain('`````text\n');
  const markdown = reportMarkdown(hostileReport());
  const outside = markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
  expect(outside).not.toContain('<script');
  expect(outside).not.toContain('](https://');
  expect(outside).not.toMatch(/https?:\/\//);
  expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test('both tell verdict, cause and lines', () => {
  for (const text of [reportMarkdown(hostileReport()), reportHtml(hostileReport())]) {
    expect(text).toContain('User name or password not accepted');
    expect(text).toContain('Timeline');
    expect(text).toContain('Transcript');
    expect(text).toContain('Self');
  }
});

test.each([
  ['smtp.office365.com', 'microsoft', 'Microsoft 365'],
  ['SMTP-Mail.Outlook.com', 'microsoft', 'Outlook.com'],
  ['smtp.gmail.com', 'gmail', 'Gmail'],
  ['email-smtp.eu-west-1.amazonaws.com', 'amazon-ses', 'Amazon SES'],
  ['mx.test', null, null],
  ['smtp.gmail.com.mx.test', null, null],
])('%s is reported as %s in every form of a report', (host, provider, name) => {
  const report = foldReport('check', stamped([begin({ host }), ...greeting, end()]));
  expect(report.provider).toBe(provider);
  for (const text of [reportHtml(report), reportMarkdown(report)]) {
    if (name === null) expect(text).not.toContain('Provider');
    else expect(text).toContain(name);
  }
});

test('a login that failed at a known provider says what usually goes wrong there, and where that was read', () => {
  const error: Outcome = {
    code: 'auth-failed',
    phase: 'auth',
    temporary: false,
    reply: reply(535, '5.7.8 no'),
    params: { reason: 'refused', mechanism: 'PLAIN', tried: [] },
  };
  const events = [begin({ host: 'smtp.gmail.com' }), ...greeting, end({ error })];
  const text = reportHtml(foldReport('check', stamped(events)));
  expect(text).toContain('app password');
  expect(text).toMatch(/Sign in with app passwords, 2026-\d\d-\d\d/);
});
