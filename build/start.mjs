/** `npm start`: sets up what is missing, then starts the app. Arguments after `--` are the app's. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { startDisplay } from './lib/machine/display.mjs';
import { scratchFolder } from './lib/files.mjs';
import { endingSignals, runMain, takeOverSignals } from './lib/main.mjs';
import { inRoot } from './lib/paths.mjs';
import { setUp } from './lib/set-up.mjs';
import { hasDisplay } from './lib/machine/system.mjs';
import { SetupError, say } from './lib/talk.mjs';

/** After the first signal the app may finish its work; sessions of the test server get their 421. */
const endWithinMs = 8000;
/** After the first address, for the others. */
const quietMs = 500;

await runMain(async () => {
  const runtime = await setUp('start');
  if (runtime === null || !existsSync(inRoot('out', 'main', 'main.js')))
    throw new SetupError('there is no app to start');
  let display = null;
  if (!hasDisplay) {
    say('no display (neither DISPLAY nor WAYLAND_DISPLAY is set): starting under Xvfb, the window is not visible');
    display = await startDisplay(scratchFolder(), { endWithLastWindow: true });
  }
  const onlyWayland = (process.env.DISPLAY ?? '') === '' && display === null && process.platform === 'linux';
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    ...display?.env,
    ...(onlyWayland ? { ELECTRON_OZONE_PLATFORM_HINT: 'auto' } : {}),
  };
  delete env.ELECTRON_RUN_AS_NODE;
  // What Chromium misses of a desktop's services (D-Bus, a GPU) is nothing for whoever starts a mail program; what ends it is shown.
  // Nobody sees a virtual display: there is no GPU to look for.
  const quiet = ['--log-level=3', ...(display === null ? [] : ['--disable-gpu'])];
  const child = spawn(runtime.executable, [...runtime.args, ...quiet, inRoot(), ...process.argv.slice(2)], {
    stdio: ['inherit', 'pipe', 'inherit'],
    env,
  });
  tellNext(child, display !== null);
  const status = await endOf(child);
  display?.stop();
  return status;
});

/**
 * Passes on what the app prints, and says what can be done next after the addresses of its test server.
 * @param {import('node:child_process').ChildProcess} child
 * @param {boolean} hidden nobody sees its window
 */
function tellNext(child, hidden) {
  let due = true;
  child.stdout?.on('data', (/** @type {Buffer} */ chunk) => {
    process.stdout.write(chunk);
    if (!due || !chunk.includes('Test server:')) return;
    due = false;
    const address = /smtp:\/\/(\S+)/.exec(chunk.toString())?.[1] ?? '127.0.0.1:2525';
    // Its listeners are printed together.
    setTimeout(() => {
      if (hidden) {
        say(
          'the window is there, but nobody sees it: start this in a desktop session, or over ssh -X, to have it on your screen',
        );
        say(`the test server works: in another terminal, npx posthorn check ${address}`);
      }
      say(`Ctrl+C ends it${hidden ? '' : ', and so does closing its window'}`);
    }, quietMs).unref();
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function endOf(child) {
  return new Promise((resolve, reject) => {
    /** @type {NodeJS.Signals | null} */
    let asked = null;
    /** @param {NodeJS.Signals} signal */
    const end = (signal) => {
      // A terminal's Ctrl-C reaches the app by itself as well; a second signal, or no end in time, is final.
      child.kill(asked === null ? 'SIGTERM' : 'SIGKILL');
      asked ??= signal;
      setTimeout(() => child.kill('SIGKILL'), endWithinMs).unref();
    };
    takeOverSignals();
    for (const signal of endingSignals) process.on(signal, end);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (asked === 'SIGINT') resolve(130);
      else if (asked !== null) resolve(143);
      else resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
