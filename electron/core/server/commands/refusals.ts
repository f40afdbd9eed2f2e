/** What is refused whatever the command: lines that are none, and peers that speak something else. */
import type { ParsedCommand } from '../../wire/command.ts';
import type { WireLine } from '../../wire/line-reader.ts';
import { replies } from './replies.ts';
import type { HandlerReply } from '../handlers/types.ts';

export function refusedLine(line: WireLine, command: ParsedCommand, maxLine: number): HandlerReply | null {
  if (command.verb !== 'AUTH' && line.latin.length > maxLine) return replies.lineTooLong;
  if (line.anomalies.length > 0) return replies.strayLineEnd;
  if (command.anomalies.length === 0) return null;
  if (command.anomalies.includes('nul') || command.anomalies.includes('control')) return replies.controlCharacter;
  if (command.anomalies.includes('8bit')) return replies.notUtf8;
  if (command.anomalies.includes('utf8') && LINE_BREAKING.test(command.text)) return replies.controlCharacter;
  return null;
}

/** C1 controls, and what Unicode calls line and paragraph separators: whoever lists names would see a line of its own. */
const LINE_BREAKING = /[\u0080-\u009f\u2028\u2029]/;

/** A request line, also where the client ends its header lines in LF alone, which makes them one line here. */
const REQUEST = /^[A-Z]{3,8} \S+ HTTP\/[0-9.]+/;
/** A web page can make the request line as long as it likes, and what is longer than a command is not looked at; then these come. */
const HEADER = /^[A-Za-z][A-Za-z0-9-]*:/;

export function isHttpRequest(text: string): boolean {
  return (text.includes(' HTTP/') && REQUEST.test(text)) || HEADER.test(text);
}

/** The first octets of a TLS record with a handshake: a client that expects implicit TLS. */
export function isTlsHandshake(chunk: Uint8Array): boolean {
  return chunk[0] === 0x16 && chunk[1] === 0x03;
}
