/** The connection's own secrets on their one way from the window: each reaches the flow under its name, and is in nothing that is kept. */
import { expect, test } from 'vitest';
import type { CheckOptions } from '../../../electron/core/smtp/types.ts';
import { RunRequestSchema } from '../../../electron/protocol/values/app/run.ts';
import type { FinishedRun } from '../../../electron/app/runs/past-runs.ts';
import { parse } from 'valibot';
import { checkRequest, talkative, testRuns } from '../run-samples.ts';

test('key, passphrase and proxy password reach the flow', async () => {
  const secrets = { clientKey: 'PEM', clientKeyPassphrase: 'open', proxyPassword: 'sesame' };
  const request = parse(RunRequestSchema, { ...checkRequest, secrets });
  const given: CheckOptions[] = [];
  const finished: FinishedRun[] = [];
  const said = talkative(1, () => undefined);
  const runs = testRuns({
    check: (options, context) => {
      given.push(options);
      return said(options, context);
    },
    finished: (run) => finished.push(run),
  });
  runs.start(request);
  await runs.close();
  const read = async (name: keyof typeof secrets) => given[0]?.secrets?.[name]?.read();
  expect(await read('clientKey')).toBe('PEM');
  expect(await read('clientKeyPassphrase')).toBe('open');
  expect(await read('proxyPassword')).toBe('sesame');
  expect(JSON.stringify([finished[0]?.events, finished[0]?.report])).not.toMatch(/PEM|open|sesame/);
});

test('where none is given there are none', async () => {
  const given: CheckOptions[] = [];
  const said = talkative(1, () => undefined);
  const runs = testRuns({
    check: (options, context) => {
      given.push(options);
      return said(options, context);
    },
  });
  runs.start(checkRequest);
  await runs.close();
  expect(given).toHaveLength(1);
  expect(given[0]).not.toHaveProperty('secrets');
});
