/** A pasted text, explained by way of the window's call; with what the call does not take. */
import { expect, onTestFinished, test } from 'vitest';
import { PASTED_LIMIT } from '../../electron/protocol/values/app/explain.ts';
import { realApp } from './real-app.ts';

test('a text comes back explained, with how it was read', async () => {
  const real = await realApp();
  onTestFinished(() => real.close());
  const answer = await real.client.call('explain.text', {
    text: 'said: 550 5.1.1 <you@example.net>: User unknown',
    context: { host: 'mx.example.net', port: 25, protocol: 'smtp', ehlo: ['mx.example.net'], phase: 'rcpt' },
  });
  expect(answer.reading).toMatchObject({
    code: 550,
    enhancedCode: '5.1.1',
    phase: 'rcpt',
    lines: { first: 0, last: 0 },
  });
  expect(answer.findings[0]).toMatchObject({ severity: 'error' });
  await expect(
    real.client.call('explain.text', { text: 'x'.repeat(PASTED_LIMIT + 1), context: {} }),
  ).rejects.toMatchObject({ code: 'invalid-argument' });
});
