/** xtext (RFC 3461 section 4): how ENVID, ORCPT and AUTH= carry octets that a command line cannot. */
import type { Result } from '../../protocol/parse/result.ts';
import { asBuffer, utf8Bytes } from './text.ts';
import { bad, good } from '../../protocol/parse/result.ts';

/** `+`, `=`, blanks, controls and every octet of a non-ASCII character's UTF-8 form become +XX. */
export function encodeXtext(text: string): string {
  let encoded = '';
  for (const octet of utf8Bytes(text)) {
    const plain = octet >= 33 && octet <= 126 && octet !== 43 && octet !== 61;
    encoded += plain ? String.fromCharCode(octet) : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** Refuses what is no xtext (hex digits are upper case by the RFC), and octets that are no UTF-8. */
export function decodeXtext(text: string): Result<string, 'bad-xtext'> {
  if (!/^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(text)) return bad('bad-xtext');
  const octets = text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    const bytes = asBuffer(Uint8Array.from(octets, (character) => character.charCodeAt(0)));
    return good(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return bad('bad-xtext');
  }
}

/**
 * utf-8-addr-xtext (RFC 6533 section 3): the form of an ORCPT address of type utf-8 that is ASCII alone and so passes any server with
 * DSN. What cannot stand for itself becomes \x{HEX}.
 */
export function encodeUtf8Address(address: string): string {
  let encoded = '';
  for (const character of address) {
    const plain = /^[!-*,-<>-[\]-~]$/.test(character);
    encoded += plain
      ? character
      : `\\x{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}}`;
  }
  return encoded;
}
