/** A message file of more than 100 MB is streamed: the memory of the program does not grow with it. */
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Program, type Serving } from '../program.ts';

const MIB = 1024 * 1024;
let program: Program;
let serving: Serving;
beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(['--smtp', '0', '--store', 'none', '--max-size', '0']);
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

/** KiB, the most that it ever had: said by the program itself as it ends. */
async function mostAfter(path: string): Promise<number> {
  const says = join(program.folder, 'says-most.cjs');
  await writeFile(says, "process.on('exit', () => console.error('most=' + process.resourceUsage().maxRSS));");
  const args = ['send', `127.0.0.1:${serving.ports[0]}`, '--from', 'a@example.org', '--to', 'b@example.org'];
  const { stderr, status } = await program.run([...args, '--data', path], {
    env: { NODE_OPTIONS: `--require ${says}` },
  });
  expect(status).toBe(0);
  return Number(/most=(\d+)/.exec(stderr)?.[1]);
}

test('growth under 60 MB', async () => {
  const [small, large] = [join(program.folder, 'small.eml'), join(program.folder, 'large.eml')];
  const head = 'From: <a@example.org>\r\nSubject: x\r\n\r\n';
  await writeFile(small, `${head}x\r\n`);
  const file = await open(large, 'w');
  try {
    await file.write(head);
    const block = Buffer.from(`${'x'.repeat(74)}\r\n`.repeat(14_000));
    for (let written = 0; written < 110 * MIB; written += block.length) await file.write(block);
  } finally {
    await file.close();
  }
  const before = await mostAfter(small);
  const grown = (await mostAfter(large)) - before;
  expect(before).toBeGreaterThan(10 * 1024);
  expect(grown, `${grown} KiB more for 110 MiB`).toBeLessThan(60 * 1024);
}, 60_000);
