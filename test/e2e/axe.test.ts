/** axe finds nothing on any screen, in any state, in either theme. */
import { axeProblems, loadAxe } from './window/axe.ts';
import { expect, test } from './window/app.ts';
import { allStates, setTheme, settled, themes, type Theme } from './states/states.ts';

// Seventy states, on machines that do other things too.
test.setTimeout(900_000);

test('no screen, state or theme breaks a rule of axe', async ({ app: { page, electron } }) => {
  const { list, close } = await allStates(electron);
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
