/**
 * What a file is that cannot be a message, seen at its first octets. Careful: a damaged message is still to be looked at, so that
 * one line in the place of a header that could be a field is enough.
 */
import { Buffer } from 'node:buffer';
import { limits } from './limits.ts';

/** `compound`: Microsoft's container, in which Outlook keeps its .msg. */
export type NonMessage = 'empty' | 'compound' | 'utf-16' | 'no-header';

const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const MARK = Buffer.from('efbbbf', 'hex');

/** RFC 5322 section 2.2 allows nearly every character in a name, such as those of JSON; these are the ones that are in use. */
const FIELD = /^[A-Za-z][\w.-]{0,200}[ \t]{0,20}:/;

/** `octets`: the first of the file, all where it has no more than `limits.mailbox.recognizedOctets`. Null: it may be one. */
export function nonMessage(octets: Uint8Array): NonMessage | null {
  const head = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  if (head.length === 0) return 'empty';
  if (head.subarray(0, COMPOUND.length).equals(COMPOUND)) return 'compound';
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'utf-16';
  const marked = head.subarray(0, MARK.length).equals(MARK);
  const lines = head.toString('latin1', marked ? MARK.length : 0, limits.mailbox.recognizedOctets).split('\n');
  let looked = 0;
  for (const line of lines) {
    if (line.includes('\0')) return 'no-header';
    const blank = line === '' || line === '\r';
    // Before the header they are a slip of whoever saved it; after its first line they end it.
    if (blank && looked > 0) return 'no-header';
    if (blank) continue;
    if (FIELD.test(line)) return null;
    looked += 1;
    if (looked >= limits.mailbox.recognizedLines) return 'no-header';
  }
  return 'no-header';
}
