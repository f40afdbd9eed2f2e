/** What was found in settings that are imported, what was not taken over, and why nothing could be read. */
import type {
  Caution,
  ImportError,
  ImportForm,
  ImportNote,
  ImportProblem,
} from '../../protocol/values/profiles/exchange.ts';
import type { SecretKind } from '../../protocol/values/profiles/profile.ts';
import { shorten, visible } from '../visible.ts';

const forms = {
  posthorn: 'profiles exported from Posthorn',
  url: 'a URL',
  swaks: 'a command line of swaks',
  msmtprc: 'settings of msmtp',
  nodemailer: 'options of nodemailer',
} satisfies Record<ImportForm, string>;

/** Completes "This is ...". */
export const importFormText = (form: ImportForm): string => forms[form];

const kinds = {
  password: 'password',
  passphrase: 'passphrase of the client key',
  token: 'access token',
  'refresh-token': 'refresh token',
  'client-secret': 'client secret',
  'client-key': 'key of its client certificate',
  'proxy-password': 'password at the proxy',
} satisfies Record<SecretKind, string>;

/** Of a profile that is not kept yet. */
const cautions = {
  insecure: () => 'caution: any certificate is accepted, also that of somebody who only pretends to be this server',
  'accept-certificate': (value) => `caution: the certificate ${value} is accepted, whatever is wrong with it`,
  'allow-clear': () => 'caution: the password is sent in clear where TLS or its certificate fails',
  'no-tls': () => 'caution: it logs in, and TLS is never used',
  proxy: (value) => `caution: everything goes through the proxy ${value}`,
  'dns-server': (value) => `caution: addresses come from the DNS server ${value}, not from this system's`,
  roots: () => 'caution: it brings certificates of authorities of its own, which are trusted for this server',
  servername: (value) => `caution: the certificate may be that of ${value} instead of the host`,
} satisfies Record<Caution['what'], (value: string) => string>;

const shown = (text: string): string => shorten(visible(text), 200);

export const cautionText = ({ what, value }: Caution): string => cautions[what](shown(value ?? ''));

export function importNoteText(note: ImportNote): string {
  switch (note.code) {
    case 'ignored':
      return `${shown(note.what)} was not taken over`;
    case 'password-command':
      return `the password comes from a command, which is not run: ${shown(note.command)}`;
    case 'file-needed':
      return `${shown(note.what)} names the file ${shown(note.path)}; choose it in the profile`;
    case 'secret-left-out':
      return `it had a ${kinds[note.kind]} where it was exported; it has to be typed in here`;
  }
}

const errors = {
  empty: () => 'There is nothing in it.',
  'too-long': () => 'It is longer than any settings are.',
  'too-many': () => 'It holds more profiles than can be taken at once; export them in several files.',
  'too-costly': () => 'Reading it took more time or memory than any settings need; it was given up.',
  'unknown-form': () =>
    'This is no form that is known: profiles exported from Posthorn, an smtp://, smtps:// or lmtp:// URL, a command line of swaks, an msmtprc, or options of nodemailer as JSON or as they stand in a program.',
  syntax: (at) => `It cannot be read${at}: a quote without its other half, or something that has no meaning there.`,
  'bad-value': (at) => `A value${at} is not what has to stand there.`,
  'control-character': (at) => `A value${at} holds a control character, such as a line end, which no setting has.`,
  'raw-character': (_at, _schema, character, written) =>
    `“${character}” in the user name or the password is written ${written} in a URL: as it stands, it cannot be told where the host begins or what is meant.`,
  newer: (_at, schema) =>
    `It was exported by a later version of Posthorn (form ${schema}); update Posthorn to import it.`,
  'bad-target': () => 'The server that it names cannot be read: a host, and a port between 1 and 65535.',
  'no-target': () => 'It names no server.',
} satisfies Record<ImportError, (at: string, schema: number, character: string, written: string) => string>;

/** A sentence. Repeats nothing of what was read but names of members. */
export function importProblemText({ error, line, column, where, schema, character, written }: ImportProblem): string {
  const member = where === undefined ? null : ` at ${shown(where)}`;
  const place = line === null ? '' : ` in line ${line}${column === undefined ? '' : `, column ${column}`}`;
  return errors[error](member ?? place, schema ?? 0, shown(character ?? ''), written ?? '');
}
