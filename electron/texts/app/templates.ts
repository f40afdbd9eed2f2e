/** What the messages of a send test are called, and what each tries out. */
import type { TemplateGroup, TemplateId } from '../../protocol/facts/templates.ts';

export const templateGroupNames: Readonly<Record<TemplateGroup, string>> = {
  everyday: 'Everyday',
  wire: 'Hard on the wire',
  filters: 'For filters',
};

interface TemplateText {
  readonly name: string;
  /** What it shows of a server or a reader, in a sentence. */
  readonly purpose: string;
}

export const templateTexts: Readonly<Record<TemplateId, TemplateText>> = {
  plain: { name: 'Plain text', purpose: 'A few lines of ASCII: whatever refuses this refuses the envelope or you.' },
  html: { name: 'HTML with text', purpose: 'The same said twice, as text and as HTML; a reader shows one of them.' },
  attachments: {
    name: 'Attachments, inline image',
    purpose: 'A PDF and a text attached, and an image that the HTML shows from within the message.',
  },
  invitation: {
    name: 'Calendar invitation',
    purpose: 'An invitation for tomorrow (iTIP, RFC 5546), which a calendar offers to accept.',
  },
  unsubscribe: {
    name: 'List-Unsubscribe',
    purpose: 'A list message with one-click unsubscription (RFC 8058), as the large providers ask of bulk senders.',
  },
  receipt: {
    name: 'Read receipt asked for',
    purpose: 'Asks its reader for a receipt (RFC 8098); many never ask back.',
  },
  bounce: {
    name: 'Bounce',
    purpose: 'A delivery report (RFC 3464) as a mail server writes it. Send it with the null sender <>.',
  },
  'long-lines': {
    name: 'Long lines',
    purpose: 'Lines of 998 octets, which are allowed, and one of 1,200, which is not (RFC 5321 section 4.5.3.1.6).',
  },
  'leading-dots': {
    name: 'Leading dots',
    purpose:
      'Lines of dots alone and lines that begin with one: what arrives must be the same (RFC 5321 section 4.5.2).',
  },
  'line-ends': {
    name: 'Every line end',
    purpose: 'CR LF, LF alone and CR alone, octet by octet. Careful servers refuse it (RFC 5321 section 2.3.8).',
  },
  'eight-bit': { name: '8-bit text', purpose: 'Text in UTF-8 as it is, declared as 8bit: needs 8BITMIME.' },
  'right-to-left': {
    name: 'Right-to-left, emoji',
    purpose: 'Hebrew, Arabic, Chinese and emoji in subject, names and text, encoded so that every server can carry it.',
  },
  smtputf8: {
    name: 'SMTPUTF8',
    purpose: 'Names and subject in UTF-8 without encoding (RFC 6532): needs SMTPUTF8 all the way.',
  },
  gtube: { name: 'GTUBE', purpose: 'The line that spam filters take for spam by agreement (SpamAssassin).' },
  eicar: {
    name: 'EICAR, as text',
    purpose: 'The file that virus scanners take for a virus by agreement, attached as it is.',
  },
  'eicar-zip': { name: 'EICAR, in a zip', purpose: 'The same in an archive: does the scanner look into it?' },
};
