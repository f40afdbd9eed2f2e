/**
 * A name that came from a message, a server or a page made fit for one file in one folder, on every system: no path, no control
 * or invisible character, no name that a shell or Windows takes for something else.
 */
import { withoutTrailing } from '../../core/wire/text.ts';
import { limits } from '../limits.ts';

const EXTENSION = /\.[A-Za-z0-9]{1,16}$/;

/** Devices of Windows, with any ending, and with blanks before it. */
const reserved = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

/** Path separators, what Windows forbids, controls, and characters that make a name read differently from what it is. */
const unsafe =
  /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|\p{Cs}/gu;

export function safeFileName(name: string, fallback: string): string {
  const safe = name
    .slice(0, 4_096)
    .normalize('NFC')
    .replace(unsafe, '_')
    // Blanks push the true ending out of sight: "invoice.pdf       .exe".
    .replace(/\s+/gu, ' ')
    .replaceAll(' .', '.');
  // A leading dot hides a file, a leading dash is an option to programs; Windows drops dots and spaces at the end.
  const plain = withoutTrailing(safe.replace(/^[.\s-]+/u, ''), /[.\s]/);
  const short = shortened(plain);
  if (!/[\p{L}\p{N}]/u.test(short)) return fallback;
  return reserved.test(short) ? `_${short}` : short;
}

/** Cut in the middle of the name: what a program goes by is its end. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= limits.files.nameOctets) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  let stem = '';
  for (const character of name) {
    if (Buffer.byteLength(stem + character + extension) > limits.files.nameOctets) break;
    stem += character;
  }
  return withoutTrailing(stem, /[.\s]/) + extension;
}
