/** The text by which a message is found, taken from its beginning. */
import PostalMime from 'postal-mime';
import { limits } from '../core/wire/limits.ts';
import { readHead, text, type MessageHead } from './message-head.ts';

/** `head`: the first octets of the message, which may end anywhere. */
export async function searchableText(head: Uint8Array): Promise<{ to: string | null; body: string }> {
  const found = readHead(head);
  if (found.plainBody)
    return { to: found.to, body: text(head.subarray(found.bodyOffset)).slice(0, limits.mailbox.searchText) };
  try {
    const email = await PostalMime.parse(head, { maxNestingDepth: limits.mailbox.mimeDepth });
    const body = email.text ?? (email.html ?? '').replace(/<[^<>]*>/g, ' ');
    return { to: found.to, body: body.slice(0, limits.mailbox.searchText) };
  } catch {
    // Not MIME that can be read (nested too deeply, headers too long): it is still found by its headers and envelope.
    return { to: found.to, body: '' };
  }
}

/** Of a message whose body reads as it stands. */
export function plainText(octets: Uint8Array, head: MessageHead): string {
  return text(octets.subarray(head.bodyOffset)).slice(0, limits.mailbox.searchText);
}
