/**
 * Every screen in every state that a user meets, made by using the app. A walk begins in an app that was just started, with nothing in its
 * data folder, and needs no other: walks can be taken in any order, or one alone. The states of a walk build on each other. What checks
 * or pictures all of them goes through this list.
 */
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { axeProblems } from '../window/axe.ts';
import { clientOf } from '../messages/mail.ts';
import { appStates, emptyStates } from './beginning.ts';
import { brokenStates } from './broken.ts';
import { inboxStates } from './inbox.ts';
import { inspectorStates } from './inspecting.ts';
import { menuStates } from './menus.ts';
import { profileStates } from './profiles.ts';
import { sendingStates } from './sending.ts';
import { serverStates } from './server.ts';
import { type State, type States } from './state.ts';
import { surveyStates } from './surveys.ts';
import { wordyStates } from './wordy.ts';

const theme = ['light', 'dark'] as const;
export const themes = theme;
export type Theme = (typeof theme)[number];

type Transport = { posthorn: { invoke(name: string, input: unknown): Promise<unknown> } };

/** Through the transport: choosing it in the window would change the state that is looked at. */
export async function setTheme(page: Page, to: Theme): Promise<void> {
  // Playwright would have every page light.
  await page.emulateMedia({ colorScheme: null });
  await page.evaluate(
    (chosen) => (globalThis as unknown as Transport).posthorn.invoke('settings.set', { theme: chosen }),
    to,
  );
  await page.waitForFunction((dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark, to === 'dark');
  await settled(page);
}

/** No animation and no transition is under way: colours in between are nobody's choice. Endless ones count as settled. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((each) => each.finished));
  });
}

/** axe, loaded before, finds nothing in what is shown now, in either theme. */
export async function expectNoAxeProblems(page: Page): Promise<void> {
  for (const each of themes) {
    await setTheme(page, each);
    expect(await axeProblems(page, each !== 'light'), each).toEqual([]);
  }
}

type Walk = (electron: ElectronApplication) => Promise<States>;

/** Of states that need no server of their own. */
const alone =
  (list: readonly State[]): Walk =>
  () =>
    Promise.resolve({ list, close: () => Promise.resolve() });

export const walks: Readonly<Record<string, Walk>> = {
  'first start': alone(emptyStates()),
  sending: sendingStates,
  inspector: inspectorStates,
  'menus of the inspector': alone(menuStates()),
  'a wordy server': wordyStates,
  inbox: alone(inboxStates()),
  'test server': serverStates,
  surveys: alone(surveyStates()),
  'the app itself': alone(appStates()),
  profiles: alone(profileStates()),
  'broken app': brokenStates,
};

/** A name that looks the same on every machine, in pictures too. */
export async function beginWalk(page: Page): Promise<void> {
  await clientOf(page).call('settings.set', { ehloName: 'workstation.example.net' });
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
}
