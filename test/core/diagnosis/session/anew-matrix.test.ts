/** Every kind of end, every experiment, every kind of second session: no sentence contradicts what the second session shows. */
import { describe, expect, test } from 'vitest';
import { judgeAnew } from '../../../../electron/core/diagnosis/anew/judge-anew.ts';
import { diagnoseOutcome } from '../../../../electron/core/diagnosis/outcome.ts';
import { diagnosisIn } from '../../../../electron/core/diagnosis/write.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Ended } from '../../../../electron/protocol/values/app/explain.ts';
import { EXPERIMENTS } from '../../../../electron/protocol/values/session/experiment.ts';
import type { Outcome } from '../../../../electron/protocol/values/session/outcome.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';
import type { Target } from '../../../../electron/protocol/values/target.ts';
import { reply } from '../../report/sample.ts';

type Security = 'none' | 'starttls' | 'tls';
const target = (security: Security): Target => ({
  host: 'mx.test',
  port: 2525,
  path: null,
  protocol: 'smtp',
  security,
});
const offered = (more: readonly string[]) => ({
  ...{ verb: 'EHLO' as const, lines: ['mx.test', ...more] },
  capabilities: more.map((keyword) => ({ keyword, params: [] })),
});

/** The steps that a session takes, by how it begins. */
const steps: Readonly<Record<Security, readonly Phase[]>> = {
  none: ['connect', 'greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data'],
  starttls: ['connect', 'greeting', 'ehlo', 'starttls', 'tls', 'ehlo-tls', 'auth', 'mail', 'rcpt', 'data'],
  tls: ['connect', 'tls', 'greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data'],
};

interface End {
  readonly name: string;
  readonly code?: Outcome['code'];
  readonly at: Phase;
  readonly params?: object;
  readonly text?: string;
  readonly security: Security;
  /** The handshake was made, and its certificate refused. */
  readonly shook?: true;
}

const chain = { check: 'chain', chainError: 'self-signed', libraryCode: null, detail: '' };
const ends: readonly End[] = (['none', 'starttls', 'tls'] as const).flatMap((security): End[] => {
  const both: End[] = [
    { name: 'no connection', code: 'connect-failed', at: 'connect', params: { addresses: [] }, security },
    {
      name: 'no connection in time',
      code: 'timeout',
      at: 'connect',
      params: { limitMs: 1, bytesReceived: 0 },
      security,
    },
    { name: 'no greeting', code: 'timeout', at: 'greeting', params: { limitMs: 1, bytesReceived: 0 }, security },
    {
      name: 'closed',
      code: 'server-disconnected',
      at: 'greeting',
      params: { bytesReceived: 0, reset: false },
      security,
    },
    { name: 'not let in', code: 'greeting-refused', at: 'greeting', params: {}, text: '554 5.7.1 No access', security },
    {
      name: 'login',
      code: 'auth-failed',
      at: 'auth',
      params: { reason: 'refused', mechanism: 'PLAIN', tried: [] },
      text: '535 5.7.8 authentication failed',
      security,
    },
    {
      name: 'sender',
      code: 'sender-refused',
      at: 'mail',
      params: { sender: 'a@b.test' },
      text: '553 5.1.8 sender domain not found',
      security,
    },
    {
      name: 'tls first',
      code: 'sender-refused',
      at: 'mail',
      params: { sender: 'a@b.test' },
      text: '530 5.7.0 Must issue a STARTTLS command first',
      security,
    },
    {
      name: 'busy',
      code: 'sender-refused',
      at: 'mail',
      params: { sender: 'a@b.test' },
      text: '451 4.3.2 too busy, try later',
      security,
    },
    { name: 'message', code: 'data-refused', at: 'data', params: {}, text: '554 5.7.1 taken for spam', security },
    { name: 'taken', at: 'data', security },
    { name: 'checked', at: 'auth', security },
  ];
  const tls: End[] =
    security === 'none'
      ? ['tls', 'silence'].map((seen) => ({
          name: `plain to ${seen}`,
          code: 'security-mismatch',
          at: 'greeting',
          params: { expected: 'plain', seen, raw: new Uint8Array() },
          security,
        }))
      : [
          {
            name: 'handshake',
            code: 'tls-failed',
            at: 'tls',
            params: { ...chain, check: 'handshake', chainError: null },
            security,
          },
          { name: 'certificate', code: 'tls-failed', at: 'tls', params: chain, security, shook: true },
          { name: 'certificate, at the login', code: 'tls-failed', at: 'auth', params: chain, security, shook: true },
        ];
  const own: End[] =
    security === 'tls'
      ? [
          ...['smtp', 'other'].map(
            (seen) =>
              ({
                name: `TLS to ${seen}`,
                code: 'security-mismatch',
                at: 'tls',
                params: { expected: 'tls', seen, raw: new Uint8Array() },
                security,
              }) satisfies End,
          ),
          {
            name: 'closed in the handshake',
            code: 'server-disconnected',
            at: 'tls',
            params: { bytesReceived: 0, reset: false },
            security,
          },
        ]
      : [
          {
            name: 'STARTTLS not offered',
            code: 'not-supported',
            at: 'starttls',
            params: { keyword: 'STARTTLS' },
            security,
          },
          {
            name: 'STARTTLS refused',
            code: 'starttls-refused',
            at: 'starttls',
            params: {},
            text: '454 4.7.0 TLS not available',
            security,
          },
        ];
  return [...both, ...tls, ...own] as End[];
});

