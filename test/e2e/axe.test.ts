/** axe finds nothing on any screen, in any state, in either theme. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { allStates, setTheme, themes } from './states.ts';

test.setTimeout(400_000);

interface Check {
  readonly message: string;
}
interface Found {
  readonly id: string;
  readonly nodes: readonly {
    target: readonly string[];
    any: readonly Check[];
    all: readonly Check[];
    none: readonly Check[];
  }[];
}
interface Axe {
  readonly axe: { run(options: object): Promise<{ violations: readonly Found[]; passes: readonly Found[] }> };
}

/** axe itself, as its Playwright package brings it. That package's own way opens a second page, which this window refuses. */
async function axeSource(): Promise<string> {
  const own = createRequire(import.meta.url).resolve('@axe-core/playwright');
  return readFile(createRequire(own).resolve('axe-core/axe.min.js'), 'utf8');
}

/** What is wrong, one line each, so that a failure reads as a list of work. `colours`: only the rules that a theme can break. */
async function problems(page: Page, colours: boolean): Promise<string[]> {
  return page.evaluate(async (only) => {
    const options = only ? { runOnly: { type: 'tag', values: ['cat.color'] } } : {};
    const { violations, passes } = await (globalThis as unknown as Axe).axe.run(options);
    if (passes.length < (only ? 1 : 10)) return [`only ${passes.length} rules found something to look at`];
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => {
        const [why] = [...any, ...all, ...none];
        return `${id}: ${target.join(' ')}: ${why?.message ?? ''}`;
      }),
    );
  }, colours);
}

test('no screen, state or theme breaks a rule of axe', async ({ app: { page, electron } }) => {
  const { list, close } = await allStates(electron);
  // Through the debugger, which no policy of the page's own refuses: a script element would be.
  await page.evaluate(await axeSource());
  for (const { name, show } of list) {
    await test.step(name, async () => {
      await show(page);
      for (const theme of themes) {
        await setTheme(page, theme);
        expect.soft(await problems(page, theme !== themes[0]), `${name}, ${theme}`).toEqual([]);
      }
    });
  }
  await close();
});
