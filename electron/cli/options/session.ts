/** Options of every command that holds a session: where to connect, TLS, login, and what is printed. */
import { tlsSecrets, waySecrets } from '../../protocol/options/connection.ts';
import { loginOptions, loginSecrets, loginUser } from '../../protocol/options/login.ts';
import { count, flag, text } from '../../protocol/options/option.ts';
import { tlsOptions } from '../../protocol/options/tls.ts';
import { wayOptions } from '../../protocol/options/way.ts';
import { connectionSecretTexts, connectionTexts } from '../../texts/options/connection.ts';
import { loginSecretTexts, loginTexts, loginUserText } from '../../texts/options/login.ts';
import { described, group, groupWith, type Values } from './types.ts';

const connectionWords = { ...connectionTexts, ...connectionSecretTexts };
export const connection = groupWith('Connection', { ...wayOptions, ...waySecrets }, connectionWords);
export const tlsGroup = groupWith('TLS', { ...tlsOptions, ...tlsSecrets }, connectionWords);

export const password = groupWith('Login (default: the password kept for the profile)', loginSecrets, loginSecretTexts);

export const loginGroup = groupWith(
  'Login',
  { user: loginUser, ...loginSecrets, ...loginOptions },
  { user: loginUserText, ...loginSecretTexts, ...loginTexts },
);

export const output = group('Output', {
  json: described(flag('json'), 'print JSON on standard output, everything else on standard error'),
  transcript: described(flag('transcript'), 'show every line both ways'),
  report: described(text('report', 'FILE'), 'also write a report to FILE.md, FILE.json or FILE.html'),
});

export const rawInput = group('Commands', {
  run: described(
    text('run', 'FILE'),
    'run the commands of FILE instead of typed ones; stops where a reply is not as its expect says',
  ),
  keepAlive: described(
    count('keep-alive', 'SECONDS', 5),
    'send NOOP whenever nothing was said for so long, so that the server keeps the session open',
    { 'bad-count': 'needs a whole number of seconds, at least 5' },
  ),
});

export const rawOutput = group('Output', {
  json: described(flag('json'), 'print one reply a line as JSON'),
  transcript: described(flag('transcript'), 'with --json: show every line both ways, on standard error'),
  rawData: described(flag('raw-data'), 'after a 354, send lines as they are, without dot-stuffing'),
});

export type LoginValues = Values<typeof loginGroup>;
export type OutputValues = Values<typeof output>;
/** What a session is made from. */
export interface SessionValues {
  readonly connection?: Values<typeof connection>;
  readonly tls?: Values<typeof tlsGroup>;
  readonly login?: LoginValues;
}
