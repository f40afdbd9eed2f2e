/** Whose domain a message names as its author's: what a signature has to be of for DMARC to count it. Pure. */
import { domainInFrom } from '../../../../electron/protocol/parse/message/header-lines.ts';
import type { SendDraft } from '../../../../electron/protocol/values/app/outgoing.ts';

interface Written {
  readonly kind: SendDraft['message']['kind'];
  /** Header fields as typed. */
  readonly headers: string;
  /** Of a ready-made message. */
  readonly source: { readonly source: string };
}

/**
 * That of the From in the header (RFC 7489 section 3.1.1: the domain that has to be aligned), else that of `sender` in the envelope, from which such a From
 * is made; empty where nobody is named. Of a file or a captured message only the envelope is known here.
 */
export function authorDomain({ kind, headers, source }: Written, sender: string): string {
  const named = kind === 'composed' ? fromIn(headers) : kind === 'template' ? fromIn(source.source) : null;
  return named ?? domainInFrom(sender) ?? '';
}

/** Of the first From before the first empty line; null where there is none, or it is a variable, which is filled in from the envelope. */
function fromIn(text: string): string | null {
  let value: string | null = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === '') break;
    if (value === null) {
      if (/^from[ \t]*:/i.test(line)) value = line.slice(line.indexOf(':') + 1);
    } else if (/^[ \t]/.test(line)) value += line;
    else break;
  }
  return value === null || value.includes('{{') ? null : domainInFrom(value.trim());
}
