/** Many limits in time on one timer of Node's: each runs out when it is due, unless it was lifted, and none keeps the process longer than it is needed. */
import { describe, expect, it } from 'vitest';
import { TimeLimit } from '../../electron/core/recording/time-limit.ts';

const timersThatHoldTheProcess = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

describe('time limits', () => {
  it('run out in the order in which they are due, whatever the order in which they were set', async () => {
    const over: string[] = [];
    await new Promise<void>((resolve) => {
      new TimeLimit(60, () => {
        over.push('last');
        resolve();
      });
      new TimeLimit(20, () => over.push('first'));
      new TimeLimit(40, () => over.push('second'));
    });
    expect(over).toEqual(['first', 'second', 'last']);
  });

  it('do not run out once lifted, not even when another that is due at the same time lifts them', async () => {
    const over: string[] = [];
    await new Promise<void>((resolve) => {
      const lifted = new TimeLimit(10, () => over.push('lifted'));
      lifted.lift();
      lifted.lift();
      const fellow: TimeLimit[] = [];
      new TimeLimit(20, () => fellow.forEach((one) => one.lift()));
      fellow.push(new TimeLimit(20, () => over.push('fellow')));
      // Both are due by the time anything of ours runs again.
      for (const until = performance.now() + 30; performance.now() < until;);
      new TimeLimit(20, resolve);
    });
    expect(over).toEqual([]);
  });

  it('hold the process while one runs, and no longer', () => {
    const before = timersThatHoldTheProcess();
    const one = new TimeLimit(60_000, () => undefined);
    const other = new TimeLimit(90_000, () => undefined);
    expect(timersThatHoldTheProcess()).toBe(before + 1);
    one.lift();
    expect(timersThatHoldTheProcess()).toBe(before + 1);
    other.lift();
    expect(timersThatHoldTheProcess()).toBe(before);
    const again = new TimeLimit(90_000, () => undefined);
    expect(timersThatHoldTheProcess()).toBe(before + 1);
    again.lift();
    expect(timersThatHoldTheProcess()).toBe(before);
  });
});
