/**
 * Servers repeat what they were sent, passwords included ("500 unknown command: AHVzZXIA..."). Every octet received goes through
 * here before it becomes an event or part of a reply: known secrets, in the forms in which they may come back, are masked.
 */
import { Buffer } from 'node:buffer';
import { asBuffer, latin1, utf8Bytes, withoutTrailing } from '../../wire/text.ts';
import { limits } from '../limits.ts';

const MASK = 0x2a;

export class SecretScrubber {
  /** Latin-1 views of octets, lower case. */
  readonly #whole = new Set<string>();
  readonly #encoded = new Set<string>();

  /** Nothing is known that would have to be masked. */
  get empty(): boolean {
    return this.#whole.size === 0;
  }

  /** A password or token as typed. */
  addSecret(secret: string): void {
    const octets = asBuffer(utf8Bytes(secret));
    const text = latin1(octets);
    this.#addWhole(text);
    if (/^[\x00-\xff]*$/.test(secret)) this.#addWhole(secret);
    // Read as Latin-1 somewhere on the way and encoded once more.
    this.#addWhole(latin1(utf8Bytes(text)));
    const url = encodeURIComponent(octets.toString('utf8'));
    this.#addWhole(url);
    this.#addWhole(url.replaceAll('%20', '+'));
    this.#addWhole([...octets].map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join(''));
    this.addResponse(octets);
    for (const form of insideBase64(octets)) this.addEncoded(form);
  }

  /**
   * A SASL response before base64. `parts`: pieces of it are looked for too, which must not be done for a proof: it repeats the
   * server's own words, and the next challenge may hold them again.
   */
  addResponse(octets: Uint8Array, parts = true): void {
    const bytes = asBuffer(octets);
    for (const form of [bytes.toString('base64'), bytes.toString('hex')]) {
      if (parts) this.addEncoded(form);
      else this.#addWhole(withoutTrailing(form, /=/));
    }
  }

  /** An encoded secret as it stands on the wire, such as an AUTH argument typed by hand. */
  addEncoded(text: string): void {
    const bare = withoutTrailing(text, /=/).toLowerCase();
    if (bare.length < limits.client.secretForm) return;
    this.#whole.add(bare);
    this.#encoded.add(bare);
  }

  /** The same object when nothing was found, so that the usual case costs nothing. */
  scrub(bytes: Uint8Array, from = 0): { readonly bytes: Uint8Array; readonly masked: number } {
    if (this.empty) return { bytes, masked: 0 };
    const text = latin1(bytes).toLowerCase();
    const hits: [number, number][] = [];
    for (const form of this.#whole) {
      for (let at = text.indexOf(form, from); at !== -1; at = text.indexOf(form, at + form.length)) {
        hits.push([at, at + form.length]);
      }
    }
    for (const form of this.#encoded) findParts(text, form, from, hits);
    if (hits.length === 0) return { bytes, masked: 0 };
    const clean = Buffer.from(bytes);
    for (const [start, end] of hits) clean.fill(MASK, start, end);
    let masked = 0;
    for (let i = 0; i < clean.length; i += 1) if (clean[i] === MASK && bytes[i] !== MASK) masked += 1;
    return { bytes: clean, masked };
  }

  #addWhole(text: string): void {
    if (text.length >= limits.client.secretForm) this.#whole.add(text.toLowerCase());
  }
}

/**
 * How base64 of something longer shows a secret that begins with the second or third octet of a group, without the characters
 * that its neighbours decide too: a server may pack what it was sent into JSON and encode that.
 */
function insideBase64(octets: Buffer): string[] {
  return [1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), octets]).toString('base64');
    const whole = Math.floor(((before + octets.length) * 8) / 6);
    return encoded.slice(before + 1, whole);
  });
}

/** Runs of at least `secretPart` characters that the text and the form share. */
function findParts(text: string, form: string, from: number, hits: [number, number][]): void {
  if (form.length <= limits.client.secretPart) return;
  for (let at = from; at + limits.client.secretPart <= text.length;) {
    const inForm = form.indexOf(text.slice(at, at + limits.client.secretPart));
    if (inForm === -1) {
      at += 1;
      continue;
    }
    let length = limits.client.secretPart;
    while (at + length < text.length && inForm + length < form.length && text[at + length] === form[inForm + length])
      length += 1;
    hits.push([at, at + length]);
    at += length;
  }
}
