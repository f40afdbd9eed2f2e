/**
 * Prints every message as the DebuggingServer of Python's smtpd did: a line of dashes around it, the peer as a header of its
 * own behind the message's headers, envelope options before it.
 */
import type { NewMessage, SpooledMessage } from '../../ports.ts';
import type { MessageHandler } from '../handler-types.ts';
import { escapeControls } from '../../wire/text.ts';

/** `next` handles the message after it was printed, so that it can be kept too. */
export function debuggingHandler(write: (text: string) => void, next: MessageHandler): MessageHandler {
  return {
    name: 'debugging',
    handle: async (message, spooled) => {
      await print(write, message, spooled);
      return next.handle(message, spooled);
    },
  };
}

async function print(write: (text: string) => void, message: NewMessage, spooled: SpooledMessage): Promise<void> {
  write('---------- MESSAGE FOLLOWS ----------\n');
  if (message.mailOptions.length > 0) write(`mail options: [${message.mailOptions.map(quote).join(', ')}]\n`);
  const rcptOptions = message.rcptTo.flatMap(({ options }) => options);
  if (rcptOptions.length > 0) write(`rcpt options: [${rcptOptions.map(quote).join(', ')}]\n`);
  if (message.mailOptions.length + rcptOptions.length > 0) write('\n');
  let inHeaders = true;
  for await (const line of lines(spooled)) {
    if (inHeaders && line === '') {
      write(`X-Peer: ${hostOf(message.peer)}\n`);
      inHeaders = false;
    }
    write(`${printable(line)}\n`);
  }
  write('------------ END MESSAGE ------------\n');
}

/** The message line by line, in bounded memory: a line longer than the cap is printed in pieces. */
async function* lines(spooled: SpooledMessage): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of spooled.stream()) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split(/\r\n|\n/);
    rest = parts.pop() ?? '';
    yield* parts;
    if (rest.length > 65_536) {
      yield rest;
      rest = '';
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** A message must not be able to steer the terminal it is printed to. */
function printable(line: string): string {
  return line.split('\t').map(escapeControls).join('\t');
}

function quote(text: string): string {
  return `'${text}'`;
}

function hostOf(peer: string): string {
  return peer.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
