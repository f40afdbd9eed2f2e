/** axe finds nothing on any screen, in any state, in either theme. */
import { axeProblems, loadAxe } from './axe.ts';
import { expect, test } from './app.ts';
import { allStates, setTheme, themes } from './states.ts';

test.setTimeout(400_000);

test('no screen, state or theme breaks a rule of axe', async ({ app: { page, electron } }) => {
  const { list, close } = await allStates(electron);
  await loadAxe(page);
  for (const { name, show } of list) {
    await test.step(name, async () => {
      await show(page);
      for (const theme of themes) {
        await setTheme(page, theme);
        expect.soft(await axeProblems(page, theme !== themes[0]), `${name}, ${theme}`).toEqual([]);
      }
    });
  }
  await close();
});
