/** Plays a dialogue to a server, one step after the other, and reports the codes of the replies and what was delivered. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import * as v from 'valibot';
import type { Dialogue, Step } from './dialogues.ts';

export interface Played {
  /** Place in the dialogue; a message that no 354 asked for is left out. */
  readonly index: number;
  /** Codes of its replies; 0: the connection was closed in place of one. */
  readonly codes: readonly number[];
  /** What the server said it got; see Delivered. */
  readonly delivered: Delivered | null;
}

const Reported = v.object({
  from: v.string(),
  to: v.array(v.string()),
  options: v.array(v.string()),
  data: v.string(),
});

/** Both servers say so in their reply to the message: base64 of JSON, the message base64 in it. */
export type Delivered = v.InferOutput<typeof Reported>;

/** A guard against hanging, not a measure. */
const GUARD_MS = 20_000;

/** `lmtp`: a message is answered once for each recipient (RFC 2033 section 4.2); the first of these replies is reported. */
export async function play(port: number, { steps, seed }: Dialogue, lmtp = false): Promise<Played[]> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const nextReply = repliesOf(socket);
  const guard = setTimeout(() => socket.destroy(new Error('no reply')), GUARD_MS);
  const played: Played[] = [];
  let recipients = 0;
  let last: number | undefined;
  try {
    await once(socket, 'connect');
    await nextReply();
    for (const [index, step] of steps.entries()) {
      if (last !== 354 && step.kind === 'message') continue;
      // 354 where no message is at hand: the rest would say nothing.
      if (last === 354 && step.kind !== 'message') break;
      for (const [i, piece] of step.pieces.entries()) {
        if (i > 0) await new Promise((resolve) => setImmediate(resolve));
        socket.write(piece);
      }
      const codes: number[] = [];
      let text: string | null = null;
      for (const command of step.commands) {
        text = await nextReply();
        last = text === null ? 0 : Number(text.slice(0, 3));
        codes.push(last);
        if (text === null) break;
        const ok = last === 250;
        if (lmtp && ok && endsMessage(step, command)) for (let i = 1; i < recipients; i += 1) await nextReply();
        if (ok && command === 'RCPT') recipients += 1;
        else if (ok && /^(?:MAIL|RSET|[EL]HLO|HELO)$/.test(command)) recipients = 0;
        else if (endsMessage(step, command)) recipients = 0;
      }
      played.push({ index, codes, delivered: endsMessage(step, step.commands[0]) ? deliveredIn(text) : null });
      if (last === 0 || last === 221 || last === 421) break;
    }
    return played;
  } catch (error) {
    throw new Error(`dialogue ${String(seed)}, after ${JSON.stringify(played.at(-1))}`, { cause: error });
  } finally {
    clearTimeout(guard);
    socket.destroy();
  }
}

function endsMessage(step: Step, command: string | undefined): boolean {
  return step.kind === 'message' || command === 'BDAT LAST';
}

function deliveredIn(text: string | null): Delivered | null {
  const word = text?.trimEnd().split(' ').at(-1) ?? '';
  if (text?.startsWith('2') !== true || !word.startsWith('ey')) return null;
  return v.parse(Reported, JSON.parse(Buffer.from(word, 'base64').toString('utf8')));
}

/** The last line of each reply; null at the end. smtpd repeats what it does not know, line feeds too. */
function repliesOf(socket: Socket): () => Promise<string | null> {
  let received = '';
  let ended = false;
  let failure: Error | null = null;
  let wake = (): void => undefined;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    wake();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever closes with octets unread resets.
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') failure = error;
  });
  const over = () => {
    ended = true;
    wake();
  };
  socket.on('end', over);
  socket.on('close', over);
  return async () => {
    for (;;) {
      const match = /^(?:\d{3}-[^]*?\r\n)*(\d{3}(?: [^]*?)?\r\n)/.exec(received);
      if (match !== null) {
        received = received.slice(match[0].length);
        return match[1] ?? null;
      }
      if (failure !== null) throw failure;
      if (ended) return null;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
}
