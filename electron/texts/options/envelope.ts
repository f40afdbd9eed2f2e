/** Every sentence about an option of an envelope: help of the command line and its field in the window. */
import type { dsnOptions, envelopeOptions } from '../../protocol/options/envelope.ts';
import type { FieldWords } from './words.ts';

/** A choice names each of its values. */
type WordsOf<Row> = Row extends { readonly form: 'choice' | 'several' }
  ? FieldWords & Required<Pick<FieldWords, 'choices'>>
  : FieldWords;
type WordsFor<Table> = { readonly [K in keyof Table]: WordsOf<Table[K]> };

const time = 'A date and time with its zone, such as 2030-01-31T08:00:00Z';

export const dsnTexts: WordsFor<typeof dsnOptions> = {
  notify: {
    help: 'delivery reports to ask for: never, or success,failure,delay',
    needs: { 'bad-value': 'needs never, or some of success,failure,delay' },
    label: 'Delivery reports',
    hint: 'When the server is to report what became of the message',
    choices: {
      '': 'As the server does',
      never: 'Never',
      success: 'When it is delivered',
      failure: 'When it cannot be delivered',
      delay: 'When it is late',
    },
  },
  ret: {
    help: 'what a report returns of the message',
    label: 'A report returns',
    choices: { '': 'What the server chooses', full: 'The whole message', hdrs: 'Its header' },
  },
  envid: {
    help: 'envelope identifier that a report repeats',
    label: 'Envelope identifier',
    hint: 'A report repeats it',
    form: 'Printable ASCII, at most 100 characters',
  },
  orcpt: {
    help: "original recipient: TYPE;ADDRESS, an address, or a type such as rfc822 for each recipient's own address",
    label: 'Original recipient',
    placeholder: 'rfc822',
    hint: 'TYPE;ADDRESS, an address, or a type alone for each recipient\u2019s own address',
    form: 'Such as rfc822;ann@example.org, or rfc822 alone',
  },
};

export const envelopeTexts: WordsFor<typeof envelopeOptions> = {
  smtputf8: {
    help: 'ask for SMTPUTF8',
    label: 'Addresses and header in UTF-8',
    hint: 'Asked for without it too where an address needs it',
  },
  body: {
    help: 'declare BODY=7BIT, 8BITMIME or BINARYMIME; the last is sent with BDAT, its octets as they are',
    label: 'Body',
    choices: {
      '': 'As the message needs',
      '7bit': '7BIT',
      '8bitmime': '8BITMIME',
      binarymime: 'BINARYMIME, sent with BDAT',
    },
  },
  statedSize: {
    help: 'SIZE of MAIL stated otherwise than the message is, to see what the server does',
    needs: { 'bad-count': 'needs a whole number of octets' },
    label: 'Stated size',
    hint: 'SIZE of MAIL, where it is to be another than the message has',
    form: 'A whole number of octets',
  },
  mailOptions: {
    help: 'extra parameter of MAIL',
    label: 'Other parameters of MAIL',
    placeholder: 'NAME=VALUE',
    form: 'Each is a NAME or NAME=VALUE, without blanks',
  },
  rcptOptions: {
    help: 'extra parameter of every RCPT',
    label: 'Other parameters of RCPT',
    placeholder: 'NAME=VALUE',
    form: 'Each is a NAME or NAME=VALUE, without blanks',
  },
  requiretls: {
    help: 'over verified TLS on every hop, or not at all',
    label: 'Over verified TLS on every hop, or not at all',
  },
  deliverBy: {
    help: 'deliver within so long, else report it (N) or return it (R)',
    label: 'Deliver within',
    placeholder: '3600;R',
    hint: 'Seconds, then ;N to be informed when it takes longer, or ;R to have it returned',
    form: 'Seconds, with ;N or ;R after them, such as 3600;R',
  },
  mtPriority: {
    help: 'priority of the message; write --mt-priority=-3',
    needs: { 'bad-value': 'needs a whole number from -9 to 9' },
    label: 'Priority',
    hint: '-9 to 9; 0 is the usual one',
    form: 'A whole number from -9 to 9',
  },
  holdFor: {
    help: 'hold the message for so long before it is released',
    needs: { 'bad-count': 'needs a whole number of at least 1' },
    label: 'Hold for',
    form: 'A whole number of seconds',
  },
  holdUntil: { help: 'hold it until then: 2030-01-31T08:00:00Z', label: 'Hold until', form: time },
  rrvs: {
    help: 'refuse if the mailbox changed hands after this time',
    label: 'Refuse if the mailbox changed hands after',
    placeholder: '2024-01-31T08:00:00Z',
    hint: 'A relay that cannot ask refuses with ;R after it, and goes on with ;C',
    form: time,
  },
  verp: {
    help: 'return address of its own for each recipient, made with two characters such as += (XVERP of Postfix)',
    label: 'A return address for each recipient (XVERP)',
    placeholder: '+=',
    hint: 'Two characters that Postfix makes it with, or: default',
    form: 'Two characters such as +=, or: default',
  },
  forceExtensions: {
    help: 'use what was asked for even where it is not offered, and go beyond the stated SIZE, to see what happens',
    label: 'Ask even where the server does not offer it',
    hint: 'And go beyond the stated SIZE, to see what happens',
  },
  chunking: {
    help: 'BDAT instead of DATA: where offered, never, or in chunks of so many octets (default: only for binarymime)',
    needs: { 'bad-value': 'must be auto, off or a number of octets' },
    label: 'BDAT instead of DATA',
    placeholder: 'off',
    hint: 'auto: where it is offered; or the bytes of a chunk',
    form: 'auto, off or a number of bytes',
  },
  pipelining: {
    help: 'send commands in groups where PIPELINING is offered (default), or one by one',
    label: 'Pipelining',
    choices: { '': 'Where it is offered', auto: 'Where it is offered', off: 'Never: one command at a time' },
  },
  maxRecipients: {
    help: 'recipients of one transaction: as many as the server states and takes (default), all at once, or at most N; the rest follows in further ones',
    needs: { 'bad-value': 'must be auto, off or a number of at least 1' },
    label: 'Recipients at a time',
    placeholder: 'auto',
    hint: 'auto: as many as the server takes, the rest in further transactions; off: all at once; or a number',
    form: 'auto, off or a number of recipients',
  },
};
