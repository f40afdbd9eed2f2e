/**
 * The way of somebody who has just got the file: installed with apt, found in a menu, started from it, and a first server asked, until
 * the window says what is wrong with it. POSTHORN_NEWCOMER_PICTURES names a folder for pictures of the display at each step.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CleanMachine } from '../../build/lib/clean-root/machine.mjs';
import { type Picture, pictureOf, type Rgb } from '../e2e/window/display.ts';
import { smaller } from '../screenshots/png.ts';
import { watchChild, type WatchedChild } from '../harness/watched-child.ts';
import { expect, type Session, test, USER } from './installed.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const DATA = `${USER.home}/.config/Posthorn`;
const pictures = process.env.POSTHORN_NEWCOMER_PICTURES;
/** The mail server that does not work: of the same program, but nothing of the window's. */
const SERVER = 'mail.example.test';
let server: WatchedChild;

/** Octets in which two looks at the display may differ: a caret that blinks. */
const CARET = 500;

function differing(one: Buffer, other: Buffer): number {
  let count = 0;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) count += 1;
  return count;
}

/** What the display shows, once it has stood still from one look to the next, twice. */
async function stillPicture(session: Session): Promise<Picture> {
  let before = session.screen;
  let still = -1;
  await expect
    .poll(
      () => {
        const now = session.screen;
        still = differing(now, before) <= CARET ? still + 1 : 0;
        before = now;
        return still;
      },
      { intervals: [400] },
    )
    .toBeGreaterThanOrEqual(2);
  return pictureOf(before);
}

async function keep(session: Session, name: string): Promise<Picture> {
  const picture = await stillPicture(session);
  if (pictures !== undefined) {
    await mkdir(pictures, { recursive: true });
    await writeFile(join(pictures, `${name}.png`), smaller(picture.png()));
  }
  return picture;
}

/** Of the whole display. */
const share = (picture: Picture, colour: Rgb): number =>
  picture.share({ x: 0, y: 0, width: picture.width, height: picture.height }, colour);

const press = (session: Session, ...keys: string[]): Promise<string> =>
  session.need(['xdotool', 'key', '--clearmodifiers', ...keys]);
const type = (session: Session, text: string): Promise<string> =>
  session.need(['xdotool', 'type', '--clearmodifiers', '--delay', '20', text]);

test.afterAll(async ({ machine }) => {
  for (const { pid, args } of machine.processes())
    if (args[0]?.startsWith('/opt/Posthorn/')) process.kill(pid, 'SIGKILL');
  await machine.run(['apt', 'purge', '-y', 'posthorn']);
});

async function runs(machine: CleanMachine): Promise<number> {
  const files = await machine.run(['find', `${DATA}/history/runs`, '-name', '*.run'], { user: true });
  return files.output.split('\n').filter((path) => path !== '').length;
}

test('apt takes the file, and brings what it needs', async ({ machine, packages }) => {
  // Nothing of the machine's life before, if there was one.
  await machine.need(['rm', '-rf', DATA]);
  await machine.need(['apt', 'install', '-y', '--no-install-recommends', packages.current], { online: true });
  await machine.need(['sh', '-c', `echo 127.0.0.1 ${SERVER} >>/etc/hosts`]);
  server = watchChild(
    machine.start(['posthorn', 'serve', '--smtp', '587', '--hostname', SERVER, '--script', 'expired-certificate']),
  );
  await server.find(/587/);
});

test('it is found in a menu of programs, and started from there', async ({ machine, session }) => {
  await session.env();
  await machine.need(['apt-get', 'install', '-y', '--no-install-recommends', 'rofi'], { online: true });
  const menu = await session.start(['rofi', '-show', 'drun', '-show-icons', '-theme-str', 'window { width: 50%; }']);
  await session.need(['xdotool', 'search', '--sync', '--onlyvisible', '--class', '^[Rr]ofi$']);
  await type(session, 'posthorn');
  await keep(session, 'menu');
  await press(session, 'Return');
  // What it started prints where it printed.
  await menu.find(/^Test server: smtp:\/\/127\.0\.0\.1:2525/m);
  await session.need(['xdotool', 'search', '--sync', '--onlyvisible', '--name', '^Posthorn$']);
  // Its test server listens where it says.
  await expect
    .poll(async () => (await session.run(['posthorn', 'check', '127.0.0.1:2525', '--insecure'])).status)
    .toBe(0);
});

test('the first start asks for nothing, and shows where to begin', async ({ machine, session }) => {
  const picture = await keep(session, 'first-start');
  // The window is on the display, and nothing is wrong in it.
  expect(share(picture, [0, 0, 0])).toBeLessThan(0.1);
  expect(share(picture, [179, 38, 30])).toBe(0);
  expect(await runs(machine)).toBe(0);
});

test('a server is typed, and the window says what is wrong with it', async ({ machine, session }) => {
  await expect(async () => {
    await press(session, 'ctrl+l');
    await type(session, `${SERVER}:587`);
    await press(session, 'Return');
    await expect.poll(() => runs(machine), { timeout: 10_000 }).toBeGreaterThan(0);
  }).toPass({ timeout: 60_000 });
  const picture = await keep(session, 'first-diagnosis');
  // The step that failed is seen: the red of styles/tokens.css.
  expect(share(picture, [179, 38, 30])).toBeGreaterThan(0.0005);
  // The same in words, from what the window kept.
  const past = await session.run(['posthorn', 'history', 'show', 'latest']);
  expect(past.output).toMatch(/expired/i);
  expect(past.output).toContain(SERVER);
});
