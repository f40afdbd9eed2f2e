/** What differs between two reports: by which path, what counts as the same, and what is left out because it means nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { compareReports, differencesIn } from '../../../electron/core/report/compare.ts';
import { comparisonJson } from '../../../electron/core/report/comparison-json.ts';
import { foldReport } from '../../../electron/core/report/fold.ts';
import { comparisonHtml } from '../../../electron/core/report/html.ts';
import { comparisonMarkdown } from '../../../electron/core/report/markdown.ts';
import { outlineOfComparison } from '../../../electron/core/report/outline-comparison.ts';
import { parseEhlo } from '../../../electron/core/wire/ehlo.ts';
import { type Difference, DifferenceSchema } from '../../../electron/ipc/schemas/comparison.ts';
import type { SessionFact } from '../../../electron/ipc/schemas/event.ts';
import type { Outcome } from '../../../electron/ipc/schemas/outcome.ts';
import type { Reply } from '../../../electron/ipc/schemas/reply.ts';
import type { Finding, Report } from '../../../electron/ipc/schemas/report.ts';
import type { Target } from '../../../electron/ipc/schemas/target.ts';
import type { Certificate, TlsInfo } from '../../../electron/ipc/schemas/tls.ts';
import { begin, end, hostileReport, reply, stamped } from './sample.ts';

interface Parts {
  readonly target?: Partial<Target>;
  readonly greeting?: Reply;
  /** Lines of the reply, without its first, which says hello. */
  readonly plain?: readonly string[];
  readonly hello?: string;
  readonly secured?: readonly string[];
  readonly tls?: Partial<TlsInfo>;
  readonly facts?: readonly SessionFact[];
  readonly error?: Outcome;
}

const certificate = (over: Partial<Certificate> = {}): Certificate => ({
  subject: 'CN=mx.test',
  issuer: 'CN=CA',
  altNames: ['DNS:mx.test', 'DNS:mail.test'],
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  fingerprint256: 'AA:BB',
  serial: '01',
  key: 'RSA 2048',
  ...over,
});

const tlsInfo = (over: Partial<TlsInfo> = {}): TlsInfo => ({
  version: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  keyExchange: 'X25519',
  alpn: null,
  servername: 'mx.test',
  verifiedName: 'mx.test',
  authorized: true,
  chainError: null,
  chainErrorCode: null,
  nameError: null,
  pinned: false,
  chain: [certificate()],
  ...over,
});

function made({
  target,
  greeting,
  plain,
  hello = 'mx.test Hello',
  secured,
  tls,
  facts = [],
  error,
}: Parts = {}): Report {
  const said = greeting ?? reply(220, 'mx.test ESMTP');
  const offers = (stage: 'plain' | 'tls', lines: readonly string[]): SessionFact => ({
    type: 'capabilities',
    stage,
    ehlo: parseEhlo('EHLO', { lines: [hello, ...lines] }),
  });
  return foldReport(
    'check',
    stamped([
      begin({ port: 25, security: 'starttls-if-offered', ...target }),
      { type: 'reply', phase: 'greeting', command: null, reply: said },
      ...(plain === undefined ? [] : [offers('plain', plain)]),
      ...(tls === undefined ? [] : [{ type: 'tls', info: tlsInfo(tls) } as const]),
      ...(secured === undefined ? [] : [offers('tls', secured)]),
      ...facts,
      end({ error: error ?? null }),
    ]),
    { transcript: false },
  );
}

const between = (a: Report, b: Report): Difference[] => differencesIn(compareReports(a, b));
const paths = (a: Report, b: Report): string[] => between(a, b).map(({ path }) => path);
const plainOf = (...plain: string[]): Report => made({ plain });

