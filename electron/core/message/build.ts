/**
 * Makes a message from what a user filled in: MIME by nodemailer's MailComposer, header fields that RFC 5322 requires, CRLF
 * throughout. Attachments are read from their files each time the message is sent and are never held in memory.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { AppError } from '../../ipc/errors.ts';
import type { MessageInput } from '../../ipc/schemas/run.ts';
import type { Envelope } from '../../ipc/schemas/target.ts';
import { hasControl } from '../wire/text.ts';
import { sourceFromBytes } from '../smtp/message-source.ts';
import type { MessageSource } from '../smtp/types.ts';
import { utf8Bytes } from '../wire/text.ts';

/** A message in a file is sent as it is (smtp/message-source.ts); there is nothing to compose. */
export type ComposeInput = Exclude<MessageInput, { kind: 'file' }>;

export interface ComposeExtras {
  /** Added to the message; a field that is also made here, such as From, replaces ours. */
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  /** Paths of files to attach; `name` as the recipient sees it, by default that of the file. */
  readonly attachments?: readonly { readonly path: string; readonly name?: string }[];
}

/** Header fields that can stand only once, and that we fill in unless the user does (RFC 5322 section 3.6). */
interface Required {
  readonly from: string;
  readonly to: string;
  readonly date: Date;
  readonly messageId: string;
}

/**
 * @throws AppError `file-unreadable` for an attachment, `invalid-argument` for a header that would break the message
 */
export async function composeMessage(
  input: ComposeInput,
  envelope: Envelope,
  extras: ComposeExtras = {},
): Promise<MessageSource> {
  if (input.kind === 'source') return sourceFromBytes(utf8Bytes(input.source), 'normalise');
  const headers = extras.headers ?? [];
  for (const { name, value } of headers) checkHeader(name, value);
  const attachments = extras.attachments ?? [];
  for (const { path } of attachments) await checkReadable(path);
  const required: Required = {
    from: envelope.from === '' ? `MAILER-DAEMON@${domainOf(envelope)}` : envelope.from,
    to: envelope.to.length === 0 ? 'undisclosed-recipients:;' : envelope.to.join(', '),
    date: new Date(),
    messageId: `<${randomUUID()}@${domainOf(envelope)}>`,
  };
  // One boundary for all readings: the message must have the same octets each time it is opened.
  const baseBoundary = randomBytes(12).toString('hex');
  const stream = (): AsyncIterable<Buffer> => mimeStream(input, required, headers, attachments, baseBoundary);
  if (attachments.length === 0) return sourceFromBytes(Buffer.concat(await collect(stream())), 'normalise');
  let size = 0;
  for await (const chunk of stream()) size += chunk.length;
  return { size, open: stream, lineEnds: 'normalise' };
}

function mimeStream(
  input: Extract<ComposeInput, { kind: 'composed' }>,
  required: Required,
  headers: NonNullable<ComposeExtras['headers']>,
  attachments: NonNullable<ComposeExtras['attachments']>,
  baseBoundary: string,
): AsyncIterable<Buffer> {
  const given = new Set(headers.map(({ name }) => name.toLowerCase()));
  const ours = <T>(name: string, value: T): T | undefined => (given.has(name) ? undefined : value);
  const composer = new MailComposer({
    from: ours('from', required.from),
    to: ours('to', required.to),
    subject: ours('subject', input.subject),
    date: ours('date', required.date),
    messageId: ours('message-id', required.messageId),
    text: lines(input.text),
    html: input.html === null ? undefined : lines(input.html),
    attachments: attachments.map(({ path, name }) => ({ path, filename: name ?? basename(path) })),
    headers: headers.map(({ name, value }) => ({ key: name, value })),
    baseBoundary,
    newline: 'win',
    // A path is a file of the user's choice; nothing here may make the composer fetch something from the network.
    disableUrlAccess: true,
  });
  return composer.compile().createReadStream() as AsyncIterable<Buffer>;
}

/** A bare CR in a text field is a line end as well; the composer would keep it. */
const lines = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n');

const domainOf = (envelope: Envelope): string => {
  const at = envelope.from.lastIndexOf('@');
  const domain = at < 0 ? '' : envelope.from.slice(at + 1);
  // An address literal or a U-label has no place in a Message-ID that old software must read.
  return /^[A-Za-z0-9.-]+$/.test(domain) ? domain : hostname().replace(/[^A-Za-z0-9.-]/g, '') || 'localhost';
};

function checkHeader(name: string, value: string): void {
  // RFC 5322 section 2.2: printable ASCII except the colon. A line end in a value would begin another field.
  if (!/^[!-9;-~]+$/.test(name))
    throw new AppError('invalid-argument', { argument: 'header', reason: 'its name is not one of a header field' });
  // Some programs take U+0085 and U+2028 for line ends too. A TAB is a blank.
  if (hasControl(value.replaceAll('\t', ' ')))
    throw new AppError('invalid-argument', { argument: 'header', reason: 'its value contains a control character' });
}

async function checkReadable(path: string): Promise<void> {
  try {
    if (!(await stat(path)).isFile()) throw new AppError('file-unreadable', { path, systemCode: 'not a file' });
    await (await open(path)).close();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file-unreadable', { path, systemCode: systemCode(error) }, { cause: error });
  }
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
