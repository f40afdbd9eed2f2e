/** The messages of SCRAM (RFC 5802 section 7), read strictly: one attribute in the wrong place and there is no message. */
import type { BindingType, Fields } from '../types.ts';
import { BINDING_TYPES, HIDDEN } from '../types.ts';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { readUtf8 } from '../text.ts';

/** `y`: the client could bind, and believes that the server cannot. */
export type BindingFlag = 'n' | 'y' | BindingType;

export interface ClientFirst {
  readonly flag: BindingFlag;
  readonly authzid: string;
  /** `n,,` and the like, up to the bare message. */
  readonly header: string;
  readonly bare: string;
  readonly user: string;
  readonly nonce: string;
}

export interface ServerFirst {
  readonly nonce: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

export interface ClientFinal {
  /** What stands before `,p=`. */
  readonly withoutProof: string;
  readonly binding: Uint8Array;
  readonly nonce: string;
  readonly proof: Uint8Array;
}

/** saslname: "=" and "," have a form of their own. */
export const encodeName = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C');

/** null for an "=" that stands for nothing. */
export function decodeName(text: string): string | null {
  if (/=(?!2C|3D)/.test(text)) return null;
  return text.replaceAll('=2C', ',').replaceAll('=3D', '=');
}

/** RFC 5802: printable ASCII without comma. */
const nonceForm = /^[\x21-\x2b\x2d-\x7e]+$/;

export function gs2Header(flag: BindingFlag, authzid: string): string {
  const first = flag === 'n' || flag === 'y' ? flag : `p=${flag}`;
  return `${first},${authzid === '' ? '' : `a=${encodeName(authzid)}`},`;
}

export function readClientFirst(bytes: Uint8Array): ClientFirst | null {
  const text = readUtf8(bytes);
  const match =
    text === null ? null : /^(n|y|p=([A-Za-z0-9.-]+)),(?:a=([^,]+))?,(n=([^,]*),r=([^,]+)(?:,.*)?)$/s.exec(text);
  if (text === null || match === null) return null;
  const [, first = '', type, given = '', bare = '', name = '', nonce = ''] = match;
  const flag = type === undefined ? (first as 'n' | 'y') : BINDING_TYPES.find((one) => one === type);
  const authzid = decodeName(given);
  const user = decodeName(name);
  if (flag === undefined || authzid === null || user === null || user === '' || !nonceForm.test(nonce)) return null;
  return { flag, authzid, header: text.slice(0, text.length - bare.length), bare, user, nonce };
}

export function readServerFirst(bytes: Uint8Array): ServerFirst | null {
  // An extension that must be understood (m=) stands before r=; none is known, so it does not match.
  const match = /^r=([^,]+),s=([^,]+),i=([1-9][0-9]{0,9})(?:,.*)?$/s.exec(readUtf8(bytes) ?? '');
  if (match === null) return null;
  const [, nonce = '', encoded = '', count = ''] = match;
  const salt = decodeBase64(encoded);
  if (salt === null || !nonceForm.test(nonce)) return null;
  return { nonce, salt, iterations: Number(count) };
}

export function readClientFinal(bytes: Uint8Array): ClientFinal | null {
  const match = /^(c=([^,]+),r=([^,]+)(?:,.*)?),p=([^,]+)$/s.exec(readUtf8(bytes) ?? '');
  if (match === null) return null;
  const [, withoutProof = '', channel = '', nonce = '', encoded = ''] = match;
  const binding = decodeBase64(channel);
  const proof = decodeBase64(encoded);
  return binding === null || proof === null ? null : { withoutProof, binding, nonce, proof };
}

/** null where the message is no server-final; `error` for `e=`. */
export function readServerFinal(bytes: Uint8Array): { signature: Uint8Array } | { error: string } | null {
  const [, kind, value = ''] = /^([ve])=([^,]+)(?:,.*)?$/s.exec(readUtf8(bytes) ?? '') ?? [];
  if (kind === 'e') return { error: value };
  const signature = kind === 'v' ? decodeBase64(value) : null;
  return signature === null ? null : { signature };
}

/** By what the message is, not by its place: a server may have asked for the first one by an empty challenge. */
export function describeScram(message: Uint8Array, from: 'client' | 'server'): Fields {
  return from === 'client' ? describeClient(message) : describeServer(message);
}

function describeClient(message: Uint8Array): Fields {
  const first = readClientFirst(message);
  if (first !== null) {
    const { flag, authzid, user, nonce } = first;
    return { channelBinding: flag, ...(authzid === '' ? {} : { authzid }), user, nonce };
  }
  const final = readClientFinal(message);
  return final === null ? {} : { channelBinding: encodeBase64(final.binding), nonce: final.nonce, proof: HIDDEN };
}

function describeServer(message: Uint8Array): Fields {
  const first = readServerFirst(message);
  if (first !== null) {
    return { nonce: first.nonce, salt: encodeBase64(first.salt), iterations: String(first.iterations) };
  }
  const final = readServerFinal(message);
  if (final === null) return {};
  return 'error' in final ? { error: final.error } : { signature: encodeBase64(final.signature) };
}
