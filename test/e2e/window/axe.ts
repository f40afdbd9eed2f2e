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
  readonly axe: {
    run(where: object, options: object): Promise<Record<'violations' | 'passes' | 'incomplete', readonly Found[]>>;
  };
}

/** axe itself, as its Playwright package brings it. That package's own way opens a second page, which this window refuses. */
async function source(): Promise<string> {
  const own = createRequire(import.meta.url).resolve('@axe-core/playwright');
  return readFile(createRequire(own).resolve('axe-core/axe.min.js'), 'utf8');
}

/** What is wrong, one line each, so that a failure reads as a list of work. `colours`: only the rules that a theme can break. */
export async function axeProblems(page: Page, colours = false): Promise<string[]> {
  return page.evaluate(async (only) => {
    const ended = (checks: readonly Check[]): boolean =>
      checks.some(({ message }) => message.startsWith('Axe encountered an error'));
    const options = only ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {};
    const { axe } = globalThis as unknown as Axe;
    // A text of a list that reaches out of sight can end a rule of axe, with that one left open: it is left out, and the others looked at.
    const away: string[][] = [];
    let { violations, passes, incomplete } = await axe.run(document, options);
    for (let more = 0; more < 60; more += 1) {
      const broken = incomplete.flatMap(({ nodes }) => nodes).filter(({ any, none }) => ended([...any, ...none]));
      if (broken.length === 0) break;
      away.push(...broken.map(({ target }) => [...target]));
      ({ violations, passes, incomplete } = await axe.run({ exclude: away }, options));
    }
    if (passes.length < (only ? 1 : 10)) return [`only ${passes.length} rules found something to look at`];
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
