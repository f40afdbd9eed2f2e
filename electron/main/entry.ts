/**
 * What Electron starts. The launcher of the installed app asks for the command line with a switch; everything else opens the
 * window. Electron waits for this module, top-level await included, before it looks for a display: the command line runs to its
 * end in here, on machines without a screen too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { cliArguments, runCommandLine, switchesOf } from './command-line.ts';
import { forbiddenSwitch, refusal } from './switches.ts';

/** Wrong usage, as on the command line. */
const REFUSED = 2;

const args = cliArguments(process.argv);
const forbidden = app.isPackaged
  ? forbiddenSwitch(switchesOf(process.argv), {
      platform: process.platform,
      isRoot: process.getuid?.() === 0,
      commandLine: args !== null,
      driven: isDriven(),
    })
  : null;

if (forbidden !== null) refuse(forbidden);
else if (args !== null) await runCommandLine(args);
else await import('./main.ts');

/** Whether the package is the one that tests drive: its own package.json says so. */
function isDriven(): boolean {
  const own: unknown = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'));
  return typeof own === 'object' && own !== null && 'drivenByTests' in own && own.drivenByTests === true;
}

function refuse(name: string): void {
  const fromAppImage = (process.env.APPIMAGE ?? '') !== '';
  const reason = refusal(name, fromAppImage);
  process.stderr.write(`posthorn: ${reason}\n`);
  if (!fromAppImage) return app.exit(REFUSED);
  // Started with a click, most likely: nobody reads standard error.
  void app.whenReady().then(() => {
    dialog.showErrorBox('Posthorn', reason);
    app.exit(REFUSED);
  });
}
