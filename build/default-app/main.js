/**
 * What Electron starts when its folder holds no application: takes the path from the command line, `electron PATH ...`, and
 * becomes the application found there. Only for the runtime made from the registry (build/lib/electron/registry.mjs).
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const wanted = process.argv.slice(1).find((argument) => !argument.startsWith('-'));

/** @param {string} path */
async function start(path) {
  if (!statSync(path).isDirectory()) return import(pathToFileURL(path).href);
  const {
    name,
    productName,
    version,
    main = 'index.js',
  } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  if (productName ?? name) app.setName(productName ?? name);
  if (version) app.setVersion(version);
  app.setPath('userData', join(app.getPath('appData'), app.getName()));
  app.setAppPath(path);
  return import(pathToFileURL(join(path, main)).href);
}

try {
  if (wanted === undefined) throw new Error('usage: electron PATH');
  await start(resolve(wanted));
} catch (error) {
  process.stderr.write(`electron: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  app.exit(1);
}
