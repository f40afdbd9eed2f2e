/**
 * The pieces of a file of the history: each its length in four octets, and a value in V8's serialisation. Those of surveys, whose
 * sessions are much alike, are compressed where that is worth it.
 */
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { gunzip, gzip } from 'node:zlib';
import { limits } from '../limits.ts';

/** RFC 1952 section 2.3.1; V8's serialisation begins with 0xff. */
const GZIP = Buffer.from([0x1f, 0x8b]);

export const piece = (value: unknown): Buffer => framed(serialize(value));

export async function packedPiece(value: unknown): Promise<Buffer> {
  const octets = serialize(value);
  return framed(octets.length < limits.history.packedFrom ? octets : await promisify(gzip)(octets));
}

function framed(octets: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(octets.length, 0);
  return Buffer.concat([head, octets]);
}

/** As far as they are whole and can be understood; the schema decides about the rest. */
export async function pieces(octets: Buffer): Promise<unknown[]> {
  const found: unknown[] = [];
  let room: number = limits.history.runOctets;
  for (let at = 0; at + 4 <= octets.length;) {
    const length = octets.readUInt32BE(at);
    const end = at + 4 + length;
    if (end > octets.length) break;
    const part = octets.subarray(at + 4, end);
    try {
      const whole = part.subarray(0, 2).equals(GZIP) ? await unpacked(part, room) : part;
      room -= whole.length;
      found.push(deserialize(whole));
    } catch {
      // Not ours: what was read so far will not pass as a run.
      break;
    }
    at = end;
  }
  return found;
}

const unpacked = (part: Buffer, room: number): Promise<Buffer> =>
  promisify(gunzip)(part, { maxOutputLength: Math.max(1, room) });
