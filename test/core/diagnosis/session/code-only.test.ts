/** Where a reply names no reason: what its code means, that it gave none, and where it stands; nothing made up besides. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import { ENHANCED_CODES } from '../../../texts/all-codes.ts';
import { REPLY_CODES } from '../../../../electron/texts/replies/known-codes.ts';
import { sureText } from '../../../../electron/texts/diagnosis/sure.ts';

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
