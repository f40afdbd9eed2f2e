/** A key of DKIM as it is published, and in a word. */
import type { DkimKeyInfo } from '../../protocol/values/app/dkim.ts';
import { dkimRecordName } from '../../protocol/parse/message/dkim.ts';

/** Characters of a string in a TXT record (RFC 1035 section 3.3.14). */
const STRING = 255;

/** A line of a zone file: what is longer than one string goes into several, which readers put together (RFC 6376 section 3.6.2.2). */
export function dkimZoneLine(selector: string, domain: string, record: string): string {
  const strings = Array.from({ length: Math.ceil(record.length / STRING) }, (_, index) =>
    record.slice(index * STRING, (index + 1) * STRING),
  );
  return `${dkimRecordName(selector, domain)}. IN TXT ${strings.map((each) => `"${each}"`).join(' ')}`;
}

export const dkimKeyText = ({ algorithm, bits }: Pick<DkimKeyInfo, 'algorithm' | 'bits'>): string =>
  algorithm === 'ed25519' ? 'Ed25519' : bits === null ? 'RSA' : `RSA, ${bits} bits`;
