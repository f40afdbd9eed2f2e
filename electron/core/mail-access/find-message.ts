/**
 * Looks for a message by its Message-ID in a mailbox (IMAP, RFC 9051): a login inside TLS that passed, the mailbox opened for reading alone, a
 * search every few seconds until it is there, and its octets without marking it as read.
 */
import type { Clock } from '../ports.ts';
import { onAbort } from '../recording/on-abort.ts';
import { LineLink, LinkFailure } from './line-link.ts';
import { limits } from './limits.ts';
import { type AskedLogin, hideSecrets, imapLogin, imapReply, imapString } from './other-login.ts';

export interface AskedMessage extends Omit<AskedLogin, 'protocol'> {
  readonly mailbox: string;
  /** With its angle brackets. */
  readonly messageId: string;
  /** Milliseconds in which it has to appear. */
  readonly waitMs: number;
}

export type FoundOctets =
  | {
      readonly state: 'found';
      readonly octets: Buffer;
      readonly size: number;
      readonly looks: number;
      readonly afterMs: number;
    }
  | { readonly state: 'not-found'; readonly looks: number; readonly afterMs: number }
  | { readonly state: 'failed'; readonly reason: string };

interface Looking {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Called with the number of each look that found nothing. */
  readonly looked?: (looks: number) => void;
}

/** Never rejects for anything a server does. */
export async function findMessage(
  asked: AskedMessage,
  { signal, clock, looked = () => undefined }: Looking,
): Promise<FoundOctets> {
  const begun = clock.now();
  const [mailbox, messageId] = [imapString(asked.mailbox), imapString(asked.messageId)];
  if (mailbox === null || messageId === null)
    return {
      state: 'failed',
      reason: 'the mailbox or the Message-ID holds characters that IMAP does not take as they are',
    };
  let link: LineLink | null = null;
  try {
    const most = { octets: limits.find.octets + limits.all, milliseconds: asked.waitMs + limits.whole };
    link = await LineLink.open({ ...asked, signal, most });
    const login = await imapLogin(link, { ...asked, protocol: 'imap' });
    if (login.result !== 'accepted')
      return { state: 'failed', reason: hideSecrets(login.reason ?? login.result, asked) };
    await command(link, 'f1', `EXAMINE ${mailbox}`);
    return await lookAgain(link, messageId, { waitMs: asked.waitMs, begun, clock, signal, looked });
  } catch (error) {
    if (!(error instanceof LinkFailure)) throw error;
    return { state: 'failed', reason: hideSecrets(error.message, asked) };
  } finally {
    link?.close();
  }
}

interface Waiting extends Required<Looking> {
  readonly waitMs: number;
  readonly begun: number;
}

async function lookAgain(
  link: LineLink,
  messageId: string,
  { waitMs, begun, clock, signal, looked }: Waiting,
): Promise<FoundOctets> {
  for (let looks = 1; ; looks += 1) {
    const answer = await command(link, `s${looks}`, `UID SEARCH HEADER Message-ID ${messageId}`);
    const afterMs = clock.now() - begun;
    const uid = answer
      .flatMap((line) => /^\* SEARCH (\d{1,10}(?: \d{1,10}){0,999}) ?$/i.exec(line)?.[1]?.split(' ') ?? [])
      .at(-1);
    if (uid !== undefined) {
      const { octets, size } = await fetchWhole(link, uid);
      await link.leave('f9 LOGOUT');
      return { state: 'found', octets, size, looks, afterMs };
    }
    if (afterMs + limits.find.every > waitMs || looks >= limits.find.looks) {
      await link.leave('f9 LOGOUT');
      return { state: 'not-found', looks, afterMs };
    }
    looked(looks);
    await rest(limits.find.every, signal);
    // New mail is seen with a NOOP (RFC 9051 section 6.1.2).
    await command(link, `n${looks}`, 'NOOP');
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      lift();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const lift = onAbort(signal, end);
    if (signal.aborted) end();
  });
}

/** @throws LinkFailure unless it is answered with OK */
async function command(link: LineLink, tag: string, text: string): Promise<string[]> {
  link.send(`${tag} ${text}`);
  const { untagged, tagged } = await imapReply(link, tag);
  if (!/^OK\b/i.test(tagged)) throw new LinkFailure(tagged);
  return untagged;
}

/** As much as is compared, and how long it is in all. */
async function fetchWhole(link: LineLink, uid: string): Promise<{ octets: Buffer; size: number }> {
  link.send(`f2 UID FETCH ${uid} (RFC822.SIZE BODY.PEEK[]<0.${limits.find.octets}>)`);
  let octets: Buffer | null = null;
  let size = 0;
  for (let lines = 0; lines < limits.lines; lines += 1) {
    const line = await link.line();
    size = Number(/\bRFC822\.SIZE (\d{1,12})/i.exec(line)?.[1] ?? size);
    if (line.startsWith('f2 ')) {
      if (octets === null || !/^f2 OK\b/i.test(line)) throw new LinkFailure(line);
      return { octets, size: Math.max(size, octets.length) };
    }
    const literal = /BODY\[\](?:<0>)? \{(\d{1,9})\}$/i.exec(line)?.[1];
    if (literal === undefined) continue;
    if (Number(literal) > limits.find.octets) throw new LinkFailure('the server says too much');
    octets = await link.octets(Number(literal));
  }
  throw new LinkFailure('the server says too much');
}
