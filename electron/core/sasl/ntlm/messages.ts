/** The three messages of NTLM ([MS-NLMP] section 2.2.1), as octets and as values. Little-endian; text is UTF-16. */
import { Buffer } from 'node:buffer';
import { asBuffer } from '../../wire/text.ts';

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');

/** [MS-NLMP] section 2.2.2.5. */
export const FLAG = {
  unicode: 0x0000_0001,
  requestTarget: 0x0000_0004,
  ntlm: 0x0000_0200,
  alwaysSign: 0x0000_8000,
  extendedSecurity: 0x0008_0000,
  targetInfo: 0x0080_0000,
  version: 0x0200_0000,
  key128: 0x2000_0000,
  keyExchange: 0x4000_0000,
  key56: 0x8000_0000,
} as const;

/** AvIds of section 2.2.2.1 that are read or written here. */
export const AV = { end: 0, flags: 6, timestamp: 7, targetName: 9, channelBindings: 10 } as const;

export interface AvPair {
  readonly id: number;
  readonly value: Uint8Array;
}

export interface NtlmChallenge {
  readonly flags: number;
  readonly targetName: string;
  readonly serverChallenge: Uint8Array;
  /** null where the message has none: an NTLMv1 server. */
  readonly targetInfo: readonly AvPair[] | null;
}

export const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

export function negotiateMessage(flags: number): Uint8Array {
  const message = Buffer.alloc(32);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(flags >>> 0, 12);
  // Domain and workstation are not given; their offsets point after the message all the same.
  message.writeUInt32LE(32, 20);
  message.writeUInt32LE(32, 28);
  return message;
}

/** A field's octets; null where it points outside. */
function field(message: Buffer, at: number): Buffer | null {
  if (at + 8 > message.length) return null;
  const length = message.readUInt16LE(at);
  const start = message.readUInt32LE(at + 4);
  return length === 0
    ? Buffer.alloc(0)
    : start + length > message.length
      ? null
      : message.subarray(start, start + length);
}

function readPairs(octets: Buffer): AvPair[] | null {
  const pairs: AvPair[] = [];
  for (let at = 0; at + 4 <= octets.length;) {
    const id = octets.readUInt16LE(at);
    const length = octets.readUInt16LE(at + 2);
    if (at + 4 + length > octets.length) return null;
    if (id === AV.end) return pairs;
    pairs.push({ id, value: octets.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return null;
}

export function writePairs(pairs: readonly AvPair[]): Buffer {
  const parts = [...pairs, { id: AV.end, value: new Uint8Array(0) }].map(({ id, value }) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat(parts);
}

const isMessage = (message: Buffer, type: number, least: number): boolean =>
  message.length >= least && message.subarray(0, 8).equals(SIGNATURE) && message.readUInt32LE(8) === type;

export function readChallenge(bytes: Uint8Array): NtlmChallenge | null {
  const message = asBuffer(bytes);
  if (!isMessage(message, 2, 32)) return null;
  const flags = message.readUInt32LE(20);
  const name = field(message, 12);
  const info = (flags & FLAG.targetInfo) === 0 || message.length < 48 ? null : field(message, 40);
  const targetInfo = info === null ? null : readPairs(info);
  if (name === null || (info !== null && targetInfo === null)) return null;
  const targetName = name.toString((flags & FLAG.unicode) === 0 ? 'latin1' : 'utf16le');
  return { flags, targetName, serverChallenge: message.subarray(24, 32), targetInfo };
}

export interface AuthenticateParts {
  readonly lm: Uint8Array;
  readonly nt: Uint8Array;
  readonly domain: string;
  readonly user: string;
  readonly workstation: string;
  readonly sessionKey: Uint8Array;
  readonly flags: number;
  /** Octets of section 2.2.2.10; zeroes where none are given. */
  readonly version: Uint8Array;
  /** Room for the MIC, to be filled in once the whole message is known. */
  readonly withMic: boolean;
}

/** Octet of the MIC in an AUTHENTICATE_MESSAGE. */
export const MIC_AT = 72;

export function authenticateMessage(parts: AuthenticateParts): Buffer {
  const head = Buffer.alloc(MIC_AT + (parts.withMic ? 16 : 0));
  SIGNATURE.copy(head);
  head.writeUInt32LE(3, 8);
  // In the order of the payload that Windows sends and section 4.2.4.3 shows.
  const payload: readonly (readonly [at: number, octets: Uint8Array])[] = [
    [28, utf16(parts.domain)],
    [36, utf16(parts.user)],
    [44, utf16(parts.workstation)],
    [12, parts.lm],
    [20, parts.nt],
    [52, parts.sessionKey],
  ];
  let end = head.length;
  for (const [at, octets] of payload) {
    head.writeUInt16LE(octets.length, at);
    head.writeUInt16LE(octets.length, at + 2);
    head.writeUInt32LE(end, at + 4);
    end += octets.length;
  }
  head.writeUInt32LE(parts.flags >>> 0, 60);
  head.set(parts.version.subarray(0, 8), 64);
  return Buffer.concat([head, ...payload.map(([, octets]) => octets)]);
}

/** Who an AUTHENTICATE_MESSAGE says it is; null for anything else. */
export function readAuthenticate(bytes: Uint8Array): { domain: string; user: string; workstation: string } | null {
  const message = asBuffer(bytes);
  if (!isMessage(message, 3, 64)) return null;
  const encoding = (message.readUInt32LE(60) & FLAG.unicode) === 0 ? 'latin1' : 'utf16le';
  const [domain, user, workstation] = [28, 36, 44].map((at) => field(message, at)?.toString(encoding));
  if (domain === undefined || user === undefined || workstation === undefined) return null;
  return { domain, user, workstation };
}
