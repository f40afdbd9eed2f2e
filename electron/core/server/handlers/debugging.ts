/**
 * Prints every message as the DebuggingServer of Python's smtpd did, octet for octet: each line as the literal of a bytes object, the
 * peer as a header of its own after the message's headers, envelope options before it. All of it is printable ASCII, so that no
 * message can steer the terminal it is printed to.
 */
import type { NewMessage, SpooledMessage } from '../../ports.ts';
import type { MessageHandler } from './types.ts';
import { latin1 } from '../../wire/text.ts';
import { limits } from '../limits.ts';
import { hostOf } from '../../../protocol/parse/host-port.ts';

/** `next` handles the message after it was printed, so that it can be kept too. */
export function debuggingHandler(write: (text: string) => unknown, next: MessageHandler): MessageHandler {
  return {
    name: 'debugging',
    relays: next.relays === true,
    handle: async (message, spooled) => {
      await print(write, message, spooled);
      return next.handle(message, spooled);
    },
  };
}

async function print(write: (text: string) => unknown, message: NewMessage, spooled: SpooledMessage): Promise<void> {
  write('---------- MESSAGE FOLLOWS ----------\n');
  const { mailOptions } = message;
  if (mailOptions.length > 0) write(`mail options: [${mailOptions.map(upperBody).map(literal).join(', ')}]\n`);
  const rcptOptions = message.rcptTo.flatMap(({ options }) => options);
  if (rcptOptions.length > 0) write(`rcpt options: [${rcptOptions.map(literal).join(', ')}]\n\n`);
  let inHeaders = true;
  // As many at once as came at once: a message can be nothing but line ends.
  for await (const some of lines(spooled)) {
    const blank = inHeaders ? some.indexOf('') : -1;
    const printed = some.map(printedLine);
    if (blank >= 0) printed.splice(blank, 0, printedLine(`X-Peer: ${hostOf(message.peer)}`));
    if (blank >= 0) inHeaders = false;
    await write(printed.join(''));
  }
  write('------------ END MESSAGE ------------\n');
}

const printedLine = (line: string): string => (line === '' ? "b''\n" : `b${literal(line)}\n`);

/** smtpd makes LF of CRLF before the lines are told apart, so that a CR before a CRLF is part of the line end. */
const LINE_END = /\r?\r\n|\r|\n/;

/** Each line as Latin-1, as bytes.splitlines() has them. In bounded memory: a line longer than the cap is given in pieces. */
async function* lines(spooled: SpooledMessage): AsyncGenerator<string[]> {
  let rest = '';
  for await (const octets of withoutLastLineEnd(spooled.stream())) {
    const text = rest + octets;
    // What makes a line end of it may be the first octet of what follows.
    const whole = text.replace(/\r{1,2}$/, '');
    const parts = whole.split(LINE_END);
    const begun = parts.pop() ?? '';
    const long = begun.length > limits.server.printedLine;
    if (long) parts.push(begun);
    if (parts.length > 0) yield parts;
    rest = (long ? '' : begun) + text.slice(whole.length);
  }
  const parts = rest.split(LINE_END);
  if (parts.at(-1) === '') parts.pop();
  if (parts.length > 0) yield parts;
}

/** smtpd's message ends before the CRLF of the final dot's own. */
async function* withoutLastLineEnd(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of stream) {
    const text = held + latin1(chunk);
    held = text.slice(-2);
    yield text.slice(0, -2);
  }
  if (held !== '\r\n') yield held;
}

/** As Python writes strings: the quotes that need no escaping, `'` where both do. `text` is Latin-1 or ASCII. */
function literal(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replace(/[^\x20-\x7e]|['"\\]/g, (character) => {
    if (character === '\\') return '\\\\';
    if (character === '\t') return '\\t';
    if (character === '"' || character === "'") return character === quote ? `\\${character}` : character;
    return [...Buffer.from(character, character <= '\xff' ? 'latin1' : 'utf8')]
      .map((octet) => `\\x${octet.toString(16).padStart(2, '0')}`)
      .join('');
  });
  return `${quote}${inside}${quote}`;
}

/** smtpd puts all options in upper case; where a value is more than a word, as in ENVID, its case is kept here. */
function upperBody(option: string): string {
  return option.startsWith('BODY=') ? option.toUpperCase() : option;
}
