/** The message of a send test: composed with the files that its handles stand for, or a file as it is. */
import { composeMessage } from '../../core/message/build.ts';
import { sourceFromFile } from '../../core/smtp/message-source.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import { AppError } from '../../ipc/errors.ts';
import type { MessageInput } from '../../ipc/schemas/run.ts';
import type { Envelope } from '../../ipc/schemas/target.ts';
import type { Files } from './files.ts';

export async function outgoing(message: MessageInput, envelope: Envelope, files: Files): Promise<MessageSource> {
  switch (message.kind) {
    case 'source':
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
