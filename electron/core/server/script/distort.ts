/** A reply as a script wants its octets: its lines rewritten, cut in pieces, more after it. */
import { Buffer } from 'node:buffer';
import { encodeReply, type EncodedReply } from '../commands/replies.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { ReplyForm, WrittenReply } from './plan.ts';

export interface Distorted {
  /** To be sent one after the other. */
  readonly pieces: readonly Uint8Array[];
  readonly encoded: EncodedReply;
}

export function distort(reply: HandlerReply, form: ReplyForm): Distorted {
  const usual = encodeReply(reply);
  let written: WrittenReply = { texts: usual.texts, lineEnd: '\r\n', anomalies: [] };
  for (const rewrite of form.rewrites) written = rewrite(written);
  const { texts, lineEnd, anomalies } = written;
  const raw = Buffer.concat([
    Buffer.from(texts.map((text) => text + lineEnd).join(''), 'utf8'),
    Buffer.from(form.inject, 'latin1'),
  ]);
  const encoded: EncodedReply =
    form.rewrites.length === 0 && form.inject === ''
      ? usual
      : {
          reply: { ...usual.reply, raw, anomalies: [...anomalies] },
          texts,
          ascii: usual.ascii && lineEnd === '\r\n',
          lineEnd,
        };
  return { pieces: piecesOf(raw, form), encoded };
}

function piecesOf(raw: Buffer, { pieces, cut }: ReplyForm): Uint8Array[] {
  if (pieces === null) return [raw];
  const first = pieces.first ?? pieces.each ?? raw.length;
  const list: Uint8Array[] = [];
  for (let at = 0; at < raw.length;) {
    const end = pieces.each === null && at > 0 ? raw.length : Math.min(raw.length, at + (pieces.each ?? first));
    list.push(raw.subarray(at, end));
    at = end;
  }
  return cut ? list.slice(0, 1) : list;
}
