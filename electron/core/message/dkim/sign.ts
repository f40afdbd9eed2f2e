/**
 * Puts a DKIM signature on top of a message (RFC 6376), relaxed/relaxed. The message is read twice rather than held: once for the hash of
 * its body, once as it goes out. nodemailer's signer, which composes beside this, knows RSA alone, holds a message in memory or copies it
 * to a file, and sends it unsigned where the key cannot sign.
 */
import { Buffer } from 'node:buffer';
import { AppError } from '../../../protocol/values/app-error.ts';
import { DotStuffer } from '../../wire/body/dot.ts';
import type { MessageSource } from '../../smtp/types.ts';
import { nameOf, splitFields } from '../header-fields.ts';
import { limits } from '../limits.ts';
import { RelaxedBodyHash, relaxedField } from './canonical.ts';
import type { DkimKey } from './keys.ts';

/** As DNS has them (protocol/parse/message/dkim.ts). */
export interface DkimSigner {
  readonly domain: string;
  readonly selector: string;
  readonly key: DkimKey;
}

/** Section 5.4.1, with RFC 8058 section 4: what a reader sees or a program goes by. */
const SIGNED: ReadonlySet<string> = new Set(
  (
    'from sender reply-to subject date message-id to cc mime-version content-type content-transfer-encoding content-id ' +
    'content-description resent-date resent-from resent-sender resent-to resent-cc resent-message-id in-reply-to references ' +
    'list-id list-help list-unsubscribe list-unsubscribe-post list-subscribe list-post list-owner list-archive'
  ).split(' '),
);
/** Octets of a line of the signature, as RFC 5322 section 2.1.1 would have them. */
const LINE = 76;

/**
 * `now`: seconds since 1970, for t=.
 * @throws AppError `invalid-argument` for a message without a header that could be signed, and the system's error where it cannot be read
 */
export async function signMessage(message: MessageSource, signer: DkimSigner, now: number): Promise<MessageSource> {
  const { fields, bodyHash } = await readMessage(message);
  const signature = Buffer.from(signatureField(fields, bodyHash, signer, now), 'latin1');
  return {
    lineEnds: message.lineEnds,
    size: message.size === null ? null : message.size + signature.length,
    async *open() {
      yield signature;
      yield* message.open();
    },
    ...(message.constant === undefined
      ? {}
      : {
          *constant() {
            yield signature;
            yield* message.constant?.() ?? [];
          },
        }),
  };
}

/** Whole fields, one character an octet, and the hash of the body: both with the line ends that go out. */
async function readMessage(message: MessageSource): Promise<{ fields: readonly string[]; bodyHash: string }> {
  const body = new RelaxedBodyHash();
  let fields: readonly string[] | null = null;
  let head = Buffer.alloc(0);
  for await (const piece of asSent(message)) {
    if (fields !== null) {
      body.push(piece);
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.indexOf('\r\n') === 0) throw unsigned('it has no header');
    const end = head.indexOf('\r\n\r\n');
    if (end !== -1) {
      fields = fieldsIn(head.subarray(0, end));
      body.push(head.subarray(end + 4));
    } else if (head.length > limits.dkim.headOctets) throw unsigned('it has no header that ends');
  }
  return { fields: fields ?? fieldsIn(head), bodyHash: body.end() };
}

/** With its line ends as they go out, dots not doubled. */
export async function* asSent(message: MessageSource): AsyncIterable<Uint8Array> {
  const lines = new DotStuffer(message.lineEnds, { stuff: false });
  for await (const chunk of message.constant?.() ?? message.open()) yield* lines.push(chunk);
  yield* lines.end();
}

function fieldsIn(head: Buffer): string[] {
  const text = head.toString('latin1');
  // A verifier may take each for a line end or for none, and the server in between may mend it.
  if (/\n|\r/.test(text.replaceAll('\r\n', ''))) throw unsigned('line ends of its header are not CR LF');
  const fields = splitFields(text);
  if (!fields.some((field) => nameOf(field) === 'from')) throw unsigned('it has no From');
  return fields;
}

const unsigned = (reason: string): AppError =>
  new AppError('invalid-argument', { argument: 'dkim', reason: `the message cannot be signed: ${reason}` });

function signatureField(fields: readonly string[], bodyHash: string, signer: DkimSigner, now: number): string {
  const { domain, selector, key } = signer;
  // Of a name that occurs several times the last is signed first (section 5.4.2).
  const signed = fields.filter((field) => SIGNED.has(nameOf(field))).reverse();
  // From is named once more than it is there, so that none can be added (section 8.15).
  const names = [...signed.map(nameOf), 'from'];
  const tags = [
    `DKIM-Signature: v=1; a=${key.algorithm}-sha256; c=relaxed/relaxed; t=${now};`,
    ` d=${domain};`,
    ` s=${selector};`,
    ` ${folded('h=', names)};`,
    ` bh=${bodyHash};`,
    ' b=',
  ].join('\r\n');
  const covered = [...signed.map((field) => `${relaxedField(field)}\r\n`), relaxedField(tags)].join('');
  const signature = key.sign(Buffer.from(covered, 'latin1')).toString('base64');
  return `${tags}${(signature.match(/.{1,72}/g) ?? []).join('\r\n  ')}\r\n`;
}

/** Names with colons between, around which a line may end. */
function folded(tag: string, names: readonly string[]): string {
  const lines: string[] = [];
  let line = tag;
  for (const [index, name] of names.entries()) {
    const text = index === names.length - 1 ? name : `${name}:`;
    if (line.length + text.length > LINE) {
      lines.push(line);
      line = ' ';
    }
    line += text;
  }
  return [...lines, line].join('\r\n ');
}
