/**
 * Renders the app's icon from build/icons/posthorn.svg: PNG files for Linux, an .ico for Windows, an .icns for macOS. Needs
 * `rsvg-convert` (Debian: librsvg2-bin). What it makes is committed, so that packaging needs no drawing program.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findProgram, run } from '../lib/run.mjs';
import { inRoot } from '../lib/paths.mjs';
import { SetupError } from '../lib/talk.mjs';
import { scratchFolder } from '../lib/files.mjs';
import { runMain } from '../lib/main.mjs';
import { icns, ico } from '../icons/containers.mjs';

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const forLinux = [16, 24, 32, 48, 64, 128, 256, 512];
const forWindows = [16, 24, 32, 48, 64, 128, 256];

/** Where every pixel counts, the drawing fills its square; larger icons keep the margin that desktops expect. */
const tightUpTo = 48;

await runMain(async () => {
  const program = findProgram('rsvg-convert');
  if (program === null) throw new SetupError('rsvg-convert is not installed (Debian: librsvg2-bin)');
  const folder = scratchFolder();
  const drawing = readFileSync(inRoot('build', 'icons', 'posthorn.svg'), 'utf8');
  const tight = `${folder}/tight.svg`;
  writeFileSync(tight, drawing.replace('viewBox="0 0 1024 1024"', 'viewBox="80 80 864 864"'));

  /** @type {Map<number, Buffer>} */
  const images = new Map();
  for (const size of sizes) {
    const source = size <= tightUpTo ? tight : inRoot('build', 'icons', 'posthorn.svg');
    const file = `${folder}/${size}.png`;
    const { status, output } = await run(program, ['-w', `${size}`, '-h', `${size}`, '-o', file, source], {
      capture: true,
    });
    if (status !== 0) throw new SetupError(`rsvg-convert failed:\n${output.trim()}`);
    images.set(size, readFileSync(file));
  }
  /** @param {number} size */
  const image = (size) => {
    const bytes = images.get(size);
    if (bytes === undefined) throw new Error(`no image of ${size} pixels`);
    return bytes;
  };
  const linux = inRoot('build', 'icons', 'linux');
  rmSync(linux, { recursive: true, force: true });
  mkdirSync(linux, { recursive: true });
  for (const size of forLinux) writeFileSync(`${linux}/${size}x${size}.png`, image(size));
  writeFileSync(inRoot('build', 'icons', 'posthorn.ico'), ico(forWindows.map((size) => ({ size, png: image(size) }))));
  writeFileSync(inRoot('build', 'icons', 'posthorn.icns'), icns(image));
  return 0;
});