describe('EHLO', () => {
  test.each<[string, string[], string[], [string, unknown, unknown][]]>([
    ['a keyword that one has', ['SIZE 1000', 'DSN'], ['SIZE 1000'], [['DSN', [], null]]],
    ['a limit', ['SIZE 1000'], ['SIZE 2000'], [['SIZE', ['1000'], ['2000']]]],
    ['a limit, and none stated', ['SIZE'], ['SIZE 0'], [['SIZE', [], ['0']]]],
    ['no limit twice, and zeros before it', ['SIZE 0010'], ['SIZE 10'], []],
    ['case and order of keywords', ['Size 10', 'dsn'], ['DSN', 'SIZE 10'], []],
    ['order and case of mechanisms', ['AUTH PLAIN LOGIN'], ['AUTH login PLAIN'], []],
    ['the old form of AUTH beside the new', ['AUTH PLAIN LOGIN'], ['AUTH=PLAIN', 'AUTH PLAIN LOGIN'], []],
    ['mechanisms', ['AUTH PLAIN'], ['AUTH PLAIN LOGIN'], [['AUTH', ['PLAIN'], ['PLAIN', 'LOGIN']]]],
    ['limits in any order', ['LIMITS RCPTMAX=10 MAILMAX=5'], ['LIMITS mailmax=5 RCPTMAX=010'], []],
    ['a limit of LIMITS', ['LIMITS RCPTMAX=10'], ['LIMITS RCPTMAX=20'], [['LIMITS', ['RCPTMAX=10'], ['RCPTMAX=20']]]],
    ['attributes', ['XCLIENT NAME ADDR'], ['XCLIENT addr NAME'], []],
    ['solicitations', ['NO-SOLICITING a,b'], ['NO-SOLICITING b,A'], []],
    ['an unknown keyword, whose case may mean something', ['XFOO a'], ['XFOO A'], [['XFOO', ['a'], ['A']]]],
    ['a time that moves', ['FUTURERELEASE 60 2030-01-01T00:00:01Z'], ['FUTURERELEASE 60 2030-01-01T00:00:02Z'], []],
    [
      'a time that does not',
      ['FUTURERELEASE 60 2030-01-01T00:00:00Z'],
      ['FUTURERELEASE 60 2031-01-01T00:00:00Z'],
      [['FUTURERELEASE', ['60', '2030-01-01T00:00:00Z'], ['60', '2031-01-01T00:00:00Z']]],
    ],
  ])('%s', (_, a, b, expected) => {
    // The old form of AUTH is a finding besides.
    const offered = between(plainOf(...a), plainOf(...b)).filter(({ path }) => path.startsWith('ehlo'));
    expect(offered).toEqual(
      expected.map(([keyword, left, right]) => ({ path: `ehlo.plain.${keyword}`, a: left, b: right })),
    );
  });

  test('a keyword of odd characters stands in quotation marks in the path', () => {
    const [first] = paths(plainOf('X.FOO\u202e"'), plainOf());
    expect(first).toBe('ehlo.plain["X.FOO\\\\u202e\\""]');
  });

  test('each moment apart; a moment that one never came to is told by TLS alone', () => {
    const tls = {};
    const a = made({ plain: ['STARTTLS', 'SIZE 1'], tls, secured: ['SIZE 1', 'AUTH PLAIN'] });
    const b = made({ plain: ['STARTTLS', 'SIZE 1'], tls, secured: ['SIZE 2', 'AUTH PLAIN'] });
    expect(paths(a, b)).toEqual(['ehlo.tls.SIZE']);
    expect(paths(a, plainOf('SIZE 1'))).toEqual(['ehlo.plain.STARTTLS', 'tls.version']);
  });

  test('STARTTLS beside implicit TLS: after TLS is compared, before it there is nothing to compare', () => {
    const starttls = made({ plain: ['STARTTLS', 'SIZE 1'], tls: {}, secured: ['SIZE 1'] });
    const implicit = made({ target: { port: 465, security: 'tls' }, tls: {}, secured: ['SIZE 1', 'DSN'] });
    expect(paths(starttls, implicit)).toEqual(['target.port', 'target.security', 'ehlo.tls.DSN']);
  });

  test('no moment in common: what each offered last', () => {
    const implicit = made({ target: { port: 465, security: 'tls' }, tls: {}, secured: ['SIZE 1', 'DSN'] });
    const clear = made({ target: { port: 25, security: 'none' }, plain: ['SIZE 1'] });
    expect(paths(implicit, clear)).toEqual(['target.port', 'target.security', 'tls.version', 'ehlo.last.DSN']);
  });
});

