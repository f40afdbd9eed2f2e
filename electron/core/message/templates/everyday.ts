/** Templates of mail as people and programs send it. */
import { Buffer } from 'node:buffer';
import { onePagePdf, squareImage } from './files.ts';
import { base64Part, crlf, head, multipart, type Part } from './parts.ts';

const asciiPart = (...text: readonly string[]): Part => ({
  fields: ['Content-Type: text/plain; charset=us-ascii'],
  body: crlf(...text),
});
const htmlPart = (...html: readonly string[]): Part => ({
  fields: ['Content-Type: text/html; charset=us-ascii'],
  body: crlf('<!doctype html>', '<html><body>', ...html, '</body></html>'),
});

export const fewLines = (): string =>
  head('Test message {{n}} from Posthorn', 'Content-Type: text/plain; charset=us-ascii') +
  crlf(
    '',
    'This is a test message.',
    '',
    'If you can read it, it went the whole way: the server took it, and',
    'delivered it to you.',
  );

export const htmlWithText = (): string =>
  head('Test message {{n}} in HTML', 'Content-Type: multipart/alternative; boundary="alternatives"') +
  '\r\n' +
  multipart('alternatives', [
    asciiPart('This is a test message, and this is its text.', '', 'A reader that shows HTML shows the other half.'),
    htmlPart(
      '<h1 style="font-size: 20px">This is a test message</h1>',
      '<p>This is its <b>HTML</b>. A reader that shows text shows the other half.</p>',
      '<p><a href="https://example.org/">A link</a> that leads nowhere in particular.</p>',
    ),
  ]);

export function attachments(): string {
  const related = multipart('related', [
    htmlPart(
      '<p>An image from within the message:</p>',
      '<p><img src="cid:square@posthorn.invalid" alt="A square"></p>',
    ),
    base64Part(
      'image/png; name="square.png"',
      'inline; filename="square.png"',
      squareImage(0xa3, 0x5a, 0x00),
      'Content-ID: <square@posthorn.invalid>',
    ),
  ]);
  const notes = Buffer.from('The second attachment: text, encoded all the same.\r\n');
  return (
    head('Test message {{n}} with attachments', 'Content-Type: multipart/mixed; boundary="mixed"') +
    '\r\n' +
    multipart('mixed', [
      { fields: ['Content-Type: multipart/related; type="text/html"; boundary="related"'], body: related },
      base64Part('application/pdf; name="test.pdf"', 'attachment; filename="test.pdf"', onePagePdf('Test message')),
      base64Part('text/plain; charset=us-ascii; name="notes.txt"', 'attachment; filename="notes.txt"', notes),
    ])
  );
}

/** RFC 5545 section 3.3.5: a date with time in UTC. */
const calendarTime = (time: Date): string => time.toISOString().replace(/[-:]|\.\d{3}/g, '');

export function invitation(now: Date): string {
  const day = 86_400_000;
  const start = new Date(Math.ceil(now.getTime() / 3_600_000) * 3_600_000 + day);
  const calendar = crlf(
    'BEGIN:VCALENDAR',
    'PRODID:-//Posthorn//Test message//EN',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'UID:{{id}}@posthorn.invalid',
    `DTSTAMP:${calendarTime(now)}`,
    `DTSTART:${calendarTime(start)}`,
    `DTEND:${calendarTime(new Date(start.getTime() + 1_800_000))}`,
    'SUMMARY:Test invitation from Posthorn',
    'ORGANIZER:mailto:{{from}}',
    'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:',
    ' mailto:{{recipient}}',
    'SEQUENCE:0',
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
  );
  return (
    head('Test invitation {{n}}', 'Content-Type: multipart/alternative; boundary="alternatives"') +
    '\r\n' +
    multipart('alternatives', [
      asciiPart('This is a test invitation for tomorrow.'),
      { fields: ['Content-Type: text/calendar; charset=us-ascii; method=REQUEST'], body: calendar },
    ])
  );
}

export const unsubscribe = (): string =>
  head(
    'Test newsletter {{n}}',
    'List-Id: Test messages <test.posthorn.invalid>',
    'List-Unsubscribe: <https://example.org/unsubscribe?id={{id}}>,',
    ' <mailto:unsubscribe@example.org?subject={{id}}>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'Precedence: bulk',
    'Content-Type: text/plain; charset=us-ascii',
  ) +
  crlf(
    '',
    'A list message. One press in the mail program ends the subscription:',
    'both fields say so, and DKIM has to sign them.',
  );

export const receipt = (): string =>
  head(
    'Test message {{n}} that asks for a receipt',
    'Disposition-Notification-To: <{{from}}>',
    'Content-Type: text/plain; charset=us-ascii',
  ) + crlf('', 'Whoever opens this may be asked whether to send a receipt.');

export function bounce(): string {
  const original = crlf(
    'From: <sender@example.org>',
    'To: <nobody@example.net>',
    'Subject: What came back',
    'Message-ID: <original.{{id}}@posthorn.invalid>',
  );
  const report =
    crlf('Reporting-MTA: dns; mail.example.org', 'Arrival-Date: {{date}}', '') +
    crlf(
      'Final-Recipient: rfc822; nobody@example.net',
      'Action: failed',
      'Status: 5.1.1',
      'Remote-MTA: dns; mx.example.net',
      'Diagnostic-Code: smtp; 550 5.1.1 <nobody@example.net>: No such user here',
    );
  return (
    head(
      'Undelivered mail returned to sender',
      'Auto-Submitted: auto-replied',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    ) +
    '\r\n' +
    multipart('report', [
      asciiPart(
        'This is the mail system at mail.example.org.',
        '',
        'Your message could not be delivered:',
        '',
        '<nobody@example.net>: mx.example.net said: 550 5.1.1',
        '    <nobody@example.net>: No such user here',
      ),
      { fields: ['Content-Type: message/delivery-status'], body: report },
      { fields: ['Content-Type: text/rfc822-headers'], body: original },
    ])
  );
}
