/** Options about envelope, message and delivery, and what can be asked beside them. */
import { TEMPLATE_IDS } from '../../protocol/facts/templates.ts';
import { DKIM_ALGORITHMS } from '../../protocol/values/app/dkim.ts';
import { declaredOptions, dsnOptions, extensionOptions, transferOptions } from '../../protocol/options/envelope.ts';
import { choice, count, file, flag, text, texts } from '../../protocol/options/option.ts';
import { dsnTexts, envelopeTexts } from '../../texts/options/envelope.ts';
import { atLeast, counted } from './kinds.ts';
import { described, group, groupWith, type Values } from './types.ts';

export const checkEnvelope = group('Envelope', {
  from: described(text('from', 'ADDRESS'), 'with --to: may this sender write to this recipient? Nothing is sent'),
  to: described(texts('to', 'ADDRESS'), 'recipient to ask about'),
});

const { smtputf8, body, statedSize, mailOptions, rcptOptions } = declaredOptions;
export const envelope = groupWith(
  'Envelope',
  { from: text('from', 'ADDRESS'), to: texts('to', 'ADDRESS'), smtputf8, body, statedSize, mailOptions, rcptOptions },
  {
    ...envelopeTexts,
    from: { help: "reverse-path; '<>' for the null sender" },
    to: {
      help: "recipient; may be repeated. Reports of its own stand after it: 'ann@example.org NOTIFY=SUCCESS ORCPT=rfc822;a@b'",
    },
  },
);

const unlessOffered = 'not-supported where the server does not offer it';
export const reports = groupWith(`Delivery reports (DSN; ${unlessOffered})`, dsnOptions, dsnTexts);
export const extensions = groupWith(`Extensions (${unlessOffered})`, extensionOptions, envelopeTexts);

export const message = group('Message', {
  subject: described(text('subject', 'TEXT'), 'subject'),
  text: described(text('text', 'TEXT|@FILE'), 'plain text of the message'),
  html: described(text('html', 'TEXT|@FILE'), 'HTML of the message'),
  attach: described(texts('attach', 'FILE'), 'attach a file; may be repeated'),
  header: described(
    texts('header', "'NAME: VALUE'"),
    'header field as it is, in place of ours; may be repeated. Bcc is left out',
  ),
  data: described(
    text('data', 'FILE.eml|-'),
    'send this file, or standard input, as the message; line ends become CR LF',
  ),
  mboxEntry: counted(
    'mbox-entry',
    'N',
    1,
    'with --data: the file is an mbox; send its message number N, without the quoting of mbox',
  ),
  template: described(
    text('template', 'NAME'),
    `a ready-made message: ${TEMPLATE_IDS.join(', ')}; or one that was saved in the window, by its name`,
  ),
  rawData: described(flag('raw-data'), 'with --data: send the octets as they are, bare LF included'),
  size: counted(
    'size',
    'BYTES',
    0,
    'send a generated message of this many octets, its header included (at least 97: an empty body)',
  ),
});

export const signature = group('DKIM signature', {
  dkimKey: described(
    file('dkim-key'),
    'sign with this private key (PEM, RSA or Ed25519); with --dkim-make: where the new one is written',
  ),
  dkimDomain: described(
    text('dkim-domain', 'DOMAIN'),
    'who signs (d=); without it the domain of From in --header, else of the sender',
  ),
  dkimSelector: described(text('dkim-selector', 'NAME'), 'under which name the key is published (s=)'),
  dkimMake: described(
    choice('dkim-make', DKIM_ALGORITHMS),
    'sign with a key that is made for this; its record is printed, to be published in DNS',
  ),
});

export const delivery = groupWith(
  'Delivery',
  {
    dryRun: flag('dry-run'),
    count: count('count', 'N', 1),
    concurrency: count('concurrency', 'N', 1),
    pause: count('pause', 'SECONDS', 1),
    also: texts('also', 'TARGET'),
    ...transferOptions,
  },
  {
    ...envelopeTexts,
    dryRun: { help: 'MAIL and RCPT, then RSET: nothing is sent' },
    count: { help: 'send N times, each in a session of its own', ...atLeast(1) },
    concurrency: {
      help: 'with --count: sessions at a time; above 1 only to this machine itself',
      ...atLeast(1),
    },
    pause: { help: 'with --count or several servers: seconds of rest between two messages', ...atLeast(1) },
    also: { help: 'send the same message through this server too, after the others; may be repeated' },
  },
);

export const lookGroup = group('Round trip (IMAP inside TLS, the mailbox opened for reading alone)', {
  lookIn: described(
    text('look-in', 'profile:NAME[=HOST]|HOST[:PORT]'),
    'after sending, look for the message in this mailbox: how long it took, its hops, what changed on the way',
  ),
  lookUser: described(text('look-user', 'USER'), 'who to log in as there (default: the profile’s user)'),
  lookPasswordEnv: described(text('look-password-env', 'NAME'), 'environment variable with the password for it'),
  lookMailbox: described(text('look-mailbox', 'NAME'), 'mailbox (default INBOX)'),
  lookFor: counted('look-for', 'SECONDS', 1, 'how long to look at the most (default 60)'),
});

export const questions = group('Questions (whatever is answered, it ends nothing)', {
  vrfy: described(texts('vrfy', 'ADDRESS'), 'is this a mailbox here? Most servers do not say: 252'),
  expn: described(texts('expn', 'LIST'), 'who is on this list?'),
  etrn: described(texts('etrn', 'NAME'), 'start the queue for this host, @domain or #queue'),
  helpTopic: described(texts('help-topic', 'TOPIC'), "what HELP says of a command; '' for all it says"),
});

export type LookValues = Values<typeof lookGroup>;
export type QuestionValues = Values<typeof questions>;
export type MessageValues = Values<typeof message>;
export type SignatureValues = Values<typeof signature>;
/** What an envelope is made from; a check asks for less. */
export interface EnvelopeValues {
  readonly envelope?: Values<typeof envelope>;
  readonly reports?: Values<typeof reports>;
  readonly extensions?: Values<typeof extensions>;
  readonly delivery?: Pick<Values<typeof delivery>, 'chunking' | 'pipelining' | 'maxRecipients'>;
}
