/**
 * What the display really shows, native views included, which are in no picture of a page. Read from the framebuffer that the
 * virtual display of `npm test` keeps in a file, in the format of xwd (X11/XWDFile.h).
 */
import { readFile } from 'node:fs/promises';
import type { ElectronApplication } from '@playwright/test';
import { pngOf } from './png.ts';

/** Whether there is such a file here: on Linux, under `npm test`. */
export const framebuffer = process.env.POSTHORN_FRAMEBUFFER ?? null;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Rgb = readonly [number, number, number];

export class Picture {
  readonly width: number;
  readonly height: number;
  /** Three octets for each pixel. */
  readonly #rgb: Buffer;

  constructor(width: number, height: number, rgb: Buffer) {
    this.width = width;
    this.height = height;
    this.#rgb = rgb;
  }

  /** How much of the area has that colour, from 0 to 1. Outside the picture nothing has. */
  share(area: Area, [red, green, blue]: Rgb): number {
    let matching = 0;
    const right = Math.min(this.width, area.x + area.width);
    const bottom = Math.min(this.height, area.y + area.height);
    for (let y = Math.max(0, area.y); y < bottom; y += 1) {
      for (let x = Math.max(0, area.x); x < right; x += 1) {
        const at = (y * this.width + x) * 3;
        if (this.#rgb[at] === red && this.#rgb[at + 1] === green && this.#rgb[at + 2] === blue) matching += 1;
      }
    }
    return area.width * area.height === 0 ? 0 : matching / (area.width * area.height);
  }

  png(): Buffer {
    return pngOf(this.width, this.height, this.#rgb);
  }
}

/** The window's content as the display shows it, composed of all its views. */
export async function grab(electron: ElectronApplication): Promise<Picture> {
  const bounds = await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentBounds());
  if (framebuffer === null || bounds === undefined) throw new Error('no display to read');
  return pictureOf(await readFile(framebuffer), bounds);
}

/** Of an area of the display, or of all of it. `file`: in the format of xwd. */
export function pictureOf(file: Buffer, area?: Area): Picture {
  const field = (nth: number): number => file.readUInt32BE(nth * 4);
  const [headerSize, screenWidth, screenHeight, byteOrder, bitsPerPixel, lineOctets, colours] = [
    field(0),
    field(4),
    field(5),
    field(7),
    field(11),
    field(12),
    field(19),
  ];
  if (field(1) !== 7 || bitsPerPixel !== 32 || byteOrder !== 0) throw new Error('not a framebuffer that is known here');
  const { x: left, y: top, width, height } = area ?? { x: 0, y: 0, width: screenWidth, height: screenHeight };
  const start = headerSize + colours * 12;
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height && top + y < screenHeight; y += 1) {
    for (let x = 0; x < width && left + x < screenWidth; x += 1) {
      const from = start + (top + y) * lineOctets + (left + x) * 4;
      const to = (y * width + x) * 3;
      rgb[to] = file[from + 2] ?? 0;
      rgb[to + 1] = file[from + 1] ?? 0;
      rgb[to + 2] = file[from] ?? 0;
    }
  }
  return new Picture(width, height, rgb);
}

/** The window's content gets this size, at the display's corner. */
export async function resizeWindow(electron: ElectronApplication, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) =>
      BrowserWindow.getAllWindows()[0]?.setContentBounds({ x: 0, y: 0, width: size[0], height: size[1] }),
    [width, height] as const,
  );
}
