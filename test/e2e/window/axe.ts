/** axe in the app's own window. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

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
async function source(): Promise<string> {
  const own = createRequire(import.meta.url).resolve('@axe-core/playwright');
  return readFile(createRequire(own).resolve('axe-core/axe.min.js'), 'utf8');
}

/** What is wrong, one line each, so that a failure reads as a list of work. `colours`: only the rules that a theme can break. */
export async function axeProblems(page: Page, colours = false): Promise<string[]> {
  return page.evaluate(async (only) => {
    const options = only ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {};
    const enough = only ? 1 : 10;
    let { violations, passes } = await (globalThis as unknown as Axe).axe.run(options);
    // In the very frames in which a theme or a dialog changes, axe cannot tell what lies behind a text, and leaves all of it open.
    for (let more = 0; more < 5 && passes.length < enough; more += 1) {
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      ({ violations, passes } = await (globalThis as unknown as Axe).axe.run(options));
    }
    if (passes.length < enough) return [`only ${passes.length} rules found something to look at`];
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => {
        const [why] = [...any, ...all, ...none];
        return `${id}: ${target.join(' ')}: ${why?.message ?? ''}`;
      }),
    );
  }, colours);
}

/** Through the debugger, which no policy of the page's own refuses: a script element would be. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(await source());
}
