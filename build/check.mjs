/** `npm run check`: the static checks alone. */
import { runChecks } from './lib/checks.mjs';
import { checkNode, installDependencies } from './lib/dependencies.mjs';
import { locked, scratchFolder } from './lib/files.mjs';
import { runMain } from './lib/main.mjs';

await runMain(async () => {
  checkNode();
  await locked(installDependencies);
  const results = await runChecks(scratchFolder());
  const failed = results.filter(({ ok }) => !ok).length;
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
