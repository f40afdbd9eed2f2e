/** What holds of any two reports, whatever servers said: same, mirrored, drawn and written without harm. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { comparisonJson } from '../../../electron/core/report/comparison-json.ts';
import { comparisonHtml } from '../../../electron/core/report/html.ts';
import { comparisonMarkdown } from '../../../electron/core/report/markdown.ts';
import { outlineOfComparison } from '../../../electron/core/report/outline/comparison.ts';
import { parseEhlo } from '../../../electron/core/wire/ehlo.ts';
import { DifferenceSchema } from '../../../electron/protocol/values/session/comparison.ts';
import type { Reply } from '../../../electron/protocol/values/session/reply.ts';
import type { Finding, Report } from '../../../electron/protocol/values/session/report.ts';
import { hostileReport, reply } from './sample.ts';
import { certificate, tlsInfo, made, between } from './compare-sample.ts';
import { rounds } from '../../harness/seeds.ts';

/** Anything a server may say, and what is in reports besides, in odd combinations. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('mx.test', '220', 'Exim 4.96', '\u202e', ''),
);
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const replies: fc.Arbitrary<Reply> = fc.record({
  code: fc.constantFrom(220, 235, 250, 252, 421, 450, 535, 550, null),
  enhancedCode: optional(fc.constantFrom('2.0.0', '5.1.1')),
  lines: fc.array(text, { maxLength: 3 }),
  raw: fc.constant(new Uint8Array()),
  anomalies: fc.constant([]),
});
const ehlos = fc
  .array(fc.oneof(text, fc.constantFrom('SIZE 1', 'SIZE 2', 'AUTH PLAIN', 'AUTH=LOGIN', 'DSN')), { maxLength: 6 })
  .map((lines) => parseEhlo('EHLO', { lines }));
const chains = fc.array(
  fc.record({
    subject: text,
    issuer: text,
    altNames: fc.array(text, { maxLength: 2 }),
    fingerprint256: text,
    key: text,
  }),
  { maxLength: 3 },
);
const findings: fc.Arbitrary<Finding[]> = fc.array(
  fc.record({
    id: fc.constantFrom('tls.certificate-expired', 'wire.anomaly', 'server.lists-members'),
    severity: fc.constantFrom('ok', 'info', 'warning', 'error'),
    title: fc.constantFrom('Certificate expired', 'Odd on the wire: bare LF'),
    cause: text,
    actor: fc.constant('you'),
    remedy: text,
    evidence: fc.constant([]),
    source: fc.constant(null),
    verifiedOn: fc.constant(null),
  }),
  { maxLength: 3 },
);
const reports: fc.Arbitrary<Report> = fc
  .record({
    host: optional(text),
    port: optional(fc.nat({ max: 65_535 })),
    refused: fc.boolean(),
    greeting: optional(replies),
    plain: optional(ehlos),
    tls: optional(chains),
    secured: optional(ehlos),
    tried: fc.array(fc.record({ mechanism: text, ok: fc.boolean(), reply: optional(replies) }), { maxLength: 3 }),
    sender: optional(replies),
    recipients: fc.array(optional(replies), { maxLength: 3 }),
    findings,
  })
  .map((parts): Report => {
    const base = made({ target: { host: parts.host, port: parts.port } });
    const last = parts.sender ?? reply(550, 'no');
    return {
      ...base,
      error: parts.refused
        ? {
            code: 'sender-refused',
            phase: 'mail',
            temporary: null,
            reply: last,
            params: { sender: 'a' },
            message: 'no',
          }
        : null,
      greeting: parts.greeting,
      ehlo: { plain: parts.plain, tls: parts.secured, auth: null },
      tls: parts.tls === null ? null : tlsInfo({ chain: parts.tls.map((each) => certificate(each)) }),
      auth: parts.tried.length === 0 ? null : { offered: ['PLAIN'], tried: parts.tried, used: null },
      sender: parts.sender,
      recipients: parts.recipients.map((each, index) => ({
        index,
        address: 'r',
        accepted: false,
        reply: each,
        final: null,
        delivery: 'no',
      })),
      findings: parts.findings,
    };
  });

describe('any two reports', () => {
  test('a report differs in nothing from itself', () => {
    fc.assert(
      fc.property(reports, (report) => {
        expect(between(report, structuredClone(report))).toEqual([]);
      }),
    );
    expect(between(hostileReport(), hostileReport())).toEqual([]);
  });

  test('exchanged sides give the same paths with exchanged values', () => {
    fc.assert(
      fc.property(reports, reports, (a, b) => {
        expect(between(b, a)).toEqual(between(a, b).map((each) => ({ path: each.path, a: each.b, b: each.a })));
      }),
    );
  });

  test('each difference has the settled shape, each form can be drawn, and nothing in it moves a cursor', () => {
    fc.assert(
      fc.property(reports, reports, (a, b) => {
        v.parse(v.array(DifferenceSchema), between(a, b));
        for (const { path } of between(a, b)) expect(path).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(JSON.parse(JSON.stringify(comparisonJson(a, b, { transcript: true })))).toMatchObject({
          command: 'compare',
        });
        const cells = outlineOfComparison(a, b).sections.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
        for (const cell of cells) expect(cell.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      }),
      { numRuns: rounds(50) },
    );
  });

  test('as files: both sides and the differences, without markup of a server’s', () => {
    const clean = made({ plain: ['SIZE 1'] });
    const html = comparisonHtml(clean, hostileReport());
    expect(html).not.toContain('<script');
    expect(html).toContain('<h2 class="bad">B ✘ User name or password not accepted');
    expect(html).toMatch(
      /<h2>Before TLS<\/h2>\n<table>\n<tr><th><\/th><th>A mx.test:25<\/th><th>B mx.test:587<\/th><\/tr>/,
    );
    const markdown = comparisonMarkdown(clean, hostileReport());
    expect(markdown).toContain('## Before TLS');
    expect(markdown).toContain('## B ✘ User name or password not accepted');
    expect(markdown).toContain('### Timeline');
    expect(markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')).not.toMatch(/https?:\/\/|<script/);
  });
});
