/** axe finds nothing on any screen, in any state, in either theme. */
import { axeProblems, loadAxe } from './window/axe.ts';
import { expect, test } from './window/app.ts';
import { beginWalk, setTheme, settled, themes, type Theme, walks } from './states/states.ts';

// A dozen states in two themes, on machines that do other things too.
test.setTimeout(300_000);

test.describe('no state of a walk breaks a rule of axe, in either theme:', () => {
  for (const [walk, prepare] of Object.entries(walks)) {
    test(walk, async ({ app: { page, electron } }) => {
      const { list, close } = await prepare(electron);
      await beginWalk(page);
      await loadAxe(page);
      const order = [...themes];
      let current: Theme | null = null;
      for (const { name, show } of list) {
        await test.step(name, async () => {
          await show(page);
          // Every state begins in the theme in which the one before ended.
          order.reverse();
          for (const theme of order) {
            await (theme === current ? settled(page) : setTheme(page, theme));
            current = theme;
            expect.soft(await axeProblems(page, theme !== order[0]), `${name}, ${theme}`).toEqual([]);
          }
        });
      }
      await close();
    });
  }
});
