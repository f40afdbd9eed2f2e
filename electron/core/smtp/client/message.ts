/**
 * Messages as sendmail and sendMessage take them, and what sendMessage reads out of a header section: the envelope (RFC 5322
 * section 3.6.2, 3.6.3; the Resent fields of 3.6.6 before the others), and the fields that nobody else may see.
 */
import { Buffer } from 'node:buffer';
import type { MessageSource } from '../types.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import { type StepResult, done, failed } from '../step.ts';
import { asciiBytes, concatBytes, decodeText, latin1, utf8Bytes } from '../../wire/text.ts';
import { invalidArgument } from '../../wire/command.ts';
import { limits } from '../../wire/limits.ts';
import { parseAddressList } from '../../../protocol/parse/addresses/address-list.ts';
import { sourceFromBytes } from '../plan/message-source.ts';

/** Text is ASCII with any line ends; octets are sent as they are but for bare CR and LF; a source says that itself. */
export type MessageContent = string | Uint8Array | MessageSource;

export function contentSource(content: MessageContent): StepResult<MessageSource> {
  if (typeof content === 'string') {
    // Which octets other characters stand for, only the author knows.
    if (/[^\x00-\x7f]/.test(content)) return failed(invalidArgument('message', null, 'bad-value'));
    return done(sourceFromBytes(asciiBytes(content), 'normalise'));
  }
  return done(content instanceof Uint8Array ? sourceFromBytes(content, 'normalise') : content);
}

export interface MailFromHeaders {
  readonly from: string;
  readonly to: readonly string[];
  /** The message without its Bcc and Resent-Bcc fields. */
  readonly message: MessageSource;
  /** The header section holds more than ASCII (RFC 6532). */
  readonly utf8Header: boolean;
}

interface Field {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

/** `from` and `to` overrule the header. A header in UTF-8 may be given as text. */
export async function readContent(
  content: MessageContent,
  given: { readonly from?: string | undefined; readonly to?: readonly string[] | undefined },
): Promise<StepResult<MailFromHeaders>> {
  const source =
    typeof content === 'string' ? done(sourceFromBytes(utf8Bytes(content), 'normalise')) : contentSource(content);
  if (!source.ok) return source;
  const head = await readHead(source.value);
  if (!head.ok) return head;
  const { fields, rest, octets } = head.value;
  const resentDates = all(fields, 'resent-date').length;
  // Which of two blocks is the later one is not known in all cases; a wrong guess sends mail to strangers.
  if (resentDates > 1) return failed(invalidArgument('message', 'Resent-Date', 'bad-value'));
  const prefix = resentDates === 1 ? 'resent-' : '';
  const from = given.from === undefined ? senderIn(fields, prefix) : done(given.from);
  if (!from.ok) return from;
  const to = given.to === undefined ? recipientsIn(fields, prefix) : done(given.to);
  if (!to.ok) return to;
  const kept = fields.filter(({ name }) => name !== 'bcc' && name !== 'resent-bcc').map(({ raw }) => raw);
  const newHead = latin1Bytes(kept.join('') + rest);
  const { lineEnds } = source.value;
  const message: MessageSource = { size: null, lineEnds, open: () => spliced(source.value, octets, newHead) };
  const utf8Header = fields.some(({ raw }) => /[^\x00-\x7f]/.test(raw));
  return done({ from: from.value, to: to.value, message, utf8Header });
}

async function* spliced(source: MessageSource, skip: number, head: Uint8Array): AsyncIterable<Uint8Array> {
  yield head;
  let left = skip;
  for await (const chunk of source.open()) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

interface Head {
  readonly fields: readonly Field[];
  /** From the empty line on, or what is no field. */
  readonly rest: string;
  /** Of the source, read so far. */
  readonly octets: number;
}

/** Everything up to the empty line, in Latin-1 so that each character is one octet. */
async function readHead(source: MessageSource): Promise<StepResult<Head>> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  let before = '';
  try {
    for await (const chunk of source.open()) {
      chunks.push(chunk);
      octets += chunk.length;
      // The empty line can stand across chunks, hence the octets before.
      const seen = before + latin1(chunk);
      if (/(?:\r\n|\r(?!\n)|\n)(?:\r|\n)/.test(seen) || octets > limits.message.headerOctets) break;
      before = seen.slice(-3);
    }
  } catch (error) {
    return failed(invalidArgument('message', error instanceof Error ? error.message : String(error), 'bad-value'));
  }
  const text = latin1(concatBytes(...chunks));
  const fields: Field[] = [];
  const lines = text.match(/[^\r\n]*(?:\r\n|\r|\n|$)/g) ?? [];
  let at = 0;
  for (const line of lines) {
    const name = /^([!-9;-~]+)[ \t]*:/.exec(line)?.[1];
    const last = fields.at(-1);
    if (name !== undefined) {
      fields.push({ name: name.toLowerCase(), raw: line, value: line.slice(line.indexOf(':') + 1) });
    } else if (/^[ \t]+[^ \t\r\n]/.test(line) && last !== undefined) {
      fields[fields.length - 1] = { ...last, raw: last.raw + line, value: last.value + line };
    } else break;
    at += line.length;
  }
  return done({ fields, rest: text.slice(at), octets });
}

function all(fields: readonly Field[], name: string): string[] {
  return fields
    .filter((field) => field.name === name)
    .map(({ value }) => decodeText(latin1Bytes(value.replace(/[\r\n]/g, ''))).text);
}

/** Sender before From, the first address of it. */
function senderIn(fields: readonly Field[], prefix: string): StepResult<string> {
  const [sender] = all(fields, `${prefix}sender`);
  const [from] = sender === undefined ? all(fields, `${prefix}from`) : [sender];
  if (from === undefined) return failed(missing('from'));
  const addresses = addressesOf('from', from);
  if (!addresses.ok) return addresses;
  const [first] = addresses.value;
  return first === undefined ? failed(missing('from')) : done(first);
}

function recipientsIn(fields: readonly Field[], prefix: string): StepResult<string[]> {
  const found: string[] = [];
  for (const name of ['to', 'bcc', 'cc']) {
    for (const value of all(fields, prefix + name)) {
      const addresses = addressesOf('to', value);
      if (!addresses.ok) return addresses;
      found.push(...addresses.value);
    }
  }
  return done(found);
}

/** What is no address is no recipient left out: it is refused. */
function addressesOf(argument: string, value: string): StepResult<string[]> {
  const { addresses, problems } = parseAddressList(value);
  const [problem] = problems;
  if (problem !== undefined) return failed(invalidArgument(argument, problem.text.slice(0, 200), 'bad-address'));
  return done(addresses.map(({ mailbox }) => mailbox.text));
}

function missing(argument: string): Outcome {
  return invalidArgument(argument, null, 'missing');
}

function latin1Bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
