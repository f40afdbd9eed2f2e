/**
 * What a list shows of a message, read from its first octets: a few header fields, decoded as everywhere. Far cheaper than a
 * reading of it all, which a list of thousands cannot afford.
 */
import { Buffer, isAscii } from 'node:buffer';
import { limits } from '../limits.ts';
import { decideText } from './charset/decide.ts';
import { firstField, headerSection, rawCharset, type Field } from './fields.ts';
import { unflowed } from './flowed.ts';
import { parseHeaderValue } from './parameters.ts';
import { fieldText, type Doubts } from './words.ts';

export interface MessageHead {
  readonly subject: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export interface ListHead extends MessageHead {
  /** The body, where it is text that stands there as it is, within the octets that were read; null: it needs a reading of the message. */
  readonly plain: PlainBody | null;
}

interface PlainBody {
  readonly offset: number;
  readonly charset: string | null;
  readonly flowed: boolean;
  readonly delSp: boolean;
}

/** `octets`: the first of the message; `whole`: there are no more. */
export function readHead(octets: Uint8Array, whole: boolean): ListHead {
  const some = octets.subarray(0, limits.mailbox.listHeadOctets);
  const bytes = Buffer.from(some.buffer, some.byteOffset, some.length);
  const { fields, length } = headerSection(bytes);
  const isAtHand = whole && some.length === octets.length && readsAtOnce(bytes.subarray(length));
  return { ...headOf(fields), plain: isAtHand ? plainBody(fields, length) : null };
}

/** Text beyond ASCII, or shifted into it, takes far more time than its row. */
function readsAtOnce(body: Buffer): boolean {
  return body.length <= limits.mailbox.plainAtOnce || (isAscii(body) && !body.includes(0x1b));
}

export function headOf(fields: readonly Field[]): MessageHead {
  const hint = rawCharset(fields);
  const doubts: Doubts = { left: limits.mailbox.rowDoubts };
  const value = (key: string): string | null => {
    // Cut first: a client waits for its answer meanwhile.
    const raw = firstField(fields, key)?.slice(0, limits.mailbox.listValue);
    return raw === undefined ? null : oneLine(fieldText(raw, hint, doubts).text).slice(0, limits.mailbox.listShown);
  };
  return { subject: value('subject'), from: value('from'), to: value('to') };
}

/** Of a message whose body reads as it stands: the words that a reading of it all would find. */
export function plainText(octets: Uint8Array, { offset, charset, flowed, delSp }: PlainBody): string {
  const { text } = decideText(octets.subarray(offset), charset);
  const some = text.slice(0, limits.mailbox.searchText);
  return flowed ? unflowed(some, delSp) : some;
}

function plainBody(fields: readonly Field[], offset: number): PlainBody | null {
  if (firstField(fields, 'content-disposition') !== null) return null;
  const encoding = firstField(fields, 'content-transfer-encoding')?.trim().toLowerCase() ?? '7bit';
  if (!['7bit', '8bit', 'binary'].includes(encoding)) return null;
  const raw = firstField(fields, 'content-type');
  if (raw === null) return { offset, charset: null, flowed: false, delSp: false };
  const { value, parameters } = parseHeaderValue(raw);
  if (value !== 'text/plain' || parameters.has('name')) return null;
  return {
    offset,
    charset: parameters.get('charset')?.trim() ?? null,
    flowed: parameters.get('format')?.trim().toLowerCase() === 'flowed',
    delSp: parameters.get('delsp')?.trim().toLowerCase() === 'yes',
  };
}

/** Control characters have no place in a list. */
function oneLine(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
