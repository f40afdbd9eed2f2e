/**
 * Heights of the rows of a long list: a guess until a row was measured. Sums are kept by chunks, so that finding a place among
 * 100,000 rows looks at a few hundred numbers.
 */
const CHUNK = 256;

export class RowHeights {
  readonly #guess: number;
  #rows: number[] = [];
  #chunks: number[] = [];
  #total = 0;

  constructor(guess: number) {
    this.#guess = guess;
  }

  get count(): number {
    return this.#rows.length;
  }

  get total(): number {
    return this.#total;
  }

  /** Rows are added and taken away at the end; those that stay keep their measure. */
  resize(count: number): void {
    for (let at = this.#rows.length; at < count; at += 1) {
      this.#rows.push(this.#guess);
      this.#add(at, this.#guess);
    }
    for (let at = this.#rows.length - 1; at >= count; at -= 1) {
      this.#add(at, -(this.#rows.pop() ?? 0));
    }
  }

  /** How much the row grew. */
  set(index: number, height: number): number {
    const before = this.#rows[index];
    if (before === undefined || before === height) return 0;
    this.#rows[index] = height;
    this.#add(index, height - before);
    return height - before;
  }

  heightOf(index: number): number {
    return this.#rows[index] ?? this.#guess;
  }

  /** Where the row begins. */
  offsetOf(index: number): number {
    const end = Math.min(index, this.#rows.length);
    const chunk = Math.floor(end / CHUNK);
    let offset = 0;
    for (let at = 0; at < chunk; at += 1) offset += this.#chunks[at] ?? 0;
    for (let at = chunk * CHUNK; at < end; at += 1) offset += this.#rows[at] ?? 0;
    return offset;
  }

  /** The row at this offset: the first above all, the last below all; 0 in an empty list. */
  indexAt(offset: number): number {
    let rest = offset;
    let chunk = 0;
    while (chunk < this.#chunks.length - 1 && rest >= (this.#chunks[chunk] ?? 0)) {
      rest -= this.#chunks[chunk] ?? 0;
      chunk += 1;
    }
    let at = chunk * CHUNK;
    while (at < this.#rows.length - 1 && rest >= (this.#rows[at] ?? 0)) {
      rest -= this.#rows[at] ?? 0;
      at += 1;
    }
    return Math.max(0, Math.min(at, this.#rows.length - 1));
  }

  #add(index: number, change: number): void {
    const chunk = Math.floor(index / CHUNK);
    this.#chunks[chunk] = (this.#chunks[chunk] ?? 0) + change;
    this.#total += change;
    if (this.#rows.length === 0) this.#chunks = [];
  }
}
