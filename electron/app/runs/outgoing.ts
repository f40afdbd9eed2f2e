/** The message of a send test: composed with the files that its handles stand for, or a file as it is; signed where that is asked for. */
import { composeMessage } from '../../core/message/build.ts';
import { sourceFromFile } from '../../core/smtp/plan/message-source.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { MessageInput } from '../../protocol/values/app/run.ts';
import type { Envelope } from '../../protocol/values/target.ts';
import type { DkimKeys } from '../messages/dkim-keys.ts';
import type { Files } from '../saving/files.ts';

/** What messages are made with. */
export interface OutgoingParts {
  readonly files: Files;
  readonly dkimKeys: DkimKeys;
}

export async function outgoing(
  message: MessageInput,
  envelope: Envelope,
  { files, dkimKeys }: OutgoingParts,
): Promise<MessageSource> {
  const made = await unsigned(message, envelope, files);
  return message.dkim === undefined ? made : dkimKeys.signed(made, message.dkim);
}

async function unsigned(message: MessageInput, envelope: Envelope, files: Files): Promise<MessageSource> {
  switch (message.kind) {
    case 'source':
    case 'generated':
      return composeMessage(message, envelope);
    case 'composed': {
      const attachments = (message.attachments ?? []).map((handle) => files.toBeSent(handle));
      return composeMessage(message, envelope, { attachments });
    }
    case 'file': {
      const { path, name } = files.toBeSent(message.handle);
      return sourceFromFile(path, message.raw ? 'raw' : 'normalise').catch((error: unknown) => {
        const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        throw new AppError('file-unreadable', { file: name, systemCode }, { cause: error });
      });
    }
  }
}
