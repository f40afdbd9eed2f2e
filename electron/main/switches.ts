/**
 * Chromium's switches that would undo what protects the window or run another program in its place. Whoever types them can do
 * all that anyway; a link, a shortcut or a program that passes arguments on should not.
 */

const forbidden = [
  // A program of the caller's around or instead of ours.
  'browser-subprocess-path',
  'gpu-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'ppapi-plugin-launcher',
  // The borders between origins, and between the window and everything else.
  'single-process',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  // Certificates and names as someone else wants them.
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'host-rules',
  'host-resolver-rules',
  // Code and data from outside, secrets to outside.
  'load-extension',
  'js-flags',
  'ssl-key-log-file',
] as const;

const againstSandbox = [
  'no-sandbox',
  'no-zygote',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
] as const;

/** One dash or two, and on Windows a slash: Chromium takes them all. */
const aSwitch = process.platform === 'win32' ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/;

/**
 * The first forbidden switch among the arguments; null when there is none. Electron adds switches of its own to Chromium's list,
 * so that list is not asked. Root on Linux has no choice about the sandbox: Chromium refuses to start there with it.
 */
export function forbiddenSwitch(argv: readonly string[], isRoot: boolean): string | null {
  const end = argv.indexOf('--');
  const names = (end < 0 ? argv : argv.slice(0, end)).map((argument) => aSwitch.exec(argument)?.[1]?.toLowerCase());
  const unwanted: readonly string[] = isRoot ? forbidden : [...forbidden, ...againstSandbox];
  return unwanted.find((name) => names.includes(name)) ?? null;
}

/** Why the window does not open. An AppImage adds `--no-sandbox` by itself where the system allows it no sandbox. */
export function refusal(name: string, fromAppImage: boolean): string {
  return fromAppImage && name === 'no-sandbox'
    ? 'This system does not allow an AppImage the sandbox that the window needs. Install the deb or rpm package instead, which brings the permission along.'
    : `--${name} is not allowed: it would take the window's protections away.`;
}
