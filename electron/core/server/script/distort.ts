/** A reply as a script wants its octets: other line ends, other codes, cut in pieces, more behind it. */
import { Buffer } from 'node:buffer';
import type { Anomaly } from '../../../protocol/values/session/reply.ts';
import { encodeReply, type EncodedReply } from '../commands/replies.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { ReplyForm } from './plan.ts';

export interface Distorted {
  /** To be sent one after the other. */
  readonly pieces: readonly Uint8Array[];
  readonly encoded: EncodedReply;
}

export function distort(reply: HandlerReply, form: ReplyForm): Distorted {
  const usual = encodeReply(reply);
  const anomalies: Anomaly[] = [];
  let texts = usual.texts;
  if (form.mismatch !== null) {
    anomalies.push('code-mismatch');
    // A single line cannot contradict itself: it is said twice.
    const doubled =
      texts.length === 1 && texts[0] !== undefined ? [`${texts[0].slice(0, 3)}-${texts[0].slice(4)}`, texts[0]] : texts;
    texts = doubled.map((text, i) => (i === doubled.length - 1 ? text : `${form.mismatch ?? ''}${text.slice(3)}`));
  }
  if (form.bareLf) anomalies.push('bare-lf');
  const lineEnd = form.bareLf ? '\n' : '\r\n';
  const raw = Buffer.concat([
    Buffer.from(texts.map((text) => text + lineEnd).join(''), 'utf8'),
    Buffer.from(form.inject, 'latin1'),
  ]);
  const encoded: EncodedReply =
    anomalies.length === 0 && form.inject === ''
      ? usual
      : { reply: { ...usual.reply, raw, anomalies }, texts, ascii: usual.ascii && !form.bareLf, lineEnd };
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
