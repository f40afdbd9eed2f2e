/**
 * What Electron starts. The launcher of the installed app asks for the command line with a switch; everything else opens the
 * window. Electron waits for this module, top-level await included, before it looks for a display: the command line runs to its
 * end in here, on machines without a screen too.
 */
import { app, dialog } from 'electron';
import { cliArguments, runCommandLine } from './command-line.ts';
import { forbiddenSwitch, refusal } from './switches.ts';

/** Wrong usage, as on the command line. */
const REFUSED = 2;

const args = cliArguments(process.argv);
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const forbidden = args === null && app.isPackaged ? forbiddenSwitch(process.argv.slice(1), isRoot) : null;

if (args !== null) await runCommandLine(args);
else if (forbidden !== null) refuse(forbidden);
else await import('./main.ts');

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
