/** `npm run build`: the app and the command line, into out/. */
import { setUp } from './lib/set-up.mjs';
import { runMain } from './lib/talk.mjs';

await runMain(async () => {
  await setUp('build');
  return 0;
});
