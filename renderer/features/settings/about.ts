/** Versions, the app's first, for the screen and for the clipboard. */
import type { AppInfo } from '../../../electron/ipc/contract.ts';

const names: Readonly<Record<string, string>> = {
  electron: 'Electron',
  releases: 'Electron of the releases',
  chrome: 'Chromium',
  node: 'Node.js',
  v8: 'V8',
};
const platforms: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

export function versionLines(info: AppInfo): readonly (readonly [string, string])[] {
  return [
    ['Posthorn', info.version],
    ...Object.entries(info.versions).map(([name, version]) => [names[name] ?? name, version] as const),
    ['System', platforms[info.platform] ?? info.platform],
  ];
}
