/**
 * Makes a message from what a user filled in: MIME by nodemailer's MailComposer, header fields that RFC 5322 requires and those
 * of the user (header-fields.ts), CRLF throughout. Attachments are read from their files each time the message is sent and are
 * never held in memory.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { AppError } from '../../protocol/values/app-error.ts';
import type { MessageInput } from '../../protocol/values/app/run.ts';
import type { Envelope } from '../../protocol/values/target.ts';
import {
  type HeaderField,
  checkField,
  checkSubject,
  fieldLines,
  nameOf,
  splitFields,
  subjectLines,
} from './header-fields.ts';
import { generatedSource, sourceFromBytes } from '../smtp/plan/message-source.ts';
import type { MessageSource } from '../smtp/types.ts';
import { fillVariables, templateValues } from './templates/variables.ts';
import { utf8Bytes } from '../wire/text.ts';

const GENERATED = 'Posthorn test message';

/** A message in a file, or one that was captured, is sent as it is; there is nothing to compose. */
export type ComposeInput = Exclude<MessageInput, { kind: 'file' | 'captured' }>;

export interface ComposeExtras {
  /** Which of several messages it is, from 1, for a template's `{{n}}`. */
  readonly count?: number;
  /** Added to the message; a field that is also made here, such as From, replaces ours. */
  readonly headers?: readonly HeaderField[];
  /** Paths of files to attach; `name` as the recipient sees it, by default that of the file. */
  readonly attachments?: readonly { readonly path: string; readonly name?: string }[];
}

/**
 * @throws AppError `file-unreadable` for an attachment, `invalid-argument` for a header that would break the message
 */
export async function composeMessage(
  input: ComposeInput,
  envelope: Envelope,
  extras: ComposeExtras = {},
): Promise<MessageSource> {
  if (input.kind === 'generated') return generatedSource(input.octets, await headFor(envelope));
  if (input.kind === 'source') {
    const { source, raw = false, fill = false } = input;
    const filled = fill ? fillVariables(source, templateValues(envelope, extras.count ?? 1)) : source;
    return sourceFromBytes(utf8Bytes(filled), raw ? 'raw' : 'normalise');
  }
  const headers = extras.headers ?? [];
  const attachments = extras.attachments ?? [];
  checkSubject(input.subject);
  const multipart = attachments.length > 0 || (input.text !== '' && input.html !== null);
  for (const field of headers) checkField(field, multipart);
  for (const { path } of attachments) await checkReadable(path);
  const head = headOf(input, envelope, headers);
  // One boundary for all readings: the message must have the same octets each time it is opened.
  const baseBoundary = randomBytes(12).toString('hex');
  const stream = (): AsyncIterable<Buffer> => withHead(head, mimeStream(input, attachments, baseBoundary));
  if (attachments.length === 0) return sourceFromBytes(Buffer.concat(await collect(stream())), 'normalise');
  let size = 0;
  for await (const chunk of stream()) size += chunk.length;
  return { size, open: stream, lineEnds: 'normalise' };
}

/** What servers ask of every message (RFC 5322 section 3.6): one without From is refused for that, and not for its size. */
async function headFor(envelope: Envelope): Promise<Buffer> {
  const source = await composeMessage({ kind: 'composed', subject: GENERATED, text: 'x', html: null }, envelope);
  const message = Buffer.concat([...(source.constant?.() ?? [])]);
  return message.subarray(0, message.indexOf('\r\n\r\n') + 4);
}

type Composed = Extract<ComposeInput, { kind: 'composed' }>;

interface Head {
  readonly lines: string;
  /** Lower case. */
  readonly names: ReadonlySet<string>;
}

/** The fields that RFC 5322 section 3.6 asks for, unless the user gave them, and the user's own. Bcc is shown to nobody. */
function headOf(input: Composed, envelope: Envelope, headers: readonly HeaderField[]): Head {
  const given = new Set(headers.map(({ name }) => name.toLowerCase()));
  const own = [
    { name: 'From', value: envelope.from === '' ? `MAILER-DAEMON@${domainOf(envelope)}` : envelope.from },
    { name: 'To', value: toField(envelope.to) },
    { name: 'Date', value: new Date().toUTCString().replace('GMT', '+0000') },
    { name: 'Message-ID', value: `<${randomUUID()}@${domainOf(envelope)}>` },
  ].filter(({ name }) => !given.has(name.toLowerCase()));
  const lines = [...own, ...headers.filter(({ name }) => name.toLowerCase() !== 'bcc')].map(fieldLines);
  // A subject is the one field of ours that people write.
  if (!given.has('subject')) lines.splice(own.length, 0, subjectLines(input.subject));
  const names = new Set([...given, ...own.map(({ name }) => name.toLowerCase()), 'subject']);
  return { lines: lines.join(''), names };
}

/** A mailbox without a domain, as LMTP has them, has no place in a header. */
function toField(to: readonly string[]): string {
  const written = to.filter((address) => address.includes('@'));
  return written.length === 0 ? 'undisclosed-recipients:;' : written.join(', ');
}

/** MailComposer's header section gives way where a field is in the head already. */
async function* withHead({ lines, names }: Head, mime: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let before: Buffer | null = Buffer.alloc(0);
  for await (const chunk of mime) {
    if (before === null) {
      yield chunk;
      continue;
    }
    before = Buffer.concat([before, chunk]);
    const end = before.indexOf('\r\n\r\n');
    if (end === -1) continue;
    const kept = splitFields(before.toString('utf8', 0, end)).filter((field) => !names.has(nameOf(field)));
    yield Buffer.concat([Buffer.from(lines + kept.join('')), before.subarray(end + 2)]);
    before = null;
  }
}

function mimeStream(
  input: Composed,
  attachments: NonNullable<ComposeExtras['attachments']>,
  baseBoundary: string,
): AsyncIterable<Buffer> {
  const composer = new MailComposer({
    text: lines(input.text),
    html: input.html === null ? undefined : lines(input.html),
    attachments: attachments.map(({ path, name }) => ({ path, filename: name ?? basename(path) })),
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
