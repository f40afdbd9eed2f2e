/**
 * What a run sent beside what our own test server holds of it: the server names each message in its reply, and what it keeps is its own
 * lines followed by what came in. Compared by counting and hashing; nothing is held in memory but the lines on top.
 */
import { createHash } from 'node:crypto';
import type { Arrived } from '../../protocol/values/app/outgoing.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import { limits } from '../limits.ts';

/** What is asked of the mailbox. */
interface Kept {
  summary(id: string): Promise<{ readonly size: number }>;
  octets(id: string): AsyncIterable<Uint8Array>;
}

/** Empty where the run sent nothing, or the server's reply names nothing that the mailbox holds. */
export async function arrivedOf(
  { events, report }: { readonly events: readonly SessionEvent[]; readonly report: Report | null },
  mailbox: Kept,
): Promise<Arrived[]> {
  const body = events.find((event) => event.type === 'body-end');
  if (body === undefined || report === null) return [];
  const { octets, sha256 } = body;
  if (sha256 === null) return [];
  const arrived: Arrived[] = [];
  for (const id of namedIn(report)) {
    const found = await mailbox.summary(id).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
    if (found !== null) arrived.push(await compared(id, found.size, { octets, sha256 }, mailbox));
  }
  return arrived;
}

/** Words of the last replies that may be names of messages, each once. */
function namedIn({ recipients }: Report): Set<string> {
  const lines = recipients.flatMap(({ final }) => final?.lines ?? []);
  const words = lines.flatMap((line) => /\bas ([\w-]{8,64})$/.exec(line)?.[1] ?? []);
  return new Set(words.slice(0, limits.messages.arrived));
}

async function compared(
  id: string,
  total: number,
  body: { readonly octets: number; readonly sha256: string },
  mailbox: Kept,
): Promise<Arrived> {
  const own = total - body.octets;
  if (own < 0) return { id, octets: total, same: false, added: '' };
  const hash = createHash('sha256');
  const top: Uint8Array[] = [];
  let at = 0;
  for await (const chunk of mailbox.octets(id)) {
    const cut = Math.max(0, Math.min(chunk.length, own - at));
    if (cut > 0 && at < limits.messages.addedOctets) top.push(Uint8Array.from(chunk.subarray(0, cut)));
    hash.update(chunk.subarray(cut));
    at += chunk.length;
  }
  const added = Buffer.concat(top).toString('latin1').slice(0, limits.messages.addedOctets);
  return { id, octets: total, same: hash.digest('hex') === body.sha256, added };
}
