/** `npm run build`: the app, the command line and the library, into out/. */
import { runMain } from './lib/main.mjs';
import { setUp } from './lib/set-up.mjs';

await runMain(async () => {
  await setUp('build');
  return 0;
});
