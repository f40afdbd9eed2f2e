/**
 * One function for every message, as smtpd's process_message: it gets the whole message, as octets or as text, and what it answers
 * is the reply. Only for messages that fit into memory, as there; other handlers get a stream.
 */
import type { NewMessage, SpooledMessage } from '../../ports.ts';
import { makeReply } from '../commands/replies.ts';
import type { HandlerReply, HandlerResult, MessageHandler } from './types.ts';

interface MessageOptions {
  /** As given, such as `BODY=8BITMIME`. */
  readonly mailOptions: readonly string[];
  /** Those of each recipient, by its index in `rcptTos`. */
  readonly rcptOptions: readonly (readonly string[])[];
}

/** Nothing: 250. A text as `451 4.3.0 Try later` (several lines by \n), or a reply. Throwing: 451. */
export type ProcessAnswer = string | HandlerReply | null | undefined;

export type ProcessMessage<Data extends string | Uint8Array> = (
  peer: string,
  mailFrom: string,
  rcptTos: readonly string[],
  message: Data,
  options: MessageOptions,
) => ProcessAnswer | Promise<ProcessAnswer>;

/** The message as octets, line ends as they came. */
export function processOctets(process: ProcessMessage<Uint8Array>): MessageHandler {
  return {
    name: 'process',
    wants: 'bytes',
    handle: (message, spooled) => run(process, message, spooled, (octets) => octets),
  };
}

/** The message as text (decode_data): UTF-8, with octets that are none as U+FFFD. Excludes SMTPUTF8 in the configuration. */
export function processText(process: ProcessMessage<string>): MessageHandler {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    name: 'process',
    wants: 'text',
    handle: (message, spooled) => run(process, message, spooled, (octets) => decoder.decode(octets)),
  };
}

async function run<Data extends string | Uint8Array>(
  process: ProcessMessage<Data>,
  { peer, mailFrom, mailOptions, rcptTo }: NewMessage,
  spooled: SpooledMessage,
  read: (octets: Uint8Array) => Data,
): Promise<HandlerResult> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of spooled.stream()) chunks.push(chunk);
  const answer = await process(
    peer,
    mailFrom,
    rcptTo.map(({ address }) => address),
    read(Buffer.concat(chunks)),
    { mailOptions, rcptOptions: rcptTo.map(({ options }) => options) },
  );
  await spooled.discard();
  return { reply: replyOf(answer), message: null };
}

/** @throws RangeError for a text that is no reply; the client then gets 451. */
function replyOf(answer: ProcessAnswer): HandlerReply | null {
  if (answer === null || answer === undefined || answer === '') return null;
  if (typeof answer !== 'string') return answer;
  const match = /^([2-5]\d\d)(?: ([245]\.\d{1,3}\.\d{1,3}))?(?: ([^]*))?$/.exec(answer);
  if (match?.[1] === undefined) throw new RangeError('the answer of a message handler is no reply');
  return makeReply(Number(match[1]), match[2] ?? null, ...(match[3] ?? '').split(/\r?\n/));
}