function ended({ code, at, params, text, security, shook }: End): Ended {
  const way = steps[security];
  const done = way.slice(0, way.includes(at) ? way.indexOf(at) + 1 : way.indexOf('ehlo') + 1);
  const been = (phase: Phase): boolean => done.includes(phase) && (code === undefined || phase !== at);
  const answer = text === undefined ? null : reply(Number(text.slice(0, 3)), text.slice(4));
  const outcome = { code, phase: at, temporary: false, reply: answer, params } as unknown as Outcome;
  const judged = () => {
    const [found] = text === undefined ? [] : explain(text, { phase: at }).findings;
    return diagnosisIn(found ?? diagnoseOutcome(outcome, target(security)));
  };
  const error = code === undefined ? null : { ...outcome, message: '', diagnosis: judged() };
  const greeted = been('greeting') || text !== undefined;
  return {
    error: error,
    target: target(security),
    greeting: greeted ? (at === 'greeting' ? answer : reply(220, 'mx.test ESMTP')) : null,
    ehlo: {
      plain:
        been('ehlo') && security !== 'tls'
          ? (offered(at === 'starttls' && code === 'not-supported' ? [] : ['STARTTLS']) as never)
          : null,
      tls: null,
      auth: null,
    },
    tls: been('tls') || shook === true ? ({} as never) : null,
    auth: been('auth') ? { offered: ['PLAIN'], tried: [], used: 'PLAIN' } : null,
    recipients: been('rcpt') ? ([{ accepted: true, reply: reply(250, 'Ok'), final: null }] as never) : [],
    phases: done.map((name) => ({ name, startMs: 0, durationMs: 1, ok: been(name) })),
    delivery: at === 'data' && code === undefined ? 'all' : null,
    startedAt: '2026-01-01T00:00:00.000Z',
  };
}

const isSame = (before: Ended, after: Ended): boolean =>
  before.error?.code === after.error?.code && before.error?.phase === after.error?.phase;
/** Past STARTTLS is who has TLS, by whichever way. */
const went = ({ phases, tls }: Ended, step: Phase): boolean =>
  step === 'starttls' ? tls !== null : phases.some(({ name, ok }) => name === step && ok);

/** What is wrong with the sentence beside what the second session shows; empty where nothing is. */
function contradictions(before: Ended, after: Ended, sentence: string): string[] {
  const step = before.error?.phase ?? 'connect';
  const wrong: string[] = [];
  const says = (words: string, holds: boolean): void => {
    if (sentence.includes(words) && !holds) wrong.push(words);
  };
  says('ends in the same way', isSame(before, after));
  says('gets past', went(after, step) && !isSame(before, after));
  // An end in another beginning is one at which nothing was reached that could be compared.
  says(
    'did not come to the step',
    !went(after, step) &&
      !(
        before.error?.code === 'security-mismatch' &&
        after.greeting !== null &&
        before.target.security !== after.target.security
      ),
  );
  says('speaks TLS', after.target.security === 'tls' && after.tls !== null);
  says('begins in plain text', after.target.security !== 'tls' && after.greeting !== null);
  says('offers STARTTLS', after.ehlo.plain?.capabilities.some(({ keyword }) => keyword === 'STARTTLS') === true);
  says('STARTTLS was not seen', after.ehlo.plain?.capabilities.some(({ keyword }) => keyword === 'STARTTLS') !== true);
  for (const words of ['something else', 'in another way']) says(words, after.error !== null);
  if (/something else|another way/.test(sentence) && !sentence.includes(`“${after.error?.diagnosis?.title ?? ''}”`))
    wrong.push('the title of another end');
  return wrong;
}

const firsts = ends.filter(({ code }) => code !== undefined);

function endNamed(name: string, security: Security): Ended {
  const end = ends.find((each) => each.name === name && each.security === security);
  if (end === undefined) throw new Error(`no end: ${name}`);
  return ended(end);
}

describe.each(EXPERIMENTS)('%s', (experiment) => {
  test('says nothing that the second session disproves', () => {
    const wrong: string[] = [];
    for (const first of firsts) {
      for (const second of ends) {
        const [before, after] = [ended(first), ended(second)];
        const found = judgeAnew(before, experiment, after);
        if (found === null) throw new Error('nothing to settle');
        const against = contradictions(before, after, found.sentence);
        if (against.length > 0)
          wrong.push(`${first.security} ${first.name}, ${second.security} ${second.name}: ${found.sentence}`);
        if (found.answer.sure === 'proven' && found.ruledOut.some(({ id }) => id === found.answer.id))
          wrong.push(`${first.name}, ${second.name}: proven and ruled out`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('a port that was begun with in the wrong way', () => {
  const toPlain = endNamed('TLS to smtp', 'tls');

  test.each(['checked', 'login', 'certificate', 'STARTTLS refused'])('offers STARTTLS: %s', (name) => {
    const found = judgeAnew(toPlain, 'with-starttls', endNamed(name, 'starttls'));
    expect(found).toMatchObject({ settled: 'speaks-starttls', answer: { sure: 'proven' } });
    expect(found?.sentence).toContain('choose STARTTLS');
    expect(found?.now === null).toBe(name === 'checked');
  });

  test('speaks plain SMTP without it', () => {
    const found = judgeAnew(toPlain, 'with-starttls', endNamed('STARTTLS not offered', 'starttls'));
    expect(found).toMatchObject({ settled: 'speaks-plain', answer: { sure: 'proven' } });
    expect(found?.answer.remedy).not.toMatch(/use starttls/i);
  });

  test.each(['checked', 'certificate', 'not let in'])('speaks TLS: %s', (name) => {
    const silent = endNamed('plain to silence', 'none');
    expect(judgeAnew(silent, 'tls-here', endNamed(name, 'tls'))).toMatchObject({
      settled: 'speaks-tls',
      answer: { sure: 'proven', remedy: 'Choose implicit TLS for this port.' },
    });
  });
});
