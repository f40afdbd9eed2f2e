/** The system's browser, from a terminal: asked to open an address, never given anything but an https or loopback one. */
import { spawn } from 'node:child_process';
import { endpointUrl } from '../../core/oauth/http.ts';

/** Linux without a display has no browser that could come back to this machine's loopback. */
export const hasBrowser = (): boolean =>
  process.platform !== 'linux' || [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((one) => (one ?? '') !== '');

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>>> = {
  darwin: ['open'],
  // The address goes to a function of the system's, through no shell that would read `&` in it.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Whether a program took it; what it does with it nobody knows. */
export function openInBrowser(address: string): Promise<boolean> {
  const { href } = endpointUrl(address);
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, href], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
