/** A colleague's report and survey in the window: from a file that is chosen or dropped; bad ones are refused in words, hostile ones are text. */
import type { Page } from '@playwright/test';
import { reportJson } from '../../../electron/core/report/json.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { startPeer } from '../peers/peer.ts';
import { clientOf } from '../messages/mail.ts';
import { inspect, inspected, verdict } from '../window/screens.ts';
import { setTheme, settled, themes } from '../states/states.ts';

const strip = (page: Page) => page.getByRole('note').filter({ hasText: 'From the file' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Open a report or survey' });
const start = (page: Page) => page.getByRole('region', { name: 'Start' });

async function choose(page: Page, name: string, text: string): Promise<void> {
  if ((await dialog(page).count()) === 0) await page.keyboard.press('ControlOrMeta+o');
  const chooser = page.waitForEvent('filechooser');
  await dialog(page).getByRole('button', { name: 'Choose a file…' }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** As the system gives what is dragged into the window. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const made = new DataTransfer();
      made.items.add(new File([String(content)], String(file), { type: 'application/json' }));
      return made;
    },
    [name, text],
  );
  await page.locator('main').dispatchEvent('dragover', { dataTransfer: data });
  await page.locator('main').dispatchEvent('drop', { dataTransfer: data });
}

test('a report and a survey, chosen and dropped; what is none is refused with its place', async ({
  app: { page, console },
}, info) => {
  const hostile = '<img src=x onerror="document.title=1"> \u202Eevil';
  const peer = await startPeer(`220 ${hostile}\r\n`, (line) => {
    if (/^EHLO/i.test(line)) return `250-mail.example.com\r\n250-SIZE 1000\r\n250 X-${hostile}\r\n`;
    return /^QUIT/i.test(line) ? '221 2.0.0 Bye\r\n' : '250 2.0.0 Ok\r\n';
  });
  await inspect(page, `127.0.0.1:${peer.port}`);
  await inspected(page);
  const title = await verdict(page).innerText();
  const client = clientOf(page);
  let report: Report | null = null;
  await expect
    .poll(async () => {
      const { entries } = await client.call('history.list', { offset: 0, limit: 1, search: '' });
      report = entries[0] === undefined ? null : (await client.call('history.get', { id: entries[0].id })).report;
      return report;
    })
    .not.toBeNull();
  const json = JSON.stringify(reportJson(report as unknown as Report));
  await peer.close();
  await page.getByRole('button', { name: 'Posthorn', exact: true }).click();
  await expect(start(page)).toBeVisible();

  /** Axe finds nothing in it, light and dark. */
  async function lookAt(name: string): Promise<void> {
    await loadAxe(page);
    for (const theme of themes) {
      await setTheme(page, theme);
      await settled(page);
      expect.soft(await axeProblems(page), `${name} ${theme}`).toEqual([]);
      await page.screenshot({ path: info.outputPath(`${name}-${theme}.png`) });
    }
  }
  await test.step('what is no report', async () => {
    await choose(page, 'notes.json', '{"schema": 1,\n "command": }');
    await expect(dialog(page).getByRole('alert')).toHaveText(/^notes\.json is no JSON/);
    await choose(page, 'half.json', json.replace('"durationMs":', '"duration":'));
    await expect(dialog(page).getByRole('alert')).toContainText(
      'half.json is not as a report has to be, at durationMs',
    );
    await choose(page, 'tls.json', '{"schema": 1, "command": "tls"}');
    await expect(dialog(page).getByRole('alert')).toContainText('for which there is no view of a file');
  });
  await test.step('a report, chosen', async () => {
    await choose(page, 'from ann.json', json);
    await expect(dialog(page)).toHaveCount(0);
    await expect(strip(page)).toContainText('from ann.json');
    await expect(verdict(page)).toHaveText(title);
    await expect(page.getByRole('table', { name: 'Timeline' })).toContainText('Greeting');
    const log = page.getByRole('log', { name: 'Transcript' });
    await expect(log).toContainText('<img src=x onerror');
    await page.getByRole('tab', { name: /^Capabilities/ }).click();
    await expect(page.getByRole('table', { name: 'Capabilities' })).toContainText('SIZE');
    expect(await page.title()).toBe('Posthorn');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    // Nothing was asked, and nothing is kept.
    expect((await client.call('history.list', { offset: 0, limit: 1, search: '' })).total).toBe(1);
    await lookAt('opened-report');
    await strip(page).getByRole('button', { name: 'Close the file' }).click();
    await expect(start(page)).toBeVisible();
  });
  await test.step('a survey, dropped', async () => {
    const key = { host: '127.0.0.1', address: '127.0.0.1', port: peer.port };
    const cell = (security: string, more: object) => ({
      key: { ...key, security },
      state: 'works',
      answer: 'works',
      inference: null,
      readFrom: null,
      report: null,
      ...more,
    });
    const survey = {
      ...{ schema: 1, command: 'matrix', ok: true, target: { host: '127.0.0.1', port: null }, stopped: false },
      ...{ startedAt: '2026-11-01T10:00:00.000Z', durationMs: 1200, best: { ...key, security: 'none' }, login: null },
      inferences: [{ code: 'all-work', params: { ports: [peer.port] }, text: 'x' }],
      findings: [],
      cells: [
        cell('none', { readFrom: 'starttls' }),
        cell('starttls', { answer: 'not-offered', state: 'fails', report: JSON.parse(json) as unknown }),
        cell('tls', { answer: 'not-tls', state: 'fails' }),
      ],
    };
    await drop(page, 'matrix.json', JSON.stringify(survey));
    await expect(strip(page)).toContainText('matrix.json');
    await expect(verdict(page)).toHaveText(`127.0.0.1: ${peer.port} works in clear`);
    const grid = page
      .getByRole('grid')
      .or(page.getByRole('table', { name: 'What answers' }))
      .first();
    await expect(grid).toBeVisible();
    await page.getByRole('gridcell', { name: new RegExp(`^${peer.port} STARTTLS`) }).click();
    const session = page.getByRole('region', { name: 'Session of the chosen cell' });
    await expect(session.getByRole('log', { name: 'Transcript' })).toContainText('SIZE 1000');
    await page.screenshot({ path: info.outputPath('opened-matrix.png') });
    await strip(page).getByRole('button', { name: 'Close the file' }).click();
    await expect(strip(page)).toHaveCount(0);
  });
  await test.step('a watch that was cut off, and a list of servers', async () => {
    const at = (seconds: number): string => new Date(Date.parse('2026-11-01T10:00:00Z') + seconds * 1000).toISOString();
    const round = (number: number, answer: string): object => ({
      ...{ schema: 1, event: 'round', target: `mx.test:587${hostile}`, round: number, ok: answer === 'works', answer },
      ...{ at: at(number * 30), error: null, phases: { connect: 10 + number, greeting: 5, total: 40 + number } },
    });
    const differences = [{ path: 'greeting.lines[0]', a: hostile, b: 'mx.test' }];
    const change = { schema: 1, event: 'change', round: 2, what: 'greeting', name: '', differences, at: at(60) };
    const lines = [...[1, 2, 3, 4].map((number) => round(number, 'works')), change, round(5, 'silent')];
    await drop(page, 'watch.ndjson', `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"schema": 1, "comm`);
    await expect(strip(page)).toContainText('watch.ndjson');
    await expect(verdict(page)).toContainText('failed at last: silent');
    await expect(page.getByText(/^5 rounds, 1 failed/)).toBeVisible();
    await expect(page.getByRole('main')).toContainText('<img src=x onerror');
    await lookAt('opened-watch');
    const row = (line: number, target: string, answer: string): object => ({
      ...{ target, do: 'check', line, ok: answer === 'works', state: answer === 'works' ? 'works' : 'fails', answer },
      ...{ error: null, cause: null, provider: null, tls: null, login: null, problem: null, startedAt: at(line) },
      ...{ durationMs: 20, sessions: [{ host: target, address: '192.0.2.1', port: 25 }], report: null },
    });
    const rows = [row(1, 'mx1.test', 'works'), row(2, hostile, 'refused')];
    await drop(page, 'list.ndjson', rows.map((line) => JSON.stringify(line)).join('\n'));
    await expect(strip(page)).toContainText('list.ndjson');
    await expect(page.getByRole('listbox', { name: 'Servers of the list' })).toContainText('mx1.test');
    await expect(page.getByRole('main')).toContainText('<img src=x onerror');
    await lookAt('opened-list');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    await strip(page).getByRole('button', { name: 'Close the file' }).click();
    await expect(strip(page)).toHaveCount(0);
  });
  expect(console.filter((line) => /^(error|uncaught)/.test(line))).toEqual([]);
});
