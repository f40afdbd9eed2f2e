/**
 * The HTML of a message that is being prepared, for the view that shows mail apart from the page. The last one alone is held, and no more
 * of it than a person looks at: it is read here, not in the mailbox's worker, because nothing of it lies on the disk.
 */
import { randomUUID } from 'node:crypto';
import { readMessage } from '../../core/message/read/message.ts';
import { octetsInMemory, type OctetSource } from '../../core/message/read/octets.ts';
import { relatedImageIn } from '../../core/message/html/related-image.ts';
import { asSent } from '../../core/message/dkim/sign.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import type { PreparedView } from '../../protocol/values/app/outgoing.ts';
import { limits } from '../limits.ts';
import type { RelatedPart } from '../desktop.ts';

interface PreparedDocument {
  readonly html: string;
  readonly related: RelatedPart;
}

export class PreparedViews {
  #last: { readonly id: string; readonly source: OctetSource; readonly html: string } | null = null;

  /** Rejects with the system's error where a file of it cannot be read. */
  async prepare(message: MessageSource): Promise<PreparedView> {
    const kept: Uint8Array[] = [];
    let octets = 0;
    let cut = false;
    for await (const chunk of asSent(message)) {
      const room = limits.messages.viewOctets - octets;
      kept.push(Uint8Array.from(chunk.subarray(0, Math.max(0, room))));
      octets += chunk.length;
      cut = chunk.length > room;
      if (cut) break;
    }
    const source = octetsInMemory(Buffer.concat(kept));
    const { html, text } = readMessage(source);
    const id = `prepared-${randomUUID()}`;
    this.#last = { id, source, html: html ?? '' };
    return { id, html, text, cut };
  }

  /** Null where it is another's, or no longer the last. */
  document(id: string): PreparedDocument | null {
    const last = this.#last;
    if (last?.id !== id) return null;
    return {
      html: last.html,
      related: (contentId) => relatedImageIn(last.source, contentId, limits.messages.viewOctets),
    };
  }
}
