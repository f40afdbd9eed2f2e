/** Addresses as smtplib's callers write them: bare, in brackets, or with a display name. */
import { hasControl } from '../../../protocol/parse/characters.ts';
import { parseAddressList } from '../../../protocol/parse/addresses/address-list.ts';

/** What stands in an envelope; text that is not exactly one address is given back as it is. */
export function addressOnly(text: string): string {
  // For the check that refuses it: a parser would look for an address after the line end, and find one.
  if (hasControl(text)) return text;
  const trimmed = text.trim();
  if (trimmed === '<>') return '';
  const { addresses, problems } = parseAddressList(trimmed);
  const [only, second] = addresses;
  if (only !== undefined && second === undefined && problems.length === 0) return only.mailbox.text;
  // No address to us, in brackets all the same: `<root>`, or a length that is to be tried out.
  return /^<[^<>]*>$/.test(trimmed) ? trimmed.slice(1, -1) : text;
}

/** The argument of MAIL FROM: and RCPT TO:. */
export function quoteAddress(text: string): string {
  return `<${addressOnly(text)}>`;
}
