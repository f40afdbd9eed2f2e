/** The names of a DKIM signature as people type them: the domain that signs (d=) and the selector of its key (s=), RFC 6376 section 3.5. */
import { parseDomain } from '../domain.ts';
import { bad, good, type Typed } from '../result.ts';

/** With A-labels, in lower case. One label alone is no domain here: the grammar asks for two. */
export function parseDkimDomain(typed: string): Typed<string> {
  const name = readName(typed);
  return name.ok && !name.value.includes('.') ? bad('bad-value') : name;
}

export const parseDkimSelector = (typed: string): Typed<string> => readName(typed);

function readName(typed: string): Typed<string> {
  const text = typed.trim();
  if (text === '') return bad('missing');
  const domain = parseDomain(text);
  return domain.ok && !domain.value.literal ? good(domain.value.ascii.toLowerCase()) : bad('bad-value');
}

/** Where the key is published (section 3.6.2.1). */
export const dkimRecordName = (selector: string, domain: string): string => `${selector}._domainkey.${domain}`;
