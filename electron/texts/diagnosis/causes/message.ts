/** Diagnoses of the message itself, in words. */
import { rfc } from '../../rfc.ts';
import { octets } from '../../units.ts';
import type { DiagnosisParams, DiagnosisText } from '../types.ts';

const fields = rfc(5322, '3.6');
const mediaStatus = rfc(3463, '3.7');

/** Our bytes beside the server's SIZE, where either is known. */
function beside({ messageBytes: bytes, sizeLimit: limit }: DiagnosisParams): string {
  if (bytes === undefined) return limit === undefined ? '' : ` The server’s SIZE is ${octets(limit)}.`;
  if (limit === undefined) return ` The message has ${octets(bytes)}.`;
  return bytes > limit
    ? ` The message has ${octets(bytes)}, and the server’s SIZE is ${octets(limit)}.`
    : ` The message has ${octets(bytes)}, which is within the server’s SIZE of ${octets(limit)}: another limit counts, of the recipient or of what stands behind.`;
}

export const messageTexts = {
  'message.too-large': {
    title: 'Message too large',
    cause: (params) => `The message is larger than the server, or the recipient, takes.${beside(params)}`,
    remedy:
      'Send a smaller message: SIZE in the EHLO answer says how many bytes the server takes, encoded attachments included.',
    source: rfc(1870, '6.1'),
    sign: 'A short message to the same recipient is taken.',
  },
  'message.header-missing': {
    title: 'Header field missing',
    cause: 'A header field that the server wants (From, Date, Message-ID or another) is missing or unusable.',
    remedy: 'Add the field that the reply names; From and Date are required in every message.',
    source: fields,
    sign: 'With From, Date and Message-ID the message is taken.',
  },
  'message.header-duplicate': {
    title: 'Header field more than once',
    cause: 'A header field, or the address in From, is there more often than it may be.',
    remedy:
      'Look at the raw header: leave one of each of From, Date, Subject, To, Message-ID, and one address in From.',
    source: fields,
    sign: 'The raw header has a field twice.',
  },
  'message.header-too-large': {
    title: 'Header too large',
    cause: 'The header of the message, or one of its fields, is larger than the server takes.',
    remedy: 'Look for long lists in To, Cc, References or fields of your own, and shorten them.',
    source: rfc(5322, '2.2'),
  },
  'message.malformed': {
    title: 'Message not well formed',
    cause: 'The server found the message or one of its header fields not built by the rules of mail.',
    remedy:
      'Look at the raw message: each field with its name and colon, a valid date and addresses, an empty line after the header.',
    source: fields,
    sign: 'A plain message of the same sender is taken.',
  },
  'message.attachment-forbidden': {
    title: 'Kind of attachment not allowed',
    cause: 'The server does not take attachments of this kind or name.',
    remedy: 'Send it another way, a link for example, or ask the recipient which kinds are let through.',
    source: mediaStatus,
    sign: 'Without the attachment the message is taken.',
  },
  'message.attachment-unscannable': {
    title: 'Attachment cannot be scanned',
    cause: 'The parts of the message are encrypted, nested, split or too many for the server to look into them.',
    remedy: 'Send the attachments plainly, not encrypted, nested or in many parts; or send a link.',
    source: mediaStatus,
    sign: 'Without the attachment the message is taken.',
  },
  'message.eight-bit-refused': {
    title: 'Bytes beyond ASCII in the message',
    cause: 'The message has bytes beyond ASCII where the server takes only 7 bits.',
    remedy: 'Encode them: encoded words in header fields, quoted-printable or base64 in the body.',
    source: rfc(2047, '2'),
  },
  'message.utf8-not-declared': {
    title: 'Address beyond ASCII without SMTPUTF8',
    cause: 'An address has letters beyond ASCII, and MAIL did not say SMTPUTF8.',
    remedy: 'Send SMTPUTF8 with MAIL where the server offers it; else use an address in ASCII (a domain as xn--).',
    source: rfc(6531, '3.4'),
  },
  'message.utf8-not-supported': {
    title: 'Letters beyond ASCII not supported',
    cause: 'The message needs SMTPUTF8 or 8BITMIME, and this server or the next one does not offer it.',
    remedy:
      'Use addresses in ASCII (a domain as xn--) and encode header and body; or send through a server that offers it.',
    source: rfc(6531, '3.2'),
  },
  'message.given-up': {
    title: 'Given up after many attempts',
    cause: 'The message was in the queue too long without being delivered, and was given up.',
    remedy: 'Look at the reason of the last attempt: it stands in the same notice, or in the server’s log.',
    source: rfc(5321, '4.5.4.1'),
  },
  'message.requiretls-unmet': {
    title: 'Required TLS cannot be kept',
    cause: 'The message demands TLS on the whole way (REQUIRETLS), and it cannot be kept here.',
    remedy: 'Send over TLS to a server that offers REQUIRETLS, or without that demand.',
    source: rfc(8689, '2'),
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
