/** What an address sends beyond its time in one turn waits for the next: nothing of it is lost, and others come in between. */
import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Turns } from '../../../electron/core/server/listener/turns.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { limits } from '../../../electron/core/server/limits.ts';
import { startFixture } from '../fixture.ts';

/** Each look at it is a second later: every piece of work takes longer than a turn has. */
function leapingClock(): typeof systemClock {
  let leaps = 0;
  return { ...systemClock, now: () => systemClock.now() + 1_000 * leaps++ };
}

test('who sends much gets one piece a turn, who sends little is not held up', async () => {
  const turns = new Turns(leapingClock());
  const done: string[] = [];
  const over = new Promise<void>((resolve) => {
    for (let i = 0; i < 5; i += 1) turns.wait('flood', () => done.push(`flood ${i}`));
    turns.wait('flood', () => resolve());
  });
  expect(turns.begin('flood')).toBeNull();
  const turn = turns.begin('other');
  done.push('other');
  if (turn !== null) turns.end(turn);
  expect(turn).not.toBeNull();
  expect(turns.begin('other')).toBeNull();
  turns.wait('other', () => done.push('other again'));
  await over;
  expect(done).toEqual(['other', 'flood 0', 'other again', 'flood 1', 'flood 2', 'flood 3', 'flood 4']);
});

test('sessions whose every piece has to wait for its turn go on as usual: plain, half closed, and over TLS', async () => {
  const fixture = await startFixture({ listener: { security: 'starttls' }, overrides: { clock: leapingClock() } });
  const { caPem: ca } = await fixture.authority();
  const bodies = Array.from(
    { length: 6 },
    () => `Subject: x\r\n\r\n${randomBytes(150_000).toString('hex').replace(/.{76}/g, '$&\r\n')}\r\n`,
  );
  await Promise.all(
    bodies.map(async (body, i) => {
      const peer = await fixture.connect();
      if (i % 2 === 0) {
        await peer.reply();
        await peer.command('EHLO c');
        expect(await peer.command('STARTTLS')).toMatch(/^220/);
        await peer.startTls({ ca, servername: 'localhost' });
      }
      await peer.send('EHLO c\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nDATA\r\n');
      for (let at = 0; at < body.length; at += 100_000) await peer.send(body.slice(at, at + 100_000));
      await peer.send('.\r\nNOOP\r\n');
      // Its end comes while octets of it still wait.
      if (i % 3 === 0) peer.halfClose();
      else await peer.send('QUIT\r\n');
      expect(await peer.untilClosed()).toContain('250 2.0.0 Message accepted');
    }),
  );
  const hashes = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
  const stored = await fixture.stored();
  expect(stored.map(({ data }) => hashes(data)).sort()).toEqual(bodies.map(hashes).sort());
});

test('while connections come in, work that waits lets them come, but not for longer than it is meant to', async () => {
  let now = 0;
  const turns = new Turns({ now: () => now });
  const turnsOfLoop = () => new Promise<void>((resolve) => setImmediate(resolve));
  let done = 0;
  turns.wait('flood', () => (done += 1));
  for (let i = 0; i < 10; i += 1) {
    turns.arrived();
    now += 1;
    await turnsOfLoop();
  }
  expect(done).toBe(0);
  // Nobody came in the last turn: then it is done at once.
  await turnsOfLoop();
  expect(done).toBe(1);
  turns.wait('flood', () => (done += 1));
  let turnsTaken = 0;
  while (done < 2) {
    turns.arrived();
    now += 1;
    turnsTaken += 1;
    await turnsOfLoop();
  }
  expect(turnsTaken).toBeGreaterThan(10);
  expect(turnsTaken).toBeLessThanOrEqual(limits.server.acceptMs + 2);
});
