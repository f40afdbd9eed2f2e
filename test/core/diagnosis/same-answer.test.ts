/**
 * The same reply in the same situation has the same diagnosis, whichever way it is asked for: in the report of a session, and pasted with
 * a context made of nothing but that report. Over all replies of the fixtures, at the steps where they can come.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ExplainContext, parseContext } from '../../../electron/core/explain/context.ts';
import { explain } from '../../../electron/core/explain/explain.ts';
import { reportJson } from '../../../electron/core/report/json.ts';
import type { DiagnosisValue } from '../../../electron/protocol/values/session/diagnosis.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { readCollection } from '../../replies/rows.ts';
import { type Situation, reportOf } from './situations.ts';

/** As somebody would write it from the JSON that `check --json` printed. */
function contextOf(report: Report, { login, phase }: Situation): ExplainContext {
  const json = JSON.parse(JSON.stringify(reportJson(report))) as Report;
  const { error, target, greeting, ehlo, tls, auth, addresses } = json;
  const answered = ehlo.auth ?? ehlo.tls ?? ehlo.plain;
  const afterLogin = phase !== 'greeting' && phase !== 'auth';
  const written = {
    phase: error?.phase ?? null,
    host: target.host,
    port: target.port,
    security: target.security,
    protocol: target.protocol,
    greeting: greeting === null || phase === 'greeting' ? null : `220 ${greeting.lines.join(' ')}`,
    ehlo: answered?.lines ?? null,
    tls: phase === 'greeting' ? null : tls,
    loggedIn: (auth?.used ?? null) !== null && afterLogin,
    ...(login === 'none' && phase !== 'auth' ? {} : { mechanism: auth?.tried.at(-1)?.mechanism ?? null, user: 'ann' }),
    mailFrom: afterLogin ? 'a@sender.test' : null,
    bareLineEnds: false,
    passwordBeyondAscii: phase === 'auth' ? false : null,
    addresses,
  };
  const parsed = parseContext(JSON.stringify(written));
  if (!parsed.ok) throw new Error(parsed.problem);
  expect(parsed.unknown).toEqual([]);
  return parsed.value;
}

const answer = ({ id, title, cause, sure, actor, remedy, alternatives, experiments }: DiagnosisValue): unknown => ({
  id,
  title,
  cause,
  sure,
  actor,
  remedy,
  alternatives,
  experiments,
});

const refusals = (texts: readonly string[]): string[] => [
  ...new Set(
    texts.map((text) => text.split('\n')[0] ?? '').filter((text) => /^[45]\d\d [^\u0000-\u001f]+$/.test(text)),
  ),
];
const collection = refusals(readCollection('test/fixtures/replies').rows.map(({ text }) => text));
const explained = refusals(
  (JSON.parse(readFileSync('test/fixtures/explain.json', 'utf8')) as { text: string }[]).map(({ text }) => text),
);
const field = refusals(
  (JSON.parse(readFileSync('test/fixtures/field.json', 'utf8')) as { text: string }[]).map(({ text }) => text),
);

const ways: readonly Omit<Situation, 'phase' | 'said'>[] = [
  { login: 'none', port: 25, security: 'none' },
  { login: 'PLAIN', port: 587, security: 'starttls' },
  { login: 'XOAUTH2', port: 465, security: 'tls' },
];

test('there are enough replies', () => {
  expect(collection.length + explained.length + field.length).toBeGreaterThan(200);
});

describe.each([
  ['the collection', collection],
  ['explanations', explained],
  ['the field', field],
])('replies of %s', (_, replies) => {
  test.each(['greeting', 'auth', 'mail', 'rcpt', 'data'] as const)('at %s', (phase) => {
    for (const said of replies)
      for (const way of ways) {
        const situation = { ...way, phase, said };
        const report = reportOf(situation);
        const { diagnosis } = report.error ?? {};
        const [pasted] = explain(said, contextOf(report, situation)).findings;
        if (diagnosis === undefined || pasted === undefined) throw new Error(said);
        if (JSON.stringify(answer(diagnosis)) !== JSON.stringify(answer(pasted)))
          expect(answer(diagnosis), JSON.stringify(situation)).toEqual(answer(pasted));
      }
  });
});
