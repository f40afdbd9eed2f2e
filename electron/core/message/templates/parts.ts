/** What the templates are put together from. Lines end in CR LF throughout; nothing here is longer than 76 characters encoded. */
import { Buffer } from 'node:buffer';

export const crlf = (...all: readonly string[]): string => all.map((line) => `${line}\r\n`).join('');

/** The fields of RFC 5322 section 3.6; what it is called stands in a domain that nobody owns (RFC 2606). */
export const head = (subject: string, ...more: readonly string[]): string =>
  crlf(
    'From: <{{from}}>',
    'To: {{to}}',
    `Subject: ${subject}`,
    'Date: {{date}}',
    'Message-ID: <{{id}}@posthorn.invalid>',
    'MIME-Version: 1.0',
    ...more,
  );

/** Lines of 76 characters (RFC 2045 section 6.8). */
export function base64Lines(octets: Uint8Array): string {
  const text = Buffer.from(octets).toString('base64');
  return crlf(...(text.match(/.{1,76}/g) ?? ['']));
}

export interface Part {
  readonly fields: readonly string[];
  readonly body: string;
}

/** `boundary` must not occur in the parts. */
export const multipart = (boundary: string, parts: readonly Part[]): string =>
  parts.map(({ fields, body }) => `--${boundary}\r\n${crlf(...fields)}\r\n${body}`).join('') + `--${boundary}--\r\n`;

export const base64Part = (
  type: string,
  disposition: string,
  octets: Uint8Array,
  ...more: readonly string[]
): Part => ({
  fields: [
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: ${disposition}`,
    ...more,
  ],
  body: base64Lines(octets),
});
