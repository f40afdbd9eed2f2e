/** What the fields for protocol and security offer, in the target bar and in the form of a profile. */
import type { Protocol } from '../../../electron/protocol/values/connection.ts';

/** The first entry says what it comes to for this target, so that nothing has to be opened to see it. */
export function protocolOptions(target: string): { value: Protocol | 'auto'; label: string; hint?: string }[] {
  const guessed = /^lmtp:/i.test(target.trim()) ? 'LMTP' : 'SMTP';
  return [
    { value: 'auto', label: `${guessed} (auto)`, hint: 'SMTP, unless the URL says lmtp://' },
    { value: 'smtp', label: 'SMTP' },
    { value: 'lmtp', label: 'LMTP' },
  ];
}

export const SECURITIES = [
  { value: 'auto', label: 'TLS (auto)', hint: 'implicit TLS on port 465, else STARTTLS if offered' },
  { value: 'starttls', label: 'STARTTLS', hint: 'required; stops where it is not offered' },
  { value: 'starttls-if-offered', label: 'STARTTLS if offered' },
  { value: 'tls', label: 'Implicit TLS', hint: 'TLS from the first octet' },
  { value: 'none', label: 'No TLS', hint: 'plain text, even where TLS is offered' },
] as const;
