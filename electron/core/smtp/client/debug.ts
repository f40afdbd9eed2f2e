/**
 * smtplib's debug output as a fold of the event stream: the same lines in the same order, but for secrets, which are hidden, and the
 * body, of which the stream knows the octets' number and hash alone.
 */
import type { EventOf, SessionEvent } from '../../../protocol/values/session/event.ts';
import type { EventSink } from '../../ports.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import { rawOfLine } from '../../../protocol/values/session/event.ts';
import { latin1, utf8Bytes } from '../../wire/text.ts';
import { trimBlanks } from './answer.ts';

/** 1: what is said and heard. 2: with the time of day before each line, UTC. */
export type DebugLevel = 1 | 2;

/** `write` gets one line at a time, without line end. */
export function debugSink(level: DebugLevel, write: (line: string) => void, localAddress: string | null): EventSink {
  let startedAt = 0;
  return (event) => {
    if (event.type === 'session-begin') startedAt = Date.parse(event.startedAt);
    for (const line of debugLines(event, localAddress)) {
      write(level === 1 ? line : `${timeOfDay(startedAt + event.tMs)} ${line}`);
    }
  };
}

function debugLines(event: SessionEvent, localAddress: string | null): string[] {
  switch (event.type) {
    case 'session-begin':
      return connectLines(event, localAddress);
    case 'line':
      return [event.direction === 'sent' ? `send: ${sentText(event)}` : `reply: ${receivedBytes(event)}`];
    case 'reply':
      return replyLines(event);
    case 'body-end':
      return [`send: <${event.wireOctets} octets${event.sha256 === null ? '' : `, SHA-256 ${event.sha256}`}>`];
    default:
      return [];
  }
}

function connectLines({ target }: EventOf<'session-begin'>, localAddress: string | null): string[] {
  if (target.path !== null) return [`connect: to ${stringLiteral(target.path)}`];
  const to = `(${stringLiteral(target.host ?? '')}, ${target.port ?? 0})`;
  const source = localAddress === null ? 'None' : `(${stringLiteral(localAddress)}, 0)`;
  return target.security === 'tls'
    ? [`connect: ${to}`, `connect: to ${to} ${source}`]
    : [`connect: to ${to} ${source}`];
}

function replyLines({ command, reply }: EventOf<'reply'>): string[] {
  const message = bytesLiteral(octetsOf(reply));
  const lines = [`reply: retcode (${reply.code ?? -1}); Msg: ${message}`];
  if (command === null) lines.push(`connect: ${message}`);
  if (command === 'DATA' || command === '.') lines.push(`data: (${reply.code ?? -1}, ${message})`);
  return lines;
}

/** The octets after the codes, as smtplib takes them. */
function octetsOf({ raw }: Reply): string {
  const lines = latin1(raw).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => trimBlanks(line.slice(4))).join('\n');
}

function sentText({ text, hidden }: EventOf<'line'>): string {
  const shown = hidden === null ? text : `${text === '' ? '' : `${text} `}<${hidden.octets} octets hidden>`;
  return stringLiteral(`${shown}\r\n`);
}

function receivedBytes(line: EventOf<'line'>): string {
  const raw = rawOfLine(line) ?? utf8Bytes(`${line.text}\r\n`);
  return bytesLiteral(latin1(raw));
}

/** As Python writes bytes; `text` has one character for each octet. */
function bytesLiteral(text: string): string {
  return `b${quoted(text, (character) => `\\x${hex(character, 2)}`)}`;
}

/** As Python writes text: what can be printed stays. */
function stringLiteral(text: string): string {
  return quoted(text, (character) => {
    if (character.charCodeAt(0) >= 0xa1 && !/[\p{C}\p{Z}]/u.test(character)) return character;
    return character.charCodeAt(0) < 0x100 ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`;
  });
}

function quoted(text: string, other: (character: string) => string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replace(/[\\'\t\r\n]|[^\x20-\x7e]/gu, (character) => {
    if (character === "'") return quote === "'" ? "\\'" : character;
    return named[character] ?? other(character);
  });
  return quote + inside + quote;
}

const named: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\r': '\\r', '\n': '\\n' };

function hex(character: string, digits: number): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');
}

function timeOfDay(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}
