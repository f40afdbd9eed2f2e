/** Options to a DKIM signature: the key from a file, or made for this and shown as it is to be published. */
import { writeFile } from 'node:fs/promises';
import type { MessageSource } from '../../core/smtp/types.ts';
import { domainInFrom } from '../../protocol/parse/message/header-lines.ts';
import { parseDkimDomain, parseDkimSelector } from '../../protocol/parse/message/dkim.ts';
import type { Typed } from '../../protocol/parse/result.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { Envelope } from '../../protocol/values/target.ts';
import { dkimZoneLine } from '../../texts/message/dkim.ts';
import { visible } from '../../texts/visible.ts';
import { readText, unreadableFile } from '../input/read-text.ts';
import type { SignatureValues } from '../options/message.ts';
import { UsageError } from '../status.ts';

export interface Signing {
  /** Each message anew: it has a date and an id of its own. */
  readonly sign: (message: MessageSource) => Promise<MessageSource>;
  /** Of a key that was made, as a line of a zone file. */
  readonly record?: string;
}

/** Of a key that is made for a test. */
const SELECTOR = 'test1';

/**
 * Null where none is asked for. `headers`: fields given for the message, whose From it is that has to be aligned (RFC 7489 section 3.1.1).
 * @throws UsageError, and AppError `invalid-argument` for a key that cannot be read or used
 */
export async function signingFrom(
  values: SignatureValues | undefined,
  envelope: Envelope,
  headers: readonly string[] = [],
): Promise<Signing | null> {
  const { dkimKey: file, dkimDomain, dkimSelector, dkimMake } = values ?? {};
  if (file === undefined && dkimMake === undefined) {
    const lone = dkimDomain === undefined ? (dkimSelector === undefined ? null : 'dkim-selector') : 'dkim-domain';
    if (lone !== null) throw new UsageError(`--${lone} is of no use without --dkim-key or --dkim-make`);
    return null;
  }
  const selector = dkimSelector ?? (dkimMake === undefined ? undefined : SELECTOR);
  if (selector === undefined)
    throw new UsageError('--dkim-selector is missing: under which name is the key published?');
  const author = headers.find((field) => /^from[ \t]*:/i.test(field));
  const inHeader = author === undefined ? null : domainInFrom(author.slice(author.indexOf(':') + 1).trim());
  const sender = inHeader ?? envelope.from.slice(envelope.from.lastIndexOf('@') + 1);
  if (dkimDomain === undefined && sender === '')
    throw new UsageError('--dkim-domain is missing: the null sender has no domain');
  const who = {
    domain: named('--dkim-domain', dkimDomain ?? sender, parseDkimDomain),
    selector: named('--dkim-selector', selector, parseDkimSelector),
  };
  const { makeDkimKey, readDkimKey } = await import('../../core/message/dkim/keys.ts');
  const { signMessage } = await import('../../core/message/dkim/sign.ts');
  const pem = dkimMake === undefined ? await readText(file ?? '', '--dkim-key') : await makeDkimKey(dkimMake);
  const key = readDkimKey(pem);
  // Never over a key that is there.
  if (dkimMake !== undefined && file !== undefined)
    await writeFile(file, pem, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        throw new AppError('invalid-argument', { argument: '--dkim-key', reason: `${file} is there already` });
      throw unreadableFile(file, '--dkim-key', error);
    });
  return {
    sign: (message) => signMessage(message, { ...who, key }, Math.floor(Date.now() / 1_000)),
    ...(dkimMake === undefined ? {} : { record: dkimZoneLine(who.selector, who.domain, key.record) }),
  };
}

function named(option: string, text: string, parse: (typed: string) => Typed<string>): string {
  const name = parse(text);
  if (!name.ok) throw new UsageError(`${option}: "${visible(text)}" is not a name in DNS`);
  return name.value;
}
