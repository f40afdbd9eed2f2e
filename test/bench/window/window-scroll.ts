/** What a scroll step costs in 10,000 lines of transcript and 10,000 messages, from a trace, and how many rows are in the page. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createTransport } from 'nodemailer';
import { electronRuntime, ElectronApp, root } from './electron-app.ts';
import { printTable, type Cell } from '../table.ts';
import { costs, stepsOf, traced } from './trace.ts';

const LINES = 10_000;
const MESSAGES = 10_000;
const STEPS = 150;
const MARK_MS = 16;

export const scrollColumns = [
  '',
  'p50',
  'p95',
  'max',
  'p95 script + layout',
  'p95 of everything',
  'rows',
  'elements',
  `p95 below ${MARK_MS}`,
];

/** A server whose greeting and goodbye are as long as a reply may be. */
async function talkative(): Promise<Server> {
  const reply = (code: number): string =>
    Array.from({ length: LINES / 2 }, (_, at) => {
      const text = `line ${at + 1}: ${'what a server has to say about itself '.repeat((at % 3) + 1)}`;
      return `${code}${at === LINES / 2 - 1 ? ' ' : '-'}${text}\r\n`;
    }).join('');
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write(reply(220));
    socket.on('data', (chunk) => {
      if (chunk.toString('latin1').toUpperCase().startsWith('QUIT')) socket.end(reply(221));
      else socket.write('250 bench.test\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Scrolls a list of its role from its beginning, a step at a time, each with a mark before it; waits for the picture after each. */
const scrolling = (role: string, distance: string): string => `(async () => {
  const list = document.querySelector('[role=${role}]');
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const rows = () => list.querySelectorAll(${JSON.stringify(role === 'log' ? '[data-index]' : '[role=option]')}).length;
  list.scrollTop = 0;
  await frame();
  let most = 0;
  for (let step = 0; step < ${STEPS}; step += 1) {
    performance.mark('scroll-step');
    // From the end back to the beginning.
    const end = list.scrollHeight - list.clientHeight;
    list.scrollTop = list.scrollTop >= end - 1 ? 0 : list.scrollTop + ${distance};
    await frame();
    most = Math.max(most, rows());
  }
  performance.mark('scroll-step');
  return { most, elements: list.querySelectorAll('*').length };
})()`;

interface Scrolled {
  readonly most: number;
  readonly elements: number;
}

export async function measureScroll(app: ElectronApp, what: string, role: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for (const [step, distance] of [
    ['a wheel notch', '120'],
    ['a page', 'list.clientHeight'],
    ['a 50th', 'list.scrollHeight / 50'],
  ] as const) {
    // Once without: what is compiled and cached only once is no part of a step.
    await app.evaluate(scrolling(role, distance));
    const { events, answer } = await traced(app, () => app.evaluate<Scrolled>(scrolling(role, distance)));
    const { most, elements } = answer;
    const { script, layout, both, all } = costs(stepsOf(events, 'scroll-step'));
    const p95 = both.p95;
    rows.push([
      `${what}, ${step}`,
      both.p50.toFixed(1),
      p95.toFixed(1),
      both.max.toFixed(1),
      `${script.p95.toFixed(1)} + ${layout.p95.toFixed(1)}`,
      all.p95.toFixed(1),
      most,
      elements,
      p95 < MARK_MS ? 'met' : 'MISSED',
    ]);
  }
  return rows;
}

async function fill(app: ElectronApp): Promise<void> {
  const port = await app.evaluate<number>(
    `(async () => { for (;;) { const { value } = await posthorn.invoke('server.state', {});
      const port = value.listeners.find(({ config }) => config.id === 'smtp')?.boundPort ?? null;
      if (port !== null) return port; } })()`,
  );
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: 8,
    maxMessages: Infinity,
  });
  const send = (at: number): Promise<unknown> =>
    transport.sendMail({
      from: `"Sender ${at}" <sender-${at}@bench.test>`,
      to: Array.from({ length: 1 + (at % 4) }, (_, nth) => `recipient-${nth}@bench.test`),
      subject: `Message ${at}: ${'a subject of some length '.repeat(1 + (at % 3))}`,
      text: 'Nothing.',
    });
  for (let from = 0; from < MESSAGES; from += 500)
    await Promise.all(Array.from({ length: 500 }, (_, nth) => send(from + nth)));
  transport.close();
}

const click = (selector: string, text: string): string =>
  `(() => { const one = [...document.querySelectorAll('${selector}')].find((each) => each.textContent.trim().startsWith('${text}'));
    one?.click(); return one !== undefined; })()`;

/** `env`: with a display. */
export async function benchScroll(env: NodeJS.ProcessEnv, dataDir: string): Promise<void> {
  const server = await talkative();
  const folder = process.env.POSTHORN_APP_FOLDER ?? root;
  const app = new ElectronApp(await electronRuntime(), folder, [`--user-data-dir=${dataDir}`], env);
  try {
    await app.attach();
    await app.until(`document.querySelector('main input') !== null`);
    await app.type('main input', 'x');
    await app.evaluate(`(() => { const field = document.querySelector('main input');
      field.value = '127.0.0.1:${(server.address() as AddressInfo).port}';
      field.dispatchEvent(new Event('input', { bubbles: true })); })()`);
    await app.until(click('button', 'Run'));
    await app.until(
      `[...document.querySelectorAll('button')].some((each) => each.textContent.includes('Copy for ticket'))`,
    );
    await app.until(`document.querySelector('[role=log]') !== null`);
    const lines = await measureScroll(app, `${LINES} lines of transcript`, 'log');

    await fill(app);
    await app.until(click('nav button, nav a, aside button, aside a', 'Test server'));
    await app.until(click('[role=tab]', 'Inbox'));
    await app.until(`document.querySelectorAll('[role=option]').length > 0`);
    const messages = await measureScroll(app, `${MESSAGES} messages`, 'listbox');
    printTable(
      `Script, style and layout of one scroll step, ms of the page's main thread, ${STEPS} steps each`,
      scrollColumns,
      [...lines, ...messages],
    );
  } finally {
    await app.quit();
    server.close();
  }
}
