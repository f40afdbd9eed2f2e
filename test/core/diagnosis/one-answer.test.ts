/**
 * No output has two causes for one reply, and no remedy asks for what the session already was: over sessions made up of every kind of
 * step, login, encryption and reply, in text, Markdown, HTML, JSON and in what the window shows.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportHtml } from '../../../electron/core/report/html.ts';
import { reportJson } from '../../../electron/core/report/json.ts';
import { reportMarkdown } from '../../../electron/core/report/markdown.ts';
import { outlineOf } from '../../../electron/core/report/outline/outline.ts';
import { unsaidFindings } from '../../../electron/protocol/fold/verdict.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { verdictWords } from '../../../electron/texts/outcomes/verdict.ts';
import { type Situation, reportOf, situations } from './situations.ts';
import { rounds } from '../../harness/seeds.ts';

describe('one reply, one cause', () => {
  test('the verdict’s, wherever it is shown', () => {
    fc.assert(
      fc.property(situations, (one) => {
        const report = reportOf(one);
        const diagnosis = report.error?.diagnosis;
        if (diagnosis === undefined) throw new Error('no diagnosis');
        const shown = unsaidFindings(report);
        // What is left among the findings is about something else: none of it rests on the line that was judged.
        for (const finding of shown) {
          expect(finding.id).not.toBe(diagnosis.id);
          expect(finding.evidence.filter((seq) => diagnosis.evidence.includes(seq))).toEqual([]);
        }
        const said = verdictWords(report);
        expect(said.title).toContain(diagnosis.title);
        expect(said.remedy ?? '').toBe(diagnosis.remedy);
        expect(report.error).toMatchObject({ actor: diagnosis.actor, remedy: said.remedy });
        expect(said.cause).toBe(diagnosis.cause);
        const json = reportJson(report) as unknown as Report;
        expect(json.error?.diagnosis).toEqual(diagnosis);
        for (const finding of json.findings as (Report['findings'][number] & { diagnosis?: object })[]) {
          const { diagnosis: whole, severity: _, ...own } = finding;
          // A finding’s own fields equal its diagnosis’s; what only states a fact has none.
          expect(whole).toEqual(own.sure === undefined ? undefined : own);
          if (own.id === diagnosis.id) expect(whole).toEqual(diagnosis);
        }
        const same = report.findings.filter(({ id }) => id === diagnosis.id);
        for (const finding of same) expect(finding).toMatchObject({ cause: diagnosis.cause, remedy: diagnosis.remedy });
        for (const recipient of report.recipients) expect(recipient.finding).toBe(diagnosis.id);
        const outline = outlineOf(report);
        const text = [...outline.paragraphs, ...outline.sections.flatMap(({ rows }) => rows.map(({ cells }) => cells))]
          .flat()
          .map((cell) => cell.text);
        const causes = text.filter((part) => part === diagnosis.cause);
        expect(causes).toHaveLength(1);
        for (const drawn of [reportMarkdown(report), reportHtml(report)])
          expect(drawn.split('Who can act').length - 1).toBeLessThanOrEqual(1 + shown.length);
      }),
      { numRuns: rounds(300) },
    );
  });
});

describe('what a session disproves is not advised', () => {
  const advice = (report: Report): string => {
    const { remedy = '', experiments = [] } = report.error?.diagnosis ?? {};
    return [remedy, ...experiments.map(({ title }) => title)].join(' ');
  };
  const never = (when: (one: Situation) => boolean, what: RegExp): void => {
    fc.assert(
      fc.property(situations.filter(when), (one) => {
        const report = reportOf(one);
        expect(advice(report), `${report.error?.diagnosis?.id ?? ''}: ${JSON.stringify(one)}`).not.toMatch(what);
      }),
      { numRuns: rounds(300) },
    );
  };
  const afterAuth = ({ phase }: Situation): boolean => phase === 'mail' || phase === 'rcpt' || phase === 'data';

  test('a login, after one was taken', () => {
    never(
      (one) => afterAuth(one) && one.login !== 'none',
      /\b(?:log in first|give user and password|wants a login|log in where|: log in, or)/i,
    );
  });

  test('TLS, where it is on', () => {
    never(
      (one) => one.security !== 'none' && one.phase !== 'greeting',
      /\b(?:choose STARTTLS|use STARTTLS|wants TLS first)\b/i,
    );
  });

  test('a password, for a token', () => {
    never(
      (one) => one.login === 'XOAUTH2' && one.phase === 'auth',
      /\bcheck (?:the )?(?:user name and )?(?:the )?password\b/i,
    );
  });

  test('the port that it was', () => {
    never(({ port }) => port === 587, /\bOn the submission port 587\b/i);
  });

  test('to wait, where it is for good', () => {
    never(({ said }) => /^5.*(?:permanent)/.test(said), /\b(?:try (?:it )?again later|same again, later)\b/i);
  });
});
