/** What is refused whatever the command: lines that are none, and peers that speak something else. */
import type { ParsedCommand } from '../wire/command.ts';
import type { WireLine } from '../wire/line-reader.ts';
import { replies } from './replies.ts';
import type { HandlerReply } from './handler-types.ts';

export function refusedLine(line: WireLine, command: ParsedCommand, maxLine: number): HandlerReply | null {
  if (command.verb !== 'AUTH' && line.content.length > maxLine) return replies.lineTooLong;
  if (line.anomalies.length > 0) return replies.strayLineEnd;
  if (command.anomalies.includes('nul') || command.anomalies.includes('control')) return replies.controlCharacter;
  if (command.anomalies.includes('8bit')) return replies.notUtf8;
  return null;
}

/** Also where the client ends its header lines in LF alone, which makes them one line here. */
const HTTP = /^[A-Z]{3,8} \S+ HTTP\/[0-9.]+/;

export function isHttpRequest(text: string): boolean {
  return HTTP.test(text);
}

/** The first octets of a TLS record with a handshake: a client that expects implicit TLS. */
export function isTlsHandshake(chunk: Uint8Array): boolean {
  return chunk[0] === 0x16 && chunk[1] === 0x03;
}
