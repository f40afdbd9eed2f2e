#!/usr/bin/env node
/** The `posthorn` command of a checkout: the built command line, or a word on how to build it. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const built = join(dirname(fileURLToPath(import.meta.url)), '..', 'out', 'cli', 'posthorn.js');

if (existsSync(built)) {
  await import(pathToFileURL(built).href);
} else {
  process.stderr.write('posthorn: the command line is not built yet. Run "npm run build" in the checkout first.\n');
  process.exitCode = 3;
}
