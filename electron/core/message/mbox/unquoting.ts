/** Takes one ">" off each line of "From " after at least one of them (mboxrd). Holds a number, however long such a line is. */
import { Buffer } from 'node:buffer';

const FROM = Buffer.from('From ');
const ARROW = 0x3e;
const LF = 0x0a;

export class MboxUnquoting {
  /** Of a line that is nothing but these so far; null within any other line. */
  #prefix: { arrows: number; matched: number } | null = { arrows: 0, matched: 0 };

  push(chunk: Uint8Array): Uint8Array[] {
    const out: Uint8Array[] = [];
    let from = 0;
    while (from < chunk.length) {
      if (this.#prefix === null) {
        const feed = chunk.indexOf(LF, from);
        const end = feed === -1 ? chunk.length : feed + 1;
        out.push(chunk.subarray(from, end));
        if (feed !== -1) this.#prefix = { arrows: 0, matched: 0 };
        from = end;
        continue;
      }
      const prefix = this.#prefix;
      const octet = chunk[from] ?? 0;
      if (octet === ARROW && prefix.matched === 0) prefix.arrows += 1;
      else if (octet === FROM[prefix.matched]) prefix.matched += 1;
      else {
        out.push(...this.#release(false));
        continue;
      }
      from += 1;
      if (prefix.matched === FROM.length) out.push(...this.#release(true));
    }
    return out;
  }

  end(): Uint8Array[] {
    return this.#release(false);
  }

  /** What was held back; the line is no longer at its beginning. */
  #release(quoted: boolean): Uint8Array[] {
    const { arrows, matched } = this.#prefix ?? { arrows: 0, matched: 0 };
    this.#prefix = null;
    const kept = quoted && arrows > 0 ? arrows - 1 : arrows;
    return [Buffer.alloc(kept, ARROW), Buffer.from(FROM.subarray(0, matched))].filter(({ length }) => length > 0);
  }
}
