/** Any text whatever gets an answer: at least one finding, in bounded time, without anything of a terminal in it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseContext } from '../../../electron/core/explain/context.ts';
import { explain } from '../../../electron/core/explain/explain.ts';
import { providerCauses } from '../../../electron/core/diagnosis/causes/providers/all.ts';
import { limits } from '../../../electron/core/explain/limits.ts';
import { visible } from '../../../electron/texts/visible.ts';
import { rounds } from '../../harness/seeds.ts';

const ruleIds = new Set<string>([...providerCauses.map(({ id }) => id)]);

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '550 5.7.30 ',
    '535-5.7.8 ',
    '421',
    '5.7.139',
    'smtp; ',
    'said: ',
    "(535, b'",
    '\r\n',
    '\\n',
    '\u001b[31m',
    ' - gsmtp',
    ' gcdp',
    '[x.prod.outlook.com]',
    '[TSS04]',
    'host ',
    'SMTP code: 550',
    ' Detail: ',
    'wrong version number',
    'relay=mx.google.com',
  ),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

test('never throws, says at least one thing, and keeps to itself what it does not know', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.record({
        host: fc.option(fc.constantFrom('smtp.gmail.com', 'mx.example.org', '')),
        mechanism: fc.option(anyText),
      }),
      (text, context) => {
        const { findings, provider } = explain(text, context);
        expect(findings.length).toBeGreaterThan(0);
        for (const { id, title, cause, remedy } of findings) {
          for (const words of [title, cause, remedy]) expect(visible(words)).toBe(words);
          if (provider === null) expect(ruleIds.has(id)).toBe(false);
        }
      },
    ),
    { numRuns: rounds(500) },
  );
});

test('text of the largest size is answered', () => {
  const { input } = limits.explain;
  for (const unit of ['550 ', '550-5.1.1 x\n', ' ', '(', '[ts', 'host a.', '\u001b[', '5.7.1 ', '> MAIL\n', 'a'])
    expect(explain(unit.repeat(Math.ceil(input / unit.length))).findings.length).toBeGreaterThan(0);
});

test.each([
  ['[]', 'one object'],
  ['{', 'no JSON'],
  ['{"protocol": "imap"}', '"protocol"'],
  ['{"port": "25"}', '"port": expected number'],
  ['{"port": 70000}', '"port"'],
  ['{"phase": "later"}', '"phase"'],
  ['{"ehlo": "SIZE 1"}', '"ehlo"'],
  ['{"ehlo": ["a", 1]}', '"ehlo.1"'],
  [`{"note": "${'x'.repeat(limits.explain.contextText + 1)}"}`, '"note"'],
])('a context of %.40s is refused, and what is wrong is named', (json, words) => {
  expect(parseContext(json)).toMatchObject({ ok: false, problem: expect.stringContaining(words) as string });
});

test('every key of a context, and null for what is not known', () => {
  const whole = {
    phase: 'rcpt',
    host: 'mx.test',
    port: 25,
    security: 'starttls',
    protocol: 'smtp',
    greeting: '220 mx.test ESMTP',
    ehlo: ['mx.test', 'SIZE 1000'],
    ehloBeforeTls: ['mx.test'],
    mechanism: 'PLAIN',
    user: 'a@b.test',
    mailFrom: 'a@b.test',
    rcptTo: 'c@d.test',
    messageBytes: 10,
    clientError: 'none',
    note: 'n',
  };
  expect(parseContext(JSON.stringify(whole))).toEqual({ ok: true, value: whole, unknown: [] });
  const nulls = Object.fromEntries(Object.keys(whole).map((key) => [key, null]));
  expect(parseContext(JSON.stringify(nulls))).toEqual({ ok: true, value: nulls, unknown: [] });
  expect(parseContext('{"hsot": "x", "port": 25}')).toEqual({ ok: true, value: { port: 25 }, unknown: ['hsot'] });
});

test('what the context knows of size and mechanisms is reported', () => {
  const size = explain('552 5.3.4 too big', { ehlo: ['mx.test', '250-SIZE 1000'], messageBytes: 2000 });
  expect(size.findings[0]?.cause).toContain('SIZE is 1000 octets');
  const login = explain('504 no', { phase: 'auth', mechanism: 'CRAM-MD5', ehlo: ['mx.test', 'AUTH PLAIN LOGIN'] });
  expect(login.findings[0]?.remedy).toContain('CRAM-MD5 is not among them');
});

test('a mechanism that was refused is not what to use next, though it is offered', () => {
  const remedyOf = (auth: string) =>
    explain('504 5.5.4 Unrecognized authentication type', {
      phase: 'auth',
      mechanism: 'PLAIN',
      ehlo: ['mx.example.net', `AUTH ${auth}`],
    }).findings[0]?.remedy;
  expect(remedyOf('PLAIN LOGIN CRAM-MD5')).toContain('refused PLAIN: use LOGIN or CRAM-MD5.');
  expect(remedyOf('PLAIN')).toContain('takes it from nobody here');
  expect(remedyOf('LOGIN')).toContain('PLAIN is not among them: use one of these.');
});

test('a reply that only the client’s complaint quotes is read there', () => {
  const { code, findings } = explain('it does not work', {
    clientError: 'Invalid login: 535 5.7.8 Error: authentication failed',
  });
  expect({ code, first: findings[0]?.id }).toEqual({ code: 535, first: 'auth.bad-credentials' });
});

test('where the step is not known, a reading says for which it is', () => {
  const causes = explain('552').findings.map(({ cause }) => cause.split(':')[0]);
  expect(causes).toEqual(['As the answer to MAIL', 'As the answer to the message', 'As the answer to RCPT']);
  expect(explain('552', { phase: 'rcpt' }).findings.map(({ cause }) => cause)).toEqual([
    expect.not.stringContaining(':'),
  ]);
});
