/** Where a reply names no reason: what its code means, that it gave none, and where it stands; nothing made up besides. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import { ENHANCED_CODES } from '../../../texts/all-codes.ts';
import { REPLY_CODES } from '../../../../electron/texts/replies/known-codes.ts';
import { diagnoseOutcome } from '../../../../electron/core/diagnosis/outcome.ts';
import { diagnosisIn } from '../../../../electron/core/diagnosis/write.ts';
import type { Outcome } from '../../../../electron/protocol/values/session/outcome.ts';
import { actorText } from '../../../../electron/texts/actors.ts';
import { sureOfEnd, sureText } from '../../../../electron/texts/diagnosis/sure.ts';
import { verdictWords } from '../../../../electron/texts/outcomes/verdict.ts';
import { hostileReport } from '../../report/sample.ts';

const phases = ['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', null] as const;
const refused = REPLY_CODES.filter((code) => code >= 400);
const bare = refused.flatMap((code) => {
  const kind = Math.floor(code / 100);
  return [`${code}`, ...ENHANCED_CODES.map((detail) => `${code} ${kind}.${detail}`)];
});

describe('by the code alone', () => {
  test.each(phases)('no code has a remedy or anybody to blame (%s)', (phase) => {
    for (const text of [...bare, ...bare.map((code) => `${code} Quux frobnicated`)]) {
      for (const finding of explain(text, { phase }).findings) {
        const { sure, actor, remedy, cause, alternatives, experiments } = finding;
        if (sure !== 'code-only') continue;
        const modest =
          actor === 'server-admin' &&
          remedy.startsWith('The server’s log of this moment has the reason') &&
          /(?:It gave no reason|give no reason that is known here)\./.test(cause);
        // No matcher for each of some thirty thousand texts: they cost more than what they look at.
        if (!modest || alternatives.length > 0 || experiments.length > 0)
          expect.fail(`${text}: ${JSON.stringify(finding)}`);
      }
    }
  });

  test('a provider’s server has it in the provider’s log, a stranger’s under its name does not', () => {
    const [known] = explain('550 5.7.1 Quux frobnicated', { host: 'smtp.gmail.com', phase: 'data' }).findings;
    expect(known).toMatchObject({ sure: 'code-only', actor: 'provider' });
    expect(known?.remedy).toMatch(/^Google has the reason/);
  });

  test('an answer that is no refusal needs nothing', () => {
    expect(explain('250 2.0.0 queued').findings[0]).toMatchObject({ actor: 'you', remedy: 'Nothing to do.' });
  });
});

test('likely names others only where there are others', () => {
  expect(sureText('likely', 0)).not.toMatch(/else|other/);
  expect(sureText('likely', 1)).toContain('something else');
  expect(sureText('likely', 3)).toContain('other causes');
});

test('the cause says that no reason is known, and how sure that is says it no second time', () => {
  expect(sureText('code-only', 0)).not.toMatch(/no reason|known/);
});

describe('an end without a reply', () => {
  const ends: Readonly<Record<string, Outcome>> = Object.fromEntries(
    [
      { code: 'server-disconnected', params: { bytesReceived: 0, reset: false } },
      { code: 'timeout', params: { limitMs: 5000, bytesReceived: 0 } },
      { code: 'connect-failed', params: { addresses: [] } },
      { code: 'security-mismatch', params: { expected: 'tls', seen: 'smtp', raw: new Uint8Array() } },
    ].map((each) => [each.code, { phase: 'greeting', temporary: null, reply: null, ...each } as unknown as Outcome]),
  );

  test.each(Object.keys(ends))('%s says how sure it is of what', (code) => {
    const error = ends[code];
    if (error === undefined) throw new Error('no such end');
    const finding = diagnoseOutcome(error, {
      host: 'mx.test',
      port: 25,
      path: null,
      protocol: 'smtp',
      security: 'none',
    });
    const { cause: message } = finding;
    const report = { ...hostileReport(), error: { ...error, message, diagnosis: diagnosisIn(finding) } };
    const { sure, cause } = verdictWords(report);
    expect(cause).toBeNull();
    expect(sure).toBe(sureOfEnd(finding.sure));
  });
});

test('IPv4 is no experiment where it was tried', () => {
  const target = { host: 'mx.test', port: 25, path: null, protocol: 'smtp', security: 'none' } as const;
  const asked = (families: readonly number[]) => {
    const addresses = families.map((family) => ({ address: 'x', family, error: 'ETIMEDOUT', durationMs: 1 }));
    const error = { code: 'connect-failed', phase: 'connect', temporary: null, reply: null, params: { addresses } };
    return diagnoseOutcome(error as unknown as Outcome, target).experiments.map(({ id }) => id);
  };
  expect(asked([6])).toContain('other-family');
  expect(asked([4, 6])).not.toContain('other-family');
});

const silent = {
  ...{ code: 'timeout', phase: 'greeting', temporary: true, reply: null },
  params: { limitMs: 1, bytesReceived: 0 },
} as unknown as Outcome;

test('nor where it was connected over it', () => {
  const target = { host: 'mx.test', port: 25, path: null, protocol: 'smtp', security: 'none' } as const;
  const asked = (family: 4 | 6 | null) => diagnoseOutcome(silent, target, family).experiments.map(({ id }) => id);
  expect(asked(6)).toContain('other-family');
  expect(asked(4)).not.toContain('other-family');
});

test('a silent port of its own is tried with TLS there, a usual one on 465', () => {
  const asked = (port: number) =>
    diagnoseOutcome(silent, {
      host: 'mx.test',
      port,
      path: null,
      protocol: 'smtp',
      security: 'none',
    }).experiments.map(({ id }) => id);
  expect(asked(3013)).toContain('tls-here');
  expect(asked(587)).toContain('implicit-tls');
});

test.each(['security-mismatch', 'protocol-error'])(
  'a service that says what it is leaves no doubt, and nothing to try: %s',
  (code) => {
    const raw = new TextEncoder().encode('* OK IMAP4rev1 ready');
    const params =
      code === 'protocol-error' ? { anomaly: null, limit: null, raw } : { expected: 'tls', seen: 'other', raw };
    const error = { code, phase: 'greeting', temporary: false, reply: null, params } as unknown as Outcome;
    const target = { host: 'mx.test', port: 143, path: null, protocol: 'smtp', security: 'tls' } as const;
    const { title, sure, experiments } = diagnoseOutcome(error, target);
    expect({ title, sure, experiments }).toEqual({ title: 'Not an SMTP server', sure: 'proven', experiments: [] });
  },
);

test('a delivery over LMTP that cannot connect is not sent to the submission port', () => {
  const error = { code: 'connect-failed', phase: 'connect', temporary: null, reply: null, params: { addresses: [] } };
  const asked = (protocol: 'smtp' | 'lmtp') => {
    const target = { host: 'mx.test', port: 24, path: null, protocol, security: 'none' } as const;
    return diagnoseOutcome(error as unknown as Outcome, target).experiments.map(({ id }) => id);
  };
  expect(asked('smtp')).toContain('port-587');
  expect(asked('lmtp')).toEqual([]);
});

test('who can act is more than “you” where somebody else owns what is refused', () => {
  for (const text of [
    '554 5.7.1 Client host [203.0.113.9] blocked using zen.spamhaus.org',
    '421 4.3.2 Too many connections from your host',
  ]) {
    const [found] = explain(text).findings;
    if (found === undefined) throw new Error('no answer');
    expect(actorText(found.actor, found.id), text).toMatch(/^you, or whoever /);
  }
  expect(actorText('provider', 'phrase.block-list')).toBe('the mail provider');
});
