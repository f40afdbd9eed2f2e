/**
 * Which switches the packaged window takes: those of this list and no others. Chromium and Electron know some two thousand, among
 * them ones that open the page to a debugger, write files wherever they are told, or start another program. Whoever types them can do
 * all that anyway; a link, a shortcut or a program that passes arguments on should not. On Linux the starter of the package
 * (build/package/linux/window) has the same list and looks first: Chromium obeys a few before any code of ours runs.
 */
import { visible } from '../texts/visible.ts';

/** What a desktop, a screen or a graphics driver may ask for; none reaches beyond how the window is drawn and spoken. */
const allowed: Readonly<Record<string, RegExp | null>> = {
  'disable-gpu': null,
  'disable-dev-shm-usage': null,
  'force-renderer-accessibility': null,
  'force-high-contrast': null,
  'enable-wayland-ime': null,
  'force-device-scale-factor': /^[0-9]{1,2}(?:\.[0-9]{1,4})?$/,
  'gtk-version': /^[34]$/,
  lang: /^[A-Za-z0-9-]{2,35}$/,
  'log-level': /^[0-3]$/,
  'ozone-platform': /^(?:x11|wayland)$/,
  'ozone-platform-hint': /^(?:auto|x11|wayland)$/,
};

/** Of the command line's launchers (build/package): no web page is ever loaded that way. */
const ofTheCommandLine: Readonly<Record<string, RegExp | null>> = { 'no-sandbox': null, 'no-zygote': null };

/** Of the build that the tests drive, which is never a release. */
const ofTheDriven: Readonly<Record<string, RegExp | null>> = {
  'remote-debugging-port': /^0$/,
  'user-data-dir': /./,
  // Known to Electron's Node, which a fuse keeps from obeying: that is tested with them.
  inspect: /^0$/,
  'inspect-brk': /^0$/,
};

export interface Start {
  readonly platform: NodeJS.Platform;
  /** On Linux root has no choice about the sandbox: Chromium refuses to start there with it. */
  readonly isRoot: boolean;
  /** The command line is wanted, no window. */
  readonly commandLine: boolean;
  /** A build for tests. */
  readonly driven: boolean;
}

/**
 * The first argument that is a switch and not allowed; null when there is none. Electron adds switches of its own to Chromium's
 * list, so that list is not asked. Read as Chromium reads: blanks around an argument do not count, one dash is as good as two, on
 * Windows so is a slash, a value follows `=` alone, and everything after `--` is no switch.
 */
export function forbiddenSwitch(argv: readonly string[], start: Start): string | null {
  const taken = {
    ...allowed,
    ...(start.commandLine || (start.platform === 'linux' && start.isRoot) ? ofTheCommandLine : {}),
    ...(start.commandLine ? { 'posthorn-cli': null } : {}),
    ...(start.driven ? ofTheDriven : {}),
  };
  const end = argv.indexOf('--');
  const before = end < 0 ? argv : argv.slice(0, end);
  return before.find((argument) => !isTaken(argument.trim(), taken, start.platform)) ?? null;
}

function isTaken(argument: string, taken: Readonly<Record<string, RegExp | null>>, platform: NodeJS.Platform): boolean {
  const slash = platform === 'win32' && argument.startsWith('/');
  if (!argument.startsWith('-') && !slash) return true;
  // Given by macOS to what the Finder starts.
  if (platform === 'darwin' && /^-psn_[0-9_]+$/.test(argument)) return true;
  const [, name = '', value] = /^--([a-z-]+)(?:=(.*))?$/.exec(argument) ?? [];
  if (!Object.hasOwn(taken, name)) return false;
  const wanted = taken[name] ?? null;
  return wanted === null ? value === undefined : wanted.test(value ?? '');
}

/** Why the window does not open. An AppImage adds `--no-sandbox` by itself where the system allows it no sandbox. */
export function refusal(argument: string, fromAppImage: boolean): string {
  return fromAppImage && argument === '--no-sandbox'
    ? 'This system does not allow an AppImage the sandbox that the window needs. Install the deb or rpm package instead, which brings the permission along.'
    : `${visible(argument)} is not allowed. The window takes no switches but --${Object.keys(allowed).join(', --')}.`;
}