describe('words of a server', () => {
  const greets = (text: string, over: Partial<Target> = {}): Report =>
    made({ greeting: reply(220, text), target: over });
  test.each([
    ['its name', 'mx1.example.org ESMTP Postfix', 'mx2.example.org ESMTP Postfix'],
    ['its name twice', 'a.test a.test ESMTP ready', 'b-07.test b-07.test ESMTP ready'],
    [
      'a date',
      'x.test ESMTP Exim 4.96 Sun, 22 Nov 2026 02:27:33 +0000',
      'x.test ESMTP Exim 4.96 Mon, 23 Nov 2026 12:00:00 +0100',
    ],
    [
      'a date in words',
      'x.test ready November 22, 2026 2:27:33 AM PST',
      'x.test ready December 1, 2026 11:02:01 PM PDT',
    ],
    [
      'a session id',
      'mx.google.com ESMTP a640c23a62f3a-b765abc12si123 - gsmtp',
      'mx.google.com ESMTP 4fb4d7f45d1cf-5d12ab34cd - gsmtp',
    ],
    [
      'an id in brackets',
      'x.test Microsoft ESMTP MAIL Service ready [08DE2A1B2C3D4E5F]',
      'y.test Microsoft ESMTP MAIL Service ready [08DE2A1B2C3D0000]',
    ],
    [
      'a numbered nickname',
      'gmx.net (mrgmx005) Nemesis ESMTP',
      'gmx.net (mrgmx116) Nemesis ESMTP'.replace('116', '016'),
    ],
    ['addresses', 'x.test ESMTP [192.0.2.1] ready', 'x.test ESMTP [IPv6:2001:db8::1] ready'],
    ['stars and case', '*** x.test ESMTP ready', 'x.test esmtp Ready'],
  ])('differ in %s: the same', (_, a, b) => {
    expect(between(greets(a), greets(b))).toEqual([]);
  });

  test.each([
    ['software', 'x.test ESMTP Postfix', 'x.test ESMTP Exim'],
    ['version', 'x.test ESMTP Exim 4.96', 'x.test ESMTP Exim 4.98'],
    ['version of three parts', 'x.test ESMTP 3.7.11', 'x.test ESMTP 3.8.1'],
    ['a year in a name', 'x.test Exchange2016 ready', 'x.test Exchange2019 ready'],
    ['a banner that is masked', 'x.test ESMTP Postfix', '*****************************'],
  ])('differ in %s: told, both as they were said', (_, a, b) => {
    expect(between(greets(a), greets(b))).toEqual([{ path: 'greeting.text', a, b }]);
  });

  test('in a refusal the name of a block list is the reason, the own name is not', () => {
    const refused = (host: string, list: string): Report =>
      made({
        target: { host },
        facts: [
          {
            type: 'sender',
            address: 'a@x.test',
            reply: reply(554, `5.7.1 ${host} refuses you, see ${list} (id 4f3a2b1c99)`),
          },
        ],
      });
    expect(between(refused('a.test', 'zen.spamhaus.org'), refused('b.test', 'zen.spamhaus.org'))).toEqual([]);
    expect(paths(refused('a.test', 'zen.spamhaus.org'), refused('b.test', 'bl.spamcop.net'))).toEqual(['sender.text']);
  });

  test('of EHLO’s first line what is left without names and addresses', () => {
    const hello = (text: string): Report => made({ plain: [], hello: text });
    expect(paths(hello('a.test Hello c.test [192.0.2.7]'), hello('b.test Hello [2001:db8::7]'))).toEqual([]);
    expect(paths(hello('a.test Hello'), hello('a.test Hello, pleased to meet you'))).toEqual(['ehlo.plain.text']);
  });
});

describe('TLS', () => {
  test('version, cipher and both verdicts; the sentence about the name is not compared', () => {
    const a = made({ plain: [], tls: { nameError: 'a.test is not among DNS:x.test' } });
    const b = made({
      plain: [],
      tls: {
        version: 'TLSv1.2',
        cipher: 'ECDHE',
        chainError: 'self-signed',
        nameError: 'b.test is not among DNS:x.test',
      },
    });
    expect(between(a, b)).toMatchObject([
      { path: 'tls.version', a: 'TLSv1.3', b: 'TLSv1.2' },
      { path: 'tls.cipher' },
      { path: 'tls.chainError', a: null, b: 'self-signed' },
      { path: 'findings.tls.certificate-self-signed', a: null, b: ['info: Self-signed certificate'] },
    ]);
  });

  test('certificates one by one: what differs in them, but not their serial and first day', () => {
    const root = certificate({ subject: 'CN=CA', issuer: 'CN=Root', fingerprint256: 'CC' });
    const renewed = certificate({
      fingerprint256: 'DD',
      serial: '02',
      validFrom: '2026-06-01T00:00:00.000Z',
      validTo: '2028-01-01T00:00:00.000Z',
      altNames: ['DNS:mail.test', 'DNS:mx.test'],
    });
    const a = made({ plain: [], tls: { chain: [certificate(), root] } });
    expect(paths(a, made({ plain: [], tls: { chain: [renewed, root] } }))).toEqual([
      'tls.chain[0].fingerprint256',
      'tls.chain[0].validTo',
    ]);
    expect(between(a, made({ plain: [], tls: { chain: [certificate()] } }))).toEqual([
      { path: 'tls.chain[1].fingerprint256', a: 'CC', b: null },
    ]);
  });
});

