/** The message of a send test: composed with the files that its handles stand for, or a file as it is; signed where that is asked for. */
import { composeMessage } from '../../core/message/build.ts';
import { mboxSource } from '../../core/message/mbox/entries.ts';
import { checkUnchanged, whileUnchanged } from '../../core/smtp/plan/file-mark.ts';
import { sourceFromFile } from '../../core/smtp/plan/message-source.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { MessageInput } from '../../protocol/values/app/run.ts';
import type { Envelope } from '../../protocol/values/target.ts';
import type { MailboxStore } from '../../storage/mailbox/mailbox.ts';
import type { DkimKeys } from '../messages/dkim-keys.ts';
import type { Files } from '../saving/files.ts';

/** What messages are made with. */
export interface OutgoingParts {
  readonly files: Files;
  readonly dkimKeys: DkimKeys;
  /** Asked when a captured message is to go out. */
  readonly mailbox: () => Promise<Pick<MailboxStore, 'summary' | 'octets'>>;
}

export async function outgoing(
  message: MessageInput,
  envelope: Envelope,
  parts: OutgoingParts,
): Promise<MessageSource> {
  const made = await unsigned(message, envelope, parts);
  return message.dkim === undefined ? made : parts.dkimKeys.signed(made, message.dkim);
}

async function unsigned(message: MessageInput, envelope: Envelope, parts: OutgoingParts): Promise<MessageSource> {
  const { files } = parts;
  switch (message.kind) {
    case 'source':
    case 'generated':
      return composeMessage(message, envelope);
    case 'composed': {
      const attachments = (message.attachments ?? []).map((handle) => files.toBeSent(handle));
      await checkUnchanged(attachments);
      const made = await composeMessage(message, envelope, { headers: message.headers ?? [], attachments });
      return whileUnchanged(made, attachments);
    }
    case 'captured': {
      const mailbox = await parts.mailbox();
      const { size } = await mailbox.summary(message.id);
      return { size, lineEnds: 'raw', open: () => mailbox.octets(message.id) };
    }
    case 'file': {
      const file = files.toBeSent(message.handle);
      await checkUnchanged([file]);
      const { path, name } = file;
      const lineEnds = message.raw ? 'raw' : 'normalise';
      const read =
        message.entry === undefined ? sourceFromFile(path, lineEnds) : mboxSource(path, message.entry, lineEnds);
      const made = await read.catch((error: unknown) => {
        if (error instanceof AppError) throw error;
        const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        throw new AppError('file-unreadable', { file: name, systemCode }, { cause: error });
      });
      return whileUnchanged(made, [file]);
    }
  }
}
