/** The limits of the runner, with sessions that end when the test says so. */
import { expect, test } from 'vitest';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { type SurveyTry, runTries } from '../../../electron/core/survey/runner.ts';
import type { CheckOptions, SessionContext, SessionResult } from '../../../electron/core/smtp/types.ts';
import type { SurveyFact } from '../../../electron/protocol/values/survey/event.ts';

interface Playing {
  readonly target: string;
  answered(): void;
  ended(): void;
}

const one = (address: string, port: number): SurveyTry => ({
  key: { host: 'mx.test', address, port, security: 'starttls' },
  options: { connection: { target: `${address}:${port}` }, auth: null, envelope: null },
});

/** Sessions whose connection is answered, and which end, at the test's word; what is broken off ends at once. */
class Stage {
  readonly playing: Playing[] = [];
  begun = 0;
  connected = 0;
  most = 0;
  readonly events: SurveyFact[] = [];

  readonly check = ({ connection }: CheckOptions, { emit, signal }: SessionContext): Promise<SessionResult> => {
    this.begun += 1;
    return new Promise((resolve) => {
      let open = false;
      const ended = (): void => {
        if (open) this.connected -= 1;
        const index = this.playing.indexOf(playing);
        if (index >= 0) this.playing.splice(index, 1);
        resolve({ error: null, delivery: null, recipients: [] });
      };
      const playing: Playing = {
        target: connection.target,
        answered: () => {
          const attempt = { address: connection.target, family: 4 as const, ok: true, error: null, durationMs: 1 };
          emit({ seq: 1, tMs: 0, type: 'address', attempt });
          if (signal.aborted) return;
          open = true;
          this.connected += 1;
          this.most = Math.max(this.most, this.connected);
        },
        ended,
      };
      this.playing.push(playing);
      signal.addEventListener('abort', ended, { once: true });
    });
  };

  run(tries: readonly SurveyTry[], over: { patience?: number; sessions?: number; signal?: AbortSignal } = {}) {
    return runTries(
      {
        first: tries,
        next: () => null,
        limits: { perAddress: 2, sessions: over.sessions ?? 10, patience: over.patience ?? 60_000 },
      },
      {
        emit: (event) => this.events.push(event),
        signal: over.signal ?? new AbortController().signal,
        clock: systemClock,
        check: this.check,
      },
    );
  }

  /** Until so many sessions have begun and are not over. */
  async until(count: number): Promise<void> {
    while (this.playing.length !== count) await new Promise((resolve) => setImmediate(resolve));
  }
}

const done = (events: readonly SurveyFact[]): number => events.filter(({ type }) => type === 'cell-done').length;

test('two sessions to one address at one time, the next when one has ended', async () => {
  const stage = new Stage();
  const end = stage.run([25, 465, 587, 2525].map((port) => one('192.0.2.1', port)));
  for (let round = 0; round < 2; round += 1) {
    await stage.until(2);
    for (const playing of [...stage.playing]) playing.answered();
    for (const playing of [...stage.playing]) playing.ended();
  }
  await end;
  expect([stage.begun, stage.most, done(stage.events)]).toEqual([4, 2, 4]);
});

test('so many in all', async () => {
  const stage = new Stage();
  const end = stage.run(
    [1, 2, 3, 4].map((last) => one(`192.0.2.${last}`, 25)),
    { sessions: 3 },
  );
  await stage.until(3);
  for (const playing of [...stage.playing]) playing.ended();
  await stage.until(1);
  for (const playing of [...stage.playing]) playing.ended();
  await end;
  expect(stage.begun).toBe(4);
});

test('connects that nobody answers hold up no other', async () => {
  const stage = new Stage();
  const end = stage.run(
    [25, 465, 587, 2525].map((port) => one('192.0.2.1', port)),
    { patience: 1 },
  );
  await stage.until(4);
  for (const playing of [...stage.playing]) playing.ended();
  await end;
  expect(stage.begun).toBe(4);
});

test('a connect that is answered when every place is taken is broken off and made again, reported once', async () => {
  const stage = new Stage();
  const end = stage.run(
    [25, 465, 587].map((port) => one('192.0.2.1', port)),
    { patience: 1 },
  );
  await stage.until(3);
  for (const playing of [...stage.playing]) playing.answered();
  // The third is gone, and waits.
  await stage.until(2);
  for (const playing of [...stage.playing]) playing.ended();
  await stage.until(1);
  for (const playing of [...stage.playing]) playing.answered();
  for (const playing of [...stage.playing]) playing.ended();
  await end;
  expect([stage.begun, stage.most, done(stage.events)]).toEqual([4, 2, 3]);
  expect(stage.events.filter(({ type }) => type === 'cell-started')).toHaveLength(3);
});

test('stopped, what runs ends and nothing else begins', async () => {
  const stage = new Stage();
  const stop = new AbortController();
  const end = stage.run(
    [25, 465, 587].map((port) => one('192.0.2.1', port)),
    { signal: stop.signal },
  );
  await stage.until(2);
  stop.abort();
  await end;
  expect(stage.begun).toBe(2);
});

test('what must not happen ends the others and is not swallowed', async () => {
  const stage = new Stage();
  const fails = { ...one('192.0.2.1', 25) };
  const check = (options: CheckOptions, context: SessionContext): Promise<SessionResult> =>
    options === fails.options ? Promise.reject(new Error('no keychain')) : stage.check(options, context);
  const signal = new AbortController().signal;
  const limits = { perAddress: 2, sessions: 10, patience: 60_000 };
  const survey = {
    first: [one('192.0.2.1', 465), fails],
    next: () => null,
    limits,
  };
  const running = runTries(survey, { emit: (event) => stage.events.push(event), signal, clock: systemClock, check });
  await expect(running).rejects.toThrow('no keychain');
  expect(stage.playing).toEqual([]);
});
