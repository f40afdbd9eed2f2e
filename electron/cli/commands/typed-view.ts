/** What `raw` shows: both directions as they happen; with --json the replies to what was typed, and lines beside them only when asked for. */
import { jsonValue } from '../../core/report/json.ts';
import { transcriptRow } from '../../core/report/outline/sections.ts';
import { TranscriptLines } from '../../core/report/transcript.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import type { Target } from '../../protocol/values/target.ts';
import { visible } from '../../texts/visible.ts';
import type { rawOutput } from '../options/session.ts';
import type { Values } from '../options/types.ts';
import { type Output, type Terminal, paint } from '../output/terminal.ts';

export class TypedView {
  target: Target | null = null;
  /** What was typed on the terminal stands there already. */
  interactive = false;
  readonly rawData: boolean;
  connected = false;
  endedInMessage = false;
  readonly #terminal: Terminal;
  readonly #json: boolean;
  /** Where lines go; null for nowhere. */
  readonly #lines: Output | null;
  #fold = new TranscriptLines();
  #encrypted = false;
  /** Lines of a chunk: they go with the BDAT that says how long it is. */
  #chunk: readonly string[] = [];

  constructor(terminal: Terminal, { json = false, rawData = false, transcript = false }: Values<typeof rawOutput>) {
    const { out, err } = terminal;
    this.#terminal = terminal;
    this.#lines = json ? (transcript ? err : null) : out;
    this.#json = json;
    this.rawData = rawData;
  }

  readonly event = (event: SessionEvent): void => {
    if (event.type === 'session-begin') this.target = event.target;
    const out = this.#lines;
    if (out === null) return;
    this.#fold.push(event);
    if (event.type === 'line') this.#encrypted = event.encrypted;
    const lines = this.#fold.take();
    for (const line of lines) {
      if (this.interactive && line.direction === 'sent') continue;
      out.line(
        transcriptRow(line)
          .cells.slice(1)
          .map((cell) => paint(out, cell.text, cell.tone))
          .join(' ')
          .trimEnd(),
      );
      if (line.direction === 'sent') this.#showChunk(line.text);
    }
  };

  reply(reply: Reply): void {
    if (this.#json) this.#terminal.out.line(JSON.stringify(jsonValue(reply)));
  }

  /** Of a BDAT that is about to be sent; shown after it, and not where it is not sent. */
  chunk(lines: readonly string[]): void {
    this.#chunk = lines;
  }

  #showChunk(sent: string): void {
    const lines = this.#chunk;
    this.#chunk = [];
    if (!/^bdat /i.test(sent)) return;
    for (const line of lines) this.typed(line);
  }

  /** A line of the message: message text is in no event. */
  typed(line: string): void {
    const out = this.#lines;
    if (out === null || this.interactive) return;
    const mark = this.#encrypted ? paint(out, '≡', 'good') : ' ';
    out.line(`${mark} ${paint(out, '>', 'strong')} ${visible(line)}`);
  }
}
