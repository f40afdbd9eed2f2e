/** Options to the message that is to be sent: a file, generated octets, or composed from parts. */
import { stat } from 'node:fs/promises';
import type { ComposeExtras } from '../core/message/build.ts';
import type { MessageSource } from '../core/smtp/types.ts';
import { hasControl } from '../core/wire/text.ts';
import type { Envelope } from '../ipc/schemas/target.ts';
import type { OptionValues } from './parse-args.ts';
import { readText, unreadable } from './read-text.ts';
import { UsageError } from './status.ts';

const composed = ['subject', 'text', 'html', 'attach', 'header'] as const;

/** Makes the source anew for each session, so that each message has its own Message-ID. */
export type MessageMaker = () => Promise<MessageSource>;

/** @throws UsageError for options that exclude each other, AppError `invalid-argument` for a file that cannot be read */
export async function messageFrom(options: OptionValues, envelope: Envelope): Promise<MessageMaker> {
  const file = options.one('data');
  const size = options.count('size', 1);
  const parts = composed.find((name) => options.has(name));
  if (file !== undefined && size !== undefined) throw new UsageError('--data and --size exclude each other');
  if (file !== undefined && parts !== undefined)
    throw new UsageError(`--data is the whole message: --${parts} cannot be used with it`);
  if (size !== undefined && parts !== undefined)
    throw new UsageError(`--size generates the message: --${parts} cannot be used with it`);
  if (options.has('raw-data') && file === undefined) throw new UsageError('--raw-data is of no use without --data');
  if (file === '-') throw new UsageError('--data needs a file: it is read more than once, which standard input is not');
  if (file !== undefined) {
    await isFile(file, '--data');
    const { sourceFromFile } = await import('../core/smtp/message-source.ts');
    return () => sourceFromFile(file, options.has('raw-data') ? 'raw' : 'normalise');
  }
  if (size !== undefined) {
    const { generatedSource } = await import('../core/smtp/message-source.ts');
    return async () => generatedSource(size);
  }
  const input = {
    kind: 'composed' as const,
    subject: subjectFrom(options.one('subject')) ?? 'Posthorn test message',
    text: (await textOrFile(options.one('text'), '--text')) ?? 'This is a test message sent by Posthorn.\n',
    html: (await textOrFile(options.one('html'), '--html')) ?? null,
  };
  const attached = options.all('attach');
  for (const path of attached) await isFile(path, '--attach');
  const extras: ComposeExtras = {
    headers: options.all('header').map(header),
    attachments: attached.map((path) => ({ path })),
  };
  const { composeMessage } = await import('../core/message/build.ts');
  return () => composeMessage(input, envelope, extras);
}

/** "@file" is the file's text; "@@x" is the text "@x". */
async function textOrFile(text: string | undefined, argument: string): Promise<string | undefined> {
  if (text?.startsWith('@') !== true) return text;
  return text.startsWith('@@') ? text.slice(1) : readText(text.slice(1), argument);
}

/** The composer would make a blank of a line end, and nobody would know. */
function subjectFrom(text: string | undefined): string | undefined {
  if (text !== undefined && hasControl(text.replaceAll('\t', ' ')))
    throw new UsageError('--subject contains a control character, such as a line end');
  return text;
}

function header(text: string): { name: string; value: string } {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError("--header needs the form 'NAME: VALUE'");
  return { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() };
}

async function isFile(path: string, argument: string): Promise<void> {
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(path, argument, error);
  });
  if (!stats.isFile()) throw unreadable(path, argument, 'not a file');
}
