/** The menu bar and the registry of actions know each other: no entry without an action, no action without an entry, the same keys. */
import { ACTIONS, isActionId } from '../../../electron/texts/app/actions.ts';
import { expect, test, type RunningApp } from '../window/app.ts';
import { sidebar } from '../window/screens.ts';

interface Entry {
  readonly id: string;
  readonly accelerator: string | null;
}

/** What the menu bar asks of the window, as Electron built it: entries with an id of ours, not those with a role. */
function entries({ electron }: RunningApp): Promise<Entry[]> {
  return electron.evaluate(({ Menu }) => {
    const all: Entry[] = [];
    const walk = (menu: Electron.Menu | null | undefined): void => {
      for (const item of menu?.items ?? []) {
        const ours = typeof item.id === 'string' && !item.role && item.type === 'normal';
        if (ours) all.push({ id: item.id, accelerator: item.accelerator ?? null });
        walk(item.submenu);
      }
    };
    walk(Menu.getApplicationMenu());
    return all;
  });
}

const choose = ({ electron }: RunningApp, id: string): Promise<void> =>
  electron.evaluate(({ Menu }, wanted) => {
    Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
  }, id);

/** Belongs to the message that offers it; Undo of the Edit menu is the fields' own. */
const withoutEntry = ['undo-delete'];

test('the menu bar has every action of the registry, with its keys, and nothing else', async ({ app }) => {
  const menu = await entries(app);
  expect(menu.filter(({ id }) => !isActionId(id))).toEqual([]);
  expect(menu.map(({ id }) => id).sort()).toEqual(
    ACTIONS.map(({ id }) => id)
      .filter((id) => !withoutEntry.includes(id))
      .sort(),
  );
  for (const { id, accelerator } of menu) {
    if (accelerator === null) continue;
    const keys = accelerator.replace('CmdOrCtrl', 'Mod').replace(/Plus$/, '+');
    expect(ACTIONS.find((action) => action.id === id)?.keys, `${id}: ${accelerator}`).toContain(keys);
  }
  // Keys with Ctrl or Cmd are shown beside their entry; the others would be taken from whoever types.
  const silent = menu.filter(({ accelerator }) => accelerator === null).map(({ id }) => id);
  const shown = ACTIONS.filter(({ id, keys }) => silent.includes(id) && keys.some((each) => each.startsWith('Mod+')));
  expect(shown.map(({ id }) => id)).toEqual([]);

  // What main asks of a window that is not there yet goes nowhere.
  await expect(app.page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await choose(app, 'go-history');
  await expect(sidebar(app.page, 'History')).toHaveAttribute('aria-current', 'page');
  await choose(app, 'shortcuts');
  await expect(app.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});
