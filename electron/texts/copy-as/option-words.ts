/** Options as words of Posthorn's own command line, from the tables that define them, so that one that is added is there too. */
import { connectionOptions } from '../../protocol/options/connection.ts';
import { dsnOptions, envelopeOptions } from '../../protocol/options/envelope.ts';
import { loginOptions } from '../../protocol/options/login.ts';
import type { Option } from '../../protocol/options/option.ts';
import { firstUnseen } from '../../protocol/parse/characters.ts';
import type { MessageInput } from '../../protocol/values/app/run.ts';
import type { AuthOptions, ConnectionOptions, Envelope } from '../../protocol/values/target.ts';
import { typedRecipients } from '../../protocol/parse/addresses/recipients.ts';
import { shell } from './quote.ts';

/** A file stands there by a word of its own. `without`: names on the command line. */
export function optionWords(
  options: Readonly<Record<string, Option>>,
  given: Readonly<Record<string, unknown>>,
  without: ReadonlySet<string>,
): string[] {
  return Object.entries(options).flatMap(([key, { name, file, value: takes }]) => {
    const value = given[key];
    if (value === undefined || value === null || without.has(name)) return [];
    if (name === 'client-cert') return ['--client-cert', 'FILE', '--client-key', 'FILE'];
    if (file === true) return [`--${name}`, 'FILE'];
    if (takes === undefined) return value === true ? [`--${name}`] : [];
    if (typeof value === 'boolean') return [`--${name}`, value ? 'on' : 'off'];
    if (typeof value === 'string' || typeof value === 'number') return withValue(name, String(value));
    if ((name === 'auth' || name === 'dsn-notify') && Array.isArray(value)) return [`--${name}`, value.join(',')];
    if (Array.isArray(value)) return value.flatMap((one) => withValue(name, String(one)));
    if (name !== 'xclient' && name !== 'xforward') return [];
    return Object.entries(value).flatMap(([attribute, one]) => [`--${name}`, `${attribute}=${String(one)}`]);
  });
}

/** A value that begins with a hyphen would be read as an option. */
const withValue = (name: string, value: string): string[] =>
  value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];

export function addressWords({ from, to, perRecipient }: Pick<Envelope, 'from' | 'to' | 'perRecipient'>): string[] {
  return [
    ...withValue('from', from === '' ? '<>' : from),
    ...typedRecipients(to, perRecipient).flatMap((one) => withValue('to', one)),
  ];
}

/** What a send test is made of. `template`: the ready-made message that the source is, unchanged; null for any other. */
export interface SendAsked {
  readonly connection: ConnectionOptions;
  readonly auth: AuthOptions | null;
  readonly envelope: Envelope;
  readonly message: MessageInput;
  readonly template: string | null;
  readonly dryRun: boolean;
  /** How often; seconds of rest between two. */
  readonly repeat?: { readonly count: number; readonly concurrency: number; readonly pause: number };
  /** Further servers for the same, as the command line names them. */
  readonly also?: readonly string[];
}

/** In the order of the help. Null where a value has characters that nobody sees. No secret is part of it. */
export function sendCommandText({
  connection,
  auth,
  envelope,
  message,
  template,
  dryRun,
  also = [],
  repeat = { count: 1, concurrency: 1, pause: 0 },
}: SendAsked): string | null {
  const { dsn = {}, ...own } = envelope;
  const words = [
    'send',
    // Without one, --mx goes to the recipients' own domains.
    ...(connection.target === '' ? [] : [connection.target]),
    ...addressWords(envelope),
    ...optionWords(dsnOptions, dsn, new Set()),
    ...optionWords(envelopeOptions, own, new Set()),
    ...(dryRun ? ['--dry-run'] : [...messageWords(message, template), ...signatureWords(message)]),
    ...(repeat.count === 1 ? [] : ['--count', String(repeat.count)]),
    ...(repeat.count === 1 || repeat.concurrency === 1 ? [] : ['--concurrency', String(repeat.concurrency)]),
    ...(repeat.pause === 0 ? [] : ['--pause', String(repeat.pause)]),
    ...also.flatMap((one) => withValue('also', one)),
    ...optionWords(connectionOptions, connection, new Set(['timeout'])),
    ...(auth === null ? [] : [...withValue('user', auth.user), '--password-env', 'NAME']),
    ...optionWords(loginOptions, auth ?? {}, new Set(['user'])),
  ];
  if (words.some((word) => firstUnseen(word.replaceAll('\n', '')) !== null)) return null;
  return ['posthorn', ...words.map(shell)].join(' ');
}

/** The key stands there as a file: where it lies only main knows. */
function signatureWords({ dkim }: MessageInput): string[] {
  if (dkim === undefined) return [];
  return ['--dkim-key', 'FILE', ...withValue('dkim-domain', dkim.domain), ...withValue('dkim-selector', dkim.selector)];
}

/** What stands in a window, or in a file whose place only main knows, stands there as a file. */
function messageWords(message: MessageInput, template: string | null): string[] {
  switch (message.kind) {
    case 'composed':
      return [
        ...withValue('subject', message.subject),
        ...withValue('text', message.text.startsWith('@') ? `@${message.text}` : message.text),
        ...(message.html === null ? [] : withValue('html', message.html)),
        ...(message.headers ?? []).flatMap(({ name, value }) => withValue('header', `${name}: ${value}`)),
        ...(message.attachments ?? []).flatMap(() => ['--attach', 'FILE']),
      ];
    case 'source':
      return template === null ? ['--data', 'FILE.eml'] : withValue('template', template);
    case 'generated':
      return ['--size', String(message.octets)];
    case 'captured':
      return ['--data', 'FILE.eml', '--raw-data'];
    case 'file':
      return [
        '--data',
        message.entry === undefined ? 'FILE.eml' : 'FILE.mbox',
        ...(message.entry === undefined ? [] : ['--mbox-entry', 'N']),
        ...(message.raw ? ['--raw-data'] : []),
      ];
  }
}