describe('login, envelope and what was asked besides', () => {
  const auth = (mechanism: string, ok: boolean, answer: Reply): SessionFact => ({
    type: 'auth',
    tried: { mechanism, ok, reply: answer },
    offered: ['PLAIN', 'LOGIN'],
    user: 'ann',
  });
  test('one is logged in to, the other was not to be', () => {
    const a = made({ facts: [auth('PLAIN', true, reply(235, '2.7.0 ok'))] });
    expect(between(a, made())).toEqual([{ path: 'auth.used', a: 'PLAIN', b: null }]);
  });

  test('two words of welcome are the same; a mechanism that works on one side is not', () => {
    const a = made({ facts: [auth('LOGIN', false, reply(535, '5.7.8 no')), auth('PLAIN', true, reply(235, 'ok'))] });
    const b = made({ facts: [auth('LOGIN', true, reply(235, 'ok')), auth('PLAIN', true, reply(235, 'hi'))] });
    expect(paths(a, b)).toEqual(['auth.tried.LOGIN.ok']);
    const other = made({
      facts: [auth('LOGIN', false, reply(504, '5.5.4 no')), auth('PLAIN', true, reply(235, 'ok'))],
    });
    expect(between(a, other)).toEqual([{ path: 'auth.tried.LOGIN.code', a: 535, b: 504 }]);
  });

  const recipient = (index: number, answer: Reply): SessionFact => ({
    type: 'recipient',
    result: {
      index,
      address: `r${index}@x.test`,
      accepted: (answer.code ?? 0) < 300,
      reply: answer,
      final: null,
      delivery: 'no',
    },
  });
  test('recipients by their position; words only of refusals', () => {
    const a = made({ facts: [recipient(0, reply(250, '2.1.5 Ok')), recipient(1, reply(550, '5.1.1 no such user'))] });
    const b = made({ facts: [recipient(0, reply(250, 'Accepted')), recipient(1, reply(550, '5.7.1 no relaying'))] });
    expect(paths(a, b)).toEqual(['recipients[1].enhancedCode', 'recipients[1].text']);
    const c = made({ facts: [recipient(0, reply(250, 'Ok')), recipient(1, reply(450, '4.2.0 later'))] });
    expect(between(a, c)).toEqual([{ path: 'recipients[1].code', a: 550, b: 450 }]);
  });

  test('answers are compared by their words too', () => {
    const answers = (...lines: string[]): Report =>
      made({
        facts: [
          { type: 'phase-begin', phase: 'command' },
          { type: 'reply', phase: 'command', command: 'VRFY ann', reply: reply(252, ...lines) },
        ],
      });
    expect(paths(answers('2.0.0 ann'), answers('cannot VRFY'))).toEqual(['answers[0].text']);
  });
});

describe('a side whose session ended before', () => {
  const closed: Outcome = {
    code: 'connect-failed',
    phase: 'connect',
    temporary: null,
    reply: null,
    params: { addresses: [] },
  };
  test('differs in that alone', () => {
    const whole = made({ plain: ['SIZE 1', 'STARTTLS'], tls: {}, secured: ['AUTH PLAIN'] });
    const none = foldReport(
      'check',
      stamped([begin({ port: 25, security: 'starttls-if-offered' }), end({ error: closed })]),
      { transcript: false },
    );
    expect(between(whole, none)).toEqual([{ path: 'error.code', a: null, b: 'connect-failed' }]);
  });

  test('two refusals of a kind are told apart by reason and reply', () => {
    const failed = (reason: 'refused' | 'temporary', answer: Reply): Report =>
      made({
        plain: [],
        facts: [
          {
            type: 'auth',
            tried: { mechanism: 'PLAIN', ok: false, reply: answer, reason },
            offered: ['PLAIN'],
            user: 'a',
          },
        ],
        error: {
          code: 'auth-failed',
          phase: 'auth',
          temporary: reason === 'temporary',
          reply: answer,
          params: { reason, mechanism: 'PLAIN', tried: [] },
        },
      });
    expect(paths(failed('refused', reply(535, '5.7.8 no')), failed('temporary', reply(454, '4.7.0 later')))).toEqual([
      'error.reason',
      'error.reply.code',
      'auth.tried.PLAIN.code',
    ]);
  });
});

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
      { numRuns: 50 },
    );
  });

  test('as files: both sides and the differences, without markup of a server’s', () => {
    const clean = made({ plain: ['SIZE 1'] });
    const html = comparisonHtml(clean, hostileReport());
    expect(html).not.toContain('<script');
    expect(html).toContain('<h2 class="bad">B ✘ Login refused');
    expect(html).toMatch(
      /<h2>Before TLS<\/h2>\n<table>\n<tr><th><\/th><th>A mx.test:25<\/th><th>B mx.test:587<\/th><\/tr>/,
    );
    const markdown = comparisonMarkdown(clean, hostileReport());
    expect(markdown).toContain('## Before TLS');
    expect(markdown).toContain('## B ✘ Login refused');
    expect(markdown).toContain('### Timeline');
    expect(markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')).not.toMatch(/https?:\/\/|<script/);
  });
});
