/** The message of a send test as a template: its whole source, with variables where a message is like no other. */
import type { MessageInput } from '../../protocol/values/app/run.ts';
import { OWN_TEMPLATE_LENGTH } from '../../protocol/values/app/own-templates.ts';
import type { Envelope } from '../../protocol/values/target.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { octets as octetsText } from '../../texts/units.ts';
import { composeMessage } from '../../core/message/build.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import { type OutgoingParts, outgoing } from '../runs/outgoing.ts';

/** What is made anew for each message that is written in the window. */
const HEADERS = [
  { name: 'From', value: '{{from}}' },
  { name: 'To', value: '{{to}}' },
  { name: 'Date', value: '{{date}}' },
  { name: 'Message-ID', value: '<{{id}}@posthorn.example>' },
] as const;

/** @throws AppError `invalid-argument` for one that is no text in UTF-8, or too large; `file-unreadable` */
export async function templateOf(
  { dkim: _, ...message }: MessageInput,
  envelope: Envelope,
  parts: OutgoingParts,
): Promise<{ source: string; raw: boolean }> {
  if (message.kind === 'source') return { source: message.source, raw: message.raw ?? false };
  const source =
    message.kind === 'composed'
      ? await composeMessage(message, envelope, {
          headers: [...HEADERS.filter(({ name }) => !isGiven(message.headers, name)), ...(message.headers ?? [])],
          attachments: (message.attachments ?? []).map((handle) => parts.files.toBeSent(handle)),
        })
      : await outgoing(message, envelope, parts);
  return { source: await textOf(source), raw: message.kind === 'file' && message.raw };
}

const isGiven = (headers: readonly { readonly name: string }[] | undefined, name: string): boolean =>
  headers?.some((each) => each.name.toLowerCase() === name.toLowerCase()) === true;

async function textOf(message: MessageSource): Promise<string> {
  const refuse = (reason: string): AppError => new AppError('invalid-argument', { argument: 'message', reason });
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of message.open()) {
    octets += chunk.length;
    if (octets > OWN_TEMPLATE_LENGTH)
      throw refuse(`a template holds ${octetsText(OWN_TEMPLATE_LENGTH)} at most; keep this one as a file`);
    chunks.push(Uint8Array.from(chunk));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof TypeError) throw refuse('it is not text in UTF-8; keep it as a file');
    throw error;
  }
}
