/** Options about envelope, message and delivery, and what can be asked beside them. */
import type { OptionGroup } from './types.ts';

export const checkEnvelope: OptionGroup = {
  title: 'Envelope',
  options: [
    { name: 'from', value: 'ADDRESS', help: 'with --to: may this sender write to this recipient? Nothing is sent' },
    { name: 'to', value: 'ADDRESS', repeat: true, help: 'recipient to ask about' },
  ],
};

export const envelope: OptionGroup = {
  title: 'Envelope',
  options: [
    { name: 'from', value: 'ADDRESS', help: "reverse-path; '<>' for the null sender" },
    { name: 'to', value: 'ADDRESS', repeat: true, help: 'recipient; may be repeated' },
    { name: 'smtputf8', help: 'ask for SMTPUTF8' },
    {
      name: 'body',
      value: 'TYPE',
      choices: ['7bit', '8bitmime', 'binarymime'],
      help: 'declare BODY=7BIT, 8BITMIME or BINARYMIME; the last is sent with BDAT, its octets as they are',
    },
    { name: 'mail-option', value: 'S', repeat: true, help: 'extra parameter of MAIL' },
    { name: 'rcpt-option', value: 'S', repeat: true, help: 'extra parameter of every RCPT' },
  ],
};

/** Asked for by name, and so refused where the server does not offer them. */
export const extensions: OptionGroup = {
  title: 'Extensions (not-supported where the server does not offer them)',
  options: [
    { name: 'dsn-notify', value: 'LIST', help: 'delivery reports to ask for: never, or success,failure,delay' },
    { name: 'dsn-ret', value: 'full|hdrs', choices: ['full', 'hdrs'], help: 'what a report returns of the message' },
    { name: 'dsn-envid', value: 'ID', help: 'envelope identifier that a report repeats' },
    {
      name: 'dsn-orcpt',
      value: 'T',
      help: "original recipient: TYPE;ADDRESS, an address, or a type such as rfc822 for each recipient's own address",
    },
    { name: 'requiretls', help: 'over verified TLS on every hop, or not at all' },
    { name: 'deliver-by', value: 'SECONDS[;N|R[T]]', help: 'deliver within so long, else tell (N) or return it (R)' },
    { name: 'mt-priority', value: '-9..9', help: 'priority of the message; write --mt-priority=-3' },
    { name: 'hold-for', value: 'SECONDS', help: 'hold the message for so long before it is released' },
    { name: 'hold-until', value: 'TIME', help: 'hold it until then: 2030-01-31T08:00:00Z' },
    { name: 'rrvs', value: 'TIME[;C|R]', help: 'refuse if the mailbox changed hands after this time' },
    {
      name: 'force-extensions',
      help: 'use what was asked for even where it is not offered, and go beyond the stated SIZE, to see what happens',
    },
  ],
};

export const message: OptionGroup = {
  title: 'Message',
  options: [
    { name: 'subject', value: 'TEXT', help: 'subject' },
    { name: 'text', value: 'TEXT|@FILE', help: 'plain text of the message' },
    { name: 'html', value: 'TEXT|@FILE', help: 'HTML of the message' },
    { name: 'attach', value: 'FILE', repeat: true, help: 'attach a file; may be repeated' },
    {
      name: 'header',
      value: "'NAME: VALUE'",
      repeat: true,
      help: 'header field as it is, in place of ours; may be repeated. Bcc is left out',
    },
    {
      name: 'data',
      value: 'FILE.eml|-',
      help: 'send this file, or standard input, as the message; line ends become CR LF',
    },
    { name: 'raw-data', help: 'with --data: send the octets as they are, bare LF included' },
    {
      name: 'size',
      value: 'BYTES',
      help: 'send a generated message of this many octets, its header included (at least 97: an empty body)',
    },
  ],
};

export const delivery: OptionGroup = {
  title: 'Delivery',
  options: [
    { name: 'dry-run', help: 'MAIL and RCPT, then RSET: nothing is sent' },
    { name: 'count', value: 'N', help: 'send N times, each in a session of its own' },
    { name: 'concurrency', value: 'N', help: 'with --count: sessions at a time; above 1 only to this machine itself' },
    {
      name: 'chunking',
      value: 'auto|off|BYTES',
      help: 'BDAT instead of DATA: where offered, never, or in chunks of so many octets (default: only for binarymime)',
    },
    {
      name: 'pipelining',
      value: 'auto|off',
      choices: ['auto', 'off'],
      help: 'send commands in groups where PIPELINING is offered (default), or one by one',
    },
  ],
};

export const questions: OptionGroup = {
  title: 'Questions (whatever is answered, it ends nothing)',
  options: [
    { name: 'vrfy', value: 'ADDRESS', repeat: true, help: 'is this a mailbox here? Most servers do not say: 252' },
    { name: 'expn', value: 'LIST', repeat: true, help: 'who is on this list?' },
    { name: 'etrn', value: 'NAME', repeat: true, help: 'start the queue for this host, @domain or #queue' },
    { name: 'help-topic', value: 'TOPIC', repeat: true, help: "what HELP says of a command; '' for all it says" },
  ],
};
