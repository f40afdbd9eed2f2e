/**
 * `npm run test:seeds`: the tests that draw at random with seeds drawn anew, under Node, until one fails or as many rounds as asked for have passed
 * (`npm run test:seeds -- 20`; 1 unless said). A failure names its seed: `POSTHORN_SEED=N npx vitest run PATH` plays it again, and POSTHORN_ROUNDS=10
 * draws ten times as much in each round.
 */
import { readFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { runMain } from './lib/main.mjs';
import { filesBelow, inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { say } from './lib/talk.mjs';

const rounds = Number(process.argv[2] ?? 1);

await runMain(async () => {
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error('the number of rounds is 1 or more');
  const files = filesBelow('test', (file) => file.endsWith('.test.ts')).filter((file) =>
    /fast-check|harness\/seeds/.test(readFileSync(inRoot(file), 'utf8')),
  );
  for (let round = 1; round <= rounds; round += 1) {
    const seed = randomInt(2 ** 31);
    say(`round ${round} of ${rounds}: POSTHORN_SEED=${seed}`);
    const { status } = await run(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', ...files], {
      cwd: inRoot(),
      env: { ...process.env, POSTHORN_SEED: String(seed) },
    });
    if (status !== 0) return status;
  }
  return 0;
});
