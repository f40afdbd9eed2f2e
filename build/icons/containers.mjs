/** The two icon containers: both hold PNG images as they are, after a small table. */

/**
 * Windows: a header, a table of 16 bytes an image, the images. A width of 256 is written as 0.
 * @param {readonly { size: number, png: Buffer }[]} images
 * @returns {Buffer}
 */
export function ico(images) {
  const header = Buffer.alloc(6);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length + 16 * images.length;
  const table = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...table, ...images.map(({ png }) => png)]);
}

/** Type of the entry, and its pixels: those from ic11 on are for screens with two pixels a point. */
const icnsTypes = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
]);

/**
 * macOS: `icns` and the whole length, then type, length and image for each.
 * @param {(size: number) => Buffer} image
 * @returns {Buffer}
 */
export function icns(image) {
  const entries = icnsTypes.map(([type, size]) => tagged(type, image(size)));
  return tagged('icns', Buffer.concat(entries));
}

/** @param {string} type @param {Buffer} content */
function tagged(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}
