/** A pasted text: what was read of it, which lines decide, which fact is missing; and the same answer as without any of that. */
import { describe, expect, test } from 'vitest';
import { PASTED_LIMIT } from '../../../electron/protocol/values/app/explain.ts';
import { explain } from '../../../electron/core/explain/explain.ts';
import { limits } from '../../../electron/core/explain/limits.ts';
import { explainPasted } from '../../../electron/core/explain/pasted.ts';

const log = [
  'Nov 30 07:00:01 relay postfix/qmgr[9]: 4F2A: from=<me@example.org>, size=812, nrcpt=1 (queue active)',
  'Nov 30 07:00:02 relay postfix/smtp[10]: 4F2A: to=<you@example.net>, relay=mx1.example.net[192.0.2.7]:25, dsn=5.1.1, status=bounced ' +
    '(host mx1.example.net[192.0.2.7] said: 550 5.1.1 <you@example.net>: User unknown (in reply to RCPT TO command))',
  'Nov 30 07:00:02 relay postfix/qmgr[9]: 4F2A: removed',
].join('\n');
const session = [
  '220 mx.example.net ESMTP',
  'EHLO me.example.org',
  '250 mx.example.net',
  'MAIL FROM:<me@example.org>',
  '550-5.7.1 Your address is on a list',
  '550 5.7.1 of ours',
  'QUIT',
  '221 bye',
].join('\n');
const bounce = [
  'Reporting-MTA: dns; relay.example.org',
  '',
  'Final-Recipient: rfc822; you@example.net',
  'Action: failed',
  'Status: 5.2.2',
  'Remote-MTA: dns; mx.example.net',
  'Diagnostic-Code: smtp; 552 5.2.2 The mailbox of this recipient',
  '    is full',
  'Last-Attempt-Date: Mon, 30 Nov 2026 07:00:00 +0000',
].join('\n');
const trace =
  'Traceback (most recent call last):\n  File "send.py", line 3\nConnectionRefusedError: [Errno 111] Connection refused\n';

describe('the lines that decide', () => {
  test.each([
    ['a reply alone', '535 5.7.8 Authentication failed', { first: 0, last: 0 }],
    ['below empty lines', '\n\n  535 5.7.8 Authentication failed\n', { first: 2, last: 2 }],
    ['in a log', log, { first: 1, last: 1 }],
    ['in a session, of several lines', session, { first: 4, last: 5 }],
    ['in a bounce, folded', bounce, { first: 6, last: 7 }],
    ['the complaint of a client', trace, { first: 2, last: 2 }],
    ['nothing of it', 'good morning\nand good night', null],
  ])('%s', (_, text, lines) => {
    expect(explainPasted(text, {}).reading.lines).toEqual(lines);
  });

  test('line ends of another system count as one', () => {
    expect(explainPasted(session.replaceAll('\n', '\r\n'), {}).reading.lines).toEqual({ first: 4, last: 5 });
  });
});

test('the next line of a log is no part of a reply', () => {
  const alone = (log.split('\n')[1] ?? '').trim();
  const bad = 'relay authentication required quota exceeded';
  for (const next of [
    `Nov 30 07:00:02 relay postfix/qmgr[9]: ${bad}`,
    `2026-11-30T07:00:02.123+00:00 relay postfix[9]: ${bad}`,
    `[2026-11-30 07:00:02] ${bad}`,
    `<22>Nov  3 07:00:02 relay ${bad}`,
  ])
    expect(explain(`${alone}\n${next}`).findings, next).toEqual(explain(alone).findings);
});

test('what was read is said: codes, step and the host that a log names', () => {
  expect(explainPasted(log, {}).reading).toMatchObject({
    code: 550,
    enhancedCode: '5.1.1',
    phase: 'rcpt',
    host: 'mx1.example.net',
  });
  expect(explainPasted(bounce, {}).reading).toMatchObject({ code: 552, enhancedCode: '5.2.2', host: 'mx.example.net' });
});

test('a host that would change the answer is asked for, and no longer once it is known', () => {
  const text = '535 5.7.8 Authentication failed';
  expect(explainPasted(text, {}).decides).toContain('host');
  expect(explainPasted(text, { host: 'mx.example.org' }).decides).not.toContain('host');
  expect(explainPasted('good morning', {}).decides).toEqual([]);
});

test('the answer is that of the command line', () => {
  for (const text of [log, session, bounce, trace, '']) {
    for (const context of [{}, { host: 'smtp.gmail.com', phase: 'auth' as const, port: 587 }])
      expect(explainPasted(text, context).findings).toEqual(explain(text, context).findings);
  }
});

test('as much is taken as can be explained, and a text of that size is answered at once', () => {
  expect(PASTED_LIMIT).toBe(limits.explain.input);
  for (const line of ['550 5.1.1 no such user\n', '(', '250 ok\n', 'Errno 111 Connection refused\n', '5.7.1 \n']) {
    const text = line.repeat(PASTED_LIMIT).slice(0, PASTED_LIMIT);
    const before = performance.now();
    expect(explainPasted(text, {}).findings.length).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(5_000);
  }
});
