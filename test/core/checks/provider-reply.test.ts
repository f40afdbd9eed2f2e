/** A refusal that a provider's rule fits is reported as a finding, with its lines; without a certain provider nothing is. */
import { describe, expect, test } from 'vitest';
import { foldReport } from '../report/fold-report.ts';
import type { SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Outcome } from '../../../electron/protocol/values/session/outcome.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { begin, end, inPhase, line, reply, stamped } from '../report/sample.ts';

const app = [
  '5.7.9 Application-specific password required. For more information, go to',
  '5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor a1 - gsmtp',
];

function login(host: string, code: number, ...lines: string[]): Report {
  const said = reply(code, ...lines);
  const error: Outcome = {
    code: 'auth-failed',
    phase: 'auth',
    temporary: code < 500,
    reply: said,
    params: { reason: 'refused', mechanism: 'PLAIN', tried: [] },
  };
  const received = lines.map((text, index): SessionFact =>
    line('received', 'auth', `${code}${index < lines.length - 1 ? '-' : ' '}${text}`),
  );
  return foldReport('check', stamped([begin({ host }), ...inPhase('auth', false, ...received), end({ error })]));
}

describe('of a login', () => {
  test('by a mark in the reply: the rule’s words, source and date, and the lines', () => {
    const { findings, ok, error } = login('127.0.0.1', 534, ...app);
    expect(ok).toBe(false);
    expect(findings).toMatchObject([
      { id: 'google.app-password-required', severity: 'error', actor: 'you', verifiedOn: expect.any(String) as string },
    ]);
    expect(findings[0]?.evidence).toHaveLength(2);
    expect(error?.message).toContain('Application-specific password required');
  });

  test('by the host that was asked for', () => {
    expect(login('smtp.gmail.com', 454, '4.7.0 Too many login attempts').findings).toMatchObject([
      { id: 'google.too-many-logins', severity: 'warning' },
    ]);
  });

  test('not from a host that is none of the provider’s, nor where host and mark disagree', () => {
    const ids = (...said: Parameters<typeof login>): string[] => login(...said).findings.map(({ id }) => id);
    expect(ids('mx.test', 534, '5.7.9 Application-specific password required')).toEqual(['phrase.app-password']);
    expect(ids('smtp.office365.com', 534, ...app)).toEqual(['phrase.app-password']);
    expect(ids('smtp.office365.com', 535, '5.7.8 no')).toEqual(['microsoft.login-refused']);
  });
});

test('recipients refused alike are one finding, and one that was taken is none', () => {
  const gone = reply(550, '5.1.1 The email account that you tried to reach does not exist. a1 - gsmtp');
  const to = (index: number, accepted: boolean): SessionFact => ({
    type: 'recipient',
    result: {
      index,
      address: `a${index}@b.test`,
      accepted,
      reply: accepted ? reply(250, '2.1.5 Ok - gsmtp') : gone,
      final: null,
      delivery: accepted ? 'yes' : 'no',
    },
  });
  const facts = [begin({ host: '127.0.0.1' }), to(0, false), to(1, true), to(2, false), end()];
  const { findings } = foldReport('send', stamped(facts));
  expect(findings.map(({ id }) => id)).toEqual(['google.no-such-user']);
});
