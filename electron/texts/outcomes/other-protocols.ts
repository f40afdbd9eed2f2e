/**
 * Services that are no SMTP servers, known by the first octets they send: a wrong port is the commonest mistake of all, and its name is
 * worth more than "not understood".
 */
import { shorten, visible } from '../visible.ts';

const known: readonly (readonly [RegExp, string])[] = [
  // RFC 9051 section 7.1, RFC 1939 section 3, RFC 5804 section 1.7.
  [/^\* (?:OK|PREAUTH|BYE)\b/, 'IMAP'],
  [/^(?:\+OK|-ERR)\b/, 'POP3'],
  [/^"IMPLEMENTATION"/i, 'ManageSieve'],
  // RFC 4253 section 4.2, RFC 9112 section 4, RFC 6143 section 7.1.1, RFC 854.
  [/^SSH-[12]\./, 'SSH'],
  [/^HTTP\/\d/, 'HTTP'],
  [/^RFB \d{3}\./, 'VNC'],
  [/^\u00ff[\u00fb-\u00fe]/, 'Telnet'],
];

const latin1 = (bytes: Uint8Array, length: number): string => {
  let text = '';
  for (const byte of bytes.subarray(0, length)) text += String.fromCharCode(byte);
  return text;
};

/** "IMAP"; null where the octets are of no kind that is known here. */
export function protocolOf(first: Uint8Array): string | null {
  const text = latin1(first, 64);
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** ` (it began with "...")`, or nothing. */
export function beganWith(bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  return ` (it began with "${shorten(visible(latin1(bytes, 80).trimEnd()), 80)}")`;
}

const ports: Readonly<Record<string, string>> = {
  HTTP: 'Check host and port: this is a web server or an HTTP proxy.',
  IMAP: 'Check the port: this one is for reading mail (IMAP). Mail is sent through 587 or 465, between servers 25.',
  POP3: 'Check the port: this one is for fetching mail (POP3). Mail is sent through 587 or 465, between servers 25.',
};

export function protocolRemedy(kind: string): string {
  return ports[kind] ?? 'Check host and port: SMTP is usually on 587, 465 or 25.';
}
