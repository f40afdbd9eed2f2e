/** Options to the message that is to be sent: a file or standard input, generated octets, or composed from parts. */
import { type Stats, createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComposeExtras } from '../../core/message/build.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import { TEMPLATE_IDS, templates } from '../../protocol/facts/templates.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { plural } from '../../texts/units.ts';
import { visible } from '../../texts/visible.ts';
import { hasControl } from '../../protocol/parse/characters.ts';
import { withoutTrailing } from '../../core/wire/text.ts';
import type { Envelope } from '../../protocol/values/target.ts';
import type { CommandContext } from '../context.ts';
import { message as messageGroup, type MessageValues } from '../options/message.ts';
import { readUtf8File, unreadableFile } from '../input/read-text.ts';
import { dataDir } from '../input/data-dir.ts';
import { closest } from '../parse/closest.ts';
import { readWhole } from '../input/read-whole.ts';
import { UsageError } from '../status.ts';

/** Where `--data -` reads from. */
type Input = Pick<CommandContext, 'stdinWhole' | 'signal'> & {
  /** Somebody else reads it. */
  readonly passwordStdin: boolean;
};
/** Other names of standard input. */
const standardInput = /^(?:-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/;

const SUBJECT = 'Posthorn test message';
const partNames = ['subject', 'text', 'html', 'attach', 'header'] as const satisfies readonly (keyof MessageValues)[];

/** Makes the source anew for each session, so that each message has its own Message-ID. */
export type MessageMaker = () => Promise<MessageSource>;

/** @throws UsageError for options that exclude each other, AppError `invalid-argument` for a file that cannot be read */
export async function messageFrom(values: MessageValues, envelope: Envelope, input: Input): Promise<MessageMaker> {
  const { data: file, size, template, mboxEntry, rawData = false, attach: attached = [] } = values;
  const part = partNames.find((name) => values[name] !== undefined);
  const parts = part === undefined ? undefined : messageGroup.options[part].name;
  if (file !== undefined && size !== undefined) throw new UsageError('--data and --size exclude each other');
  if (file !== undefined && parts !== undefined)
    throw new UsageError(`--data is the whole message: --${parts} cannot be used with it`);
  if (size !== undefined && parts !== undefined)
    throw new UsageError(`--size generates the message: --${parts} cannot be used with it`);
  if (template !== undefined) {
    const other = file === undefined ? (size === undefined ? parts : 'size') : 'data';
    if (other !== undefined) throw new UsageError(`--template is the whole message: --${other} cannot be used with it`);
    return templateMessage(template, envelope);
  }
  if (rawData && file === undefined) throw new UsageError('--raw-data is of no use without --data');
  if (mboxEntry !== undefined && file === undefined) throw new UsageError('--mbox-entry is of no use without --data');
  if (file !== undefined && mboxEntry !== undefined) return mboxMessage(file, mboxEntry, rawData);
  if (file !== undefined) return fileMessage(file, rawData, input);
  if (size !== undefined) {
    const { composeMessage } = await import('../../core/message/build.ts');
    return () => composeMessage({ kind: 'generated', octets: size }, envelope);
  }
  const html = (await textOrFile(values.html, '--html')) ?? null;
  // Beside HTML of the user's own a text of ours would say something else.
  const usual = html === null ? 'This is a test message sent by Posthorn.\n' : '';
  const composed = {
    kind: 'composed' as const,
    subject: subjectFrom(values.subject) ?? SUBJECT,
    text: (await textOrFile(values.text, '--text')) ?? usual,
    html,
  };
  for (const path of attached) await isFile(path, '--attach');
  const extras: ComposeExtras = {
    headers: (values.header ?? []).map(header),
    attachments: attached.map((path) => ({ path })),
  };
  const { composeMessage } = await import('../../core/message/build.ts');
  return unchanged(attached, () => composeMessage(composed, envelope, extras));
}

/** A ready-made message, or one that the user saved in the window. */
async function templateMessage(name: string, envelope: Envelope): Promise<MessageMaker> {
  const { composeMessage } = await import('../../core/message/build.ts');
  const { source, raw } = await templateNamed(name);
  let count = 0;
  return () => {
    count += 1;
    return composeMessage({ kind: 'source', source, raw, fill: true }, envelope, { count });
  };
}

async function templateNamed(name: string): Promise<{ readonly source: string; readonly raw: boolean }> {
  const id = TEMPLATE_IDS.find((each) => each === name.toLowerCase());
  if (id !== undefined) {
    const { templateSource } = await import('../../core/message/templates/templates.ts');
    return { source: templateSource(id), raw: templates[id].lineEnds === 'raw' };
  }
  const { OwnTemplates } = await import('../../storage/files/own-templates.ts');
  const own = new OwnTemplates(join(dataDir(), 'templates.json'));
  const found = await own.named(name);
  if (found !== null) return found;
  const near = closest(name, [...TEMPLATE_IDS, ...(await own.list()).map((each) => each.name)]);
  const meant = near === null ? '' : `; did you mean "${visible(near)}"?`;
  throw new UsageError(`--template: there is no message "${visible(name)}"${meant}`);
}

/** The message with that number in an mbox file. */
async function mboxMessage(file: string, number: number, rawData: boolean): Promise<MessageMaker> {
  const { isMbox, listMbox, mboxSource } = await import('../../core/message/mbox/entries.ts');
  const read = <T>(reading: Promise<T>): Promise<T> =>
    reading.catch((error: unknown) => {
      throw error instanceof AppError ? error : unreadableFile(file, '--data', error);
    });
  await isFile(file, '--data');
  if (!(await read(isMbox(file)))) throw new UsageError(`--mbox-entry: ${visible(file)} is no mbox file`);
  const { entries } = await read(listMbox(file, 0, number));
  const entry = entries[number - 1];
  if (entry === undefined)
    throw new UsageError(`--mbox-entry: ${visible(file)} holds ${plural(entries.length, 'message')}`);
  return unchanged([file], () => mboxSource(file, entry.at, rawData ? 'raw' : 'normalise'));
}

async function fileMessage(file: string, rawData: boolean, input: Input): Promise<MessageMaker> {
  const lineEnds = rawData ? 'raw' : 'normalise';
  const { sourceFromBytes, sourceFromFile } = await import('../../core/smtp/plan/message-source.ts');
  const once = (read: () => Promise<Buffer>): MessageMaker => {
    let octets: Promise<Buffer> | null = null;
    return async () => sourceFromBytes(await (octets ??= read()), lineEnds);
  };
  if (standardInput.test(file)) {
    if (input.passwordStdin)
      throw new UsageError(
        `--data ${file} and --password-stdin both read standard input: give the password with --password-env NAME`,
      );
    return once(() => input.stdinWhole('--data'));
  }
  const stats = await statOf(file, '--data');
  // What a shell makes of <(COMMAND).
  if (stats.isFIFO() || stats.isCharacterDevice()) {
    const { signal } = input;
    return once(() => readWhole(createReadStream(file), { name: file, argument: '--data', signal }));
  }
  if (!stats.isFile()) throw unreadableFile(file, '--data', 'not a file');
  return unchanged([file], () => sourceFromFile(file, lineEnds));
}

/** Each message of the files as they are when it is made: one that changes while it goes out is broken off. */
function unchanged(paths: readonly string[], make: MessageMaker): MessageMaker {
  return async () => {
    const { markOf, whileUnchanged } = await import('../../core/smtp/plan/file-mark.ts');
    const files = await Promise.all(paths.map(async (path) => ({ path, name: path, mark: await markOf(path, path) })));
    return whileUnchanged(await make(), files);
  };
}

/** "@file" is the file's text; "@@x" is the text "@x". */
async function textOrFile(text: string | undefined, argument: string): Promise<string | undefined> {
  if (text?.startsWith('@') !== true) return text;
  return text.startsWith('@@') ? text.slice(1) : readUtf8File(text.slice(1), argument);
}

/** Refused here already, where the option can be named. */
function subjectFrom(text: string | undefined): string | undefined {
  if (text !== undefined && hasControl(text.replaceAll('\t', ' ')))
    throw new UsageError('--subject contains a control character, such as a line end');
  return text;
}

function header(text: string): { name: string; value: string } {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError("--header needs the form 'NAME: VALUE'");
  return { name: withoutBlanks(text.slice(0, colon)), value: withoutBlanks(text.slice(colon + 1)) };
}

/** Blanks alone: what else trim() takes off, such as a line end, is to be refused. */
const withoutBlanks = (text: string): string => withoutTrailing(text.replace(/^[ \t]+/, ''), /[ \t]/);

async function isFile(path: string, argument: string): Promise<void> {
  if (!(await statOf(path, argument)).isFile()) throw unreadableFile(path, argument, 'not a file');
}

const statOf = (path: string, argument: string): Promise<Stats> =>
  stat(path).catch((error: unknown) => {
    throw unreadableFile(path, argument, error);
  });
