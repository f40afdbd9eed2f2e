/** What a letter of a search and the way to another profile cost with 1,000 profiles in 50 folders, from a trace. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addProfile, emptyBook, saveFolder, type ProfileBook } from '../../../electron/core/profiles/book.ts';
import { writeBook } from '../../../electron/core/profiles/file.ts';
import { electronRuntime, ElectronApp, root } from './electron-app.ts';
import { printTable, type Cell } from '../table.ts';
import { costs, stepsOf, traced } from './trace.ts';

const PROFILES = 1_000;
const FOLDERS = 50;
const MARK_MS = 50;
const ROUNDS = 6;

function full(): ProfileBook {
  let book: ProfileBook = { ...emptyBook, revision: 1 };
  for (let at = 0; at < FOLDERS; at += 1)
    book = saveFolder({ id: `f${at}`, name: `Customer ${at}`, colour: at % 2 === 0 ? 'green' : null })(book);
  for (let at = 0; at < PROFILES; at += 1) {
    const content = {
      name: `Server ${at} of ${['mail', 'relay', 'list', 'inbound'][at % 4] ?? ''}`,
      colour: at % 5 === 0 ? ('blue' as const) : null,
      favourite: at % 50 === 0,
      notes: 'What somebody wrote about it. '.repeat(at % 7),
      connection: { target: `mx${at}.example.org:587`, security: 'starttls' as const },
      auth: { user: `user${at}@example.org` },
      envelope: { from: `user${at}@example.org`, to: [] },
    };
    book = addProfile(`p${at}`, content, `f${at % FOLDERS}`)(book);
  }
  return book;
}

const frame = 'const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));';

/** Letter by letter to one profile and back to all of them. */
const searching = (field: string): string => `(async () => {
  ${frame}
  const field = document.querySelector(${JSON.stringify(field)});
  let steps = 0;
  const say = async (text) => {
    performance.mark('profile-step');
    steps += 1;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await frame();
  };
  for (let round = 0; round < ${ROUNDS}; round += 1) {
    const word = ['relay', 'mx7', 'customer', 'user99', 'server 5', 'nothing like it'][round % 6];
    for (let end = 1; end <= word.length; end += 1) await say(word.slice(0, end));
    for (let end = word.length - 1; end >= 0; end -= 1) await say(word.slice(0, end));
  }
  performance.mark('profile-step');
  return { steps, rows: document.querySelectorAll('.groups li').length };
})()`;

/** From profile to profile, all over the list. */
const switching = `(async () => {
  ${frame}
  const rows = () => [...document.querySelectorAll('.groups li button')];
  let steps = 0;
  for (let at = 0; at < 60; at += 1) {
    const all = rows();
    performance.mark('profile-step');
    steps += 1;
    all[(at * 389) % all.length].click();
    await frame();
  }
  performance.mark('profile-step');
  return { steps, rows: rows().length };
})()`;

async function measure(app: ElectronApp, what: string, expression: string): Promise<Cell[]> {
  // Once without: what is compiled and cached only once is no part of a step.
  await app.evaluate(expression);
  const { events, answer } = await traced(app, () => app.evaluate<{ steps: number; rows: number }>(expression));
  const { script, layout, both, processor, all } = costs(stepsOf(events, 'profile-step'));
  return [
    what,
    answer.steps,
    both.p50.toFixed(1),
    both.p95.toFixed(1),
    both.max.toFixed(1),
    `${script.max.toFixed(1)} + ${layout.max.toFixed(1)}`,
    all.max.toFixed(1),
    `${processor.p95.toFixed(1)}, ${processor.max.toFixed(1)}`,
    answer.rows,
    processor.p95 < MARK_MS ? 'met' : 'MISSED',
  ];
}

const click = (selector: string, text: string): string =>
  `(() => { const one = [...document.querySelectorAll('${selector}')].find((each) => each.textContent.trim().startsWith('${text}'));
    one?.click(); return one !== undefined; })()`;

/** `env`: with a display. */
export async function benchProfiles(env: NodeJS.ProcessEnv, dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, 'profiles.json'), writeBook(full()));
  const folder = process.env.POSTHORN_APP_FOLDER ?? root;
  const app = new ElectronApp(await electronRuntime(), folder, [`--user-data-dir=${dataDir}`], env);
  try {
    await app.attach();
    await app.until(click('nav button, nav a, aside button, aside a', 'Profiles'));
    await app.until(`document.querySelectorAll('.groups section').length === ${FOLDERS}`);
    const search = await measure(app, 'a letter of the search', searching('[aria-label="Search profiles"]'));
    const change = await measure(app, 'to another profile', switching);
    await app.evaluate(
      `document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))`,
    );
    const palette = '[role=combobox][aria-label="Search or run"]';
    await app.until(`document.querySelector('${palette}') !== null`);
    const quick = await measure(app, 'a letter in the palette', searching(palette));
    printTable(
      `${PROFILES} profiles in ${FOLDERS} folders: script, style and layout of one step, ms of the page's main thread`,
      [
        '',
        'steps',
        'p50',
        'p95',
        'max',
        'max script + layout',
        'max of everything',
        'processor p95, max',
        'rows',
        `its p95 below ${MARK_MS}`,
      ],
      [search, change, quick],
    );
  } finally {
    await app.quit();
  }
}
