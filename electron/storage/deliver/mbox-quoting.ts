/**
 * Octets of a message as an mbox file has them: LF for CRLF, and a line of `From ` after any number of `>` gets one more (mboxrd).
 * Looks at each octet once, however long a line is: what is held back until the next piece comes is five octets at most.
 */

const FROM = 'From ';

export class MboxQuoting {
  /** A line end, or the beginning of `From `, that the next piece decides on. */
  #held = '';
  /** The line so far is nothing but `>`. */
  #prefix = true;
  #endsLine = true;

  /** A piece of the message, as Latin-1, which carries any octet unchanged. */
  push(piece: string): string {
    const text = this.#held + piece;
    const held = this.#undecided(text);
    this.#held = text.slice(text.length - held);
    return this.#quoted(text.slice(0, text.length - held));
  }

  /** What was held back, the end of the last line, and the empty line after a message. */
  end(): string {
    const rest = this.#held === '\r' ? '' : this.#held;
    if (this.#held !== '') this.#endsLine = false;
    this.#held = '';
    return this.#endsLine ? '\n' : `${rest}\n\n`;
  }

  /** How many octets at the end of `text` cannot be written yet. */
  #undecided(text: string): number {
    if (text.endsWith('\r')) return 1;
    for (let length = FROM.length - 1; length > 0; length -= 1) {
      if (!text.endsWith(FROM.slice(0, length))) continue;
      let at = text.length - length - 1;
      while (text[at] === '>') at -= 1;
      return text[at] === '\n' || (at < 0 && this.#prefix) ? length : 0;
    }
    return 0;
  }

  #quoted(text: string): string {
    if (text === '') return '';
    // Another `>` anywhere among those of the prefix is the same line.
    const first = this.#prefix ? text.replace(/^>*From /, '>$&') : text;
    const lines = first.replaceAll('\r\n', '\n').replace(/\n(>*From )/g, '\n>$1');
    const lastLine = lines.slice(lines.lastIndexOf('\n') + 1);
    this.#endsLine = lastLine === '';
    this.#prefix = (this.#prefix || lastLine.length < lines.length) && /^>*$/.test(lastLine);
    return lines;
  }
}
