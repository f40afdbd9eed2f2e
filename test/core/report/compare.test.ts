/** What differs between two reports: by which path, what counts as the same, and what is left out because it means nothing. */
import { describe, expect, test } from 'vitest';
import { foldReport } from './fold-report.ts';
import type { SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Outcome } from '../../../electron/protocol/values/session/outcome.ts';
import type { Reply } from '../../../electron/protocol/values/session/reply.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import { begin, end, reply, stamped } from './sample.ts';
import { certificate, made, between, paths, plainOf } from './compare-sample.ts';

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

  test('each moment apart; a moment that one never came to is reported by TLS alone', () => {
    const tls = {};
    const a = made({ plain: ['STARTTLS', 'SIZE 1'], tls, secured: ['SIZE 1', 'AUTH PLAIN'] });
    const b = made({ plain: ['STARTTLS', 'SIZE 1'], tls, secured: ['SIZE 2', 'AUTH PLAIN'] });
    expect(paths(a, b)).toEqual(['ehlo.tls.SIZE']);
    expect(paths(a, plainOf('SIZE 1'))).toEqual(['ehlo.plain.STARTTLS', 'tls.version', 'findings.tls.not-offered']);
  });

  test('STARTTLS beside implicit TLS: after TLS is compared, before it there is nothing to compare', () => {
    const starttls = made({ plain: ['STARTTLS', 'SIZE 1'], tls: {}, secured: ['SIZE 1'] });
    const implicit = made({ target: { port: 465, security: 'tls' }, tls: {}, secured: ['SIZE 1', 'DSN'] });
    expect(paths(starttls, implicit)).toEqual(['target.port', 'target.security', 'ehlo.tls.DSN']);
  });

  test('no moment in common: what each offered last', () => {
    const implicit = made({ target: { port: 465, security: 'tls' }, tls: {}, secured: ['SIZE 1', 'DSN'] });
    const clear = made({ target: { port: 25, security: 'none' }, plain: ['SIZE 1'] });
    expect(paths(implicit, clear)).toEqual([
      'target.port',
      'target.security',
      'tls.version',
      'ehlo.last.DSN',
      'findings.tls.not-offered',
    ]);
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
  ])('differ in %s: reported, both as they were said', (_, a, b) => {
    expect(between(greets(a), greets(b)).filter(({ path }) => path === 'greeting.text')).toEqual([
      { path: 'greeting.text', a, b },
    ]);
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
