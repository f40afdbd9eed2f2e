/** VRFY, EXPN, ETRN and HELP besides a check: asked in their order, reported whatever the answer, and never in the way of the rest. */
import { expect, test } from 'vitest';
import { check } from '../../../electron/core/smtp/flows/check.ts';
import type { Question } from '../../../electron/core/smtp/types.ts';
import { foldReport } from '../report/fold-report.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { watched } from '../../harness/client-run.ts';

const answered = (pattern: string, reply: string): ScriptStep[] => [{ expect: pattern }, { send: `${reply}\r\n` }];
const hello = (...keywords: string[]): ScriptStep[] => [
  { send: '220 mx.test\r\n' },
  ...answered('^EHLO', ['250-mx.test', ...keywords.map((word) => `250-${word}`), '250 HELP'].join('\r\n')),
];

async function ask(script: readonly ScriptStep[], questions: readonly Question[], to: readonly string[] = []) {
  const server = await startScripted([...script, { tail: true }]);
  const { context, events } = watched();
  const connection = { target: `127.0.0.1:${server.port}`, security: 'none', ehloName: 'client.test' } as const;
  const envelope = to.length === 0 ? null : { from: 'a@sender.test', to: [...to] };
  const result = await check({ connection, auth: null, envelope, questions }, context);
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  return { ...result, report: foldReport('check', events), lines: server.recorded.lines };
}

test('each is asked, its answer is reported, a refusal ends nothing', async () => {
  const { error, report } = await ask(
    [
      ...hello(),
      ...answered('^VRFY ann@mx.test$', '252 2.0.0 try it'),
      ...answered('^VRFY bob$', '550 5.1.1 no'),
      ...answered('^EXPN staff$', '502 5.5.1 no'),
      ...answered('^ETRN @mx.test$', '458 nothing'),
      ...answered('^HELP$', '214-a\r\n214 b'),
      ...answered('^HELP MAIL$', '214 MAIL FROM:<a>'),
      ...answered('^MAIL', '250 ok'),
      ...answered('^RCPT', '250 ok'),
      ...answered('^RSET', '250 ok'),
    ],
    [
      { command: 'VRFY', argument: 'ann@mx.test' },
      { command: 'VRFY', argument: 'bob' },
      { command: 'EXPN', argument: 'staff' },
      { command: 'ETRN', argument: '@mx.test' },
      { command: 'HELP', argument: '' },
      { command: 'HELP', argument: 'MAIL' },
    ],
    ['b@mx.test'],
  );
  expect(error).toBeNull();
  expect(report.ok).toBe(true);
  expect(report.answers?.map(({ command, reply }) => [command, reply.code])).toEqual([
    ['VRFY ann@mx.test', 252],
    ['VRFY bob', 550],
    ['EXPN staff', 502],
    ['ETRN @mx.test', 458],
    ['HELP', 214],
    ['HELP MAIL', 214],
  ]);
  expect(report.recipients).toHaveLength(1);
  expect(report.findings).toMatchObject([{ id: 'server.confirms-addresses', severity: 'info' }]);
});

test('who stands behind a name is a finding where strangers learn it', async () => {
  const { report } = await ask(
    [
      ...hello(),
      ...answered('^VRFY', '250 Ann Example <ann.example@mx.test>'),
      ...answered('^EXPN', '250-<ann@mx.test>\r\n250 <b@mx.test>'),
    ],
    [
      { command: 'VRFY', argument: 'ann' },
      { command: 'EXPN', argument: 'staff' },
    ],
  );
  expect(report.findings).toMatchObject([
    { id: 'server.lists-members', severity: 'warning', actor: 'server-admin' },
    { id: 'server.lists-members', severity: 'info' },
  ]);
  expect(report.findings.map(({ evidence }) => evidence.length)).toEqual([2, 1]);
});

test('beyond ASCII only with SMTPUTF8, which is then said', async () => {
  const questions: Question[] = [{ command: 'VRFY', argument: 'grün@mx.test' }];
  const without = await ask(hello(), questions);
  expect(without.error).toMatchObject({ code: 'not-supported', params: { keyword: 'SMTPUTF8' } });
  const { error, report } = await ask([...hello('SMTPUTF8'), ...answered('SMTPUTF8$', '252 ok')], questions);
  expect(error).toBeNull();
  expect(report.answers?.[0]?.command).toBe('VRFY grün@mx.test SMTPUTF8');
});

test.each<[Question['command'], string, string]>([
  ['VRFY', 'a\r\nRSET', 'control-character'],
  ['EXPN', '', 'missing'],
  ['ETRN', 'two words', 'bad-value'],
  ['HELP', '\0', 'control-character'],
])('%s %j is refused before anything is connected', async (command, argument, reason) => {
  const { error, lines } = await ask(hello(), [{ command, argument }]);
  expect(error).toMatchObject({ code: 'invalid-argument', params: { argument: command.toLowerCase(), reason } });
  expect(lines).toEqual([]);
});
