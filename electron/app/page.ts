/** How the built page is served, by the app and by the harness alike, so that what works in one works in the other. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

/** Everything but what the page is made of is forbidden. `connect` is where its scripts may talk to: nowhere, in the app. */
export function contentSecurityPolicy(connect: "'none'" | "'self'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
};

export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** A file of the built page by the path of its URL; null for whatever is not one. */
export async function readPage(pageDir: string, pathname: string): Promise<PageFile | null> {
  try {
    // Decoding may bring dot segments to light; `normalize` takes them out, so that the path stays below the folder.
    const path = normalize(decodeURIComponent(pathname)).replaceAll('\\', '/');
    const type = contentTypes[extname(path)];
    if (!path.startsWith('/') || type === undefined) return null;
    return { body: new Uint8Array(await readFile(join(pageDir, path))), type };
  } catch {
    // Not there, or not a path at all: whoever asks gets the same answer.
    return null;
  }
}
