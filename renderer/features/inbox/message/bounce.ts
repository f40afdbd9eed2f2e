/** A bounce (RFC 3464): whether a message is one, and the report of the delivery out of its source. */
import { PASTED_LIMIT } from '../../../../electron/protocol/values/app/explain.ts';

/** By its Content-Type, multipart/report with the type of report that says what became of a delivery. */
export const isBounce = (headers: readonly { readonly name: string; readonly value: string }[]): boolean =>
  headers.some(
    ({ name, value }) =>
      name.toLowerCase() === 'content-type' &&
      /^\s*multipart\/report\b/i.test(value) &&
      /\breport-type\s*=\s*"?delivery-status\b/i.test(value),
  );

/**
 * The fields of its message/delivery-status part, as they stand there: Remote-MTA and Diagnostic-Code say who refused it in which words.
 * Null where there is no such part, or none that can be read.
 */
export function deliveryReport(source: string): string | null {
  const lines = source.split(/\r\n|\n/);
  const type = lines.findIndex((line) => /^content-type:\s*message\/(?:global-)?delivery-status\b/i.test(line));
  if (type === -1) return null;
  // The part's own header is all around that line: from the boundary above to the empty line below.
  const above = lines.slice(0, type).findLastIndex((line) => line.startsWith('--'));
  const begin = lines.indexOf('', type);
  if (begin === -1) return null;
  const header = lines.slice(above + 1, begin).join('\n');
  const boundary = above === -1 ? null : (lines[above] ?? '').trimEnd();
  const rest = lines.slice(begin + 1);
  const end = boundary === null ? -1 : rest.findIndex((line) => line.startsWith(boundary));
  const body = (end === -1 ? rest : rest.slice(0, end)).join('\n');
  const text = decoded(body, /^content-transfer-encoding:\s*([a-z0-9-]+)/im.exec(header)?.[1]?.toLowerCase() ?? '7bit');
  const report = text?.trim().slice(0, PASTED_LIMIT) ?? '';
  return report === '' ? null : report;
}

/** RFC 3464 wants 7bit, RFC 6533 takes others too. */
function decoded(body: string, encoding: string): string | null {
  switch (encoding) {
    case '7bit':
    case '8bit':
    case 'binary':
      return body;
    case 'quoted-printable':
      return utf8(
        body
          .replace(/[ \t]*=\n/g, '')
          .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      );
    case 'base64':
      try {
        return utf8(atob(body.replace(/\s/g, '')));
      } catch {
        return null;
      }
    default:
      return null;
  }
}

/** `octets`: one character each; characters that are none stay as they are. */
const utf8 = (octets: string): string =>
  /[^\u0000-\u00ff]/.test(octets)
    ? octets
    : new TextDecoder().decode(Uint8Array.from(octets, (character) => character.charCodeAt(0)));
