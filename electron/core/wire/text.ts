/**
 * Between octets and text. Reading never fails: what is not UTF-8 is read as Latin-1, and whatever was odd is named.
 * Showing never executes: control characters are written out.
 */
import { Buffer } from 'node:buffer';
import type { Anomaly } from '../../protocol/values/session/reply.ts';

export interface DecodedText {
  readonly text: string;
  readonly anomalies: Anomaly[];
}

/** Shared by everything without any; nobody writes to anomalies that were given out. */
export const NO_ANOMALIES: Anomaly[] = [];

const encoder = new TextEncoder();
const ascii = /^[\x00-\x7f]*$/;
const plainText = /^[\t\x20-\x7e]*$/;
const lineEnds = /^[\t\r\n\x20-\x7e]*$/;
const odd = /[^\t\r\n\x20-\x7e\u{a0}-\u{10ffff}]/u;
// A byte order mark is text like any other here: dropping it would hide what was sent.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** C0 but TAB, DEL, C1, and what reorders, hides or breaks text on a screen: bidi controls, zero-width, lone surrogates. */
const unsafe = /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;
const named: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * UTF-8 where valid, else Latin-1 with the anomaly `8bit`. CR and LF are no anomaly here: framing judges them.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const octets = view(bytes);
  const latin = octets.toString('latin1');
  return isPlainText(latin) ? { text: latin, anomalies: NO_ANOMALIES } : decodeOdd(octets, latin);
}

/** Printable ASCII and TAB: most of what servers say, which needs no decoding. */
export function isPlainText(latin: string): boolean {
  return plainText.test(latin);
}

function decodeOdd(octets: Buffer, latin: string): DecodedText {
  const anomalies: Anomaly[] = [];
  if (latin.includes('\0')) anomalies.push('nul');
  if (lineEnds.test(latin)) return { text: latin, anomalies };
  const high = /[\x80-\xff]/.test(latin);
  let text = latin;
  let valid = true;
  if (high) {
    try {
      text = utf8.decode(octets);
    } catch {
      valid = false;
    }
  }
  // Octets 128 to 159 read as Latin-1 are nobody's control characters, most often Windows-1252 letters: `8bit` says it.
  const judged = valid ? text.replaceAll('\0', '') : latin.replace(/[\0\x80-\xff]/g, '');
  if (odd.test(judged)) anomalies.push('control');
  if (high) anomalies.push(valid ? 'utf8' : '8bit');
  return { text, anomalies };
}

/** For people to read: control, bidi and invisible characters as \r, \x1b, \u202e. Not meant to be read back. */
export function escapeControls(text: string): string {
  return text.replace(unsafe, (character) => {
    const name = named[character];
    if (name !== undefined) return name;
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** True when text and octets are the same. */
export function isAsciiText(text: string): boolean {
  return ascii.test(text);
}

/** Without such characters at its end. A loop, because an expression like /=+$/ is quadratic on a text full of them. */
export function withoutTrailing(text: string, trailing: RegExp): string {
  let end = text.length;
  while (end > 0 && trailing.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

/** Throws RangeError for anything but ASCII: callers have checked, and a silent `?` would go out on the wire. */
export function asciiBytes(text: string): Uint8Array {
  if (/[^\x00-\x7f]/.test(text)) throw new RangeError('not ASCII');
  return encoder.encode(text);
}

/** Lone surrogates become U+FFFD; never throws. */
export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

export function latin1(bytes: Uint8Array): string {
  return view(bytes).toString('latin1');
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * A copy in memory of its own. Small Buffers share one block, and structured clone sends a view's whole block: octets that
 * are kept or cross to another process must not carry their neighbours along, a password perhaps among them.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** The same octets with Buffer's methods; no copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : view(bytes);
}
