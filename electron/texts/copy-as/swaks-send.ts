/** A whole send test as a command of swaks, and every part of it that swaks cannot do. */
import { connectionFields } from '../../protocol/options/connection.ts';
import { dsnOptions, envelopeOptions } from '../../protocol/options/envelope.ts';
import { connectionTexts } from '../options/connection.ts';
import { dsnTexts, envelopeTexts } from '../options/envelope.ts';
import type { ConnectionOptions, Envelope } from '../../protocol/values/target.ts';
import { copyAs } from './copy-as.ts';
import { shell } from './quote.ts';
import type { CopyInput, CopyResult } from './types.ts';

export interface SwaksSend extends Omit<CopyInput, 'envelope' | 'options'> {
  readonly connection: ConnectionOptions;
  readonly envelope: Envelope;
  readonly dryRun: boolean;
}

export function swaksSend({ envelope, connection, dryRun, ...input }: SwaksSend): CopyResult {
  const addresses = { from: envelope.from, to: envelope.to };
  const base = copyAs('swaks', { ...input, options: connection, envelope: addresses });
  if (base.text === null) return base;
  const words = [...(envelope.from === '' ? ['--from', '<>'] : []), ...messageOf(dryRun)];
  const missing = [...missingOf(envelope), ...leftOut(connection)];
  const notes = [
    ...base.notes,
    ...(missing.length === 0 ? [] : [`Without what swaks cannot do: ${missing.join(', ')}.`]),
    ...fileNotes(dryRun),
  ];
  return { text: [base.text, ...words.map(shell)].join(' '), notes };
}

const messageOf = (dryRun: boolean): string[] => (dryRun ? ['--quit-after', 'RCPT'] : ['--data', '@FILE.eml']);

const fileNotes = (dryRun: boolean): string[] => [
  dryRun
    ? 'It ends with QUIT after RCPT, where Posthorn says RSET first.'
    : 'FILE.eml is the message as Posthorn sends it. swaks fills in words such as %DATE% that stand in it.',
];

/** By their labels. `off`, and what only says how we speak, is no loss where swaks does not do it anyway. */
function missingOf({ dsn = {}, perRecipient, ...own }: Envelope): string[] {
  const values: Readonly<Record<string, unknown>> = own;
  const asked = Object.keys(envelopeOptions).filter((name) => {
    const value = values[name];
    return value !== undefined && value !== false && value !== 'off' && value !== 'auto';
  });
  const labels = asked.map((name) => envelopeTexts[name as keyof typeof envelopeOptions].label);
  const reports = Object.keys(dsnOptions).filter((name) => dsn[name as keyof typeof dsn] !== undefined);
  return [
    ...reports.map((name) => dsnTexts[name as keyof typeof dsnOptions].label),
    ...(perRecipient === undefined ? [] : ['reports of single recipients']),
    ...labels,
  ].map((label) => label.charAt(0).toLowerCase() + label.slice(1));
}

/** Of the connection's options those that copy-as knows for swaks; the others are left out. */
const known = new Set([
  'target',
  'protocol',
  'security',
  'ehloName',
  'heloOnly',
  'localAddress',
  'family',
  'servername',
]);

function leftOut(connection: ConnectionOptions): string[] {
  const given: Readonly<Record<string, unknown>> = connection;
  return connectionFields
    .filter((field) => given[field] !== undefined && given[field] !== false)
    .filter((field) => field !== 'insecure' && field !== 'timeouts' && !known.has(field))
    .map((field) => connectionTexts[field].changed);
}
