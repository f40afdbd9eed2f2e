/** "relaxed" canonicalisation (RFC 6376 section 3.4): what a signature covers, so that blanks and empty lines may change on the way. */
import { Buffer } from 'node:buffer';
import { type Hash, createHash } from 'node:crypto';
import { limits } from '../limits.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;

/** Of a whole field, one character an octet: name in lower case, unfolded, blanks reduced; without a line end. */
export function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const name = words(field.slice(0, colon).toLowerCase());
  return `${name}:${words(field.slice(colon + 1).replaceAll('\r\n', ''))}`;
}

/** What stands between blanks, with one between; nothing else is a blank here, such as U+00A0 out of an octet. */
const words = (text: string): string =>
  text
    .split(/[ \t]/)
    .filter((word) => word !== '')
    .join(' ');

/** SHA-256 of a body in any pieces (section 3.4.4): runs of blanks become one, those before a line end and empty lines at the end go. */
export class RelaxedBodyHash {
  readonly #hash: Hash = createHash('sha256');
  readonly #out = Buffer.allocUnsafe(limits.dkim.blockOctets);
  #length = 0;
  /** A blank, or a run of them, whose line may end yet. */
  #blank = false;
  /** A CR that may begin a line end. */
  #cr = false;
  /** Line ends that only count if something follows. */
  #lineEnds = 0;
  #empty = true;

  push(chunk: Uint8Array): void {
    for (const octet of chunk) {
      if (this.#cr) {
        this.#cr = false;
        if (octet === LF) {
          this.#blank = false;
          this.#lineEnds += 1;
          continue;
        }
        this.#content(CR);
      }
      if (octet === CR) this.#cr = true;
      else if (octet === SPACE || octet === TAB) this.#blank = true;
      else this.#content(octet);
    }
  }

  /** In base64. */
  end(): string {
    if (this.#cr) this.#content(CR);
    // A last line without its end gets one; a body of nothing, or of empty lines alone, stays empty.
    if (!this.#empty) this.#lineEnd();
    this.#flush();
    return this.#hash.digest('base64');
  }

  #content(octet: number): void {
    for (; this.#lineEnds > 0; this.#lineEnds -= 1) this.#lineEnd();
    if (this.#blank) this.#put(SPACE);
    this.#blank = false;
    this.#empty = false;
    this.#put(octet);
  }

  #lineEnd(): void {
    this.#put(CR);
    this.#put(LF);
  }

  #put(octet: number): void {
    if (this.#length === this.#out.length) this.#flush();
    this.#out[this.#length] = octet;
    this.#length += 1;
  }

  #flush(): void {
    this.#hash.update(this.#out.subarray(0, this.#length));
    this.#length = 0;
  }
}
